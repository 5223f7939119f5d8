"""The publication: everything that a newsletter can say about its issues, as values.

Nothing of a particular newsletter is written in code. The default is a file like any editor's (`default.toml`), and
every heading, wording and count on screen and in print comes from here. `profile` reads the file.
"""

import re
from typing import Final, Literal, TypeAlias

from msgspec import Struct

from workbench.curation.model import Block, Section

_PLACEHOLDER: Final = re.compile(r"\{(\w+)\}")


def fill_pattern(pattern: str, **values: str) -> str:
    """The pattern with each `{name}` replaced; a name that has no value stays as it is written."""
    return _PLACEHOLDER.sub(lambda found: values.get(found[1], found[0]), pattern)


def match_pattern(pattern: str, text: str, **values: str) -> dict[str, str] | None:
    """What stood at the places of the pattern when it became this text, those in `values` known beforehand.

    None where the text was not made by the pattern. A variation selector more or less does not count: editors
    and keyboards differ in whether an emoji has one.
    """
    parts = _PLACEHOLDER.split(fill_pattern(pattern, **values).strip())
    made = [f"(?P<{part}>.*)" if at % 2 else _escape_literal(part) for at, part in enumerate(parts)]
    found = re.fullmatch("".join(made), text.strip(), re.DOTALL)
    return found.groupdict() if found else None


def _escape_literal(text: str) -> str:
    return "".join(
        re.escape(char) + ("" if char.isascii() else "\ufe0f?") for char in text if char != "\ufe0f"
    )


class Tldr(Struct, frozen=True, kw_only=True):
    """The summary above the sections. `line` ends in `{text}` and places `{icon}` and `{label}` before it."""

    heading: str = "TL;DR"
    opening: str = ""
    bullets: bool = True
    line: str = "{icon} **{label}:** {text}"


class BlockRule(Block, frozen=True, kw_only=True):
    """A block and when it stands: `issues` books it for those numbers only, `every` rotates blocks of one
    place (this one in each n-th issue, from `first` on), `until` is the last date it may appear."""

    issues: tuple[int, ...] = ()
    every: int = 1
    first: int = 1
    until: str = ""

    def appears_in(self, number: int, date: str) -> bool:
        """Whether the issue of that number and date (empty: none yet) carries the block."""
        if self.until and date > self.until:
            return False
        if self.issues:
            return number in self.issues
        return number >= self.first and (number - self.first) % self.every == 0

    @property
    def block(self) -> Block:
        """The block alone, as an issue keeps it."""
        return Block(key=self.key, place=self.place, heading=self.heading, text=self.text)


class HouseRule(Struct, frozen=True, kw_only=True):
    """Words that must not leave the house (a regular expression), and the sentence that says why."""

    pattern: str
    message: str
    level: Literal["error", "warning"] = "warning"


RuleId: TypeAlias = Literal[
    "title", "greeting", "tldr", "count", "section", "entry-title", "link", "url", "blurb", "length", "twice",
    "published", "house", "markup", "closing", "unplaced",
]  # fmt: skip
"""The rules of preflight by name. They are part of the file's format; `workbench.curation.preflight` has the rules."""


class PreflightSettings(Struct, frozen=True, kw_only=True):
    """Which rules of preflight this newsletter does without."""

    off: tuple[RuleId, ...] = ()


class FetchSettings(Struct, frozen=True, kw_only=True):
    """How sites are asked about links.

    `automatic` has the screen fetch new links by itself. `contact` is an address that sites may write to, sent
    with each request. `allow` names hosts that may be reached although their address is private. `sites` puts
    another base URL in a site's place, by its name in `workbench.web.sites`.
    """

    automatic: bool = True
    contact: str = ""
    allow: tuple[str, ...] = ()
    sites: dict[str, str] = {}


class Target(Struct, frozen=True, kw_only=True):
    """A platform that takes the issue, and how what it takes differs from what others do.

    `takes` is what its editor understands of a paste. `video`: a video's address alone in its paragraph (`url`),
    the player itself (`embed`), or a link like any other (`link`). `promo`: a block without a heading stands
    between two rules (`rules`) or in a quote (`quote`). `most` is the size in bytes at which mail programs cut
    what it sends, 0 where that is no matter. `url` is the address of the site it belongs to, for drafts by API.
    """

    key: str
    name: str
    takes: Literal["rich", "markdown", "text"] = "rich"
    video: Literal["url", "embed", "link"] = "url"
    promo: Literal["rules", "quote"] = "rules"
    most: int = 0
    url: str = ""


GMAIL_CLIP_BYTES: Final = 102_000
"""Bytes at which Gmail cuts a mail."""
DEFAULT_TARGETS: Final = (
    Target(key="substack", name="Substack", most=GMAIL_CLIP_BYTES),
    Target(key="ghost", name="Ghost", video="embed", most=GMAIL_CLIP_BYTES),
    Target(key="buttondown", name="Buttondown", takes="markdown", most=GMAIL_CLIP_BYTES),
    Target(key="beehiiv", name="beehiiv", video="link", promo="quote", most=GMAIL_CLIP_BYTES),
    Target(key="plain", name="plain text", takes="text", video="link"),
)


class Publication(Struct, frozen=True, kw_only=True):
    """The newsletter as its workbench.toml describes it.

    `title` is a pattern over `{highlights}` and `{number}`, `subtitle` one over `{subtitle}` and `{number}`.
    """

    name: str
    first_number: int = 1
    title: str = "{highlights}"
    subtitle: str = "{subtitle}"
    greeting: str = ""
    closing: str = ""
    tldr: Tldr = Tldr()
    sections: tuple[Section, ...]
    blocks: tuple[BlockRule, ...] = ()
    house_rules: tuple[HouseRule, ...] = ()
    preflight: PreflightSettings = PreflightSettings()
    checklist: tuple[str, ...] = ()
    targets: tuple[Target, ...] = DEFAULT_TARGETS
    fetch: FetchSettings = FetchSettings()

    def select_blocks(self, number: int, date: str) -> tuple[Block, ...]:
        """The blocks that stand in the issue of that number and date (empty: no date yet), in file order."""
        return tuple(rule.block for rule in self.blocks if rule.appears_in(number, date))

    def format_title(self, number: int, highlights: str) -> str:
        """The title readers see. Without highlights, no dash or comma is left over at its ends."""
        title = fill_pattern(self.title, highlights=highlights, number=str(number))
        return title if highlights else title.strip(" -–—:|·,")

    def parse_highlights(self, number: int, title: str) -> str | None:
        """The highlights of a title readers see; None where it does not follow the pattern."""
        if title == self.format_title(number, ""):
            return ""
        found = match_pattern(self.title, title, number=str(number))
        return None if found is None else found.get("highlights", "")

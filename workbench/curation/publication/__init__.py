"""The publication: everything that a newsletter can say about its issues, as values.

Nothing of a particular newsletter is written in code: every heading, wording and count on screen and in print comes
from here. Parsing the file that says it is `profile.py`; the default is such a file too (`default.toml`).
"""

import re
from collections.abc import Iterable
from typing import Final, Literal, TypeAlias, get_args

from msgspec import Struct

from workbench.curation.block import Block, BlockRule, select_blocks
from workbench.curation.model import Issue, Kind, Section

_PLACEHOLDER: Final = re.compile(r"\{(\w+)\}")


def fill_pattern(pattern: str, **values: str) -> str:
    """The pattern with each `{name}` replaced; a name that has no value stays as it is written."""
    return _PLACEHOLDER.sub(lambda found: values.get(found[1], found[0]), pattern)


def match_pattern(pattern: str, text: str, **values: str) -> dict[str, str] | None:
    """The inverse of `fill_pattern`: what stands in the text for each name of the pattern that `values` leaves open.

    None where the text does not follow the pattern. Variation selectors are ignored, because editors and keyboards
    differ in whether they put one behind an emoji.
    """
    parts = _PLACEHOLDER.split(fill_pattern(pattern, **values).strip())
    # Splitting by a pattern with one group gives literal text and names in turn.
    made = [f"(?P<{part}>.*)" if at % 2 else _escape_literal(part) for at, part in enumerate(parts)]
    found = re.fullmatch("".join(made), text.strip(), re.DOTALL)
    return found.groupdict() if found else None


def _escape_literal(text: str) -> str:
    return "".join(
        re.escape(char) + ("" if char.isascii() else "\ufe0f?") for char in text if char != "\ufe0f"
    )


class Tldr(Struct, frozen=True, kw_only=True):
    """The summary above the sections. `line` is the pattern of one line: `{icon}` and `{label}`, then `{text}` at its
    end. Where it is not `printed` an issue has none, and nobody is asked to write its lines."""

    printed: bool = True
    heading: str = "TL;DR"
    opening: str = ""
    bullets: bool = True
    line: str = "{icon} **{label}:** {text}"


class HouseRule(Struct, frozen=True, kw_only=True):
    """What must not be published, as a regular expression, and the sentence that says why."""

    pattern: str
    message: str
    level: Literal["error", "warning"] = "warning"


Weekday: TypeAlias = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", ""]
WEEKDAYS: Final[tuple[Weekday, ...]] = get_args(Weekday)
"""In the order of `date.weekday()`, and empty for no such day."""

RuleId: TypeAlias = Literal[
    "title", "preview", "greeting", "tldr", "count", "booking", "section", "entry-title", "rough-title", "link", "url",
    "gone", "moved", "unchecked", "private", "blurb", "length", "numbers", "names", "spelling", "twice", "published",
    "tracking", "insecure", "opening", "sources", "mail-size", "placeholder", "avoid", "punctuation", "house", "plain",
    "markup", "unclosed", "numbering", "tex", "query", "template", "closing", "unplaced", "original", "missing",
    "untranslated", "outdated", "order",
]  # fmt: skip
"""The rules of preflight by name. They are part of the file's format; `workbench.curation.preflight` has the rules."""


class PreflightSettings(Struct, frozen=True, kw_only=True):
    """Which rules of preflight this newsletter does without, and what the others need to know.

    `avoid` are words that it does not use; `most_of_one_source` is how many entries of one site, one owner of code or
    one channel an issue may have, 0 for any number. `language` is the dictionary for its spelling, empty for none, and
    `words` are those that it has besides.
    """

    off: tuple[RuleId, ...] = ()
    avoid: tuple[str, ...] = ()
    most_of_one_source: int = 2
    language: Literal["", "ar", "de", "en", "es", "eu", "fa", "fr", "it", "lv", "nl", "pt", "ru"] = ""
    words: tuple[str, ...] = ()


class FetchSettings(Struct, frozen=True, kw_only=True):
    """How sites are asked about links.

    With `automatic` the screen fetches new links by itself. `contact` is an address that sites may write to, sent with
    each request. `allow` names hosts that may be reached although their address is private. `sites` gives sites
    another base URL, by their names in `workbench.web.sites`.
    """

    automatic: bool = True
    contact: str = ""
    allow: tuple[str, ...] = ()
    sites: dict[str, str] = {}


MarkdownDialect: TypeAlias = Literal["commonmark", "python-markdown"]
"""The kinds of Markdown that a target may take; `workbench.publishing.render.dialects` writes them."""


class Target(Struct, frozen=True, kw_only=True):
    """A platform that takes the issue, and what it needs in another form than others do.

    `takes` is what its editor understands of a paste, `dialect` which Markdown. With `templates` what it takes is a
    template, in which `{{`, `{%` and `{#` act. `video` is what stands for a video: its address alone in its
    paragraph (`url`), the player itself (`embed`), or a link like any other (`link`). `links` is how an entry's main
    links are written that have no label: by their address (`address`) or by the name of their site (`label`).
    `tracking` is a pattern of parameters for every link, over `{newsletter}`, `{number}` and `{target}`; empty for
    none. `promo` says whether a block without a heading stands between two rules (`rules`) or in a quote (`quote`).
    `most` is the size in bytes at which mail programs cut what the platform sends, 0 for no limit. Its template makes
    a mail of `overhead` bytes and `factor` bytes for each one of the body; 0 and 1 where that is not known. `url` is
    the address of the newsletter's site there, for drafts by API.
    """

    key: str
    name: str
    takes: Literal["rich", "markdown", "text"] = "rich"
    dialect: MarkdownDialect = "commonmark"
    templates: bool = False
    video: Literal["url", "embed", "link"] = "url"
    links: Literal["address", "label"] = "address"
    tracking: str = ""
    promo: Literal["rules", "quote"] = "rules"
    most: int = 0
    overhead: int = 0
    factor: float = 1.0
    url: str = ""

    @property
    def knows_template(self) -> bool:
        """Whether it is known what the platform's template makes of a body."""
        return self.overhead > 0 or self.factor != 1.0

    def estimate_mail_size(self, body_size: int) -> int:
        """The bytes of the mail that the platform makes of a body of that many."""
        return self.overhead + round(self.factor * body_size)


GMAIL_CLIP_BYTES: Final = 102_000
"""Bytes at which Gmail cuts a mail."""
DEFAULT_TARGETS: Final = (
    Target(key="substack", name="Substack", most=GMAIL_CLIP_BYTES),
    Target(key="ghost", name="Ghost", video="embed", most=GMAIL_CLIP_BYTES, overhead=24_600, factor=2.5),
    Target(
        key="buttondown",
        name="Buttondown",
        takes="markdown",
        dialect="python-markdown",
        templates=True,
        most=GMAIL_CLIP_BYTES,
    ),
    Target(key="beehiiv", name="beehiiv", video="link", promo="quote", most=GMAIL_CLIP_BYTES),
    Target(key="wordpress", name="WordPress", links="label"),
    Target(key="plain", name="plain text", takes="text", video="link"),
)


class PostRule(Struct, frozen=True, kw_only=True):
    """A short post that announces an issue on a network.

    `pattern` has names of `POST_NAMES` in braces. `limit` is the longest that the network takes, 0 for any length;
    `count` is how it counts: `graphemes`, characters as people see them; `characters`; or `x`, as X weighs them.
    """

    key: str
    name: str
    pattern: str
    limit: int = 0
    count: Literal["graphemes", "characters", "x"] = "graphemes"


POST_NAMES: Final = ("title", "highlights", "number", "url", "tldr", "subtitle", "preview", "name")
_TITLE_TLDR_URL: Final = "{title}\n\n{tldr}\n\n{url}"
DEFAULT_POSTS: Final = (
    PostRule(key="linkedin", name="LinkedIn", pattern=_TITLE_TLDR_URL, limit=3000, count="characters"),
    PostRule(key="bluesky", name="Bluesky", pattern=_TITLE_TLDR_URL, limit=300),
    PostRule(key="x", name="X", pattern=_TITLE_TLDR_URL, limit=280, count="x"),
    PostRule(key="note", name="Substack Note", pattern=_TITLE_TLDR_URL),
)


class CardSettings(Struct, frozen=True, kw_only=True):
    """How an issue's social card looks, and whether it is drawn with each export. `font` is the path of a font's file,
    empty where any will do that has the letters."""

    automatic: bool = False
    paper: str = "#faf8f4"
    ink: str = "#23272f"
    accent: str = "#a85b00"
    font: str = ""


class TranslationSettings(Struct, frozen=True, kw_only=True):
    """Of which newsletter this one is the translation: the folder of that workspace, from this one on. Empty: none."""

    of: str = ""


_RIGHT_TO_LEFT: Final = frozenset(
    ("ar", "arc", "ckb", "dv", "fa", "he", "ks", "ps", "sd", "syr", "ug", "ur", "yi")
)


class Publication(Struct, frozen=True, kw_only=True):
    """The newsletter as its workbench.toml describes it.

    `title` is a pattern with `{highlights}` and `{number}`, `subtitle` one with `{subtitle}` and `{number}`. `weekday`
    is the day on which issues appear, empty for no such day. `language` is a tag such as `en` or `ar-EG`, empty where
    that is no matter.
    """

    name: str
    first_number: int = 1
    weekday: Weekday = ""
    language: str = ""
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
    posts: tuple[PostRule, ...] = DEFAULT_POSTS
    card: CardSettings = CardSettings()
    fetch: FetchSettings = FetchSettings()
    translation: TranslationSettings = TranslationSettings()

    @property
    def is_right_to_left(self) -> bool:
        """Whether its language is written from right to left."""
        return self.language.partition("-")[0].lower() in _RIGHT_TO_LEFT

    def select_blocks(self, number: int, date: str) -> tuple[Block, ...]:
        """The blocks that an issue of that number and date carries where none was printed before, in the file's order.
        The date may be empty."""
        return select_blocks(self.blocks, number, date, {})

    def blocks_of(self, issue: Issue) -> tuple[Block, ...]:
        """The blocks that an issue prints: its own where it has any, else those due for its number and date."""
        return self.select_blocks(issue.number, issue.date) if issue.blocks is None else issue.blocks

    def format_title(self, number: int, highlights: str) -> str:
        """The title readers see. Without highlights the dash or comma beside them goes too."""
        title = fill_pattern(self.title, highlights=highlights, number=str(number))
        return title if highlights else title.strip(" -–—:|·,")

    def parse_highlights(self, number: int, title: str) -> str | None:
        """The highlights of a title readers see; None where it does not follow the pattern."""
        if title == self.format_title(number, ""):
            return ""
        found = match_pattern(self.title, title, number=str(number))
        return None if found is None else found.get("highlights", "")

    def parse_renumbered_highlights(self, title: str) -> str | None:
        """The same for a title that may hold another number than its issue has now."""
        parsed = (self.parse_highlights(int(digits), title) for digits in re.findall(r"\d{1,5}", title))
        return next((highlights for highlights in parsed if highlights is not None), None)


def suggest_section(kind: Kind, sections: Iterable[Section]) -> Section | None:
    """The first section, in the publication's order, that takes this kind; None where none does.

    A section that names no kinds (the pick of the week) takes any link but is never suggested.
    """
    return next((section for section in sections if kind in section.kinds), None)

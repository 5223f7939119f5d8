"""What is different between the issue and what came back, place by place, as values.

Each difference is one fact about one line. How several of them become one finding is in `findings.py`.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Final, TypeAlias

from msgspec import Struct

from workbench.curation.identity.counters import find_counters
from workbench.curation.pieces import Piece
from workbench.curation.preflight.finding import Level
from workbench.publishing.compare.addresses import is_same_address, name_host, video_key_of
from workbench.publishing.compare.alignment import Alignment, LineMatch
from workbench.publishing.compare.lines import MARKS, ComparedLine, ExpectedLine, ReturnedLink, form_of
from workbench.publishing.compare.words import URL_PATTERN, describe_difference, has_lost_emoji, quote
from workbench.publishing.parse.pasted import Mark, Paste

_RAW_CHARS: Final = "*_`\\[~"
_RAW_START: Final = re.compile(r"^(?:#{1,6} |>|[-*+] )")

DifferenceKind: TypeAlias = tuple[str, ...]
"""What is the same about several differences: `("mark", "bold")`."""


class Difference(Struct, frozen=True, kw_only=True):
    """One fact. `place` is the index of the issue's line, `subject` what the sentence is about, `says` how it goes on,
    and `says_of_many` how it goes on where it is about several; empty where it is always about one."""

    place: float
    piece: Piece
    level: Level
    rule: str
    subject: str
    says: str
    says_of_many: str = ""
    kind: DifferenceKind = ()


class Inspection:
    """Compares each line of the issue with what it became.

    `differences` has all of them, in the order of the issue; `players` counts the videos that are played. `lost_marks`,
    `lost_links` and `lost_forms` say by the index of a line what of its formatting is gone.
    """

    def __init__(self, ours: Sequence[ExpectedLine], theirs: Sequence[ComparedLine], paste: Paste) -> None:
        self.ours = ours
        self.theirs = theirs
        self.paste = paste
        self.alignment = Alignment(ours, theirs)
        self.players = 0
        self.lost_marks: dict[int, list[tuple[Mark, str]]] = {}
        self.lost_links: dict[int, list[ReturnedLink]] = {}
        self.lost_forms: set[int] = set()
        self._sharing = self.alignment.count_sharing()
        self.differences: tuple[Difference, ...] = tuple(self._iter_differences())

    def _iter_differences(self) -> Iterator[Difference]:
        for at in range(len(self.ours)):
            match = self.alignment.matches.get(at)
            if match is None:
                yield from self._check_missing(at)
            else:
                yield from self._check_match(at, match)

    def _make(
        self,
        at: int,
        level: Level,
        rule: str,
        says: str,
        *,
        many: str = "",
        subject: str = "",
        kind: DifferenceKind = (),
    ) -> Difference:
        line = self.ours[at]
        return Difference(
            place=at,
            piece=line.piece,
            level=level,
            rule=rule,
            subject=subject or quote(line.name),
            says=says,
            says_of_many=many,
            kind=kind,
        )

    def _check_missing(self, at: int) -> Iterator[Difference]:
        line = self.ours[at]
        if line.line.kind == "player" and self._is_linked_below(at):
            yield self._describe_video(at, has_link=True)
        elif line.line.kind != "rule":
            yield self._make(at, "error", "missing", "is missing.")
        elif self.paste.form != "text":
            subject = f"The rule before {quote(self._name_after(at))}"
            yield self._make(at, "warning", "form", "is gone.", subject=subject, kind=("rule",))

    def _name_after(self, at: int) -> str:
        return next((line.name for line in self.ours[at + 1 :] if line.name), "the end")

    def _is_linked_below(self, at: int) -> bool:
        """Whether the link that stands below a player came back, where the player did not."""
        below = self.alignment.matches.get(at + 1)
        links = (link for to in below.at for link in self.theirs[to].links) if below else ()
        return self.ours[at].video in map(_video_of, links)

    def _check_match(self, at: int, match: LineMatch) -> Iterator[Difference]:
        line, returned = self.ours[at], [self.theirs[to] for to in match.at]
        shares = [one for one in self._sharing[match.at[0]] if one != at]
        if match.kind == "moved":
            yield self._describe_move(at, match)
        yield from self._check_joins(at, match, shares)
        if not shares and match.kind in ("same", "changed"):
            yield from self._check_words(at, returned[0])
        if match.kind == "split":
            yield from self._check_split(at, returned)
        if raw := _find_raw_marks([line, *(self.ours[one] for one in shares)], returned):
            if not shares or at < min(shares):
                yield self._make(at, "error", "raw", "shows marks of Markdown.", subject=quote(raw))
        elif self.paste.form == "text":
            yield from self._check_shown_urls(at, returned)
        elif line.line.kind != "rule":
            yield from self._check_form(at, returned, shares)
            if not line.is_video:
                yield from self._check_links(at, returned, has_extra=not shares)
            yield from self._check_marks(at, returned)
        if line.is_video and self.paste.form == "rich":
            yield from self._check_video(at, returned[0])

    # Words and places

    def _check_words(self, at: int, returned: ComparedLine) -> Iterator[Difference]:
        line = self.ours[at]
        if line.words.words != returned.words.words:
            kind = ("emoji",) if has_lost_emoji(line.words, returned.words) else ()
            yield self._make(
                at, "error", "changed", f"{describe_difference(line.words, returned.words)}.", kind=kind
            )

    def _describe_move(self, at: int, match: LineMatch) -> Difference:
        was = self.ours[at - 1].name if at else ""
        now = self.theirs[match.at[0] - 1].name if match.at[0] else ""
        after = f"after {quote(now)}" if now else "at the beginning"
        before = f"after {quote(was)}" if was else "at the beginning"
        says = f"stands {after}, where the issue has it {before}."
        previous = self.alignment.matches.get(at - 1)
        goes_on = previous is not None and previous.kind == "moved" and previous.at[0] == match.at[0] - 1
        return self._make(at, "error", "order", "" if goes_on else says, kind=("moved",))

    def _check_joins(self, at: int, match: LineMatch, shares: Sequence[int]) -> Iterator[Difference]:
        line, to = self.ours[at], match.at[0]
        if line.is_video and self.paste.form != "text" and not self._stands_alone(to):
            yield self._make(
                at,
                "error",
                "joined",
                "The video's address is not alone: it would not be played.",
                subject=" ",
            )
        elif before := [one for one in shares if one < at and not self.ours[one].is_video]:
            yield self._describe_join(at, max(before))
        elif line.line.opens_block and at and self._follows_line_break(at, to):
            says = "follows the line before it after a line break alone, not as a paragraph."
            many = "follow the line before them after a line break alone, not as paragraphs."
            yield self._make(at, "warning", "joined", says, many=many, kind=("break",))

    def _stands_alone(self, to: int) -> bool:
        line = self.theirs[to]
        after = self.theirs[to + 1].line if to + 1 < len(self.theirs) else None
        return not line.letters and line.line.opens_block and (after is None or after.opens_block)

    def _describe_join(self, at: int, before: int) -> Difference:
        line, other = self.ours[at].line, self.ours[before].line
        if line.kind == other.kind and (line.kind == "item" or line.is_quoted) and not line.opens_item:
            says = "runs into the paragraph before it in its list or quote."
            many = "run into the paragraphs before them in their lists or quotes."
            return self._make(at, "warning", "joined", says, many=many, kind=("fused",))
        return self._make(at, "error", "joined", "runs into the line before it.")

    def _follows_line_break(self, at: int, to: int) -> bool:
        if (
            self.paste.form == "text"
            or self.theirs[to].line.opens_block
            or self.theirs[to].line.kind == "player"
        ):
            return False
        before = self.alignment.matches.get(at - 1)
        return before is not None and before.at[-1] == to - 1

    def _check_split(self, at: int, returned: Sequence[ComparedLine]) -> Iterator[Difference]:
        if self.paste.form != "text":  # plain text may be wrapped anywhere
            says = f"is split: {quote(returned[1].name, 24)} begins a line of its own."
            many = "are split into several lines."
            yield self._make(at, "warning", "split", says, many=many, kind=("split",))

    # Form

    def _check_form(
        self, at: int, returned: Sequence[ComparedLine], shares: Sequence[int]
    ) -> Iterator[Difference]:
        line = self.ours[at]
        ours, theirs = line.line, returned[0].line
        if shares or theirs.kind == "player" or line.is_video or form_of(ours) == form_of(theirs):
            return
        self.lost_forms.add(at)
        was, now = form_of(ours), form_of(theirs)
        yield self._make(
            at,
            "warning",
            "form",
            f"is no longer {was.one}: it is {now.one}.",
            many=f"are no longer {was.many}: they are {now.many}.",
            kind=("form", was.many, now.many),
        )

    # Links

    def _check_shown_urls(self, at: int, returned: Sequence[ComparedLine]) -> Iterator[Difference]:
        """Of the addresses in a plain text only those can be seen that the issue shows."""
        shown = [url for line in returned for url in line.dead_urls]
        bare = [link.href for link in self.ours[at].links if link.is_bare] + list(self.ours[at].dead_urls)
        for url in bare:
            if not any(is_same_address(url, one) for one in shown):
                yield self._make(
                    at, "error", "link", f"to {url} is missing or leads elsewhere.", subject="The link"
                )

    def _check_links(
        self, at: int, returned: Sequence[ComparedLine], *, has_extra: bool
    ) -> Iterator[Difference]:
        unused = [link for line in returned for link in line.links]
        dead = [url for line in returned for url in line.dead_urls]
        played = [line.line.played for line in returned if line.line.played]
        for link in self.ours[at].links:
            if any(is_same_address(link.href, url) for url in played) or _is_played(link, played):
                continue
            found = _find_link(link, unused, dead)
            if found is None:
                yield self._describe_lost_link(at, link, dead, returned)
                continue
            unused.remove(found)
            if not is_same_address(link.href, found.href):
                yield self._describe_other_link(at, link, found)
            elif found.letters != link.letters and not link.is_bare:
                says = f"is on {quote(found.text)} where the issue has it on {quote(link.text)}."
                yield self._make(at, "warning", "link", says, subject=f"The link to {link.href}")
        if has_extra and self.alignment.matches[at].kind != "changed":
            for link in unused:
                if (
                    not link.is_bare
                    and link.href.startswith(("http:", "https:"))
                    and not self.ours[at].is_video
                ):
                    says = f"leads to {link.href}, and is no link in the issue."
                    yield self._make(at, "warning", "link", says, subject=quote(link.text))

    def _describe_lost_link(
        self, at: int, link: ReturnedLink, dead: Sequence[str], returned: Sequence[ComparedLine]
    ) -> Difference:
        self.lost_links.setdefault(at, []).append(link)
        is_there = link.letters in "".join(line.letters for line in returned)
        if link.is_bare and any(is_same_address(link.href, url) for url in dead):
            says, many = "is plain text and no link.", "are plain text and no links."
            return self._make(at, "error", "link", says, many=many, subject=link.href, kind=("link", "bare"))
        if link.is_bare or not is_there:
            on = "" if link.is_bare else f" on {quote(link.text)}"
            return self._make(
                at, "error", "link", f"{on} to {link.href} is missing.".strip(), subject="The link"
            )
        says = f"is no longer a link to {link.href}."
        many = "are no longer links."
        return self._make(
            at, "error", "link", says, many=many, subject=quote(link.text), kind=("link", "words")
        )

    @cached_property
    def _counters(self) -> set[str]:
        """The addresses of click counters that came back in lines of the issue."""
        ours = {link.href for line in self.ours for link in line.links}
        found = {to for match in self.alignment.matches.values() for to in match.at}
        return find_counters({link.href for to in found for link in self.theirs[to].links} - ours)

    def _describe_other_link(self, at: int, link: ReturnedLink, found: ReturnedLink) -> Difference:
        if found.href in self._counters:
            host = name_host(found.href)
            says = f"leads through {host}, which does not say where to: it cannot be checked."
            many = f"lead through {host}, which does not say where to: they cannot be checked."
            subject = quote(link.text)
            return self._make(at, "warning", "link", says, many=many, subject=subject, kind=("opaque", host))
        self.lost_links.setdefault(at, []).append(link)
        says = f"leads to {found.href or 'nowhere'} and not to {link.href}."
        return self._make(at, "error", "link", says, subject=quote(link.text))

    # Marks

    def _check_marks(self, at: int, returned: Sequence[ComparedLine]) -> Iterator[Difference]:
        letters = "".join(line.letters for line in returned)
        for mark in MARKS:
            kept = ["".join(words.letters for line in returned for words in line.marked[mark])]
            kept += [words.letters for line in returned for words in line.marked[mark]]
            for words in self.ours[at].marked[mark]:
                if words.letters in letters and not any(words.letters in one for one in kept):
                    self.lost_marks.setdefault(at, []).append((mark, words.text.strip()))
                    yield self._make(
                        at,
                        "warning",
                        "unstyled",
                        f"is no longer {_MARK_NAMES[mark]}.",
                        many=f"are no longer {_MARK_NAMES[mark]}.",
                        subject=quote(words.text.strip()),
                        kind=("mark", mark),
                    )

    # Videos

    def _check_video(self, at: int, returned: ComparedLine) -> Iterator[Difference]:
        line = self.ours[at]
        if line.video not in (returned.video, *map(_video_of, returned.links)) and not returned.letters:
            says = f"is another one: {returned.lone_url} where the issue has {line.lone_url}."
            yield self._make(at, "error", "link", says, subject=self._name_video(at))
        elif returned.line.kind == "player":
            self.players += 1
        elif not returned.letters:
            yield self._describe_video(at, has_link=bool(returned.links))

    def _describe_video(self, at: int, *, has_link: bool) -> Difference:
        state = "is a link and no player" if has_link else "stays a plain address, neither player nor link"
        level: Level = "warning" if has_link else "error"
        return self._make(at, level, "video", state, subject=self._name_video(at), kind=("video",))

    def _name_video(self, at: int) -> str:
        number = sum(line.is_video for line in self.ours[: at + 1])
        return f"Video {number}"


_MARK_NAMES: Final[dict[Mark, str]] = {"bold": "bold", "italic": "italic", "code": "code"}


def _find_link(
    link: ReturnedLink, candidates: Sequence[ReturnedLink], dead: Sequence[str]
) -> ReturnedLink | None:
    """The link that this one became: with its words and address, else with its words, else with its address."""
    same_words = [one for one in candidates if one.letters == link.letters]
    same_address = [one for one in candidates if is_same_address(link.href, one.href)]
    both = [one for one in same_words if one in same_address]
    if both or (link.is_bare and any(is_same_address(link.href, url) for url in dead)):
        return both[0] if both else None
    if link.is_bare:  # one that still shows the address is the one, wherever it leads
        same_words.sort(key=lambda one: one.text != link.text)
    return next(iter([*same_words, *same_address]), None)


def _is_played(link: ReturnedLink, played: Sequence[str]) -> bool:
    video = _video_of(link)
    return bool(video) and any(_video_of(ReturnedLink("", "", url)) == video for url in played)


def _video_of(link: ReturnedLink) -> str:
    return video_key_of(link.href)


def _find_raw_marks(ours: Sequence[ComparedLine], returned: Sequence[ComparedLine]) -> str:
    """The text that shows more marks of Markdown than the issue does; empty where none does."""
    expected = "".join(_strip_urls(line) for line in ours)
    for line in returned:
        shown = _strip_urls(line)
        starts_raw = _RAW_START.match(shown) and not any(_RAW_START.match(_strip_urls(one)) for one in ours)
        if starts_raw:
            return line.name
    there = "".join(map(_strip_urls, returned))
    counts, wanted = Counter(there), Counter(expected)
    return returned[0].name if any(counts[char] > wanted[char] for char in _RAW_CHARS) else ""


def _strip_urls(line: ComparedLine) -> str:
    return URL_PATTERN.sub("", line.line.text)

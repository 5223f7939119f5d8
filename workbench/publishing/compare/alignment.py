"""Which line of what came back is which line of the issue: the same, another, a part of one, several in one.

Lines that say the same are found as the longest common subsequence, headings first, since all else is expected beneath
them. What is left between two such lines is compared there, then looked for elsewhere. Each step is bounded: what comes
back may be any text at all.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Final, Literal, TypeAlias

from msgspec import Struct
from rapidfuzz import fuzz, process
from rapidfuzz.distance import LCSseq

from workbench.publishing.compare.addresses import is_same_address
from workbench.publishing.compare.lines import ComparedLine, ExpectedLine

MIN_SIMILARITY: Final = 60
"""Similarity, of 100, from which a line counts as a changed one; below, the line is missing."""
MAX_COMPARISONS: Final = 200_000
"""Pairs of lines that are compared in one gap; what lies beyond is not taken for a changed line."""
MIN_WEIGHT: Final = 20
"""Bytes that a line has to say to be recognised elsewhere by itself, or to be told as a stranger."""

MatchKind: TypeAlias = Literal["same", "changed", "moved", "joined", "split"]


class LineMatch(Struct, frozen=True):
    """What a line of the issue became: several lines where it is split, and a line with others in it where joined."""

    kind: MatchKind
    at: tuple[int, ...]


class _Gap(Struct, frozen=True):
    """Lines of the issue that are not found, and lines that came back, between two lines that are."""

    ours: list[int]
    theirs: list[int]


class Alignment:
    """The matches by the index of the issue's line, and the indexes of returned lines that belong to none."""

    def __init__(self, ours: Sequence[ExpectedLine], theirs: Sequence[ComparedLine]) -> None:
        self.ours = ours
        self.theirs = theirs
        self.matches: dict[int, LineMatch] = {}
        for at, to in _find_common_lines(ours, theirs):
            self.matches[at] = LineMatch("same", (to,))
        self._used = {match.at[0] for match in self.matches.values()}
        gaps = list(self._iter_gaps())
        for step in (self._match_parts, self._match_addresses):
            for gap in gaps:
                step(gap)
        self._match_moved()
        for gap in gaps:
            self._match_similar(gap)
        self._whole = {match.at[0] for match in self.matches.values() if match.kind == "same"}
        for gap in gaps:
            self._match_contained(gap)
        self.extra = [at for at in range(len(theirs)) if at not in self._used]

    def count_sharing(self) -> dict[int, list[int]]:
        """By the index of a returned line, the lines of the issue that stand in it."""
        sharing: defaultdict[int, list[int]] = defaultdict(list)
        for at, match in sorted(self.matches.items()):
            for to in match.at:
                sharing[to].append(at)
        return sharing

    def _match(self, kind: MatchKind, ours: int, theirs: Iterable[int]) -> None:
        self.matches[ours] = LineMatch(kind, tuple(theirs))
        self._used.update(self.matches[ours].at)

    def _iter_gaps(self) -> Iterator[_Gap]:
        pairs = [(at, match.at[0]) for at, match in sorted(self.matches.items())]
        for (at, to), (next_at, next_to) in pairwise([(-1, -1), *pairs, (len(self.ours), len(self.theirs))]):
            if next_at - at > 1:
                theirs = list(range(to + 1, next_to))
                yield _Gap(list(range(at + 1, next_at)), theirs[: MAX_COMPARISONS // (next_at - at)])

    def _open_ours(self, gap: _Gap) -> list[int]:
        return [at for at in gap.ours if at not in self.matches]

    def _open_theirs(self, gap: _Gap) -> list[int]:
        return [at for at in gap.theirs if at not in self._used]

    # Steps

    def _match_parts(self, gap: _Gap) -> None:
        """Lines that were joined into one, or one that was split, with not a letter more or less."""
        for at in gap.ours:
            if self.ours[at].letters and (
                parts := _find_parts(self.ours[at], self.theirs, self._open_theirs(gap))
            ):
                self._match("split", at, parts)
        for to in self._open_theirs(gap):
            for at in _find_parts(self.theirs[to], self.ours, self._open_ours(gap)):
                self._match("joined", at, [to])

    def _match_addresses(self, gap: _Gap) -> None:
        """Lines that are an address and nothing else, in their order; one that leads elsewhere is still that line."""
        ours = [at for at in self._open_ours(gap) if self.ours[at].lone_url]
        theirs = [at for at in self._open_theirs(gap) if self.theirs[at].lone_url]
        for at in ours:
            to = next(
                (to for to in theirs if is_same_address(self.ours[at].lone_url, self.theirs[to].lone_url)),
                None,
            )
            if to is not None:
                self._match("same", at, [to])
                theirs.remove(to)
        for at, to in zip([at for at in ours if at not in self.matches], theirs, strict=False):
            self._match("changed", at, [to])

    def _match_moved(self) -> None:
        """Lines that stand elsewhere: those that say enough to be recognised, and their neighbours."""
        places: defaultdict[str, list[int]] = defaultdict(list)
        for to, line in enumerate(self.theirs):
            if to not in self._used and line.key:
                places[line.key].append(to)
        before = -2
        for at, line in enumerate(self.ours):
            if at in self.matches:
                before = -2
                continue
            found = [to for to in places.get(line.key, ()) if to not in self._used]
            if before + 1 in found:
                found = [before + 1]
            elif line.weight < MIN_WEIGHT and line.line.kind != "heading" and not line.video:
                found = []
            before = found[0] if found else -2
            if found:
                self._match("moved", at, found[:1])

    def _match_similar(self, gap: _Gap) -> None:
        """Lines that say something else than in the issue, and still much the same."""
        theirs = {to: self.theirs[to].letters for to in self._open_theirs(gap) if self.theirs[to].letters}
        for at in self._open_ours(gap):
            letters = self.ours[at].letters
            found = letters and process.extractOne(
                letters, theirs, scorer=fuzz.ratio, score_cutoff=MIN_SIMILARITY
            )
            if found:
                self._match("changed", at, [found[2]])
                del theirs[found[2]]

    def _match_contained(self, gap: _Gap) -> None:
        """Lines that stand within another one, beside other words."""
        beside = [self.matches[at].at[-1] for at in (gap.ours[0] - 1, gap.ours[-1] + 1) if at in self.matches]
        own = [to for at in gap.ours if at in self.matches for to in self.matches[at].at]
        places = sorted({*gap.theirs, *beside, *own})
        for at in self._open_ours(gap):
            to = next((to for to in places if self._contains(to, self.ours[at])), None)
            if to is not None:
                self._match("joined", at, [to])

    def _contains(self, to: int, line: ExpectedLine) -> bool:
        their = self.theirs[to]
        if line.lone_url and not line.letters:
            urls = (*their.dead_urls, *(link.href for link in their.links), their.line.played)
            return any(url and is_same_address(line.lone_url, url) for url in urls)
        return line.weight >= 4 and to not in self._whole and line.letters in their.letters


def _find_common_lines(
    ours: Sequence[ExpectedLine], theirs: Sequence[ComparedLine]
) -> Iterator[tuple[int, int]]:
    headings = [at for at, line in enumerate(ours) if line.line.kind == "heading" and line.key]
    titles = {ours[at].key for at in headings}
    there = [at for at, line in enumerate(theirs) if line.key in titles]
    as_headings = [at for at in there if theirs[at].line.kind == "heading"]
    if 2 * len(as_headings) >= len(
        headings
    ):  # else the platform has no headings, and they are lines like others
        there = as_headings
    anchors = list(_find_common(ours, headings, theirs, there))
    yield from anchors
    for (at, to), (next_at, next_to) in pairwise([(-1, -1), *anchors, (len(ours), len(theirs))]):
        inner = [one for one in range(at + 1, next_at) if ours[one].key]
        yield from _find_common(
            ours, inner, theirs, [one for one in range(to + 1, next_to) if theirs[one].key]
        )


def _find_common(
    ours: Sequence[ComparedLine], at: Sequence[int], theirs: Sequence[ComparedLine], to: Sequence[int]
) -> Iterator[tuple[int, int]]:
    """The longest common subsequence of these lines, as pairs of indexes."""
    if not at or not to:
        return
    numbers: dict[str, int] = {}
    first = [numbers.setdefault(ours[one].key, len(numbers)) for one in at]
    second = [numbers.setdefault(theirs[one].key, len(numbers)) for one in to]
    for block in LCSseq.opcodes(first, second).as_matching_blocks():
        yield from zip(at[block.a : block.a + block.size], to[block.b : block.b + block.size], strict=True)


def _find_parts(whole: ComparedLine, lines: Sequence[ComparedLine], candidates: Sequence[int]) -> list[int]:
    """At least two neighbouring lines that say together what this one says; empty where there are none."""
    letters = whole.letters
    said = [at for at in candidates if lines[at].letters]
    for start, at in enumerate(said):
        if not letters.startswith(lines[at].letters):
            continue
        rest = letters
        for stop, part in enumerate(said[start:], start + 1):
            if not rest.startswith(lines[part].letters):
                break
            rest = rest[len(lines[part].letters) :]
            if not rest:
                return said[start:stop] if stop - start > 1 else []
    return []

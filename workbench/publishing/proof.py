"""Whether a paste arrived whole: the one place that compares what a platform shows with the issue.

Each line of the issue is looked for in what came back: it is there, or changed, or run together with its
neighbour, or missing. Case, punctuation and kinds of quotes and spaces do not count, since platforms set their own.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from msgspec import Struct
from rapidfuzz import fuzz, process

from workbench.curation.preflight import Finding
from workbench.publishing.edition import Edition, flow
from workbench.publishing.pasted import Block, Kind, from_html, from_text, works
from workbench.publishing.tree import Node, words_of

ALIKE: Final = 60
"""From this likeness, of 100, a block is a line that was changed; below, the line is missing."""
_RAW: Final = re.compile(r"\*\*\S|\]\(\w|^#{1,6} |^\s*[-*] \*\*|^> ")
_WORD: Final = re.compile(r"[^\W_]+")


class Line(Struct, frozen=True):
    """One block of the issue as it should come back: whose it is, its text, the works it leads to.

    `alone`: an address that platforms make a player of as long as nothing else stands in its paragraph.
    """

    piece: str
    kind: Kind
    text: str
    words: str
    works: tuple[str, ...]
    alone: bool = False


def proof(edition: Edition, html: str, text: str) -> list[Finding]:
    """What of the body is missing, joined, changed or left raw, by what was copied back (`html` empty: only text).

    Title and subtitle have fields of their own and are not looked for. Text alone does not tell headings, lists and
    the addresses behind words.
    """
    blocks = from_html(html) or from_text(text)
    said = list(_lines(edition))
    lines = [line for line in said if line.words or line.works]
    comparing = _Comparing(lines, blocks, marked=bool(html and blocks))
    names = _names(edition)
    found = [*_whole_pieces(lines, comparing.findings()), *_order(lines, comparing), *_raw(said, blocks)]
    return sorted(
        (Finding(f.level, f.rule, names.get(f.piece, f.where), f.message, f.piece) for f in found),
        key=lambda finding: finding.level,
    )


def _lines(edition: Edition) -> Iterator[Line]:
    for piece, node in flow(edition):
        yield from _of(piece, node, "text")


def _of(piece: str, node: Node, around: Kind) -> Iterator[Line]:
    if node.kind in ("quote", "bullets", "numbers", "item"):
        for child in node.children:
            yield from _of(piece, child, "item" if node.kind == "item" else around)
    elif node.kind != "rule":
        kind: Kind = "heading" if node.kind == "heading" else around
        text = words_of(node.children) if node.children else ""
        yield Line(
            piece, kind, text, _plain(" ".join(_said(node))), tuple(_led_to(node)), node.kind == "embed"
        )


def _said(node: Node) -> Iterator[str]:
    """The words of a block without its bare addresses, which platforms write as they like."""
    if node.kind == "embed" or (node.kind == "link" and not node.children):
        return
    if node.kind in ("softbreak", "break"):
        yield " "
    if node.children:
        yield "".join(word for child in node.children for word in _said(child))
    elif node.kind != "link":
        yield node.text


def _led_to(node: Node) -> Iterator[str]:
    if node.kind in ("link", "embed"):
        yield from works(node.text)
    for child in node.children:
        yield from _led_to(child)


def _plain(text: str) -> str:
    """The words of a text, in small letters with single spaces, between spaces."""
    found = _WORD.findall(unicodedata.normalize("NFKC", re.sub(r"https?://\S+", " ", text)).casefold())
    return f" {' '.join(found)} " if found else ""


class _Comparing:
    """Lines against blocks; each block stands for as many lines as it holds."""

    def __init__(self, lines: Sequence[Line], blocks: Sequence[Block], *, marked: bool) -> None:
        self.lines = lines
        self.blocks = blocks
        self.marked = marked
        self.words = [_plain(block.text) for block in blocks]
        self.works = {work for block in blocks for work in block.works}
        self.places: dict[str, list[int]] = {}
        for at, words in enumerate(self.words):
            self.places.setdefault(words, []).append(at)
        self.found: dict[int, int] = {}
        """By line, the block that is it or holds it."""

    def findings(self) -> list[Finding]:
        """What is wrong with each line, in their order."""
        for at, line in enumerate(self.lines):
            place = self._place(line)
            if place is not None:
                self.found[at] = place
        return [finding for at, line in enumerate(self.lines) for finding in self._line(at, line)]

    def _place(self, line: Line) -> int | None:
        same = self.places.get(line.words) if line.words else None
        if same:
            return same.pop(0) if len(same) > 1 else same[0]
        if not line.words:
            return next((at for at, b in enumerate(self.blocks) if set(line.works) & set(b.works)), None)
        return next((at for at, words in enumerate(self.words) if line.words in words), None)

    def _line(self, at: int, line: Line) -> Iterator[Finding]:
        place = self.found.get(at)
        if place is None and line.words:
            yield self._lost(line)
        elif place is not None and line.alone and self.words[place]:
            yield _finding(
                "error", "joined", line, "The video's address is not alone: it would not be played."
            )
        elif place is not None and self._joined(at, place):
            yield _finding("error", "joined", line, f"“{_cut(line.text)}” runs into the line before it.")
        elif place is not None and line.words and self.words[place] != line.words and not self._shared(place):
            yield _finding(
                "warning", "changed", line, f"“{_cut(line.text)}” {_differs(line.words, self.words[place])}."
            )
        elif (
            place is not None and self.marked and line.kind != self.blocks[place].kind and line.kind != "text"
        ):
            what = "a heading" if line.kind == "heading" else "an item of a list"
            yield _finding("warning", "form", line, f"“{_cut(line.text)}” is no longer {what}.")
        yield from self._links(line)

    def _lost(self, line: Line) -> Finding:
        taken = set(self.found.values())
        free = [words for at, words in enumerate(self.words) if at not in taken]
        near = process.extractOne(line.words, free, scorer=fuzz.ratio, score_cutoff=ALIKE)
        if near is None:
            return _finding("error", "missing", line, f"“{_cut(line.text)}” is missing.")
        return _finding("error", "changed", line, f"“{_cut(line.text)}” {_differs(line.words, near[0])}.")

    def _shared(self, place: int) -> bool:
        return sum(other == place for other in self.found.values()) > 1

    def _joined(self, at: int, place: int) -> bool:
        """Whether a line stands in one block with the line before it; equal lines may be one block found twice."""
        if self.found.get(at - 1) != place or not self.lines[at].words:
            return False
        return self.words[place] not in (self.lines[at].words, self.lines[at - 1].words)

    def _links(self, line: Line) -> Iterator[Finding]:
        if not self.marked and line.words:
            return  # plain text does not tell where a label leads
        for work in line.works:
            if work not in self.works:
                yield _finding("error", "link", line, f"The link to {work} is missing or leads elsewhere.")


def _finding(level: str, rule: str, line: Line, message: str) -> Finding:
    return Finding("error" if level == "error" else "warning", rule, line.piece, message, line.piece)


def _differs(wanted: str, there: str) -> str:
    """The first words in which two texts part, as a phrase."""
    ours, theirs = wanted.split(), there.split()
    at = next(
        (at for at, (a, b) in enumerate(zip(ours, theirs, strict=False)) if a != b),
        min(len(ours), len(theirs)),
    )
    mine, other = " ".join(ours[at : at + 3]), " ".join(theirs[at : at + 3])
    if not mine:
        return f"goes on with “{other}”"
    return f"says “{other}” where the issue says “{mine}”" if other else f"ends before “{mine}”"


def _whole_pieces(lines: Sequence[Line], found: Sequence[Finding]) -> list[Finding]:
    """One finding for an entry of which nothing is there, instead of one a line."""
    size = Counter(line.piece for line in lines if line.words)
    lost = Counter(finding.piece for finding in found if finding.rule == "missing")
    gone = {piece for piece, count in lost.items() if size[piece] == count > 1}
    kept = [finding for finding in found if finding.piece not in gone]
    order = dict.fromkeys(line.piece for line in lines)
    return [*(Finding("error", "missing", p, "None of it is there.", p) for p in order if p in gone), *kept]


def _order(lines: Sequence[Line], comparing: _Comparing) -> Iterator[Finding]:
    before = -1
    for at, line in enumerate(lines):
        place = comparing.found.get(at)
        if line.kind != "heading" or place is None:
            continue
        if place < before:
            yield _finding("warning", "order", line, f"“{_cut(line.text)}” stands earlier than in the issue.")
        before = max(before, place)


def _raw(lines: Sequence[Line], blocks: Sequence[Block]) -> Iterator[Finding]:
    """Marks of Markdown that were pasted as they are and that the issue does not say itself."""
    meant = " ".join(line.text for line in lines)
    for block in blocks:
        mark = _RAW.search(block.text)
        if mark and mark[0] not in meant:
            words = _plain(block.text)
            piece = next((line.piece for line in lines if line.words and line.words in words), "title")
            yield Finding("error", "raw", piece, f"“{_cut(block.text)}” shows marks of Markdown.", piece)


def _names(edition: Edition) -> dict[str, str]:
    """What people call each piece."""
    named = {"tldr": edition.tldr.heading}
    for part in edition.parts:
        named[f"section:{part.section.key}"] = part.heading
        named.update({f"entry:{e.id}": f"{part.section.key}/{e.slot} {e.title[:60]}" for e in part.entries})
    return named


def _cut(text: str) -> str:
    return f"{text[:48]}…" if len(text) > 50 else text

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
from workbench.publishing.layout import Edition, lay_out_edition
from workbench.publishing.parse.pasted import (
    PastedBlock,
    PastedKind,
    extract_works,
    parse_pasted_html,
    parse_pasted_text,
)
from workbench.publishing.tree import Node, text_of_nodes

MIN_SIMILARITY: Final = 60
"""From this likeness, of 100, a block is a line that was changed; below, the line is missing."""
_RAW_MARKDOWN: Final = re.compile(r"\*\*\S|\]\(\w|^#{1,6} |^\s*[-*] \*\*|^> ")
_WORD: Final = re.compile(r"[^\W_]+")


class ExpectedLine(Struct, frozen=True):
    """One block of the issue as it should come back: whose it is, its text, the works it leads to.

    `is_alone`: an address that platforms make a player of as long as nothing else stands in its paragraph.
    """

    piece: str
    kind: PastedKind
    text: str
    normalized_text: str
    works: tuple[str, ...]
    is_alone: bool = False


def compare_paste(edition: Edition, html: str, text: str) -> list[Finding]:
    """What of the body is missing, joined, changed or left raw, by what was copied back (`html` empty: only text).

    Title and subtitle have fields of their own and are not looked for. Text alone does not tell headings, lists and
    the addresses behind words.
    """
    blocks = parse_pasted_html(html) or parse_pasted_text(text)
    said = list(_iter_lines(edition))
    lines = [line for line in said if line.normalized_text or line.works]
    comparing = _Comparison(lines, blocks, has_markup=bool(html and blocks))
    names = _piece_names_of(edition)
    found = [
        *_group_missing_pieces(lines, comparing.collect_findings()),
        *_check_order(lines, comparing),
        *_check_raw_marks(said, blocks),
    ]
    return sorted(
        (Finding(f.level, f.rule, names.get(f.piece, f.where), f.message, f.piece) for f in found),
        key=lambda finding: finding.level,
    )


def _iter_lines(edition: Edition) -> Iterator[ExpectedLine]:
    for piece, node in lay_out_edition(edition):
        yield from _iter_node_lines(piece, node, "text")


def _iter_node_lines(piece: str, node: Node, around: PastedKind) -> Iterator[ExpectedLine]:
    if node.kind in ("quote", "bullets", "numbers", "item"):
        for child in node.children:
            yield from _iter_node_lines(piece, child, "item" if node.kind == "item" else around)
    elif node.kind != "rule":
        kind: PastedKind = "heading" if node.kind == "heading" else around
        text = text_of_nodes(node.children) if node.children else ""
        yield ExpectedLine(
            piece,
            kind,
            text,
            _normalize_text(" ".join(_iter_text(node))),
            tuple(_iter_works(node)),
            node.kind == "embed",
        )


def _iter_text(node: Node) -> Iterator[str]:
    """The words of a block without its bare addresses, which platforms write as they like."""
    if node.kind == "embed" or (node.kind == "link" and not node.children):
        return
    if node.kind in ("softbreak", "break"):
        yield " "
    if node.children:
        yield "".join(word for child in node.children for word in _iter_text(child))
    elif node.kind != "link":
        yield node.text


def _iter_works(node: Node) -> Iterator[str]:
    if node.kind in ("link", "embed"):
        yield from extract_works(node.text)
    for child in node.children:
        yield from _iter_works(child)


def _normalize_text(text: str) -> str:
    """The words of a text, in small letters with single spaces, between spaces."""
    found = _WORD.findall(unicodedata.normalize("NFKC", re.sub(r"https?://\S+", " ", text)).casefold())
    return f" {' '.join(found)} " if found else ""


class _Comparison:
    """Lines against blocks; each block stands for as many lines as it holds."""

    def __init__(
        self, lines: Sequence[ExpectedLine], blocks: Sequence[PastedBlock], *, has_markup: bool
    ) -> None:
        self.lines = lines
        self.blocks = blocks
        self.has_markup = has_markup
        self.block_texts = [_normalize_text(block.text) for block in blocks]
        self.works = {work for block in blocks for work in block.works}
        self.blocks_by_text: dict[str, list[int]] = {}
        for at, words in enumerate(self.block_texts):
            self.blocks_by_text.setdefault(words, []).append(at)
        self.block_by_line: dict[int, int] = {}
        """By line, the block that is it or holds it."""

    def collect_findings(self) -> list[Finding]:
        """What is wrong with each line, in their order."""
        for at, line in enumerate(self.lines):
            place = self._match_block(line)
            if place is not None:
                self.block_by_line[at] = place
        return [finding for at, line in enumerate(self.lines) for finding in self._check_line(at, line)]

    def _match_block(self, line: ExpectedLine) -> int | None:
        same = self.blocks_by_text.get(line.normalized_text) if line.normalized_text else None
        if same:
            return same.pop(0) if len(same) > 1 else same[0]
        if not line.normalized_text:
            return next((at for at, b in enumerate(self.blocks) if set(line.works) & set(b.works)), None)
        return next((at for at, words in enumerate(self.block_texts) if line.normalized_text in words), None)

    def _check_line(self, at: int, line: ExpectedLine) -> Iterator[Finding]:
        place = self.block_by_line.get(at)
        if place is None and line.normalized_text:
            yield self._report_missing(line)
        elif place is not None and line.is_alone and self.block_texts[place]:
            yield _make_finding(
                "error", "joined", line, "The video's address is not alone: it would not be played."
            )
        elif place is not None and self._is_joined(at, place):
            yield _make_finding(
                "error", "joined", line, f"“{_truncate(line.text)}” runs into the line before it."
            )
        elif (
            place is not None
            and line.normalized_text
            and self.block_texts[place] != line.normalized_text
            and not self._is_shared(place)
        ):
            yield _make_finding(
                "warning",
                "changed",
                line,
                f"“{_truncate(line.text)}” {_describe_difference(line.normalized_text, self.block_texts[place])}.",
            )
        elif (
            place is not None
            and self.has_markup
            and line.kind != self.blocks[place].kind
            and line.kind != "text"
        ):
            what = "a heading" if line.kind == "heading" else "an item of a list"
            yield _make_finding("warning", "form", line, f"“{_truncate(line.text)}” is no longer {what}.")
        yield from self._check_links(line)

    def _report_missing(self, line: ExpectedLine) -> Finding:
        taken = set(self.block_by_line.values())
        free = [words for at, words in enumerate(self.block_texts) if at not in taken]
        near = process.extractOne(line.normalized_text, free, scorer=fuzz.ratio, score_cutoff=MIN_SIMILARITY)
        if near is None:
            return _make_finding("error", "missing", line, f"“{_truncate(line.text)}” is missing.")
        return _make_finding(
            "error",
            "changed",
            line,
            f"“{_truncate(line.text)}” {_describe_difference(line.normalized_text, near[0])}.",
        )

    def _is_shared(self, place: int) -> bool:
        return sum(other == place for other in self.block_by_line.values()) > 1

    def _is_joined(self, at: int, place: int) -> bool:
        """Whether a line stands in one block with the line before it; equal lines may be one block found twice."""
        if self.block_by_line.get(at - 1) != place or not self.lines[at].normalized_text:
            return False
        return self.block_texts[place] not in (
            self.lines[at].normalized_text,
            self.lines[at - 1].normalized_text,
        )

    def _check_links(self, line: ExpectedLine) -> Iterator[Finding]:
        if not self.has_markup and line.normalized_text:
            return  # plain text does not tell where a label leads
        for work in line.works:
            if work not in self.works:
                yield _make_finding(
                    "error", "link", line, f"The link to {work} is missing or leads elsewhere."
                )


def _make_finding(level: str, rule: str, line: ExpectedLine, message: str) -> Finding:
    return Finding("error" if level == "error" else "warning", rule, line.piece, message, line.piece)


def _describe_difference(expected: str, actual: str) -> str:
    """The first words in which two texts part, as a phrase."""
    ours, theirs = expected.split(), actual.split()
    at = next(
        (at for at, (a, b) in enumerate(zip(ours, theirs, strict=False)) if a != b),
        min(len(ours), len(theirs)),
    )
    mine, other = " ".join(ours[at : at + 3]), " ".join(theirs[at : at + 3])
    if not mine:
        return f"goes on with “{other}”"
    return f"says “{other}” where the issue says “{mine}”" if other else f"ends before “{mine}”"


def _group_missing_pieces(lines: Sequence[ExpectedLine], found: Sequence[Finding]) -> list[Finding]:
    """One finding for an entry of which nothing is there, instead of one a line."""
    size = Counter(line.piece for line in lines if line.normalized_text)
    lost = Counter(finding.piece for finding in found if finding.rule == "missing")
    gone = {piece for piece, count in lost.items() if size[piece] == count > 1}
    kept = [finding for finding in found if finding.piece not in gone]
    order = dict.fromkeys(line.piece for line in lines)
    return [*(Finding("error", "missing", p, "None of it is there.", p) for p in order if p in gone), *kept]


def _check_order(lines: Sequence[ExpectedLine], comparing: _Comparison) -> Iterator[Finding]:
    before = -1
    for at, line in enumerate(lines):
        place = comparing.block_by_line.get(at)
        if line.kind != "heading" or place is None:
            continue
        if place < before:
            yield _make_finding(
                "warning", "order", line, f"“{_truncate(line.text)}” stands earlier than in the issue."
            )
        before = max(before, place)


def _check_raw_marks(lines: Sequence[ExpectedLine], blocks: Sequence[PastedBlock]) -> Iterator[Finding]:
    """Marks of Markdown that were pasted as they are and that the issue does not say itself."""
    meant = " ".join(line.text for line in lines)
    for block in blocks:
        mark = _RAW_MARKDOWN.search(block.text)
        if mark and mark[0] not in meant:
            words = _normalize_text(block.text)
            piece = next(
                (line.piece for line in lines if line.normalized_text and line.normalized_text in words),
                "title",
            )
            yield Finding("error", "raw", piece, f"“{_truncate(block.text)}” shows marks of Markdown.", piece)


def _piece_names_of(edition: Edition) -> dict[str, str]:
    """What people call each piece."""
    named = {"tldr": edition.tldr.heading}
    for part in edition.printed_sections:
        named[f"section:{part.section.key}"] = part.heading
        named.update({f"entry:{e.id}": f"{part.section.key}/{e.slot} {e.title[:60]}" for e in part.entries})
    return named


def _truncate(text: str) -> str:
    return f"{text[:48]}…" if len(text) > 50 else text

"""Compares what was copied back from a platform with the issue: did the paste arrive whole?

Each line of the issue is looked for in the blocks that came back. It is there, or changed, or joined to its neighbour,
or missing. Case, punctuation, and kinds of quotes and spaces are ignored, since platforms set their own.

The blocks are read in `parse/pasted.py`.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from msgspec import Struct
from rapidfuzz import fuzz, process

from workbench.curation.pieces import TITLE, TLDR, Piece, piece_of_entry, piece_of_section
from workbench.curation.preflight import Finding
from workbench.curation.publication import Target
from workbench.publishing.layout import Edition
from workbench.publishing.parse.pasted import (
    PastedBlock,
    PastedKind,
    extract_works,
    parse_pasted_html,
    parse_pasted_text,
)
from workbench.publishing.target_layout import lay_out_for_target
from workbench.publishing.tree import Node, text_of_nodes

MIN_SIMILARITY: Final = 60
"""Similarity, of 100, from which a block counts as a changed line; below, the line is missing."""
# Only marks that prose in a published issue hardly has: a lone asterisk or underscore is too common.
_RAW_MARKDOWN: Final = re.compile(r"\*\*\S|\]\(\w|^#{1,6} |^\s*[-*] \*\*|^> ")
_WORD: Final = re.compile(r"[^\W_]+")


class ExpectedLine(Struct, frozen=True):
    """One block of the issue as it should come back. `piece` is whose it is, `works` the works it links to.

    `is_alone` marks a video's address, which platforms embed only if nothing else stands in its paragraph.
    """

    piece: Piece
    kind: PastedKind
    text: str
    normalized_text: str
    works: tuple[str, ...]
    is_alone: bool = False


def compare_paste(edition: Edition, target: Target, html: str, text: str) -> list[Finding]:
    """What is missing, joined, changed or left as raw Markdown in the body that was copied back; errors first.

    With empty `html` the text is compared, which has no headings, lists and addresses behind words. Title and subtitle
    have fields of their own on a platform and are not looked for.
    """
    blocks = parse_pasted_html(html) or parse_pasted_text(text)
    all_lines = list(_iter_lines(edition, target))
    lines = [line for line in all_lines if line.normalized_text or line.works]
    comparison = _Comparison(lines, blocks, has_markup=bool(html and blocks))
    names = _piece_names_of(edition)
    findings = [
        *_group_missing_pieces(lines, comparison.collect_findings()),
        *_check_order(lines, comparison),
        *_check_raw_marks(all_lines, blocks),
    ]
    return sorted(
        (Finding(f.level, f.rule, names.get(f.piece, f.where), f.message, f.piece) for f in findings),
        key=lambda finding: finding.level,
    )


def _iter_lines(edition: Edition, target: Target) -> Iterator[ExpectedLine]:
    for piece, node in lay_out_for_target(edition, target):
        yield from _iter_node_lines(piece, node, "text")


def _iter_node_lines(piece: Piece, node: Node, around: PastedKind) -> Iterator[ExpectedLine]:
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
    """The text of a block without bare addresses, which platforms write in their own way."""
    if node.kind == "embed":
        return
    # `pasted.py` sets a space beside a bare address, too, so that `a<https://example.org>b` is not read as one word.
    if node.kind in ("softbreak", "break") or (node.kind == "link" and not node.children):
        yield " "
    if node.children:
        yield "".join(part for child in node.children for part in _iter_text(child))
    elif node.kind != "link":
        yield node.text


def _iter_works(node: Node) -> Iterator[str]:
    if node.kind in ("link", "embed"):
        yield from extract_works(node.text)
    for child in node.children:
        yield from _iter_works(child)


def _normalize_text(text: str) -> str:
    """The words of a text in lower case, with single spaces. Spaces around them keep a search to whole words."""
    words = _WORD.findall(unicodedata.normalize("NFKC", re.sub(r"https?://\S+", " ", text)).casefold())
    return f" {' '.join(words)} " if words else ""


class _Comparison:
    """The lines of an issue, each assigned to the block that has it. A block may hold several lines."""

    def __init__(
        self, lines: Sequence[ExpectedLine], blocks: Sequence[PastedBlock], *, has_markup: bool
    ) -> None:
        self.lines = lines
        self.blocks = blocks
        self.has_markup = has_markup
        self.block_texts = [_normalize_text(block.text) for block in blocks]
        self.works = {work for block in blocks for work in block.works}
        self.blocks_by_text: dict[str, list[int]] = {}
        for at, text in enumerate(self.block_texts):
            self.blocks_by_text.setdefault(text, []).append(at)
        self.block_by_line: dict[int, int] = {}
        """By index of a line, the index of the block that is the line or holds it."""

    def collect_findings(self) -> list[Finding]:
        """What is wrong with each line, in the order of the lines."""
        for at, line in enumerate(self.lines):
            block = self._match_block(line)
            if block is not None:
                self.block_by_line[at] = block
        return [finding for at, line in enumerate(self.lines) for finding in self._check_line(at, line)]

    def _match_block(self, line: ExpectedLine) -> int | None:
        equal = self.blocks_by_text.get(line.normalized_text) if line.normalized_text else None
        if equal:
            # Equal lines take one block each. Where there are fewer blocks, the last one serves all others.
            return equal.pop(0) if len(equal) > 1 else equal[0]
        if not line.normalized_text:
            return next((at for at, b in enumerate(self.blocks) if set(line.works) & set(b.works)), None)
        return next((at for at, text in enumerate(self.block_texts) if line.normalized_text in text), None)

    def _check_line(self, at: int, line: ExpectedLine) -> Iterator[Finding]:
        block = self.block_by_line.get(at)
        if block is None and line.normalized_text:
            yield self._report_missing(line)
        elif block is not None and line.is_alone and self.block_texts[block]:
            yield _make_finding(
                "error", "joined", line, "The video's address is not alone: it would not be played."
            )
        elif block is not None and self._is_joined(at, block):
            yield _make_finding(
                "error", "joined", line, f"“{_truncate(line.text)}” runs into the line before it."
            )
        elif (
            block is not None
            and line.normalized_text
            and self.block_texts[block] != line.normalized_text
            and not self._is_shared(block)
        ):
            yield _make_finding(
                "warning",
                "changed",
                line,
                f"“{_truncate(line.text)}” {_describe_difference(line.normalized_text, self.block_texts[block])}.",
            )
        elif (
            block is not None
            and self.has_markup
            and line.kind != self.blocks[block].kind
            and line.kind != "text"
        ):
            noun = "a heading" if line.kind == "heading" else "an item of a list"
            yield _make_finding("warning", "form", line, f"“{_truncate(line.text)}” is no longer {noun}.")
        yield from self._check_links(line)

    def _report_missing(self, line: ExpectedLine) -> Finding:
        matched = set(self.block_by_line.values())
        unmatched = [text for at, text in enumerate(self.block_texts) if at not in matched]
        similar = process.extractOne(
            line.normalized_text, unmatched, scorer=fuzz.ratio, score_cutoff=MIN_SIMILARITY
        )
        if similar is None:
            return _make_finding("error", "missing", line, f"“{_truncate(line.text)}” is missing.")
        return _make_finding(
            "error",
            "changed",
            line,
            f"“{_truncate(line.text)}” {_describe_difference(line.normalized_text, similar[0])}.",
        )

    def _is_shared(self, block: int) -> bool:
        return sum(other == block for other in self.block_by_line.values()) > 1

    def _is_joined(self, at: int, block: int) -> bool:
        """Whether a line stands in one block with the line before it."""
        if self.block_by_line.get(at - 1) != block or not self.lines[at].normalized_text:
            return False
        # A block that is just one of the two lines is not both: the lines are equal, or one is part of the other.
        return self.block_texts[block] not in (
            self.lines[at].normalized_text,
            self.lines[at - 1].normalized_text,
        )

    def _check_links(self, line: ExpectedLine) -> Iterator[Finding]:
        if not self.has_markup and line.normalized_text:
            return  # plain text does not have the address behind a label
        for work in line.works:
            if work not in self.works:
                yield _make_finding(
                    "error", "link", line, f"The link to {work} is missing or leads elsewhere."
                )


def _make_finding(level: str, rule: str, line: ExpectedLine, message: str) -> Finding:
    return Finding("error" if level == "error" else "warning", rule, str(line.piece), message, line.piece)


def _describe_difference(expected: str, actual: str) -> str:
    """The first three words in which two texts differ, as a phrase."""
    ours, theirs = expected.split(), actual.split()
    at = next(
        (at for at, (a, b) in enumerate(zip(ours, theirs, strict=False)) if a != b),
        min(len(ours), len(theirs)),
    )
    our_words, their_words = " ".join(ours[at : at + 3]), " ".join(theirs[at : at + 3])
    if not our_words:
        return f"goes on with “{their_words}”"
    if not their_words:
        return f"ends before “{our_words}”"
    return f"says “{their_words}” where the issue says “{our_words}”"


def _group_missing_pieces(lines: Sequence[ExpectedLine], findings: Sequence[Finding]) -> list[Finding]:
    """The findings, with a single one for each piece of which all lines are missing."""
    line_counts = Counter(line.piece for line in lines if line.normalized_text)
    missing_counts = Counter(finding.piece for finding in findings if finding.rule == "missing")
    missing = {piece for piece, count in missing_counts.items() if line_counts[piece] == count > 1}
    others = [finding for finding in findings if finding.piece not in missing]
    order = dict.fromkeys(line.piece for line in lines)
    grouped = [Finding("error", "missing", str(p), "None of it is there.", p) for p in order if p in missing]
    return [*grouped, *others]


def _check_order(lines: Sequence[ExpectedLine], comparison: _Comparison) -> Iterator[Finding]:
    """Headings that stand before an earlier heading of the issue. Other blocks follow their headings."""
    before = -1
    for at, line in enumerate(lines):
        block = comparison.block_by_line.get(at)
        if line.kind != "heading" or block is None:
            continue
        if block < before:
            yield _make_finding(
                "warning", "order", line, f"“{_truncate(line.text)}” stands earlier than in the issue."
            )
        before = max(before, block)


def _check_raw_marks(lines: Sequence[ExpectedLine], blocks: Sequence[PastedBlock]) -> Iterator[Finding]:
    """Marks of Markdown that the platform shows as text, unless the issue itself shows them."""
    issue_text = " ".join(line.text for line in lines)
    for block in blocks:
        mark = _RAW_MARKDOWN.search(block.text)
        if mark and mark[0] not in issue_text:
            text = _normalize_text(block.text)
            piece = next(
                (line.piece for line in lines if line.normalized_text and line.normalized_text in text),
                TITLE,
            )
            message = f"“{_truncate(block.text)}” shows marks of Markdown."
            yield Finding("error", "raw", str(piece), message, piece)


def _piece_names_of(edition: Edition) -> dict[Piece, str]:
    """By piece, its name for people."""
    names = {TLDR: edition.tldr.heading}
    for part in edition.printed_sections:
        names[piece_of_section(part.section.key)] = part.heading
        names.update(
            {piece_of_entry(e.id): f"{part.section.key}/{e.slot} {e.title[:60]}" for e in part.entries}
        )
    return names


def _truncate(text: str) -> str:
    return f"{text[:48]}…" if len(text) > 50 else text

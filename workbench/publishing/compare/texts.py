"""The issue and what came back as two texts in Markdown, piece by piece, to read and to take over.

Each sentence stands on a line of its own, so that a difference shows the sentence and not its paragraph. What only a
platform writes in its own way, such as quotes, is not shown.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Sequence
from difflib import unified_diff
from typing import Final

from msgspec import Struct

from workbench.curation.pieces import Piece
from workbench.curation.publication import Target
from workbench.curation.text.sentences import find_sentences
from workbench.publishing.compare import inspect_paste, name_pieces
from workbench.publishing.compare.differences import Inspection
from workbench.publishing.compare.lines import ComparedLine
from workbench.publishing.layout import Edition
from workbench.publishing.parse.pasted import Mark, Paste, PastedLine, Run
from workbench.publishing.render.escaping import escape_destination, escape_line_starts, escape_marks

_SIGNS: Final[dict[Mark, str]] = {"bold": "**", "italic": "*"}
_SPELLINGS: Final = str.maketrans("‘’‚‛“”„‟«»‐‑‒–—―−", '\'\'\'\'""""""-------', "\u200b\u2060\ufe0f")


class PieceTexts(Struct, frozen=True):
    """A piece as it is here and as it is there, one line a sentence. `where` is its name for people."""

    piece: Piece
    where: str
    ours: tuple[str, ...]
    theirs: tuple[str, ...]

    def iter_diff(self) -> Iterator[str]:
        """The lines of a unified diff."""
        return unified_diff(
            self.ours, self.theirs, f"{self.where} (here)", f"{self.where} (there)", lineterm="", n=1
        )


def list_changed_texts(edition: Edition, target: Target, paste: Paste) -> Iterator[PieceTexts]:
    """The pieces that say something else there, in the order of the issue."""
    inspection = inspect_paste(edition, target, paste)
    names = name_pieces(edition)
    theirs = _assign_lines(inspection)
    for piece in dict.fromkeys(line.piece for line in inspection.ours):
        own = [line for line in inspection.ours if line.piece == piece]
        here = tuple(_render_lines([line.line for line in own]))
        there = tuple(_render_lines([_spell_as_here(line, own) for line in theirs[piece]]))
        if here != there:
            yield PieceTexts(piece, names.get(piece, str(piece)), here, there)


def _assign_lines(inspection: Inspection) -> dict[Piece, list[ComparedLine]]:
    """The lines that came back by the piece they belong to; what is of no piece goes with the line before it."""
    owners = {to: at for at, match in inspection.alignment.matches.items() for to in match.at}
    last = max(owners, default=-1)
    lines: defaultdict[Piece, list[ComparedLine]] = defaultdict(list)
    piece = None
    for to, line in enumerate(inspection.theirs):
        if to in owners:
            piece = inspection.ours[owners[to]].piece
        is_around = inspection.paste.is_page and to > last
        if piece is not None and not is_around and (to in owners or not line.line.is_furniture):
            lines[piece].append(line)
    return lines


def _spell_as_here(line: ComparedLine, own: Sequence[ComparedLine]) -> PastedLine:
    """The line as the issue has it, where the two differ in spelling only."""
    spelled = _fold(line.line)
    same = (one.line for one in own if one.key == line.key and (line.video or _fold(one.line) == spelled))
    return next(same, line.line)


def _fold(line: PastedLine) -> tuple[object, ...]:
    runs = [
        (unicodedata.normalize("NFKC", run.text).translate(_SPELLINGS), run.marks, bool(run.href))
        for run in line.runs
    ]
    return (line.kind if line.kind != "player" else "text", line.level, line.list, line.is_quoted, *runs)


def _render_lines(lines: Sequence[PastedLine]) -> Iterator[str]:
    """The lines as Markdown, an empty line between blocks that want one."""
    before: PastedLine | None = None
    for line in lines:
        if before is not None and not (line.list and before.list):
            yield ">" if line.is_quoted and before.is_quoted else ""
        first, rest = _prefixes_of(line)
        for at, sentence in enumerate(_split_sentences(line)):
            yield f"{rest if at else first}{sentence}"
        before = line


def _prefixes_of(line: PastedLine) -> tuple[str, str]:
    """What stands before the first sentence of a line, and before the others."""
    quote = "> " if line.is_quoted else ""
    if line.kind == "heading":
        return f"{quote}{'#' * line.level} ", quote
    if line.kind == "item":
        indent = "  " * (line.level - 1)
        mark = "1. " if line.list == "numbered" else "- "
        return (
            f"{quote}{indent}{mark if line.opens_item else ' ' * len(mark)}",
            f"{quote}{indent}{' ' * len(mark)}",
        )
    return quote, quote


def _split_sentences(line: PastedLine) -> Iterator[str]:
    if line.kind == "rule":
        yield "---"
    elif line.kind == "player":
        yield f"<{escape_destination(line.played)}>"
    else:
        text = "".join(map(_render_run, line.runs))
        text = text if line.kind == "heading" else escape_line_starts(text)
        for start, end in find_sentences(text) if line.kind != "heading" else [(0, len(text))]:
            yield text[start:end]


def _render_run(run: Run) -> str:
    inner = run.text.strip()
    if not inner:
        return run.text
    if "code" in run.marks:
        ticks = "`" * (max((len(found) for found in re.findall("`+", inner)), default=0) + 1)
        text = f"{ticks}{inner}{ticks}"
    else:
        text = inner if run.href == inner else escape_marks(inner)
    for mark, sign in _SIGNS.items():
        text = f"{sign}{text}{sign}" if mark in run.marks else text
    if run.href:
        text = (
            f"<{run.href}>"
            if inner == run.href
            else f"[{text}](<{run.href}>)"
            if "(" in run.href
            else f"[{text}]({run.href})"
        )
    start = run.text[: len(run.text) - len(run.text.lstrip())]
    return f"{start}{text}{run.text[len(run.text.rstrip()) :]}"

"""Whether the mail of the issue is read to its end, at each target that it goes to."""

from collections import Counter
from collections.abc import Iterator
from typing import Final

from workbench.curation.pieces import Piece, piece_of_block, piece_of_entry
from workbench.curation.preflight.context import PreflightContext, describe_place, describe_title
from workbench.curation.preflight.finding import Violation
from workbench.curation.publication.mail_size import describe_mail_problem, format_kilobytes
from workbench.curation.text.cleaning import clean_line

NAMED_PIECES: Final = 3
"""How many of the longest pieces a finding names."""
LEAST_BYTES_TO_NAME: Final = 1000


def check_mail_size(context: PreflightContext) -> Iterator[Violation]:
    """No mail is as large as that mail programs cut it, or nearly. The finding stands at the longest piece."""
    measure = context.measure_pieces
    for target in context.mail_targets:
        if not target.most or measure is None:
            continue
        sizes = measure(context.issue, context.placed, context.publication, target)
        if sizes and (said := describe_mail_problem(sizes.total(), target)):
            longest = _find_longest(sizes)
            said = f"{said} {_describe_longest(context, longest, sizes)}"
            yield Violation(_describe_piece_place(context, longest[0]), longest[0], said)


def _find_longest(sizes: Counter[Piece]) -> list[Piece]:
    """The longest pieces, one at least, and others only if they count: a few words more change no sentence."""
    first, *others = sorted(sizes, key=lambda piece: -sizes[piece])[:NAMED_PIECES]
    return [first, *(piece for piece in others if sizes[piece] >= LEAST_BYTES_TO_NAME)]


def _describe_longest(context: PreflightContext, pieces: list[Piece], sizes: Counter[Piece]) -> str:
    named = (f"{_name_piece(context, piece)} {format_kilobytes(sizes[piece])}" for piece in pieces)
    return f"Longest in it: {', '.join(named)}."


def _name_piece(context: PreflightContext, piece: Piece) -> str:
    titles = {piece_of_entry(entry.id): f"“{describe_title(entry)}”" for entry in context.placed}
    blocks = {
        piece_of_block(block.key): f"the block “{clean_line(block.heading or block.text, limit=40)}”"
        for block in context.publication.blocks_of(context.issue)
    }
    return {**titles, **blocks}.get(piece, f"the {'TL;DR' if piece.kind == 'tldr' else piece.kind}")


def _describe_piece_place(context: PreflightContext, piece: Piece) -> str:
    places = {piece_of_entry(entry.id): describe_place(entry) for entry in context.placed}
    return places.get(piece, " ".join(filter(None, (piece.kind, piece.key))))

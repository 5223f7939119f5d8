"""The pieces of an issue as rows: their order on screen, their labels and their counts.

`–` stands for what is to be written, `·` for what can wait: an open slot, the preview text, the TL;DR
line of an empty section. Of a published issue only what is there is shown: nothing in it waits for anybody.
"""

from collections.abc import Collection, Iterator, Mapping
from typing import Final, Literal, TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from workbench.curation.block import place_of
from workbench.curation.identity import source_name
from workbench.curation.identity.names import name_entry, name_url
from workbench.curation.model import Entry, EntryId, Issue, Section
from workbench.curation.pieces import (
    CLOSING,
    GREETING,
    PREVIEW,
    SUBTITLE,
    TITLE,
    UNPLACED,
    Piece,
    piece_of_block,
    piece_of_entry,
    piece_of_mention,
    piece_of_tldr,
)
from workbench.curation.text.word_count import count_words, judge_length
from workbench.desk.blocks import blocks_of, list_block_places, list_left_out
from workbench.desk.coming import list_entries
from workbench.desk.composing import count_issue_words, estimate_minutes
from workbench.desk.state import State
from workbench.desk.verbs.blocks import name_block
from workbench.desk.verbs.writing import entry_of_piece, pieces_of, text_of
from workbench.ui.keys.table import DIGIT_KEYS
from workbench.ui.repeat_signs import signs_of_entries

RowStyle: TypeAlias = Literal["section", "piece", "quiet"]
LABEL_WIDTH: Final = 15  # cells of the column of labels, wide enough for `TL;DR Learning`
LEFT_OUT: Final = "left out"


class PieceRow(Struct, frozen=True):
    """One line. `piece` is None where no piece stands (a section's head, an open slot); `group` is what `{` and `}` go
    by, empty for a block, at which they do not stop. `lead` keeps its cells, `text` gives way, `tail` stands at the
    right edge."""

    piece: Piece | None
    group: str
    lead: str
    text: str
    tail: str = ""
    style: RowStyle = "piece"


def build_piece_rows(state: State, issue: Issue, unsaved: Collection[Piece] = ()) -> list[PieceRow]:
    """The rows of an issue in reading order, each section's bench beneath its slots."""
    return [_mark_unsaved(row, unsaved) for row in _iter_piece_rows(state, issue)]


def name_place(state: State, issue: Issue, piece: Piece) -> str:
    """Where a finding is, in the words of the issue's list: `Papers 2 Radiance Meshes`."""
    entry = entry_of_piece(state, piece)
    name = name_piece(state, issue, piece)
    return f"{name} {name_entry(entry)}".rstrip() if entry is not None else name


def name_piece(state: State, issue: Issue, piece: Piece) -> str:
    """What a part of an issue is called in a sentence or a title: `Papers 2`, `TL;DR Papers`, `greeting`.

    What is no longer there, such as the section of an entry, is called by its key.
    """
    sections = {section.key: section for section in issue.sections}
    if piece.kind in ("tldr", "section") and piece.key in sections:
        section = sections[piece.key]
        return f"TL;DR {section.label}" if piece.kind == "tldr" else section.name
    entry = state.entries.get(piece.entry_id) if piece.entry_id is not None else None
    if entry is None:
        return f"{'TL;DR' if piece.kind == 'tldr' else piece.noun} {piece.key}".rstrip()
    name = sections[entry.section].name if entry.section in sections else entry.section
    return f"{name} {entry.slot or 'bench'}"


def describe_length(state: State, issue: Issue) -> str:
    """How long the issue is, in words and in minutes of reading; empty while it has no text."""
    words = count_issue_words(state, issue)
    return f"{words:,} words · {estimate_minutes(words)} min" if words else ""


def _mark_unsaved(row: PieceRow, unsaved: Collection[Piece]) -> PieceRow:
    if row.piece is None or row.piece not in unsaved:
        return row
    return PieceRow(row.piece, row.group, row.lead, row.text, "not saved", row.style)


def _iter_piece_rows(state: State, issue: Issue) -> Iterator[PieceRow]:
    if issue.state == "published":
        texts = {*filter(lambda piece: text_of(state, issue, piece), pieces_of(state, issue)), TITLE}
        rows = (
            *_iter_head_rows(state, issue, []),
            *_iter_published_rows(state, issue),
            *_iter_foot_rows(issue),
        )
        yield from (row for row in rows if row.group not in ("head", "end") or row.piece in texts)
        return
    entries = list_entries(state, issue)
    signs = signs_of_entries(state, entries)
    blocks = _build_block_rows(state, issue)
    head = [*_iter_head_rows(state, issue, entries)]
    greeting = 1 + next(at for at, row in enumerate(head) if row.piece == GREETING)
    yield from (*head[:greeting], *blocks["after_greeting"], *head[greeting:], *blocks["after_tldr"])
    for digit, section in enumerate(issue.sections, start=1):
        own = [entry for entry in entries if entry.section == section.key]
        yield from blocks[f"before:{section.key}"]
        yield from _iter_section_rows(digit, section, own, signs)
    yield from blocks["end"]
    yield from _iter_foot_rows(issue)


def _build_block_rows(state: State, issue: Issue) -> dict[str, list[PieceRow]]:
    """The rows of the blocks by their place, where one that is left out of this issue can be brought back."""
    rows: dict[str, list[PieceRow]] = {place: [] for place in list_block_places(issue)}
    sections = [section.key for section in issue.sections]
    lead = "   block".ljust(LABEL_WIDTH + 3)
    for block in blocks_of(state, issue):
        words = f"{count_words(block.text)} w" if block.text else "–"
        row = PieceRow(piece_of_block(block.key), "", lead, name_block(block), words)
        rows[place_of(block, sections)].append(row)
    for block in list_left_out(state, issue):
        row = PieceRow(piece_of_block(block.key), "", lead, name_block(block), LEFT_OUT, "quiet")
        rows[place_of(block, sections)].append(row)
    return rows


def _iter_head_rows(state: State, issue: Issue, entries: list[Entry]) -> Iterator[PieceRow]:
    yield _build_text_row(TITLE, "head", issue.title)
    yield _build_text_row(SUBTITLE, "head", issue.subtitle)
    yield _build_text_row(PREVIEW, "head", issue.preview, PREVIEW.noun, can_wait=True)
    yield _build_text_row(GREETING, "head", issue.greeting, counted=True)
    for section in issue.sections if state.publication.tldr.printed else ():
        waits = not any(entry.section == section.key and entry.slot for entry in entries)
        label, line = f"TL;DR {section.label}", issue.tldr.get(section.key, "")
        row = _build_text_row(piece_of_tldr(section.key), "head", line, label, can_wait=waits)
        yield replace(row, text=LEFT_OUT, style="quiet") if waits and not section.capacity else row


def _iter_foot_rows(issue: Issue) -> Iterator[PieceRow]:
    yield _build_text_row(CLOSING, "end", issue.closing, counted=True)
    if issue.unplaced:
        yield _build_text_row(UNPLACED, "end", issue.unplaced, counted=True)


def _build_text_row(
    piece: Piece, group: str, text: str, label: str = "", *, counted: bool = False, can_wait: bool = False
) -> PieceRow:
    lead = f"   {label or piece}"[: LABEL_WIDTH + 2].ljust(LABEL_WIDTH + 3)
    if not text:
        return PieceRow(piece, group, lead, "·" if can_wait else "–", style="quiet")
    return PieceRow(piece, group, lead, text, f"{count_words(text)} w" if counted else "")


def _iter_section_rows(
    digit: int, section: Section, entries: list[Entry], signs: Mapping[EntryId, str]
) -> Iterator[PieceRow]:
    standing = {entry.slot: entry for entry in entries if entry.slot is not None}
    key = f" {digit} " if digit <= DIGIT_KEYS else "   "
    count = section.format_filled(len(standing)) if standing or section.capacity else LEFT_OUT
    yield PieceRow(None, section.key, key, section.name, count, "section")
    # Open slots are shown as far as the section wants them filled.
    for slot in sorted({*standing, *range(1, (section.slots or 0) + 1)}):
        if slot in standing:
            entry = standing[slot]
            yield _build_entry_row(entry, section, "   ", signs.get(entry.id, ""))
        else:
            yield PieceRow(None, section.key, "   ", "·", style="quiet")
    for entry in entries:
        if entry.slot is None:
            yield _build_entry_row(entry, section, "   bench  ", signs.get(entry.id, ""), "quiet")


def _iter_published_rows(state: State, issue: Issue) -> Iterator[PieceRow]:
    """The entries of a published issue by the sections it had, with no slots and digits, and what else it mentioned."""
    entries = list_entries(state, issue)
    for section in issue.sections:
        own = [entry for entry in entries if entry.section == section.key]
        printed = sum(entry.slot is not None for entry in own)
        if own:
            yield PieceRow(None, section.key, "   ", section.name, str(printed), "section")
        for entry in own:
            count = f"{count_words(entry.blurb)} w" if entry.blurb else ""
            row = PieceRow(
                piece_of_entry(entry.id), section.key, "   ", name_entry(entry) or "(no title)", count
            )
            yield row if entry.slot is not None else replace(row, lead="   bench  ", style="quiet")
    if issue.mentions:
        yield PieceRow(None, "mentions", "   ", "Mentioned", str(len(issue.mentions)), "section")
    for at, mention in enumerate(issue.mentions, start=1):
        name, host = mention.label or name_url(mention.url), source_name(mention.identity or mention.url)
        yield PieceRow(piece_of_mention(at), "mentions", "   ", name, host, "quiet")


def _build_entry_row(
    entry: Entry, section: Section, lead: str, sign: str, style: RowStyle = "piece"
) -> PieceRow:
    count = count_words(entry.blurb)
    verdict = judge_length(count, section.blurb_words)
    verdict_prefix = "" if verdict in ("good", "empty") else f"{verdict} "
    length = f"{verdict_prefix}{count} w" if count else "–"
    tail = f"{sign} {length}".strip()
    return PieceRow(
        piece_of_entry(entry.id), section.key, lead, name_entry(entry) or "(no title)", tail, style
    )

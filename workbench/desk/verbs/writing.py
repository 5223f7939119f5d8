"""Writing: the text of an issue's pieces. Which pieces there are is in `curation/pieces.py`."""

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from workbench.curation.change import Change, Edit
from workbench.curation.model import Entry, EntryId, Issue, IssueId, LabelledLink, LinkId, UserError
from workbench.curation.pieces import (
    CLOSING,
    GREETING,
    MAX_LABEL,
    PREVIEW,
    SUBTITLE,
    TITLE,
    TLDR,
    UNPLACED,
    Piece,
    clean_labelled_link,
    find_mention,
    parse_piece,
    piece_of_entry,
    piece_of_tldr,
    replace_piece_text,
    require_piece_text,
)
from workbench.curation.text.cleaning import clean_line, require_line
from workbench.curation.translation.original import Translation
from workbench.desk.blocks import find_block
from workbench.desk.change_builder import ChangeBuilder, display_entry_name, display_name
from workbench.desk.coming import list_entries
from workbench.desk.state import State
from workbench.desk.translating import find_translation
from workbench.desk.verbs import issues, shape


def pieces_of(state: State, issue: Issue) -> list[Piece]:
    """An issue's pieces in reading order, bench and left out sections aside."""
    entries = [entry for entry in list_entries(state, issue) if entry.slot is not None]
    summed_up = issue.sections if state.publication.tldr.printed else ()
    tldr = [piece_of_tldr(section.key) for section in summed_up if section.capacity]
    placed = [piece_of_entry(entry.id) for entry in entries]
    unplaced = [UNPLACED] if issue.unplaced else []
    return [TITLE, SUBTITLE, PREVIEW, GREETING, *tldr, *placed, CLOSING, *unplaced]


def printed_pieces(state: State, issue: Issue) -> list[Piece]:
    """The pieces that readers get, in reading order: without the TL;DR line of a section that has neither entries nor
    a line, and without text that found no place."""
    printed = {entry.section for entry in state.entries_in(issue.id) if entry.slot is not None}
    lines = printed | {key for key, text in issue.tldr.items() if text}
    return [
        piece
        for piece in pieces_of(state, issue)
        if piece != UNPLACED and (piece.kind != "tldr" or piece.key in lines)
    ]


def entry_of_piece(state: State, piece: Piece | None) -> Entry | None:
    """The entry that a piece is; None where it is another piece, or none, or the entry is gone."""
    return None if piece is None or piece.entry_id is None else state.entries.get(piece.entry_id)


def text_of(state: State, issue: Issue, piece: Piece) -> str:
    """What is written in a piece: for an entry its blurb, for a block its text, for a mention its address."""
    if piece.kind == "entry":
        entry = entry_of_piece(state, piece)
        return entry.blurb if entry else ""
    if piece.kind == "block":
        block = find_block(state, issue, piece)
        return block.text if block else ""
    if piece.kind == "mention":
        mention = find_mention(issue, piece)
        return mention.url if mention else ""
    return issue.tldr.get(piece.key, "") if piece.kind == "tldr" else str(getattr(issue, piece.kind))


def list_changed_pieces(change: Change, issue_id: IssueId | None) -> list[Piece]:
    """The pieces whose text or place a change touched: entries, and texts of that issue. None where issues were made,
    deleted or turned: then it is not about a piece."""
    edits = [edit for edit in change.edits if edit.table in ("entries", "issues")]
    if any(
        edit.table == "issues" and (None in (edit.before, edit.after) or "state" in edit.fields)
        for edit in edits
    ):
        return []
    return [piece for edit in edits for piece in _iter_edited_pieces(edit, issue_id)]


def _iter_edited_pieces(edit: Edit, issue_id: IssueId | None) -> Iterator[Piece]:
    if edit.table == "entries":
        yield piece_of_entry(EntryId(edit.id))
    elif edit.id == issue_id:
        before, after = edit.before or {}, edit.after or {}
        yield from (
            piece for piece in (TITLE, SUBTITLE, PREVIEW, GREETING, CLOSING) if piece.kind in edit.fields
        )
        lines = before.get("tldr") or {}, after.get("tldr") or {}
        keys = sorted({*lines[0], *lines[1]})
        yield from (piece_of_tldr(key) for key in keys if lines[0].get(key) != lines[1].get(key))


def is_blank(state: State, issue: Issue, piece: Piece) -> bool:
    """Whether a piece waits for text now: not on the bench, not the line of a section without entries, and not the
    preview text, in whose place mail programs show the subtitle."""
    if piece == PREVIEW:
        return False
    entry = entry_of_piece(state, piece)
    if entry is not None and entry.slot is None:
        return False
    if piece.kind == "tldr":
        placed = (entry.section for entry in list_entries(state, issue) if entry.slot)
        if piece.key not in placed:
            return False
    return not text_of(state, issue, piece)


def count_blank_pieces(state: State, issue: Issue) -> int:
    """How many pieces of an issue wait for text."""
    return sum(is_blank(state, issue, piece) for piece in pieces_of(state, issue))


def write_entry(
    state: State,
    entry: EntryId,
    *,
    title: str | None = None,
    blurb: str | None = None,
    links: Sequence[LabelledLink] | None = None,
) -> Change:
    """Write an entry; what is None stays. `UserError` where a link is no web address or the issue is published."""
    found = _require_entry(state, entry)
    builder = ChangeBuilder(state)
    builder.draft_to_edit(found.issue)
    if title is not None:
        builder.set(found, title=require_line(title, "The title"))
    if blurb is not None:
        _write_blurb(builder, found, require_piece_text(piece_of_entry(entry), blurb))
    if links is not None:
        builder.set(found, links=tuple(_require_link(link) for link in links))
    written = found if title is None else replace(found, title=require_line(title, "The title"))
    return builder.build(f"Wrote {display_entry_name(written)}")


def _write_blurb(builder: ChangeBuilder, entry: Entry, text: str) -> None:
    """Set the blurb; in a translation remember which text of the original it was written for."""
    translation = find_translation(builder.state, builder.state.get_issue(entry.issue))
    if text != entry.blurb and isinstance(translation, Translation):
        builder.set(entry, translated=translation.checksum_of_blurb(entry))
    builder.set(entry, blurb=text)


def write_entry_of_link(
    state: State,
    link: LinkId,
    *,
    issue_id: IssueId | None = None,
    title: str | None = None,
    blurb: str | None = None,
    links: Sequence[LabelledLink] = (),
) -> Change:
    """`write_entry` by link id: its entry in the draft; links are added, or replace those of the same label."""
    draft = state.get_issue(issue_id) if issue_id is not None else state.newest_draft()
    entry = state.find_entry(draft.id, link) if draft else None
    if entry is None:
        raise UserError(f"{display_name(state.get_link(link))} is not in the issue: place it first.")
    labels = {more.label for more in links}
    merged = (*(old for old in entry.links if old.label not in labels), *links) if links else None
    return write_entry(state, entry.id, title=title, blurb=blurb, links=merged)


def set_issue_field(state: State, field: str, value: str, *, issue_id: IssueId | None = None) -> Change:
    """Write a field by its name: number, date, url, original, or a piece that is the issue's own (`title`,
    `tldr.papers`)."""
    if field in ("number", "date"):
        set_it = shape.set_issue_number if field == "number" else shape.set_issue_date
        return set_it(state, value, issue_id=issue_id)
    if field == "url":
        return issues.set_issue_url(state, value, issue_id=issue_id)
    if field == "original":
        return shape.set_original_number(state, value, issue_id=issue_id)
    try:
        piece = parse_piece(field.replace(".", ":", 1))
    except ValueError:
        raise _refuse_field(field) from None
    return write_piece(state, piece, value, issue_id=issue_id)


def write_piece(state: State, piece: Piece, text: str, *, issue_id: IssueId | None = None) -> Change:
    """Write a piece that is the issue's own. `UserError` for an entry, a section or a block."""
    builder = ChangeBuilder(state)
    draft = builder.draft_to_edit(issue_id)
    if piece == TLDR or piece.kind in ("entry", "section", "block"):
        raise _refuse_field(str(piece))
    if piece.kind == "tldr":
        piece = piece_of_tldr(builder.require_section(draft, piece.key).key)
    written = replace_piece_text(draft, piece, require_piece_text(piece, text))
    builder.set(draft, **{piece.kind: getattr(written, piece.kind)})
    section = f" of {draft.section_by_key(piece.key).label}" if piece.kind == "tldr" else ""
    return builder.build(f"Wrote the {piece.noun}{section} of issue #{draft.number}")


def _refuse_field(name: str) -> UserError:
    return UserError(
        f"An issue has no field “{clean_line(name)}”: number, date, url, original, title, subtitle, preview, greeting, "
        "closing or tldr.SECTION."
    )


def _require_entry(state: State, id: EntryId) -> Entry:
    if id not in state.entries:
        raise UserError("That entry is no longer in the issue.")
    return state.entries[id]


def _require_link(link: LabelledLink) -> LabelledLink:
    require_line(link.label, "The label of a link", limit=MAX_LABEL)
    cleaned = clean_labelled_link(link)
    if cleaned is None:
        raise UserError(f"“{clean_line(link.url)}” is not a web address: a link begins with https://.")
    return cleaned

"""Earlier texts of a piece, read from the history, and the verb that brings one back.

Every save that differed is there. What was typed in one visit to a field is one version.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from msgspec import Struct
from msgspec.structs import replace

from workbench.curation.change import Change, Edit, Record
from workbench.curation.model import Issue, IssueId
from workbench.curation.pieces import Piece
from workbench.desk.state import State
from workbench.desk.verbs import writing
from workbench.desk.verbs.blocks import write_block

VERSIONED: Final = frozenset(
    {"title", "subtitle", "preview", "greeting", "tldr", "entry", "block", "closing", "unplaced"}
)
"""The kinds of pieces that have a text of their own."""


class Version(Struct, frozen=True):
    """A text that a piece had: when it was saved and by which change."""

    seq: int
    at: str
    text: str


def iter_versions(
    records: Iterable[Record], issue: Issue, piece: Piece, present: str
) -> Iterator[Version | None]:
    """The other texts that a piece had, newest first, each once.

    For a record that says nothing of them there is None, so that a caller can read a part of a long history. `records`
    come newest first.
    """
    seen, visit = {present, ""}, ""
    oldest: Version | None = None
    for record in records:
        texts = [found for edit in record.change.edits if (found := _find_texts(edit, issue, piece))]
        if not texts:
            yield None
            continue
        before, after = texts[0]
        oldest = Version(record.seq, record.at, before)
        is_same_visit = bool(visit) and record.change.visit == visit
        visit = record.change.visit
        if after in seen or is_same_visit:
            yield None
        else:
            seen.add(after)
            yield Version(record.seq, record.at, after)
    if oldest is not None and oldest.text not in seen:
        yield oldest


def _find_texts(edit: Edit, issue: Issue, piece: Piece) -> tuple[str, str] | None:
    """What an edit says of the piece's text, before and after; None where that is nothing."""
    is_entry = piece.entry_id is not None
    if (edit.table, edit.id) != (("entries", piece.entry_id) if is_entry else ("issues", issue.id)):
        return None
    field = {"entry": "blurb", "block": "blocks"}.get(piece.kind, piece.kind)
    if field not in edit.fields:
        return None
    before, after = (_read_text(side or {}, field, piece) for side in (edit.before, edit.after))
    return (before, after) if before != after else None


def _read_text(fields: Mapping[str, Any], field: str, piece: Piece) -> str:
    value = fields.get(field)
    if field == "tldr":
        return str((value or {}).get(piece.key, ""))
    if field == "blocks":
        return next((block.get("text", "") for block in value or () if block.get("key") == piece.key), "")
    return value if isinstance(value, str) else ""


def bring_back(state: State, piece: Piece, text: str, issue_id: IssueId) -> Change:
    """Write an earlier text into the piece again. `UserError` where the issue is published or the piece is gone."""
    if piece.entry_id is not None:
        change = writing.write_entry(state, piece.entry_id, blurb=text)
    elif piece.kind == "block":
        change = write_block(state, piece.key, text=text, issue_id=issue_id)
    else:
        change = writing.write_piece(state, piece, text, issue_id=issue_id)
    return replace(
        change, label=f"Brought back an earlier text: {change.label[:1].lower()}{change.label[1:]}"
    )

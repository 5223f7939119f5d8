"""Texts that were typed and are not durable yet, kept until the library holds them.

A key, a refusal or a full disk loses none of them.
"""

from collections.abc import Sequence

from msgspec import Struct

from workbench.curation.model import IssueId, UserError
from workbench.curation.pieces import Piece
from workbench.desk.state import State
from workbench.ui.issue.fields import PieceField
from workbench.ui.messages import Verb


class UnsavedText(Struct):
    """A field's text as last typed, the visit it belongs to, and what of it was handed over to be saved.

    `is_refused`: the library did not take what was handed over last.
    """

    text: str
    visit: str
    sent: str | None = None
    is_refused: bool = False


class UnsavedTexts:
    """Typed texts by field, across pieces and issues."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._by_field: dict[PieceField, UnsavedText] = {}

    def store_text(self, field: PieceField, text: str, visit: str) -> None:
        """Keep what was typed now."""
        typing = self._by_field.setdefault(field, UnsavedText(text, visit))
        typing.text, typing.visit = text, visit

    def find_text(self, field: PieceField) -> str | None:
        """What was typed there and is not saved; None where all is."""
        typing = self._by_field.get(field)
        return typing.text if typing else None

    def find_sent_text(self, field: PieceField) -> str | None:
        """What of that field was last handed over to be saved."""
        typing = self._by_field.get(field)
        return typing.sent if typing else None

    def mark_refused(self, field: PieceField) -> None:
        """The library did not take the text of this field: it stays here, to be handed over again."""
        typing = self._by_field.get(field)
        if typing is not None:
            typing.is_refused = True

    def describe_saving(self, fields: Sequence[PieceField]) -> str:
        """How far the texts of these fields are from being saved, in a word or two; empty where they are."""
        texts = [(field, self._by_field[field]) for field in fields if field in self._by_field]
        if not texts:
            return ""
        if any(typing.is_refused for _, typing in texts):
            return "not saved"
        sent = all(typing.sent == _normalise_or_none(field, typing.text) for field, typing in texts)
        return "saving…" if sent else "typing…"

    def list_texts(self) -> dict[PieceField, str]:
        """Every text that is not saved, by its field."""
        return {field: typing.text for field, typing in self._by_field.items()}

    def pieces_of(self, issue_id: IssueId) -> set[Piece]:
        """The pieces of an issue that hold unsaved text."""
        return {field.piece for field in self._by_field if field.issue_id == issue_id}

    def discard_saved(self) -> None:
        """Let go of what the library holds by now."""
        for field in [field for field in self._by_field if self._is_saved(field)]:
            del self._by_field[field]

    def pop_text(self, field: PieceField) -> str:
        """Let go of a text that has no place any more, and return it."""
        typing = self._by_field.pop(field, None)
        return typing.text if typing else ""

    def take_due_verbs(self, *, resend: bool = False) -> dict[PieceField, Verb]:
        """By field, what saves the texts not handed over yet; `resend` takes those too whose saving was not heard of.

        A text that the library would refuse stays here.
        """
        self.discard_saved()
        verbs: dict[PieceField, Verb] = {}
        for field, typing in self._by_field.items():
            kept = _normalise_or_none(field, typing.text)
            if kept is not None and (resend or kept != typing.sent):
                typing.sent, typing.is_refused = kept, False
                verbs[field] = field.build_save_verb(typing.text, typing.visit)
        return verbs

    def build_save_verbs(self) -> list[Verb]:
        """What saves every text that is left, one the library would refuse included: it says why."""
        self.discard_saved()
        return [field.build_save_verb(typing.text, typing.visit) for field, typing in self._by_field.items()]

    def _is_saved(self, field: PieceField) -> bool:
        typing = self._by_field[field]
        kept = _normalise_or_none(field, typing.text)
        return kept is not None and kept == field.find_saved_text(self._state) and typing.sent in (None, kept)


def _normalise_or_none(field: PieceField, text: str) -> str | None:
    try:
        return field.normalise_text(text)
    except UserError:
        return None

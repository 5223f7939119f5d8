"""What was typed and is not durable yet: the one place that keeps it, so that no key, no refusal and no full
disk loses a word. It lets go of a text when the library holds it."""

from collections.abc import Iterator

from msgspec import Struct

from workbench.curation.model import Refused
from workbench.desk.present import Present
from workbench.ui.fields import Field
from workbench.ui.messages import Verb


class Typing(Struct):
    """A field's text as last typed, the visit it belongs to, and what of it was handed over to be saved."""

    text: str
    visit: str
    sent: str | None = None


class Unsaved:
    """Typed texts by field, across pieces and issues."""

    def __init__(self, present: Present) -> None:
        self._present = present
        self._typed: dict[Field, Typing] = {}

    def note(self, field: Field, text: str, visit: str) -> None:
        """Keep what was typed now."""
        typing = self._typed.setdefault(field, Typing(text, visit))
        typing.text, typing.visit = text, visit

    def text(self, field: Field) -> str | None:
        """What was typed there and is not saved; None where all is."""
        typing = self._typed.get(field)
        return typing.text if typing else None

    def sent(self, field: Field) -> str | None:
        """What of that field was last handed over to be saved."""
        typing = self._typed.get(field)
        return typing.sent if typing else None

    def pieces(self, issue: int) -> set[str]:
        """The pieces of an issue that hold unsaved text."""
        return {field.piece for field in self._typed if field.issue == issue}

    def settle(self) -> None:
        """Let go of what the library holds by now."""
        for field in [field for field in self._typed if self._safe(field)]:
            del self._typed[field]

    def drop(self, field: Field) -> str:
        """Let go of a text that has no place any more, and return it."""
        typing = self._typed.pop(field, None)
        return typing.text if typing else ""

    def due(self, *, again: bool = False) -> Iterator[Verb]:
        """What saves the texts not handed over yet; `again` takes those too whose saving was not heard of.

        A text that the library would refuse stays here.
        """
        self.settle()
        for field, typing in self._typed.items():
            kept = _kept(field, typing.text)
            if kept is not None and (again or kept != typing.sent):
                typing.sent = kept
                yield field.verb(typing.text, typing.visit)

    def flush(self) -> list[Verb]:
        """What saves every text that is left, one the library would refuse included: it says why."""
        self.settle()
        return [field.verb(typing.text, typing.visit) for field, typing in self._typed.items()]

    def _safe(self, field: Field) -> bool:
        typing = self._typed[field]
        kept = _kept(field, typing.text)
        return kept is not None and kept == field.held(self._present) and typing.sent in (None, kept)


def _kept(field: Field, text: str) -> str | None:
    try:
        return field.kept(text)
    except Refused:
        return None

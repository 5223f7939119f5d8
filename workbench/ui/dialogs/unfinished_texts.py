"""Texts that were typed into a view and not handed in: closing the view, or the program, throws none of them away.

Each is kept under its purpose, such as `note:17`, and the next view of that purpose begins with it. They outlive the
program beside the screen's other state (`UiState`), so a kill, unlike every way to leave, may lose the newest.
"""

from collections.abc import Mapping
from typing import Any, Final

from workbench.desk.ports import UiState

STATE_KEY: Final = "unfinished"
MAX_TEXTS: Final = 100
"""The newest that are kept over a restart."""


class UnfinishedTexts:
    """Every text left unfinished, by its purpose, the newest last. It begins with those of `left`, as `ui_state` had
    them when the program began."""

    def __init__(self, ui_state: UiState, left: Mapping[str, Any]) -> None:
        self._ui_state: Final = ui_state
        self._texts: dict[str, str] = _extract_texts(left)

    def open_text(self, purpose: str, saved: str = "") -> "UnfinishedText":
        """The text of a view that is about to open. `saved` is what the library holds."""
        return UnfinishedText(self, purpose, saved)

    def find_text(self, purpose: str) -> str | None:
        """What was left unfinished for this purpose; None where nothing was."""
        return self._texts.get(purpose)

    def list_texts(self) -> dict[str, str]:
        """All of it, by purpose."""
        return dict(self._texts)

    def store_text(self, purpose: str, text: str) -> None:
        """Keep this as what is typed by now."""
        self._texts.pop(purpose, None)
        self._texts[purpose] = text

    def discard_text(self, purpose: str) -> None:
        """It is handed in, or there is nothing of it any more."""
        self._texts.pop(purpose, None)

    def dump_ui_state(self) -> dict[str, Any]:
        """All of it for the next start."""
        return {STATE_KEY: dict(list(self._texts.items())[-MAX_TEXTS:])}

    def save(self) -> None:
        """Write it down now, beside what else is remembered of the screen."""
        self._ui_state.save({**self._ui_state.load(), **self.dump_ui_state()})


class UnfinishedText:
    """The text of one view, from its opening until it is saved."""

    def __init__(self, texts: UnfinishedTexts, purpose: str, saved: str) -> None:
        self._texts: Final = texts
        self._purpose: Final = purpose
        self._saved: Final = saved
        left = texts.find_text(purpose)
        self.is_resumed: Final = left is not None
        self.initial: Final = saved if left is None else left

    def store(self, text: str) -> None:
        """Keep what is typed by now, unless that is nothing, or what is saved already."""
        if text.strip() and text != self._saved:
            self._texts.store_text(self._purpose, text)
        else:
            self.discard()

    def leave(self) -> None:
        """The view closes without an answer."""
        self._texts.save()

    def discard(self) -> None:
        """What was typed is saved."""
        self._texts.discard_text(self._purpose)


def _extract_texts(left: Mapping[str, Any]) -> dict[str, str]:
    kept = left.get(STATE_KEY)
    if not isinstance(kept, dict):
        return {}
    return {purpose: text for purpose, text in kept.items() if isinstance(text, str)}

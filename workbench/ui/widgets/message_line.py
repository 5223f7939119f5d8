"""The one fixed line in which everything is said: the place that decides what may take whose place there."""

from typing import Final

from textual.timer import Timer
from textual.widgets import Static

from workbench.ui.sanitize import to_content

DISPLAY_SECONDS: Final = 10.0  # seconds a sentence stands: long enough to read twice, gone before it misleads


class MessageLine(Static):
    """What was done, and why something was not. A failure is told by a sign, not by colour alone."""

    def __init__(self) -> None:
        super().__init__(id="message", markup=False)
        self._current = ""
        self._queued: tuple[str, bool] = ("", False)
        self._expiry_timer: Timer | None = None

    def say(self, sentence: str, *, failed: bool = False) -> None:
        """One sentence, at once; it answers what the editor did."""
        self._current = sentence
        self.set_class(failed, "-failed")
        self.update(to_content(f" {'! ' if failed else ''}{sentence}" if sentence else ""))
        if self._expiry_timer is not None:
            self._expiry_timer.stop()
        self._expiry_timer = self.set_timer(DISPLAY_SECONDS, self._show_next) if sentence else None

    def say_later(self, sentence: str, *, failed: bool = False, replacing: str = "") -> None:
        """What came of itself: it waits until the sentence that stands was read, unless it is the end of that one."""
        if self._current in ("", replacing):
            self.say(sentence, failed=failed)
        else:
            self._queued = (sentence, failed)

    def _show_next(self) -> None:
        (sentence, failed), self._queued = self._queued, ("", False)
        self.say(sentence, failed=failed)

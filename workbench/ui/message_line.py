"""The one fixed line in which everything is said: the place that decides what may take whose place there."""

from typing import Final

from textual.timer import Timer
from textual.widgets import Static

from workbench.ui.foreign import literal

SAID_FOR: Final = 10.0  # seconds a sentence stands: long enough to read twice, gone before it misleads


class MessageLine(Static):
    """What was done, and why something was not. A failure is told by a sign, not by colour alone."""

    def __init__(self) -> None:
        super().__init__(id="message", markup=False)
        self._stands = ""
        self._next: tuple[str, bool] = ("", False)
        self._hush: Timer | None = None

    def say(self, sentence: str, *, failed: bool = False) -> None:
        """One sentence, at once; it answers what the editor did."""
        self._stands = sentence
        self.set_class(failed, "-failed")
        self.update(literal(f" {'! ' if failed else ''}{sentence}" if sentence else ""))
        if self._hush is not None:
            self._hush.stop()
        self._hush = self.set_timer(SAID_FOR, self._go_on) if sentence else None

    def murmur(self, sentence: str, *, failed: bool = False, instead_of: str = "") -> None:
        """What came of itself: it waits until the sentence that stands was read, unless it is the end of that one."""
        if self._stands in ("", instead_of):
            self.say(sentence, failed=failed)
        else:
            self._next = (sentence, failed)

    def _go_on(self) -> None:
        (sentence, failed), self._next = self._next, ("", False)
        self.say(sentence, failed=failed)

"""The one fixed place in which everything is said: it decides what may take whose place there, and when it goes."""

from typing import Final

from textual.content import Content
from textual.reactive import reactive
from textual.timer import Timer
from textual.widgets import Static

from workbench.ui.messages import ShowMessage
from workbench.ui.sanitize import to_content
from workbench.ui.widgets.footer import Footer

DISPLAY_SECONDS: Final = 10.0  # seconds a sentence stands: long enough to read twice, gone before it misleads
MAX_MESSAGE_LINES: Final = 2  # the panes give up one row to a long sentence, and never more


class MessageLine(Static):
    """What was done, and why something was not. A failure is told by a sign, not by colour alone.

    A sentence goes after some seconds, when its cause goes, or when the editor turns to another view
    (`clear_read`), unless the key that turned there said it.
    """

    sentence: reactive[str] = reactive("")
    """What stands there."""

    def __init__(self, footer: Footer) -> None:
        super().__init__(id="message", markup=False)
        self._footer = footer
        self._has_failed = False
        self._is_read = False
        self._is_refusal = False
        self._queued: tuple[str, bool] = ("", False)
        self._expiry_timer: Timer | None = None

    def say(self, sentence: str, *, failed: bool = False, replacing: str = "") -> None:
        """One sentence, at once; it answers what the editor did. With `replacing` only where that sentence stands."""
        if replacing not in ("", self.sentence):
            return
        self.sentence, self._has_failed, self._is_read, self._is_refusal = sentence, failed, False, False
        self.set_class(failed, "-failed")
        self._update_text()
        if self._expiry_timer is not None:
            self._expiry_timer.stop()
        self._expiry_timer = self.set_timer(DISPLAY_SECONDS, self._show_next) if sentence else None

    def show(self, message: ShowMessage) -> None:
        """What a pane asks to be said."""
        if message.failed and not message.stays:
            self.refuse(message.sentence)
        else:
            self.say(message.sentence, failed=message.failed, replacing=message.replacing)

    def refuse(self, sentence: str) -> None:
        """Why a key could not act on what was in hand: it goes as soon as the editor goes on from there."""
        self.say(sentence, failed=True)
        self._is_refusal = True

    def clear_refusal(self) -> None:
        """The editor went on, to another row or with typing: why a key could not act before matters no more."""
        if self._is_refusal:
            self.clear_read()

    def say_later(self, sentence: str, *, failed: bool = False, replacing: str = "") -> None:
        """What came of itself: it waits until the sentence that stands was read, unless it is the end of that one."""
        if self.sentence in ("", replacing):
            self.say(sentence, failed=failed)
        else:
            self._queued = (sentence, failed)

    def mark_read(self) -> None:
        """A key was pressed: what stands here was said before it."""
        self._is_read = True

    def clear_read(self) -> None:
        """Another view: what was said before the key that led there goes."""
        if self.sentence and self._is_read:
            self._show_next()

    def on_mount(self) -> None:
        """While there is nothing to say the footer may need this line too."""
        for name in ("where", "sections", "has_link"):
            self.watch(self._footer, name, self._update_text)

    def on_resize(self) -> None:
        """Other lines in another width."""
        self._update_text()

    def _show_next(self) -> None:
        (sentence, failed), self._queued = self._queued, ("", False)
        self.say(sentence, failed=failed)

    def _update_text(self) -> None:
        width = self.size.width or max(1, self.app.size.width - 2)
        self.set_class(not self.sentence, "-resting")
        if not self.sentence:
            self._show_lines(self._footer.render_digits().truncate(width, ellipsis=True), width)
            return
        text = to_content(f"{'! ' if self._has_failed else ''}{self.sentence}")
        self._show_lines(_fit_lines(text, width, MAX_MESSAGE_LINES), width)

    def _show_lines(self, text: Content, width: int) -> None:
        """Show this. The panes are laid out anew only where it takes another number of lines."""
        height = max(1, len(text.wrap(width)))
        self.update(text, layout=height != self.size.height)


def _fit_lines(text: Content, width: int, count: int) -> Content:
    """The text as it is where so many lines hold it, else cut with … at the end of the last. What stands behind its
    last `·`, such as `u takes it back`, is kept together."""
    lines = text.wrap(width)
    if len(lines) <= count:
        said, dot, offer = text.plain.rpartition(" · ")
        is_torn = (
            len(lines) > 1 and dot and len(offer) + 2 <= width and not lines[-1].plain.endswith(f"· {offer}")
        )
        return Content(f"{said}\n· {offer}") if is_torn and len(Content(said).wrap(width)) < count else text
    rest = Content(" ".join(line.plain.strip() for line in lines[count - 1 :]))
    return Content("\n").join([*lines[: count - 1], rest.truncate(width, ellipsis=True)])

"""The frame of an import's review: a summary, the rows that need the eye, and more about the one in hand.

It is there while the files are still read, so that a key stops that, and nothing comes to the front by itself. What is
read and what a row says is the matter of each review.
"""

from collections.abc import Awaitable, Callable
from typing import Final, TypeVar

from textual import on
from textual.app import ComposeResult
from textual.widgets import Static
from textual.worker import Worker

from workbench.curation.model import UserError
from workbench.ui.dialogs.dialog import Dialog, DialogList
from workbench.ui.keys.table import build_bindings, build_named_bindings
from workbench.ui.sanitize import to_content
from workbench.ui.widgets.list_row import ListRow

T = TypeVar("T")
STILL_READING: Final = "It is still being read; esc stops that."


class ReviewDialog(Dialog[T | None]):
    """Answers with what is to be taken in. `refuse` is told why the files cannot be read."""

    BINDINGS = [*build_bindings("reviewing"), *build_named_bindings("fetch.stop")]
    hints = (("import.take", "take in"),)
    close_label = "leave it"

    def __init__(self, title: str, refuse: Callable[[str], None]) -> None:
        super().__init__()
        self._title: Final = title
        self._refuse: Final = refuse
        self._summary: Final = Static(classes="summary")
        self._list: Final = DialogList(self._build_row)
        self._detail: Final = Static(classes="detail")

    def compose_body(self) -> ComposeResult:
        yield self._summary
        yield self._list
        yield self._detail

    def on_mount(self) -> None:
        self.frame.border_title = to_content(self._title)
        self._list.empty_text = ""
        self._list.show_ids([])
        self._start(self._review)

    @property
    def _answer(self) -> T | None:
        """What is to be taken in; None while it is still being read."""
        raise NotImplementedError

    async def _review(self) -> None:
        """Read the files and show what taking them in would do. `UserError` where they cannot be read."""
        raise NotImplementedError

    def _build_row(self, at: int) -> ListRow:
        """The row at this position of the list."""
        raise NotImplementedError

    def _describe(self, at: int) -> str:
        """What a row has no room for."""
        raise NotImplementedError

    def _start(self, work: Callable[[], Awaitable[None]]) -> None:
        """Work beside the keys, instead of what is under way. Where it is refused, say why and close."""

        async def do() -> None:
            try:
                await work()
            except UserError as refusal:
                self._refuse(str(refusal))
                self.dismiss(None)

        _: Worker[None] = self.run_worker(do, exclusive=True)

    def _tell(self, sentence: str) -> None:
        self._summary.update(to_content(sentence))

    def _show_rows(self, count: int, empty_text: str) -> None:
        self._list.empty_text = empty_text
        self._list.show_ids(list(range(count)))
        self._show_detail()

    @on(DialogList.CursorMoved)
    def _show_detail(self) -> None:
        at = self._list.cursor_id
        self._detail.update(to_content("" if at is None else self._describe(at)))
        self._update_key_hints()

    def action_import_take(self) -> None:
        """Answer with what was read, to be taken in."""
        if self._answer is None:
            self.say(STILL_READING)
        else:
            self.dismiss(self._answer)

    def action_fetch_stop(self) -> None:
        """Stop the reading, and leave it."""
        if self._answer is None:
            self.dismiss(None)
        else:
            self.say("All of it is read: enter takes it in, esc leaves it.")

"""Earlier texts of a piece, newest first, and the key that brings one back.

The history is read a part at a time between the keys, however long it is.
"""

from collections.abc import Iterator
from itertools import islice
from typing import Final

from textual import on
from textual.app import ComposeResult
from textual.timer import Timer
from textual.widgets import Static

from workbench.curation.model import UserError
from workbench.curation.text.word_count import count_words
from workbench.desk.versions import Version
from workbench.ui.dialogs.dialog import Dialog, DialogList
from workbench.ui.formats import format_age
from workbench.ui.keys.table import build_bindings
from workbench.ui.sanitize import to_content
from workbench.ui.widgets.list_row import ListRow

RECORDS_PER_STEP: Final = 100
READING_PAUSE: Final = 0.02  # seconds between two steps
NO_VERSIONS: Final = "This piece had no other text yet.\nEvery save that differs will stand here."
READING: Final = "Reading the history …"


class VersionsDialog(Dialog[str | None]):
    """The text to bring back. `versions` come newest first, None for what is none; `now` is what ages count to."""

    BINDINGS = [*build_bindings("versions")]
    hints = (("version.bring_back", "bring back"),)

    def __init__(self, called: str, versions: Iterator[Version | None], now: str) -> None:
        super().__init__()
        self._called = called
        self._remaining = versions
        self._now = now
        self._versions: list[Version] = []
        self._timer: Timer | None = None
        self._list = DialogList(self._build_row)
        self._list.empty_text = READING
        self._text = Static(classes="detail")

    def compose_body(self) -> ComposeResult:
        yield self._list
        yield self._text

    def on_mount(self) -> None:
        self.frame.border_title = to_content(f"Earlier texts: {self._called}")
        self._timer = self.set_interval(READING_PAUSE, self._read_more)
        self._read_more()

    def _read_more(self) -> None:
        try:
            step = list(islice(self._remaining, RECORDS_PER_STEP))
        except UserError as refusal:  # a record that a newer program wrote
            self.say(str(refusal))
            step = []
        if len(step) < RECORDS_PER_STEP:
            if self._timer is not None:
                self._timer.stop()
            self._list.empty_text = NO_VERSIONS
        found = [version for version in step if version is not None]
        if found or not self._versions:
            self._versions += found
            self._list.show_ids(list(range(len(self._versions))))
            self._show_text()

    def _build_row(self, at: int) -> ListRow:
        version = self._versions[at]
        words = count_words(version.text)
        return ListRow(
            "", " ".join(version.text.split()), "", f"{words} w", format_age(version.at, self._now)
        )

    @on(DialogList.CursorMoved)
    def _show_text(self) -> None:
        at = self._list.cursor_id
        self._text.update(to_content(self._versions[at].text if at is not None else ""))

    @on(DialogList.Activated)
    def action_version_bring_back(self) -> None:
        """Answer with the text under the cursor."""
        at = self._list.cursor_id
        if at is None:
            self.say("There is nothing to bring back.")
        else:
            self.dismiss(self._versions[at].text)

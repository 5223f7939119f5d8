"""Every change, newest first, whoever made it, and the key that takes one back.

Records are read as far as the list is scrolled: the history of years opens as fast as that of a day.
"""

from collections.abc import Iterable
from itertools import islice
from typing import Final

from textual import on
from textual.app import ComposeResult

from workbench.curation.change import Record
from workbench.curation.model import UserError
from workbench.desk.verbs.history import undone_changes
from workbench.ui.dialogs.dialog import Dialog, DialogList
from workbench.ui.formats import format_age
from workbench.ui.keys.table import build_bindings
from workbench.ui.widgets.list_row import ListRow

RECORDS_PER_BATCH: Final = 200  # records read at once: more than any screen has lines


class HistoryDialog(Dialog[int | None]):
    """The sequence number of the change to take back. `records` come newest first; `now` is what ages count to."""

    BINDINGS = [*build_bindings("history")]
    heading = "History"
    hints = (("change.take_back", "take back"),)

    def __init__(self, records: Iterable[Record], now: str) -> None:
        super().__init__()
        self._remaining = iter(records)
        self._now = now
        self._records: dict[int, Record] = {}
        self._undone: set[int] = set()
        self._list = DialogList(self._build_row)
        self._list.empty_text = (
            "Nothing has been changed yet.\nWhat you do appears here, and u takes it back."
        )

    def compose_body(self) -> ComposeResult:
        yield self._list

    def on_mount(self) -> None:
        self._read_more()
        self.watch(self._list, "scroll_y", self._read_if_near_end, init=False)

    def _read_if_near_end(self, top: float) -> None:
        if top + 2 * self._list.size.height >= len(self._records):
            self._read_more()

    def _read_more(self) -> None:
        try:
            more = {record.seq: record for record in islice(self._remaining, RECORDS_PER_BATCH)}
        except UserError as refusal:  # a record that a newer program wrote
            self.say(str(refusal))
            return
        if more or not self._records:
            self._records |= more
            self._undone = undone_changes(self._records.values())
            self._list.show_ids(list(self._records))

    def _build_row(self, seq: int) -> ListRow:
        record = self._records[seq]
        marks = "undone" if seq in self._undone else ""
        return ListRow("", record.change.label, marks, record.change.origin, format_age(record.at, self._now))

    @on(DialogList.Activated)
    def action_change_take_back(self) -> None:
        """Answer with the change under the cursor, unless it is taken back already."""
        seq = self._list.cursor_id
        if seq is None:
            self.say("There is nothing to take back yet.")
        elif seq in self._undone:
            self.say("That change is taken back already; ctrl+r in the lists repeats the last one.")
        else:
            self.dismiss(seq)

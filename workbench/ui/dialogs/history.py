"""Every change, newest first, whoever made it, and the key that takes one back.

Records are read as far as the list is scrolled: the history of years opens as fast as that of a day.
"""

from collections.abc import Iterable
from itertools import islice
from typing import Final

from textual import on
from textual.app import ComposeResult

from workbench.curation.change import Record
from workbench.desk.history import undone
from workbench.ui.dialogs.view import Rows, View
from workbench.ui.keys import bindings
from workbench.ui.link_list import Row
from workbench.ui.rows import age

BATCH: Final = 200  # records read at once: more than any screen has lines


class History(View[int | None]):
    """The sequence number of the change to take back. `records` come newest first; `now` is what ages count to."""

    BINDINGS = [*bindings("history")]
    heading = "History"
    hints = (("change.take_back", "take back"),)

    def __init__(self, records: Iterable[Record], now: str) -> None:
        super().__init__()
        self._coming = iter(records)
        self._now = now
        self._read: dict[int, Record] = {}
        self._undone: set[int] = set()
        self._list = Rows(self._row)
        self._list.empty = "Nothing has been changed yet.\nWhat you do appears here, and u takes it back."

    def body(self) -> ComposeResult:
        yield self._list

    def on_mount(self) -> None:
        self._read_on()
        self.watch(self._list, "scroll_y", self._scrolled, init=False)

    def _scrolled(self, top: float) -> None:
        if top + 2 * self._list.size.height >= len(self._read):
            self._read_on()

    def _read_on(self) -> None:
        more = {record.seq: record for record in islice(self._coming, BATCH)}
        if more or not self._read:
            self._read |= more
            self._undone = undone(self._read.values())
            self._list.show(list(self._read))

    def _row(self, seq: int) -> Row:
        record = self._read[seq]
        marks = "undone" if seq in self._undone else ""
        return Row("", record.change.label, marks, record.change.origin, age(record.at, self._now))

    @on(Rows.Chosen)
    def action_change_take_back(self) -> None:
        """Answer with the change under the cursor, unless it is taken back already."""
        seq = self._list.cursor_id
        if seq is None:
            self.say("There is nothing to take back yet.")
        elif seq in self._undone:
            self.say("That change is taken back already; ctrl+r in the lists repeats the last one.")
        else:
            self.dismiss(seq)

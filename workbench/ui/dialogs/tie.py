"""The entries of the original that nothing here translates yet: which of them is that of the entry in hand."""

from collections.abc import Sequence
from typing import Final

from textual import on
from textual.app import ComposeResult
from textual.widgets import Static

from workbench.curation.identity import source_name
from workbench.curation.identity.names import name_entry
from workbench.curation.translation.original import OriginalEntry, OriginalIssue
from workbench.ui.dialogs.dialog import Dialog, DialogList
from workbench.ui.keys.table import build_bindings
from workbench.ui.sanitize import to_content
from workbench.ui.widgets.list_row import ListRow


class TieDialog(Dialog[str | None]):
    """The identity of the work that is chosen. `called` is the entry to be tied."""

    BINDINGS = [*build_bindings("tying")]
    hints = (("original.tie", "tie"),)

    def __init__(self, called: str, original: OriginalIssue, waiting: Sequence[OriginalEntry]) -> None:
        super().__init__()
        self._called: Final = called
        self._original: Final = original
        self._waiting: Final = waiting
        self._list = DialogList(self._build_row)
        self._text = Static(classes="detail")

    def compose_body(self) -> ComposeResult:
        yield self._list
        yield self._text

    def on_mount(self) -> None:
        self.frame.border_title = to_content(f"Of {self._original.label}, “{self._called}” translates")
        self._list.show_ids(list(range(len(self._waiting))))
        self._show_text()

    def _build_row(self, at: int) -> ListRow:
        one = self._waiting[at]
        name = name_entry(one.entry) or "(no title)"
        return ListRow("", name, one.entry.section, source_name(one.link.identity))

    @on(DialogList.CursorMoved)
    def _show_text(self) -> None:
        at = self._list.cursor_id
        self._text.update(to_content(self._waiting[at].entry.blurb if at is not None else ""))

    @on(DialogList.Activated)
    def action_original_tie(self) -> None:
        """Answer with the entry under the cursor."""
        at = self._list.cursor_id
        self.dismiss(None if at is None else self._waiting[at].link.identity)

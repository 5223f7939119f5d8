"""Past issues, searched as one types: titles with the words first, then texts, the newest issue first.

Without a query the issues themselves are listed. The text under the cursor is told beneath the list.
"""

from collections.abc import Awaitable, Callable
from typing import Final

from msgspec import Struct
from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Input, Static
from textual.worker import Worker

from workbench.curation.archive.query import ArchiveQuery, find_line, parse_archive_query
from workbench.curation.archive.texts import ArchivedText
from workbench.curation.search.folding import find_folded_spans
from workbench.desk.state import State
from workbench.desk.touched import Touched
from workbench.ui.dialogs.dialog import Dialog, DialogList
from workbench.ui.formats import format_age
from workbench.ui.inbox.filter_field import FilterField
from workbench.ui.keys.table import build_bindings, build_named_bindings
from workbench.ui.sanitize import many_lines, one_line, to_content
from workbench.ui.widgets.list_row import ListRow

QUERY_EXAMPLES: Final = "words, section:papers, host:arxiv.org, author:name, year:2025, is:mention, issue:11"
ROW_LINE: Final = 200  # characters of a text that its row may show
DETAIL_LINE: Final = 600


class ArchiveSpot(Struct, frozen=True):
    """Where a search stands: what is asked for, and the id of the text under the cursor, 0 for none."""

    query: str = ""
    text_id: int = 0


class ArchiveDialog(Dialog[ArchivedText | None]):
    """The text whose issue is to be opened. It tells `keep_spot` where it is left.

    `read` returns once all past issues are read; then `begin` says where to begin.
    """

    BINDINGS = [*build_bindings("archive"), *build_named_bindings("filter.open")]
    heading = "Past issues"
    hints = (
        ("archive.open", "open, to be read"),
        ("filter.keep", "to the list"),
        ("filter.open", "ask"),
        ("filter.leave", "close"),
    )

    def __init__(
        self,
        state: State,
        begin: Callable[[], ArchiveSpot],
        *,
        read: Callable[[], Awaitable[None]],
        keep_spot: Callable[[ArchiveSpot], None],
    ) -> None:
        super().__init__()
        self._state = state
        self._search = state.archive_search
        self._begin = begin
        self._read = read
        self._keep_spot = keep_spot
        self._query = ArchiveQuery(text="")
        self._field = FilterField(keep=self._go_to_list, leave=self._leave, examples=QUERY_EXAMPLES)
        self._list = DialogList(self._build_row)
        self._detail = Static(classes="detail")

    def compose_body(self) -> ComposeResult:
        yield self._field
        yield self._list
        yield self._detail

    def on_mount(self) -> None:
        self._field.focus()
        if self._search.is_read:
            self._show_begin()
        else:
            self._list.empty_text = "Reading past issues …"
            _: Worker[None] = self.run_worker(self._wait_until_read)

    async def _wait_until_read(self) -> None:
        await self._read()
        self._show_begin()

    def _show_begin(self) -> None:
        spot = self._begin()
        if not self._field.value:  # else it was typed meanwhile
            with self.prevent(Input.Changed):
                self._field.value = one_line(spot.query)
        self._show_found()
        self._list.move_to(spot.text_id)
        if spot.query:
            self._go_to_list()

    def show_changes(self, touched: Touched) -> None:
        """An issue may come or go, here or elsewhere."""
        if touched.issues or touched.entries:
            self._show_found()

    @on(Input.Changed, "#filter")
    def _search_as_typed(self) -> None:
        if self._search.is_read:
            self._show_found()

    def _show_found(self) -> None:
        asked = self._field.value.strip()
        self._query = parse_archive_query(asked, self._state.now, self._state.zone)
        found = self._search.find(self._query) if asked else self._search.list_titles()
        self._list.empty_text = self._explain_empty(asked)
        self._list.show_ids([text.id for text in found], terms=self._query.terms, keep_cursor=False)
        places = f"in {len(found):,} places" if len(found) > 1 else "in 1 place" if found else "nothing"
        self.frame.border_title = to_content(f"Past issues: {places if asked else f'{len(found):,}'}")
        self._show_detail()

    def _explain_empty(self, asked: str) -> str:
        if self._query.problems:
            return self._query.problems[0]
        if asked:
            return "No past issue says this."
        return "No issue is published yet.\n`workbench archive import` brings those of before."

    @on(DialogList.CursorMoved)
    def _show_detail(self) -> None:
        text = self._find_selected()
        self._detail.update(describe_found(self._query, text) if text else "")

    def _build_row(self, id: int) -> ListRow:
        text = self._search.text_of(id)
        if text is None:  # gone, and painted once more before the list hears of it
            return ListRow("", "")
        line = find_line(self._query, text, ROW_LINE)
        return ListRow(
            kind="",
            title=" · ".join(filter(None, [text.title or f"Issue #{text.number}", line])),
            marks=f"#{text.number}",
            source_name=text.section_name or PART_NAMES.get(text.part, text.part),
            age=format_age(f"{text.date}T00:00:00Z", self._state.now),
        )

    def _find_selected(self) -> ArchivedText | None:
        id = self._list.cursor_id
        return None if id is None else self._search.text_of(id)

    @on(DialogList.Activated)
    def action_archive_open(self) -> None:
        """Answer with the text under the cursor."""
        text = self._find_selected()
        if text is None:
            self.say("There is nothing to open.")
        else:
            self._leave(text)

    def action_filter_open(self) -> None:
        """Change what is asked."""
        self._field.focus()

    def action_view_close(self) -> None:
        """Close without an answer."""
        self._leave()

    def _go_to_list(self) -> None:
        if self._list.ids:
            self._list.focus()

    def _leave(self, text: ArchivedText | None = None) -> None:
        self._keep_spot(ArchiveSpot(self._field.value.strip(), int(self._list.cursor_id or 0)))
        self.dismiss(text)


PART_NAMES: Final = {"title": "issue", "tldr": "TL;DR", "mention": "mentioned", "unplaced": "other text"}
"""What a part of an issue is called in a row, where its own word is not right."""


def describe_found(query: ArchiveQuery, text: ArchivedText) -> Content:
    """A text in a few lines: where it stood, its title, the line that matches with the words lit up."""
    where = filter(None, [f"#{text.number}", text.date, text.section_name, PART_NAMES.get(text.part, "")])
    line = many_lines(find_line(query, text, DETAIL_LINE))
    found = Content(line)
    for start, end in find_folded_spans(line, query.terms):
        found = found.stylize("bold", start, end)
    head, urls = to_content(" · ".join(where), "dim"), to_content(" ".join(text.urls), "dim")
    parts = [head, to_content(text.title, "bold"), found, urls]
    return Content("\n").join([part for part in parts if part.plain])

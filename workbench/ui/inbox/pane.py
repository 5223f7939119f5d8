"""The Inbox: the week's links in views, filtered as you type, with the Source of the link under the cursor."""

from collections.abc import Callable, Container, Sequence, Set
from functools import partial
from typing import Any

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widgets import Input

from workbench.curation.model import IssueId, LinkId, UserError
from workbench.desk.desk import Proposal
from workbench.desk.index.link_views import LinkView
from workbench.desk.state import State
from workbench.desk.touched import Touched
from workbench.desk.verbs import triage
from workbench.ui.inbox.filter_field import FilterField
from workbench.ui.inbox.link_rows import build_link_row
from workbench.ui.inbox.link_verbs import SectionQuestion, build_link_verb
from workbench.ui.inbox.listing import VIEWS, InboxListing
from workbench.ui.inbox.order import OrderTurner
from workbench.ui.inbox.questions import ask_note, ask_tags, ask_title
from workbench.ui.inbox.reader import Reader
from workbench.ui.keys.table import build_bindings
from workbench.ui.messages import (
    CopyText,
    OpenUrl,
    QuoteSource,
    RunVerb,
    ShowMessage,
    Verb,
)
from workbench.ui.sanitize import one_line
from workbench.ui.widgets.border_titles import show_border_title
from workbench.ui.widgets.link_list import LinkList
from workbench.ui.widgets.list_row import ListRow


def render_inbox_title(state: State, listing: InboxListing, shown_count: int, marks: str) -> Content:
    """`Inbox 65 ─ deferred 1`; with all there is to say `Inbox 2 of 65 · filter · by title · 2 marked, range ─ …`."""
    at = VIEWS.index(listing.searched_view)
    parts = [f"{view} {state.count(view)}" for view in VIEWS]
    here = parts[at].capitalize()
    if listing.is_filtered:
        here = f"{VIEWS[at].capitalize()} {shown_count} of {state.count(VIEWS[at])} · filter"
    if listing.sort != "newest":
        here += f" · by {listing.sort}"
    if marks:
        here += f" · {marks}"
    others = [part for i, part in enumerate(parts) if i != at and state.count(VIEWS[i]) and i < 5]
    return Content(" ─ ").join(
        [Content(here).stylize("bold"), *(Content(other).stylize("not bold dim") for other in others)]
    )


def _call_after(verb: Verb, on_done: Callable[[], None]) -> Verb:
    """The verb, which calls back where it is not refused."""

    def run(state: State) -> Proposal:
        proposal = verb(state)
        on_done()
        return proposal

    return run


class InboxPane(Vertical):
    """One row a link. Its own state is the view, the sort, the filter and the cursor; all else is the desk's."""

    BINDINGS = [*build_bindings("inbox")]
    issue_id: reactive[IssueId | None] = reactive(None)
    view: reactive[LinkView] = reactive[LinkView]("inbox")
    has_link: reactive[bool] = reactive(True)
    is_reading: reactive[bool] = reactive(False)
    """Whether the Source has the keyboard and most of the screen."""

    def __init__(self, state: State, in_flight: Container[LinkId] = (), *, run_verb: RunVerb) -> None:
        super().__init__(id="inbox", classes="pane")
        self._state = state
        self._run_verb = run_verb
        self._in_flight = in_flight
        self._question = SectionQuestion(state)
        self.listing = InboxListing(state)
        self._order = OrderTurner(state, self.listing, self, self._refresh_list, self.post_message)
        self.list = LinkList(self._build_row)
        self.source = Reader(
            state,
            in_flight,
            show_next=self.list.action_cursor_down,
            show_previous=self.list.action_cursor_up,
            close=self.stop_reading,
        )
        self.filter = FilterField(keep=self._keep_filter, leave=self._leave_filter)

    def compose(self) -> ComposeResult:
        yield Vertical(self.filter, self.list, id="inbox-list")
        yield self.source

    def on_mount(self) -> None:
        self.filter.display = False
        self._refresh_list()

    # What the screen says

    def show_changes(self, touched: Touched) -> None:
        """Rows of these links changed, came or went; the cursor stays where its link, or else its place, is."""
        if touched.is_archive_new:
            self.list.refresh_rows()
        if touched.links or touched.is_archive_new or not self.list.ids:
            self.listing.filter_again(touched.links)
            self._refresh_list(touched.links)

    def watch_issue_id(self) -> None:
        self.list.empty_text = self.listing.explain_empty(self.issue_id)

    def dump_ui_state(self) -> dict[str, Any]:
        """Where the pane stands, for the next start."""
        return {**self.listing.dump_ui_state(), "filter": self.filter.value, "link": self.list.cursor_id}

    def restore_ui_state(self, saved: dict[str, Any]) -> None:
        """Stand where `dump_ui_state` says, as far as that still exists."""
        self.listing.restore_ui_state(saved)
        text = saved.get("filter")
        if isinstance(text, str) and text:
            self.filter.value = one_line(text)
            self.filter.display = True
        self._apply_filter(self.filter.value)
        if isinstance(saved.get("link"), int):
            self.list.move_to(saved["link"])

    def move_to_first(self, links: Sequence[LinkId]) -> None:
        """Put the cursor on the first of these links that this view shows."""
        here = next((id for id in links if self.listing.includes(id)), None)
        if here is not None:
            self.list.move_to(here)

    def pop_targets(self) -> list[LinkId]:
        """The marked links, which are marked no more, else the one under the cursor."""
        links = self.list.collect_targets()
        self.list.clear_marks()
        return links

    def join_to(self, host: LinkId) -> None:
        """Join the marked links to this one, else what is related to it. The marks stay where that is refused."""
        join = partial(triage.join_links, link=host, others=sorted(self.list.marked - {host}))
        self._run_verb(_call_after(join, self.list.clear_marks))

    def open_filter(self) -> None:
        """Begin to filter."""
        self.filter.display = True
        self.filter.focus()

    def step_back(self) -> None:
        """One step back: out of the marks, then out of the filter."""
        if self.list.marked:
            self.list.clear_marks()
        elif self.listing.is_filtered:
            self._leave_filter()

    def stop_reading(self) -> None:
        """Back to the list, from reading large."""
        self.is_reading = False

    def watch_is_reading(self) -> None:
        """The keyboard goes where the keys are to act."""
        self.source.can_focus = self.is_reading
        self.set_class(self.is_reading, "-reading")
        if self.is_mounted:
            self.screen.set_focus(self.source if self.is_reading else self.list)

    # What it shows

    def _build_row(self, id: LinkId) -> ListRow:
        return build_link_row(self._state, id, self.listing.has_one_state, id in self._in_flight)

    def _refresh_list(self, changed_ids: Set[LinkId] | None = None) -> None:
        self.list.empty_text = self.listing.explain_empty(self.issue_id)
        ids = self.listing.list_ids()
        self.list.show_ids(ids, terms=self.listing.terms)
        if changed_ids is not None:
            self.list.refresh_ids(changed_ids)
        self._update_title()
        self.view, self.has_link = self.listing.searched_view, bool(ids)
        if ids and self.source.link is None:  # the first one comes behind the first paint
            self.screen.call_after_refresh(lambda: self.source.show_link_soon(self.list.cursor_id))
        elif not self.source.is_waiting:
            self.source.show_link(self.list.cursor_id)
        if not ids:
            self.stop_reading()

    @on(LinkList.MarksChanged)
    def _update_title(self) -> None:
        shown, marks = len(self.list.ids), self.list.marks.describe()
        show_border_title(self, render_inbox_title(self._state, self.listing, shown, marks))

    # The filter

    @on(Input.Changed, "#filter")
    def _filter_as_typed(self, event: Input.Changed) -> None:
        event.stop()
        self._apply_filter(event.value)

    def _keep_filter(self) -> None:
        if not self.listing.problem:  # the list says it, and there is no row to go to
            self.list.focus()
            self.filter.display = bool(self.filter.value)

    def _leave_filter(self) -> None:
        self.list.focus()
        self.filter.value = ""
        self.filter.display = False

    def _apply_filter(self, text: str) -> None:
        self.listing.apply_filter(text)
        self._refresh_list()

    @on(LinkList.CursorMoved)
    def _follow_cursor(self) -> None:
        self._question.forget()
        self.source.show_link_soon(self.list.cursor_id)

    # Keys

    def _run_on_targets(self, action: str, number: int = 0) -> None:
        """Run the verb of an action with the marked links, or the one under the cursor."""
        targets = self.list.collect_targets()
        try:
            verb = build_link_verb(self._state, action, targets, self.issue_id, number)
        except UserError as refusal:
            self.post_message(ShowMessage(str(refusal), failed=True))
            return
        self.list.clear_marks()
        self._run_verb(verb)

    def action_link_place(self, digit: int) -> None:
        self._run_on_targets("link.place", digit)

    def action_link_suggested(self) -> None:
        if question := self._question.ask(self.list.collect_targets(), self.issue_id):
            self.post_message(ShowMessage(question))
        else:
            self._run_on_targets("link.suggested")

    def action_link_second(self) -> None:
        self._state.suggestions.learn()
        self._run_on_targets("link.second")

    def action_link_bench(self) -> None:
        self._run_on_targets("link.bench")

    def action_link_reject(self) -> None:
        self._run_on_targets("link.reject")

    def action_link_defer(self) -> None:
        self._run_on_targets("link.defer")

    def action_link_repeat(self) -> None:
        self._run_on_targets("link.repeat")

    def action_link_restore(self) -> None:
        self._run_on_targets("link.restore")

    def action_link_join(self) -> None:
        if self.list.cursor_id is not None:
            self.join_to(self.list.cursor_id)

    @on(LinkList.Activated)
    def _read_source(self) -> None:
        self.is_reading = True

    def action_inbox_sort(self) -> None:
        self._order.turn()

    def action_inbox_next(self) -> None:
        self._cycle_view(1)

    def action_inbox_previous(self) -> None:
        self._cycle_view(-1)

    def _cycle_view(self, by: int) -> None:
        self.listing.cycle_view(by)
        if count := len(self.list.marked):
            gone = "1 mark is" if count == 1 else f"{count} marks are"
            self.post_message(ShowMessage(f"Another view: {gone} gone."))
        self.list.clear_marks()
        self._refresh_list()

    def action_link_open(self) -> None:
        self._post_with_url(OpenUrl)

    def action_link_copy(self) -> None:
        self._post_with_url(lambda url: CopyText(url, "The link"))

    def _post_with_url(self, make_message: Callable[[str], Message]) -> None:
        id = self.list.cursor_id
        if id is not None:
            link = self._state.links[id]
            no_link = ShowMessage("This is an idea: it has no link.", failed=True)
            self.post_message(no_link if link.is_idea else make_message(link.url))

    def action_link_title(self) -> None:
        if self.list.cursor_id is not None:
            self.post_message(ask_title(self._state, self.list.cursor_id))

    def action_link_tag(self) -> None:
        if targets := self.list.collect_targets():
            self.post_message(ask_tags(self._state, targets, self.list.clear_marks))

    def action_link_note(self) -> None:
        if self.list.cursor_id is not None:
            self.post_message(ask_note(self._state, self.list.cursor_id))

    def action_link_quote(self) -> None:
        if self.list.cursor_id is not None:
            self.post_message(QuoteSource(self.list.cursor_id))

"""The Inbox: the week's links in views, filtered as you type, with the Source of the link under the cursor."""

from collections.abc import Callable, Container, Sequence
from functools import partial
from typing import Any, Final

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.timer import Timer
from textual.widgets import Input

from workbench.curation.change import Change
from workbench.curation.identity import origin
from workbench.curation.model import Section
from workbench.curation.query import Query, parse
from workbench.curation.suggestion import suggested
from workbench.desk import fetching, triage
from workbench.desk.present import Present, Touched, View
from workbench.ui.foreign import line, literal
from workbench.ui.keys import bindings
from workbench.ui.link_list import LinkList, Row
from workbench.ui.messages import Ask, Copy, Do, Open, Read, Say, Verb
from workbench.ui.rows import row
from workbench.ui.source import SourceView

VIEWS: Final[tuple[View, ...]] = ("inbox", "deferred", "benched", "rejected", "published", "all")
BEHIND: Final = (
    0.06  # seconds until the source follows the cursor: more than between two keys of one held down
)
SORTS: Final = ("newest", "oldest", "title", "origin")


class InboxPane(Vertical):
    """One row a link. Its own state is the view, the sort, the filter and the cursor; all else is the desk's."""

    BINDINGS = [*bindings("inbox")]
    issue_id: reactive[int | None] = reactive(None)

    def __init__(self, present: Present, asked: Container[int] = ()) -> None:
        super().__init__(id="inbox", classes="pane")
        self._present = present
        self._asked = asked
        self._query: Query | None = None
        self._matching: set[int] = set()
        self._behind: Timer | None = None
        self.view: View = "inbox"
        self.sort = "newest"
        self.list = LinkList(self._describe)
        self.source = SourceView(present, asked, id="strip")
        self.filter = Input(
            placeholder="filter: words, kind:paper, tag:agents, before:7d, -title", id="filter"
        )

    def compose(self) -> ComposeResult:
        yield self.filter
        yield self.list
        yield self.source

    def on_mount(self) -> None:
        self.filter.display = False
        self._show()

    # What the screen says

    def changed(self, touched: Touched) -> None:
        """Rows of these links changed, came or went; the cursor stays where its link, or else its place, is."""
        if not touched.links:
            return
        if self._query is not None:
            self._matching -= touched.links
            self._matching |= self._present.matching(self._query, touched.links & self._present.links.keys())
        self._show(touched.links)

    def place(self) -> dict[str, Any]:
        """Where the pane stands, for the next start."""
        return {
            "view": self.view,
            "sort": self.sort,
            "filter": self.filter.value,
            "link": self.list.cursor_id,
        }

    def go_to(self, place: dict[str, Any]) -> None:
        """Stand where `place` says, as far as that still exists."""
        self.view = place["view"] if place.get("view") in VIEWS else "inbox"
        self.sort = place["sort"] if place.get("sort") in SORTS else "newest"
        text = place.get("filter")
        if isinstance(text, str) and text:
            self.filter.value = line(text)
            self.filter.display = True
        self._ask(self.filter.value)
        if isinstance(place.get("link"), int):
            self.list.move_to(place["link"])

    def find(self, links: Sequence[int]) -> None:
        """Put the cursor on the first of these links that this view shows."""
        here = next((id for id in links if self._shown(id)), None)
        if here is not None:
            self.list.move_to(here)

    def take(self) -> list[int]:
        """The marked links, which are marked no more, else the one under the cursor."""
        links = self.list.targets()
        self.list.unmark()
        return links

    def open_filter(self) -> None:
        """Begin to filter."""
        self.filter.display = True
        self.filter.focus()

    def leave(self) -> bool:
        """One step back: out of the marks, the field, the filter. False where there was nothing to leave."""
        if self.list.marked:
            self.list.unmark()
        elif self.filter.has_focus:
            self.list.focus()
            self.filter.display = bool(self.filter.value)
        elif self._query is not None:
            self.filter.value = ""
            self.filter.display = False
        else:
            return False
        return True

    # What it shows

    def _describe(self, id: int) -> Row:
        told = self.view != "all" and self._query is None
        return row(self._present, id, told, asked=id in self._asked)

    def _show(self, changed: set[int] | None = None) -> None:
        self.list.empty = self._invitation()
        self.list.show(self._ids(), words=self._query.words if self._query else ())
        if changed is not None:
            self.list.refresh_ids(changed)
        self.border_title = self._title()
        self.border_subtitle = literal("" if self.sort == "newest" else f"by {self.sort}")
        if not self.behind:
            self.source.show(self.list.cursor_id)

    def _ids(self) -> list[int]:
        asked = self._query is not None and self._query.of_state
        ids = self._present.ids("all" if asked else self.view)
        if self._query is not None:
            ids = [id for id in ids if id in self._matching]
        links = self._present.links
        if self.sort == "oldest":
            ids.reverse()
        elif self.sort == "title":
            ids.sort(key=lambda id: links[id].title.casefold() or "\uffff")
        elif self.sort == "origin":
            ids.sort(key=lambda id: origin(links[id].identity).casefold())
        return ids

    def _shown(self, id: int) -> bool:
        if self._query is not None and id not in self._matching:
            return False
        asked = self._query is not None and self._query.of_state
        return id in self._present.links and (bool(asked) or self.view in ("all", self._present.state(id)))

    def _title(self) -> Content:
        parts = [f"{view} {self._present.count(view)}" for view in VIEWS]
        at = VIEWS.index(self.view)
        shown = [Content(parts[at].capitalize()).stylize("bold")]
        others = [part for i, part in enumerate(parts) if i != at and self._present.count(VIEWS[i]) and i < 4]
        return Content(" ─ ").join([*shown, *(Content(other).stylize("not bold dim") for other in others)])

    def _invitation(self) -> str:
        if self._query is not None:
            return "Nothing matches: escape leaves the filter."
        if self.view != "inbox":
            return f"Nothing {'here' if self.view == 'all' else self.view}: [ and ] turn the view."
        if not self._present.links:
            return "Nothing saved yet: a adds links, or paste them here. ? shows every key."
        return "Nothing in the inbox: a adds links, ] turns to the other views."

    # The filter

    @on(Input.Changed, "#filter")
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self._ask(event.value)

    @on(Input.Submitted, "#filter")
    def _chosen(self, event: Input.Submitted) -> None:
        event.stop()
        self.list.focus()
        if self._query is not None and self._query.problems:
            self.post_message(Say(self._query.problems[0], failed=True))

    def _ask(self, text: str) -> None:
        before = self._query
        self._query = parse(text, self._present.now) if text.strip() else None
        if self._query is None:
            self._matching = set()
        elif before is not None and self._query.narrows(before):
            self._matching = self._present.matching(self._query, self._matching)
        else:
            self._matching = self._present.matching(self._query, self._present.links)
        self._show()

    @on(LinkList.Moved)
    def _moved(self) -> None:
        """The source follows a cursor that rests: laying its text out takes longer than a row, and would hold up
        one that runs."""
        if self._behind is not None:
            self._behind.stop()
        self._behind = self.set_timer(BEHIND, self._follow)

    def _follow(self) -> None:
        self._behind = None
        self.source.show(self.list.cursor_id)

    @property
    def behind(self) -> bool:
        """Whether the source has not caught up with the cursor yet."""
        return self._behind is not None

    # Keys

    def _act(self, verb: Callable[..., Change], **values: Any) -> None:
        """Do a verb with the marked links, or the one under the cursor."""
        targets = self.list.targets()
        if not targets:
            self.post_message(Say("There is no link under the cursor: a adds some."))
            return
        self.post_message(Do(partial(verb, links=targets, **values)))
        self.list.unmark()

    def action_link_place(self, digit: int) -> None:
        sections = self._sections()
        if digit > len(sections):
            self.post_message(Say(f"There are {len(sections)} sections.", failed=True))
        else:
            self._act(triage.place, section=sections[digit - 1].key, issue=self.issue_id)

    def action_link_suggested(self) -> None:
        targets = self.list.targets()
        section = suggested(self._present.links[targets[0]].kind, self._sections()) if targets else None
        if section is None:
            self.post_message(Say("No section is suggested for this link: press its digit."))
        else:
            self._act(triage.place, section=section.key, issue=self.issue_id)

    def action_link_bench(self) -> None:
        self._act(triage.bench, issue=self.issue_id)

    def action_link_reject(self) -> None:
        self._act(triage.reject)

    def action_link_defer(self) -> None:
        self._act(triage.defer, issue=self.issue_id)

    def action_link_restore(self) -> None:
        self._act(triage.restore)

    def action_link_join(self) -> None:
        host = self.list.cursor_id
        if host is not None:
            guests = [id for id in self.list.targets() if id != host]
            self.post_message(Do(partial(triage.join, link=host, others=guests)))
            self.list.unmark()

    @on(LinkList.Chosen)
    def _read(self, event: LinkList.Chosen) -> None:
        self.post_message(Read(event.id))

    def action_inbox_sort(self) -> None:
        self.sort = SORTS[(SORTS.index(self.sort) + 1) % len(SORTS)]
        self._show()
        self.post_message(Say(f"Sorted: {self.sort}"))

    def action_inbox_next(self) -> None:
        self._turn(1)

    def action_inbox_previous(self) -> None:
        self._turn(-1)

    def _turn(self, by: int) -> None:
        self.view = VIEWS[(VIEWS.index(self.view) + by) % len(VIEWS)]
        self.list.unmark()
        self._show()

    def action_link_open(self) -> None:
        self._with_url(Open)

    def action_link_copy(self) -> None:
        self._with_url(lambda url: Copy(url, "The link"))

    def _with_url(self, message: Callable[[str], Message]) -> None:
        id = self.list.cursor_id
        if id is not None:
            self.post_message(message(self._present.links[id].url))

    def action_link_title(self) -> None:
        id = self.list.cursor_id
        if id is not None:
            title, hint = self._present.links[id].title, "Empty gives it back to the site."
            verb = partial(fetching.title, link=id)
            self.post_message(Ask("Title:", title, lambda answer: partial(verb, text=answer), hint=hint))

    def action_link_tag(self) -> None:
        targets = self.list.targets()
        if targets:
            tags = " ".join(self._present.links[targets[0]].tags) if len(targets) == 1 else ""
            self.post_message(Ask("Tags, -tag takes one away:", "", partial(self._tag, targets), hint=tags))

    def _tag(self, targets: list[int], answer: str) -> Verb:
        self.list.unmark()
        return partial(triage.tag, links=targets, tags=answer.split())

    def action_link_note(self) -> None:
        id = self.list.cursor_id
        if id is not None:
            note = self._present.links[id].note
            self.post_message(Ask("Note:", note, lambda answer: partial(triage.note, link=id, text=answer)))

    def _sections(self) -> Sequence[Section]:
        if self.issue_id is not None and self.issue_id in self._present.issues:
            return self._present.issues[self.issue_id].sections
        return self._present.publication.sections

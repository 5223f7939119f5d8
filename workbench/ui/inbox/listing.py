"""Which links the inbox lists, and in which order: its view, its filter and its sort order. No widget stands here."""

from collections.abc import Set
from typing import Any, Final

from workbench.curation.model import IssueId, LinkId
from workbench.curation.search.query import Query, parse_query
from workbench.curation.search.ranking import SORT_ORDERS, SortOrder
from workbench.desk.index.link_views import LinkView
from workbench.desk.state import State
from workbench.desk.verbs import writing
from workbench.desk.verbs.feeds import list_feeds

VIEWS: Final[tuple[LinkView, ...]] = ("inbox", "feeds", "deferred", "benched", "rejected", "published", "all")


_NOTHING: Final[dict[LinkView, str]] = {
    "all": "Nothing here:",
    "feeds": "Nothing new from the feeds: R asks them,",
}
"""What is said of a view without links, where its name does not say it."""


class InboxListing:
    """The links of one view, or those that a filter finds in it. A filter that names a state searches all."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._query: Query | None = None
        self._matching_ids: set[LinkId] = set()
        self.view: LinkView = "inbox"
        self.sort: SortOrder = "newest"

    def dump_ui_state(self) -> dict[str, Any]:
        """The view and its order, for the next start."""
        return {"view": self.view, "sort": self.sort}

    def restore_ui_state(self, saved: dict[str, Any]) -> None:
        """Show the view that `dump_ui_state` says, in its order, as far as there are such."""
        self.view = saved["view"] if saved.get("view") in VIEWS else "inbox"
        is_known = saved.get("sort") in SORT_ORDERS and saved["sort"] != "odds"  # which has to be read first
        self.sort = saved["sort"] if is_known else "newest"

    @property
    def is_filtered(self) -> bool:
        """Whether a filter is applied."""
        return self._query is not None

    @property
    def terms(self) -> tuple[str, ...]:
        """The words of the filter to highlight in titles."""
        return self._query.terms if self._query else ()

    @property
    def problem(self) -> str:
        """What to write where a part of the filter can mean nothing, one sentence; empty where all is understood."""
        return self._query.problems[0] if self._query and self._query.problems else ""

    @property
    def has_one_state(self) -> bool:
        """Whether every link listed is in the state of the view, so that a mark for it would say nothing."""
        return self.view != "all" and not self.is_filtered

    @property
    def views(self) -> list[LinkView]:
        """The views there are: that of the feeds as soon as a feed is read."""
        has_feeds = self.view == "feeds" or self._state.count("feeds") or list_feeds(self._state)
        return [view for view in VIEWS if view != "feeds" or has_feeds]

    def cycle_view(self, by: int) -> None:
        """Go so many views on, round the corner."""
        self.view = self.views[(self.views.index(self.view) + by) % len(self.views)]

    def cycle_sort(self) -> None:
        """Go to the next sort order, round the corner."""
        self.sort = SORT_ORDERS[(SORT_ORDERS.index(self.sort) + 1) % len(SORT_ORDERS)]

    def apply_filter(self, text: str) -> None:
        """Filter by this text; blank text takes the filter away. Typing on searches what was found before."""
        before = self._query
        self._query = parse_query(text, self._state.now, self._state.zone) if text.strip() else None
        if self._query is None:
            self._matching_ids = set()
        elif before is not None and self._query.narrows(before):
            self._matching_ids = self._state.search.filter_links(self._query, self._matching_ids)
        else:
            self._matching_ids = self._state.search.filter_links(self._query, self._state.links)

    def filter_again(self, links: Set[LinkId]) -> None:
        """These links changed, came or went."""
        if self._query is not None:
            self._matching_ids -= links
            self._matching_ids |= self._state.search.filter_links(
                self._query, links & self._state.links.keys()
            )

    def list_ids(self) -> list[LinkId]:
        """The links, in order. Those with the words of a filter in their titles come first in the usual order."""
        if self._query is None:
            return self._state.ids_in(self.view, self.sort)
        found = self._state.ids_in(self.searched_view, self.sort, self._matching_ids)
        return self._state.search.put_titles_first(self._query, found) if self.sort == "newest" else found

    def includes(self, id: LinkId) -> bool:
        """Whether this link is listed."""
        if id not in self._state.links or (self._query is not None and id not in self._matching_ids):
            return False
        return self.searched_view in ("all", self._state.state_of(id))

    def explain_empty(self, issue_id: IssueId | None = None) -> str:
        """What to do where nothing is listed, one sentence or two; of the issue in hand what is to be written."""
        if self.problem:
            return f"{self.problem} Escape leaves the filter."
        if self.is_filtered:
            return "Nothing matches: escape leaves the filter."
        if self.view != "inbox":
            nothing = _NOTHING.get(self.view, f"Nothing {self.view}:")
            return f"{nothing} [ and ] turn the view."
        if not self._state.links:
            return "Nothing saved yet: a adds links, or paste them here. ? shows every key."
        issue = self._state.find_issue(issue_id)
        waiting = writing.count_blank_pieces(self._state, issue) if issue and issue.state == "draft" else 0
        if waiting:
            pieces = "1 piece waits" if waiting == 1 else f"{waiting} pieces wait"
            return f"The inbox is empty. tab, n: {pieces} to be written. a adds links."
        return "Nothing in the inbox: a adds links, ] turns to the other views."

    @property
    def searched_view(self) -> LinkView:
        """The view whose links are listed: all of them where a filter asks for a state, an issue or a blurb."""
        return "all" if self._query is not None and self._query.spans_views else self.view

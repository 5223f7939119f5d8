"""The feeds: what each brought and when, what is kept of it, and why one cannot be read.

The view stays in front while single feeds are changed, so that what is done to one is seen at once.
"""

from collections.abc import Callable
from typing import Final, Literal, TypeAlias
from urllib.parse import urlsplit

from textual import on
from textual.app import ComposeResult
from textual.widgets import Static

from workbench.curation.feed import Feed, FeedId
from workbench.desk.state import State
from workbench.desk.touched import Touched
from workbench.desk.verbs.feeds import list_feeds
from workbench.ui.dialogs.dialog import Dialog, DialogList
from workbench.ui.formats import format_age
from workbench.ui.keys.table import build_bindings, build_named_bindings
from workbench.ui.sanitize import to_content
from workbench.ui.widgets.list_row import ListRow
from workbench.ui.widgets.message_line import MessageLine

FeedAction: TypeAlias = Literal["pull", "title", "query", "cap", "remove"]


class FeedsDialog(Dialog[None]):
    """`act` is told what to do with the feed of an id, `add` and `undo` do what their keys say. What comes of it stands
    in the message line, which this view covers, and so here too."""

    BINDINGS = [*build_bindings("feeds"), *build_named_bindings("change.undo")]
    heading = "Feeds"
    hints = (
        ("feed.pull", "pull"),
        ("feed.add", "add"),
        ("feed.query", "query"),
        ("feed.cap", "cap"),
        ("feed.title", "title"),
        ("feed.remove", "remove"),
        ("change.undo", "undo"),
    )

    def __init__(
        self,
        state: State,
        message_line: MessageLine,
        act: Callable[[FeedAction, FeedId], None],
        *,
        add: Callable[[], None],
        undo: Callable[[], None],
    ) -> None:
        super().__init__()
        self._state: Final = state
        self._message_line: Final = message_line
        self._act: Final = act
        self._add: Final = add
        self._undo: Final = undo
        self._list: Final = DialogList(self._build_row)
        self._list.empty_text = "No feed is read yet: a adds that of a page, a channel or a repository."
        self._detail: Final = Static(classes="detail")

    def compose_body(self) -> ComposeResult:
        yield self._list
        yield self._detail

    def on_mount(self) -> None:
        self._list_feeds()
        self.watch(self._message_line, "sentence", self.say, init=False)

    def show_changes(self, touched: Touched) -> None:
        """A feed may come, go, or have been pulled, here or elsewhere."""
        if touched.ids_in("feeds"):
            self._list_feeds()
            self._list.refresh_ids(self._list.ids)

    def _list_feeds(self) -> None:
        self._list.show_ids([feed.id for feed in list_feeds(self._state)])
        self._show_detail()

    def _build_row(self, id: FeedId) -> ListRow:
        feed = self._find_feed(id)
        if feed is None:  # gone, and painted once more before the list hears of it
            return ListRow("", "", "", "")
        return ListRow(
            kind="!" if feed.failure else " ",
            title=feed.name,
            marks=self._describe_last_pull(feed),
            source_name=urlsplit(feed.url).netloc,
            age=format_age(feed.pulled, self._state.now),
            tone="error" if feed.failure else "",
        )

    def _describe_last_pull(self, feed: Feed) -> str:
        if feed.failure:
            return "ended" if feed.ended else "failed"
        return f"{feed.taken} today" if feed.taken and feed.day == self._state.today.isoformat() else ""

    @on(DialogList.CursorMoved)
    def _show_detail(self) -> None:
        feed = self._find_feed(self._list.cursor_id)
        self._detail.update(to_content("" if feed is None else _describe_feed(feed)))

    @on(DialogList.Activated)
    def action_feed_pull(self) -> None:
        """Ask the feed under the cursor."""
        self._act_on_feed("pull")

    def action_feed_title(self) -> None:
        """Ask what it is to be called."""
        self._act_on_feed("title")

    def action_feed_query(self) -> None:
        """Ask what is to be kept of it."""
        self._act_on_feed("query")

    def action_feed_cap(self) -> None:
        """Ask how many links a day it may bring."""
        self._act_on_feed("cap")

    def action_feed_remove(self) -> None:
        """Read it no longer."""
        self._act_on_feed("remove")

    def action_feed_add(self) -> None:
        """Ask for the address of another."""
        self._add()

    def action_change_undo(self) -> None:
        """Take back the newest change."""
        self._undo()

    def _act_on_feed(self, action: FeedAction) -> None:
        feed = self._find_feed(self._list.cursor_id)
        if feed is None:
            self.say("There is no feed here: a adds one.")
        else:
            self._act(action, feed.id)

    def _find_feed(self, id: int | None) -> Feed | None:
        return None if id is None else self._state.documents_of(Feed).get(id)


def _describe_feed(feed: Feed) -> str:
    """Its address, what is kept of it, and what keeps it from being read."""
    kept = f"Keeps what {feed.query} finds" if feed.query else "Keeps all"
    lines = [feed.url, f"{kept}, at most {feed.cap} a day."]
    if feed.ended:
        lines.append(f"It has ended: {feed.failure} It is asked no more, unless you do.")
    elif feed.failure:
        times = "" if feed.failures == 1 else f" {feed.failures} times in a row"
        lines.append(f"It could not be read{times}: {feed.failure} It is asked less often until it can be.")
    elif not feed.pulled:
        lines.append("It was never asked.")
    return "\n".join(lines)

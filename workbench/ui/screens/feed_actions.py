"""What the screen's keys do with feeds: pull them, show them, add, change and remove single ones."""

from collections.abc import Callable
from functools import partial
from typing import Final

from workbench.curation.feed import Feed, FeedId
from workbench.desk.incoming.feed_finding import find_feeds
from workbench.desk.ports import FeedWeb
from workbench.desk.state import State
from workbench.desk.verbs import feeds
from workbench.desk.verbs.feeds import FeedsAdded
from workbench.ui.dialogs.dialog import ShowDialog
from workbench.ui.dialogs.feeds import FeedAction, FeedsDialog
from workbench.ui.dialogs.line_prompt import LinePrompt
from workbench.ui.dialogs.unfinished_texts import UnfinishedTexts
from workbench.ui.messages import AskLine, Verb
from workbench.ui.services.command_runner import CommandRunner
from workbench.ui.services.feed_job import FeedJob
from workbench.ui.widgets.message_line import MessageLine

ADDRESS_PURPOSE: Final = "feed"  # of the one line in which a feed is asked for
_HINT: Final = "A feed, or a page, a channel, an arXiv listing, a subreddit, a repository that has one."
_QUESTIONS: Final[dict[FeedAction, str]] = {
    "title": "its title",
    "query": "keep what this finds",
    "cap": "at most so many links a day",
}
_QUERY_HINT: Final = "As in the filter: kind:paper agents -survey. Empty keeps all."


class FeedActions:
    """Each method returns at once; what comes of it is shown or said. `ask_line` asks for a line and saves the answer,
    `undo` takes back the newest change."""

    def __init__(
        self,
        state: State,
        runner: CommandRunner,
        job: FeedJob,
        web: FeedWeb,
        message_line: MessageLine,
        unfinished: UnfinishedTexts,
        *,
        show_dialog: ShowDialog,
        ask_line: Callable[[AskLine], None],
        undo: Callable[[], None],
    ) -> None:
        self._state: Final = state
        self._runner: Final = runner
        self._job: Final = job
        self._web: Final = web
        self._message_line: Final = message_line
        self._unfinished: Final = unfinished
        self._show_dialog: Final = show_dialog
        self._ask_line: Final = ask_line
        self._undo: Final = undo

    def pull(self) -> None:
        """Ask the feeds for new links."""
        self._message_line.say(self._job.pull())

    def show(self) -> None:
        """Show the feeds, and what is to be done with them."""
        view = FeedsDialog(self._state, self._message_line, self._act, add=self.open_prompt, undo=self._undo)
        self._show_dialog(view, lambda _: None)

    def open_prompt(self) -> None:
        """Ask for the address of a feed or its page, and read that feed from now on. What has none comes back."""
        unfinished = self._unfinished.open_text(ADDRESS_PURPOSE)
        prompt = LinePrompt("Read the feed at this address", "", _HINT, unfinished)
        self._show_dialog(prompt, self._add)

    def _act(self, action: FeedAction, id: FeedId) -> None:
        feed = self._state.documents_of(Feed).get(id)
        if feed is None:
            self._message_line.say("That feed is no longer there.", failed=True)
        elif action == "pull":
            self._message_line.say(self._job.pull([feed]))
        elif action == "remove":
            self._runner.run_verb(partial(feeds.remove_feeds, ids=[id]))
        else:
            value = {"title": feed.title, "query": feed.query, "cap": str(feed.cap)}[action]
            question = AskLine(
                f"{feed.name}: {_QUESTIONS[action]}", value, partial(_make_change, action, id),
                hint=_QUERY_HINT if action == "query" else "", purpose=f"feed:{id} {action}",
            )  # fmt: skip
            self._ask_line(question)

    def _add(self, address: str | None) -> None:
        if address:
            self._message_line.say(f"Looking for the feed of {address} …")
            self._runner.start(partial(self._find_and_add, address), self._begin)

    async def _find_and_add(self, address: str) -> FeedsAdded:
        found = await find_feeds(self._state, self._web, [address])
        added = (await self._runner.do(partial(feeds.add_feeds, subscriptions=found))).proposal
        assert isinstance(added, FeedsAdded)
        return added

    def _begin(self, added: FeedsAdded) -> None:
        """Pull a feed as it is added."""
        self._unfinished.discard_text(ADDRESS_PURPOSE)
        self._job.pull(added.feeds)


def _make_change(action: FeedAction, id: FeedId, text: str) -> Verb:
    """The verb that gives a feed this title, query or cap."""
    match action:
        case "cap":
            return lambda state: feeds.change_feed(state, id, cap=feeds.parse_cap(text))
        case "query":
            return partial(feeds.change_feed, id=id, query=text)
        case _:
            return partial(feeds.change_feed, id=id, title=text)

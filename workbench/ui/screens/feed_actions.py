"""What the screen's keys do with feeds: pull them, add one by the address of its page."""

from functools import partial
from typing import Final

from workbench.desk.incoming.feed_finding import find_feeds
from workbench.desk.ports import FeedWeb
from workbench.desk.state import State
from workbench.desk.verbs.feeds import FeedsAdded, add_feeds
from workbench.ui.dialogs.dialog import ShowDialog
from workbench.ui.dialogs.line_prompt import LinePrompt
from workbench.ui.dialogs.unfinished_texts import UnfinishedTexts
from workbench.ui.services.command_runner import CommandRunner
from workbench.ui.services.feed_job import FeedJob
from workbench.ui.widgets.message_line import MessageLine

ADDRESS_PURPOSE: Final = "feed"  # of the one line in which a feed is asked for
_HINT: Final = "A feed, or a page, a channel, an arXiv listing, a subreddit, a repository that has one."


class FeedActions:
    """Each method returns at once; what comes of it is shown or said."""

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
    ) -> None:
        self._state: Final = state
        self._runner: Final = runner
        self._job: Final = job
        self._web: Final = web
        self._message_line: Final = message_line
        self._unfinished: Final = unfinished
        self._show_dialog: Final = show_dialog

    def pull(self) -> None:
        """Ask the feeds for new links."""
        self._message_line.say(self._job.pull())

    def open_prompt(self) -> None:
        """Ask for the address of a feed or its page, and read that feed from now on. What has none comes back."""
        unfinished = self._unfinished.open_text(ADDRESS_PURPOSE)
        prompt = LinePrompt("Read the feed at this address", "", _HINT, unfinished)
        self._show_dialog(prompt, self._add)

    def _add(self, address: str | None) -> None:
        if address:
            self._message_line.say(f"Looking for the feed of {address} …")
            self._runner.start(partial(self._find_and_add, address), self._begin)

    async def _find_and_add(self, address: str) -> FeedsAdded:
        found = await find_feeds(self._state, self._web, [address])
        added = (await self._runner.do(partial(add_feeds, subscriptions=found))).proposal
        assert isinstance(added, FeedsAdded)
        return added

    def _begin(self, added: FeedsAdded) -> None:
        """Pull a feed as it is added."""
        self._unfinished.discard_text(ADDRESS_PURPOSE)
        self._job.pull(added.feeds)

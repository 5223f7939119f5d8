"""Pull feeds from the command line: take in each answer as it comes, and say what it brought.

Links are saved at once; what feeds have to remember follows at the end, as one change. So whatever ends a pull loses no
link, and what was not remembered is found among the links.
"""

import gc
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from workbench.cli.output import format_count, info
from workbench.curation.clipping import OfflineError
from workbench.curation.feed import Feed
from workbench.curation.model import UserError

if TYPE_CHECKING:
    from workbench.curation.subscription import FeedAnswer
    from workbench.desk.desk import Desk
    from workbench.desk.incoming.feeds import Pull
    from workbench.desk.ports import FeedWeb

_EXIT_INTERRUPTED: Final = 130


class PulledFeed(Struct, frozen=True):
    """What a pull of a feed came to: how many links were new and how many known, or why it could not be read."""

    url: str
    title: str
    new: int
    known: int
    failure: str


class PullSummary(Struct, frozen=True):
    """What pulling `requested` feeds came to; `early_exit_code` is that of what ended it early, 0 where nothing did."""

    requested: int
    feeds: list[PulledFeed]
    early_exit_code: int = 0
    is_offline: bool = False

    @property
    def exit_code(self) -> int:
        """The exit code: 1 where some feeds could not be read."""
        return self.early_exit_code or int(any(feed.failure for feed in self.feeds))

    @property
    def sentence(self) -> str:
        """One sentence for people."""
        left = self.requested - len(self.feeds)
        if not self.requested:
            return "No feed is to be asked now: `workbench feeds add` adds one."
        if self.is_offline:
            return "This machine seems to be offline: `workbench feeds pull` asks again."
        new = format_count(sum(feed.new for feed in self.feeds), "new link")
        failed = sum(bool(feed.failure) for feed in self.feeds)
        said = f"{format_count(len(self.feeds), 'feed')}: {new}{f', {failed} failed' if failed else ''}."
        return f"Stopped: what came is kept, {left} of {self.requested} left. {said}" if left else said


def pull_feeds(desk: "Desk", web: "FeedWeb", feeds: Sequence[Feed]) -> PullSummary:
    """Ask these feeds and save what they bring. What ends it early is not raised: the summary says so."""
    import asyncio

    from workbench.desk.incoming.feeds import record_pulls

    pulls: list[Pull] = []
    exit_code, is_offline = 0, False
    gc.enable()  # this may take long, and each answer leaves cycles behind
    try:
        asyncio.run(_pull_all(desk, web, feeds, pulls))
    except KeyboardInterrupt:
        exit_code = _EXIT_INTERRUPTED
    except OfflineError:
        exit_code, is_offline = 1, True
    except UserError as refusal:
        info(str(refusal))
        exit_code = 3
    if pulls:
        desk.do(record_pulls, pulls)
    return PullSummary(
        len(feeds), [_describe_pull(desk, feeds, pull) for pull in pulls], exit_code, is_offline
    )


async def _pull_all(desk: "Desk", web: "FeedWeb", feeds: Sequence[Feed], pulls: "list[Pull]") -> None:
    names = {feed.id: feed.name for feed in feeds}
    async for answer in web.pull_feeds(feeds):
        pulls.append(_save_answer(desk, answer))
        info(f"[{len(pulls)}/{len(feeds)}] {names[answer.feed]}: {pulls[-1].sentence}")


def _save_answer(desk: "Desk", answer: "FeedAnswer") -> "Pull":
    from workbench.desk.incoming.feeds import FailedFeed, Pull, read_answer, take_in_feed

    read = read_answer(answer)
    if isinstance(read, FailedFeed):
        return Pull(feed=read.feed, failure=read.failure)
    return desk.do(take_in_feed, read).proposal.pull


def _describe_pull(desk: "Desk", feeds: Sequence[Feed], pull: "Pull") -> PulledFeed:
    asked = next(feed for feed in feeds if feed.id == pull.feed)
    feed = desk.state.documents_of(Feed).get(pull.feed, asked)
    reason = pull.failure.reason if pull.failure else ""
    return PulledFeed(feed.url, feed.title, pull.new, pull.known, reason)

"""Take in what feeds bring: which of their items are new, which of those are wanted, and when to ask again.

Links of a feed stand apart until the editor takes them. What came once does not come again, whatever became of it.
What is fetched, and how, is the port's `FeedWeb`.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from hashlib import blake2b
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from workbench.curation.change import Change
from workbench.curation.claims import feed_key
from workbench.curation.clipping import Clipping, ImportResult
from workbench.curation.feed import Feed, FeedId
from workbench.curation.identity import Identity, identify
from workbench.curation.model import Failure, Link, LinkId, format_time
from workbench.curation.search.folding import fold_text
from workbench.curation.search.query import Query, haystack_of, parse_query
from workbench.curation.subscription import FeedAnswer, FeedPage, ParsedFeed
from workbench.desk.change_builder import ChangeBuilder
from workbench.desk.incoming.clipping_merger import ClippingMerger
from workbench.desk.incoming.matching import match_link
from workbench.desk.state import State
from workbench.desk.verbs.feeds import list_feeds
from workbench.intake.content import Content
from workbench.intake.errors import FormatError

MAX_OLD_KEYS: Final = 200
"""Keys of items that are remembered beside those that the feed still has."""
FIRST_PAUSE: Final = timedelta(hours=1)
LONGEST_PAUSE: Final = timedelta(days=7)
"""How long a feed that fails is left alone: twice as long after each failure, up to this."""


class ReadFeed(Struct, frozen=True):
    """A feed that answered and was read. `moved_to` is its address from now on, if that is another."""

    feed: FeedId
    parsed: ParsedFeed
    moved_to: str = ""


class FailedFeed(Struct, frozen=True):
    """A feed that could not be read, and why."""

    feed: FeedId
    failure: Failure


class Pull(Struct, frozen=True, kw_only=True):
    """What a pull of one feed came to, for the feed to remember. `seen` are the keys of items that need not come again.

    `new` links were taken in, `known` were links already, `unwanted` were no find of its query, `waiting` are over the
    cap of the day and come another day. `failure` is None where it was read.
    """

    feed: FeedId
    new: int = 0
    known: int = 0
    unwanted: int = 0
    waiting: int = 0
    seen: tuple[str, ...] = ()
    title: str = ""
    site: str = ""
    moved_to: str = ""
    failure: Failure | None = None

    @property
    def sentence(self) -> str:
        """For people: `3 new, 12 known`; why it could not be read."""
        if self.failure is not None:
            return self.failure.reason
        more = ((self.unwanted, "left out by its query"), (self.waiting, "wait for another day"))
        said = [f"{self.new} new" if self.new else "nothing new"]
        return ", ".join(said + [f"{count} {what}" for count, what in more if count])


class FeedIntake(Struct, frozen=True):
    """The change that takes a feed's new items in, and what the feed has to remember."""

    change: Change
    pull: Pull


def list_due_feeds(state: State) -> list[Feed]:
    """The feeds to ask now: all but those that ended, and those that failed and wait."""
    return [feed for feed in list_feeds(state) if not feed.ended and feed.next_try <= state.now]


def read_answer(answer: FeedAnswer) -> ReadFeed | FailedFeed:
    """Read what a feed answered. It may take a tenth of a second for each megabyte."""
    if isinstance(answer.result, Failure):
        return FailedFeed(answer.feed, answer.result)
    try:
        return ReadFeed(answer.feed, read_page(answer.result), answer.result.moved_to)
    except FormatError as fault:
        return FailedFeed(answer.feed, Failure(f"Its address holds something that {fault}"))


def read_page(page: FeedPage) -> ParsedFeed:
    """The feed that a page is; `FormatError` where it is none."""
    from workbench.intake.formats.feed import parse_web_feed  # noqa: PLC0415 - the screen starts without the formats

    return parse_web_feed(Content(b"", page.text), page.url)


def take_in_feed(state: State, read: ReadFeed) -> FeedIntake:
    """Save the new items of a feed that its query keeps, as many as the cap of the day leaves room for. Never fetches.

    A work that is known stays as it is, wherever it stands.
    """
    feed = state.documents_of(Feed).get(read.feed)
    if feed is None:
        return FeedIntake(Change(label="Read a feed that is gone", origin="feed"), Pull(feed=read.feed))
    intake = _ItemIntake(state, feed)
    keyed = _key_items(read.parsed.result)
    for clipping, keys in keyed:
        intake.judge_item(clipping, keys)
    intake.add_wanted()
    pull = Pull(
        feed=feed.id, new=len(intake.wanted), known=intake.known, unwanted=intake.unwanted,
        waiting=len(intake.waiting_keys),
        seen=_remember_keys(feed, [key for _, keys in keyed if keys not in intake.waiting_keys for key in keys]),
        title=read.parsed.title, site=read.parsed.site, moved_to=read.moved_to,
    )  # fmt: skip
    count = "1 link" if pull.new == 1 else f"{pull.new} links"
    return FeedIntake(intake.builder.build(f"{count} from the feed “{feed.name}”", "feed"), pull)


def record_pulls(state: State, pulls: Sequence[Pull]) -> Change:
    """Have feeds remember what a pull of them came to: what they brought, where they are, when to ask again."""
    builder = ChangeBuilder(state)
    owners = {feed_key(feed.url): feed.id for feed in list_feeds(state)}
    known = [(pull, feed) for pull in pulls if (feed := state.documents_of(Feed).get(pull.feed)) is not None]
    for pull, feed in known:
        if pull.failure is not None:
            _record_failure(builder, feed, pull.failure)
            continue
        today = state.today.isoformat()
        builder.set(
            feed, pulled=state.now, failures=0, failure="", next_try="", ended=False, seen=pull.seen,
            day=today, taken=pull.new + (feed.taken if feed.day == today else 0),
            title=feed.title or pull.title, site=feed.site or pull.site,
        )  # fmt: skip
        if pull.moved_to and owners.setdefault(feed_key(pull.moved_to), feed.id) == feed.id:
            builder.set(feed, url=pull.moved_to)
    names = f"the feed “{known[0][1].name}”" if len(known) == 1 else f"{len(known)} feeds"
    return builder.build(f"Pulled {names}", "feed")


def _record_failure(builder: ChangeBuilder, feed: Feed, failure: Failure) -> None:
    pause = min(FIRST_PAUSE * 2 ** min(feed.failures, 16), LONGEST_PAUSE)
    builder.set(
        feed,
        failures=feed.failures + 1,
        failure=failure.reason,
        ended=failure.lasting,
        next_try=format_time(builder.state.clock() + pause),
    )


class _ItemIntake:
    """The items of one feed on their way in, the newest first."""

    def __init__(self, state: State, feed: Feed) -> None:
        self.state: Final = state
        self.builder: Final = ChangeBuilder(state)
        self.wanted: Final[list[tuple[Clipping, Identity, str]]] = []
        self.waiting_keys: Final[list[tuple[str, ...]]] = []
        self.known = self.unwanted = 0
        self._merger: Final = ClippingMerger(self.builder)
        self._feed: Final = feed
        self._query: Final = parse_query(feed.query, state.now, state.zone)
        self._seen: Final = set(feed.seen)
        self._room: Final = feed.cap - (feed.taken if feed.day == state.today.isoformat() else 0)

    def judge_item(self, clipping: Clipping, keys: tuple[str, ...]) -> None:
        """Find out what becomes of an item."""
        work = clipping.work or identify(clipping.url)
        if not isinstance(work, Identity):
            return
        match = match_link(self._merger, work, clipping.title)
        if match.link is not None or not self._seen.isdisjoint(keys):
            self.known += 1
        elif not _is_found(self._query, clipping, work, self.state.now):
            self.unwanted += 1
        elif len(self.wanted) >= self._room:
            self.waiting_keys.append(keys)
            return
        else:
            self.wanted.append((clipping, work, match.key))
        self._seen.update(keys)

    def add_wanted(self) -> None:
        """Make links of the items that are wanted: the newest last, as if they had come one by one."""
        via = f"feed {self._feed.name}"
        for clipping, work, key in reversed(self.wanted):
            new = self._merger.add_work(replace(work, key=key), via)
            new.link = replace(new.link, in_feeds=True)
            said = replace(clipping, work=work, added="")  # they came now, whenever they appeared
            self._merger.merge_clipping(new, said, via=via, is_answer=False)
        self._merger.write_edits()


class _ItemTexts:
    """What a query may look for in an item, beside what its link will be: the text that came with it."""

    def __init__(self, clipping: Clipping) -> None:
        self._text: Final = fold_text(clipping.text)

    def source_of(self, _: LinkId, /) -> str:
        return self._text

    def blurbs_of(self, _: LinkId, /) -> str:
        return ""

    def issues_of(self, _: LinkId, /) -> tuple[int, ...]:
        return ()


def _is_found(query: Query, clipping: Clipping, work: Identity, now: str) -> bool:
    link = Link(
        url=work.url, identity=work.key, kind=work.kind, title=clipping.title, tags=clipping.tags, added=now
    )
    return query.matches(link, "feeds", haystack_of(link), _ItemTexts(clipping))


def _key_items(result: ImportResult) -> list[tuple[Clipping, tuple[str, ...]]]:
    """The items with the keys by which each is known again: the id that the feed gives it, and the work behind it.

    An id that several items have tells none of them.
    """
    counts = Counter(clipping.item_id for clipping in result.clippings)
    return [(clipping, tuple(_iter_keys(clipping, counts))) for clipping in result.clippings]


def _iter_keys(clipping: Clipping, counts: Counter[str]) -> Iterator[str]:
    if clipping.item_id and counts[clipping.item_id] == 1:
        yield _digest_key(clipping.item_id)
    work = clipping.work or identify(clipping.url)
    if isinstance(work, Identity):
        yield _digest_key(work.key)


def _digest_key(text: str) -> str:
    return blake2b(text.encode("utf-8", "replace"), digest_size=6).hexdigest()


def _remember_keys(feed: Feed, keys: Iterable[str]) -> tuple[str, ...]:
    """These keys, and the newest of those that were remembered before."""
    present = dict.fromkeys(keys)
    return (*present, *[key for key in feed.seen if key not in present][:MAX_OLD_KEYS])

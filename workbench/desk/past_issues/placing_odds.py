"""What became of the links that waited, and the order that follows from it for those that wait now.

It is read anew each time that order is asked for: in steps beside the keys, or at once by a command. Nothing is kept.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import partial
from typing import Final, Protocol

from msgspec import Struct

from workbench.curation.model import Link, LinkId, LinkState, format_time
from workbench.curation.suggestion.decisions import (
    Decision,
    DecisionCounts,
    Judgement,
    Rating,
    judge_odds,
)
from workbench.curation.suggestion.traits import Traits, read_traits
from workbench.desk.index.link_views import WAITING_STATES, LinkView
from workbench.desk.steps import Steps, run_steps

MAX_READ: Final = 20_000
"""The newest links that are read. What is older says little of today, and stands behind them as by date."""
READ_AT_ONCE: Final = 200
PASSED_OVER_AFTER: Final = timedelta(days=14)
"""What waited for longer was seen and not placed."""
_FEED: Final = "feed "
_PAST_ISSUE: Final = "archive"
"""How links came that were read from past issues."""


class DecidedState(Protocol):
    """What the odds ask of a state."""

    @property
    def links(self) -> Mapping[LinkId, Link]:
        """The links by id."""

    @property
    def clock(self) -> Callable[[], datetime]:
        """What tells the time."""

    def state_of(self, link: LinkId) -> LinkState:
        """The state shown."""

    def ids_in(self, view: LinkView) -> list[LinkId]:
        """Links in that state, newest first."""


class ReadOdds(Struct, frozen=True):
    """What one reading found: how the links that wait are rated, and whether that is better than the date."""

    counts: DecisionCounts
    ratings: Mapping[LinkId, Rating]
    judgement: Judgement


class PlacingOdds:
    """The odds of a state, as they were last read."""

    def __init__(self, state: DecidedState) -> None:
        self._state: Final = state
        self._read: ReadOdds | None = None

    @property
    def ratings(self) -> Mapping[LinkId, Rating]:
        """How the links that wait are rated; empty before they are read, and where the date orders as well."""
        return self._read.ratings if self._read is not None and self._read.judgement.is_better else {}

    @property
    def verdict(self) -> str:
        """Whether the order by odds is better than that by date, one sentence; empty before they are read."""
        return "" if self._read is None else str(self._read.judgement)

    def explain(self, link: Link) -> str:
        """What the odds say of where a link is from; empty where it says nothing, or does not order anything."""
        if self._read is None or link.id not in self.ratings:
            return ""
        return self._read.counts.explain(_read_traits(link), _feed_of(link))

    def read(self) -> None:
        """Read it now: about a tenth of a second for each thousand links."""
        run_steps(self.read_in_steps())

    def read_in_steps(self) -> Steps[None]:
        """The same in steps, of which none takes longer than a key may wait."""
        decisions: list[Decision] = []
        waiting: list[tuple[LinkId, Traits, str]] = []
        passed = format_time(self._state.clock() - PASSED_OVER_AFTER)
        ids = self._state.ids_in("all")[:MAX_READ]
        for at in range(0, len(ids), READ_AT_ONCE):
            for link in self._links_of(ids[at : at + READ_AT_ONCE]):
                traits = _read_traits(link)
                state = self._state.state_of(link.id)
                if state in WAITING_STATES:
                    waiting.append((link.id, traits, _feed_of(link)))
                if state not in WAITING_STATES or (state != "deferred" and link.added < passed):
                    placed = state not in WAITING_STATES and state != "rejected"
                    decisions.append(
                        Decision(link.id, traits, _feed_of(link), link.added, _week_of(link), placed)
                    )
            yield _pause
        self._read = yield partial(_rate_links, decisions, waiting)

    def _links_of(self, ids: Sequence[LinkId]) -> list[Link]:
        """Those of them that are still there, an idea not among them: nobody brought it."""
        found = (self._state.links.get(id) for id in ids)
        return [link for link in found if link is not None and not link.is_idea]


def _pause() -> None:
    """Let the screen draw, and take a key."""


def _rate_links(decisions: Sequence[Decision], waiting: Sequence[tuple[LinkId, Traits, str]]) -> ReadOdds:
    counts = DecisionCounts(decisions)
    ratings = {id: counts.rate(traits, feed) for id, traits, feed in waiting}
    return ReadOdds(counts, ratings, judge_odds(decisions))


def _read_traits(link: Link) -> Traits:
    return read_traits(link.kind, link.identity, link.title, link.url)


def _feed_of(link: Link) -> str:
    """The name of the feed that brought a link; empty where none did."""
    return link.via.removeprefix(_FEED) if link.via.startswith(_FEED) else ""


def _week_of(link: Link) -> str:
    """The Monday of the week in which a link was saved; empty for what came with past issues, which never waited."""
    try:
        day = date.fromisoformat(link.added[:10])
    except ValueError:
        return ""
    return "" if link.via == _PAST_ISSUE else (day - timedelta(days=day.weekday())).isoformat()

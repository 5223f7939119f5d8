"""Which links were placed of those that waited, by feed, host, path and words: the order in which others are read.

The odds are the editor's own: how often links like this one were placed. Whether that puts those that were placed
higher than the date does is judged on the last weeks, each ordered by what was decided before it.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from math import log, log2
from statistics import mean
from typing import Final, TypeAlias

from msgspec import Struct

from workbench.curation.model import LinkId
from workbench.curation.suggestion.evidence import format_place
from workbench.curation.suggestion.traits import Traits

JUDGED_WEEKS: Final = 8
"""The last weeks with decisions on which the odds are judged."""
FEWEST_WEEKS: Final = 4
"""With fewer there is no judgement, and the date decides."""
READ_ROWS: Final = 60
"""Rows from the top that count: further down nobody reads."""
_PLACE_DOUBT: Final = 5.0
"""Links from a place that weigh as much as what is known without it."""
_WORD_DOUBT: Final = 100.0
"""The same for a word. It is many: most words say nothing."""
_WORD_WEIGHT: Final = 0.5

Rating: TypeAlias = float
"""The higher, the likelier a link is placed. It means nothing but an order."""


class Decision(Struct, frozen=True, gc=False):
    """What became of a link that waited. `feed` is empty where none brought it, `week` the day on which that began."""

    link: LinkId
    traits: Traits
    feed: str
    added: str
    week: str
    placed: bool


class DecisionCounts:
    """How many links were decided, and how many of them placed, in all and by trait."""

    def __init__(self, decisions: Iterable[Decision] = ()) -> None:
        self._decided: Final[Counter[str]] = Counter()
        self._placed: Final[Counter[str]] = Counter()
        for decision in decisions:
            self.add(decision)

    def add(self, decision: Decision) -> None:
        """Count in a decision."""
        traits = ["", *_list_places(decision.traits, decision.feed), *_list_words(decision.traits)]
        self._decided.update(traits)
        if decision.placed:
            self._placed.update(traits)

    def rate(self, traits: Traits, feed: str) -> Rating:
        """How likely a link of these traits is to be placed, as an order."""
        usual = share = (self._placed[""] + 0.5) / (self._decided[""] + 1)
        for place in _list_places(traits, feed):
            share = (self._placed[place] + _PLACE_DOUBT * share) / (self._decided[place] + _PLACE_DOUBT)
        rating = log(share)
        for word in _list_words(traits):
            if word in self._decided:
                of_word = (self._placed[word] + _WORD_DOUBT * usual) / (self._decided[word] + _WORD_DOUBT)
                rating += _WORD_WEIGHT * log(of_word / usual)
        return rating

    def explain(self, traits: Traits, feed: str) -> str:
        """What the odds say of where a link is from, `9 of 12 from jvns.ca were placed`; empty where nothing."""
        for place in reversed(_list_places(traits, feed)):
            if self._decided[place] > 1:
                name = place.removeprefix(_FEED) if place.startswith(_FEED) else format_place(place)
                return f"{self._placed[place]} of {self._decided[place]} from {name} were placed"
        return ""


_FEED: Final = "feed:"
_WORD: Final = "word:"
_SLUG: Final = "slug:"


def _list_places(traits: Traits, feed: str) -> list[str]:
    """From the widest to the nearest."""
    return [*([_FEED + feed] if feed else []), *traits.places]


def _list_words(traits: Traits) -> list[str]:
    return [*(_WORD + word for word in traits.words), *(_SLUG + word for word in traits.slugs)]


class Judgement(Struct, frozen=True):
    """How high links that were placed stood by the odds and by the date, from 0 to 1, on how many weeks."""

    weeks: int
    by_odds: float
    by_date: float

    @property
    def is_better(self) -> bool:
        """Whether the odds order better than the date does."""
        return self.weeks >= FEWEST_WEEKS and self.by_odds > self.by_date

    def __str__(self) -> str:
        """One sentence for people."""
        if self.weeks < FEWEST_WEEKS:
            return f"There is no order by odds before {FEWEST_WEEKS} weeks have placed and passed-over links."
        how = "higher than" if self.is_better else "no higher than"
        return f"On your last {self.weeks} weeks the odds put what you placed {how} the date does."


def judge_odds(decisions: Iterable[Decision]) -> Judgement:
    """Order each of the last weeks by what was decided before it, and compare that with the newest first."""
    weeks: defaultdict[str, list[Decision]] = defaultdict(list)
    for decision in decisions:
        weeks[decision.week].append(decision)
    judged = [week for week in sorted(weeks) if len({one.placed for one in weeks[week]}) > 1][-JUDGED_WEEKS:]
    counts, by_odds, by_date = DecisionCounts(), [], []
    for week in sorted(weeks):
        if week in judged:
            newest = sorted(weeks[week], key=lambda one: (one.added, one.link), reverse=True)
            by_date.append(score_order([one.placed for one in newest]))
            rated = sorted(newest, key=lambda one: -counts.rate(one.traits, one.feed))
            by_odds.append(score_order([one.placed for one in rated]))
        for decision in weeks[week]:
            counts.add(decision)
    return Judgement(len(judged), mean(by_odds or [0.0]), mean(by_date or [0.0]))


def score_order(placed: Sequence[bool]) -> float:
    """How high those that were placed stand in an order, from 0 to 1: the normalised discounted gain of its top."""
    found = sum(1 / log2(row + 2) for row, is_placed in enumerate(placed[:READ_ROWS]) if is_placed)
    best = sum(1 / log2(row + 2) for row in range(min(sum(placed), READ_ROWS)))
    return found / best if best else 0.0

"""How high the order by odds puts what was picked, on real candidates: `python -m tests.recorded.ranking FOLDER`.

FOLDER holds a checkout of nclandrei/goodbrief: all candidates of 22 weeks, the shortlist of each, and what was picked.
From the seventh week on each is ordered by the weeks before it, and compared with the newest first. It is not part of
the gate. The picks were proposed by a language model and approved by a person.
"""

import argparse
import json
from collections.abc import Callable, Iterator, Sequence, Set
from pathlib import Path
from statistics import mean
from typing import Any, Final, TypeAlias

from msgspec import Struct

from workbench.curation.identity import Identity, identify
from workbench.curation.model import LinkId
from workbench.curation.suggestion.decisions import Decision, DecisionCounts, judge_odds, score_order
from workbench.curation.suggestion.traits import read_traits

CHECKOUT: Final = "nclandrei+goodbrief"
LEARNT_WEEKS: Final = 6
RECALL_WANTED: Final = 0.55
GAIN_WANTED: Final = 0.05
Fields: TypeAlias = dict[str, Any]


class Week(Struct):
    """The candidates of a week as decisions, and which of them were on the shortlist."""

    name: str
    candidates: list[Decision]
    shortlist: Set[LinkId]


def read_weeks(checkout: Path) -> Iterator[Week]:
    """The weeks for which all of this is there, oldest first."""
    for folder in sorted((checkout / "data" / "pipeline").iterdir()):
        picks = _read(checkout / "data" / "drafts" / f"{folder.name}.json")["selected"]
        picked = {article["id"] for article in picks}
        short = _read(folder / "05-shortlist.json")["data"]
        listed = {article["id"] for article in (*short["selected"], *short["reserves"])}
        articles = _read(folder / "01-prepared.json")["data"]["preparedArticles"]
        numbers = {article["id"]: LinkId(at) for at, article in enumerate(articles)}
        yield Week(
            folder.name,
            [_make_decision(one, numbers[one["id"]], folder.name, one["id"] in picked) for one in articles],
            {numbers[id] for id in listed if id in numbers},
        )


def _read(file: Path) -> Fields:
    fields: Fields = json.loads(file.read_text("utf-8"))
    return fields


def _make_decision(article: Fields, link: LinkId, week: str, placed: bool) -> Decision:
    found = identify(article["url"])
    key = found.key if isinstance(found, Identity) else article["url"]
    traits = read_traits("read", key, article["title"], article["url"])
    return Decision(link, traits, article["sourceName"], article["publishedAt"], week, placed)


Order: TypeAlias = Callable[[Decision], Any]
"""What candidates are sorted by, the highest first."""


class Score(Struct):
    """What one order reached, a number a week."""

    recall_60: list[float]
    recall_200: list[float]
    gain: list[float]
    short: list[float]

    def add(self, week: Week, order: Order) -> None:
        """Count one week ordered so."""
        placed = [one.placed for one in sorted(week.candidates, key=order, reverse=True)]
        short = [one for one in week.candidates if one.link in week.shortlist]
        picked = sum(one.placed for one in short)
        self.recall_60.append(sum(placed[:60]) / sum(placed))
        self.recall_200.append(sum(placed[:200]) / sum(placed))
        self.gain.append(score_order(placed))
        self.short.append(_hit([one.placed for one in sorted(short, key=order, reverse=True)], picked))

    def __str__(self) -> str:
        return (
            f"recall@60 {mean(self.recall_60):.2f}, recall@200 {mean(self.recall_200):.2f},"
            f" NDCG@60 {mean(self.gain):.2f}, picks at the top of the shortlist {mean(self.short):.3f}"
        )


def _hit(placed: Sequence[bool], count: int) -> float:
    return sum(placed[:count]) / count if count else 0.0


def measure(weeks: Sequence[Week]) -> tuple[Score, Score]:
    """The scores of the order by odds and of that by date."""
    counts, by_odds, by_date = DecisionCounts(), Score([], [], [], []), Score([], [], [], [])
    for at, week in enumerate(weeks):
        if at >= LEARNT_WEEKS:
            by_odds.add(week, lambda one: counts.rate(one.traits, one.feed))
            by_date.add(week, lambda one: one.added)
        for decision in week.candidates:
            counts.add(decision)
    return by_odds, by_date


def main() -> None:
    """Measure, and say which goals were missed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", type=Path)
    weeks = list(read_weeks(parser.parse_args().folder / CHECKOUT))
    by_odds, by_date = measure(weeks)
    print(
        f"{len(by_odds.gain)} weeks tested, {sum(len(week.candidates) for week in weeks)} candidates in all"
    )
    print(f"by odds    {by_odds}")
    print(f"by date    {by_date}")
    print(f"Its own judgement: {judge_odds([one for week in weeks for one in week.candidates])}")
    short = [one for week in weeks for one in week.candidates if one.link in week.shortlist]
    print(f"On the shortlists alone: {judge_odds(short)}")
    if mean(by_odds.recall_200) < RECALL_WANTED:
        print(f"Missed: recall@200 {mean(by_odds.recall_200):.2f}, wanted {RECALL_WANTED}")
    if mean(by_odds.short) < mean(by_date.short) + GAIN_WANTED:
        print(
            f"Missed: {mean(by_odds.short) - mean(by_date.short):+.3f} on shortlists, wanted {GAIN_WANTED:+}"
        )


if __name__ == "__main__":
    main()

"""What a report says, counted from links, issues and the history. How it is shown stays out.

Days are those where the editor is. The year behind are the 52 weeks, from Monday, that end with the present one; months
are its calendar months. An import of past issues counts as published then, and not as saved now.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import pairwise
from statistics import median
from typing import Final, Literal, TypeAlias

from msgspec import Struct

from workbench.curation.identity import source_name
from workbench.curation.model import Entry, Issue, Kind, Link, LinkState
from workbench.curation.text.word_count import count_words

WEEKS: Final = 52
MAX_SERIES: Final = 12
"""Hosts that are told by name; those after them are one."""
OTHERS: Final = "others"
BLURB_BINS: Final = (0, 25, 50, 75, 100, 125, 150, 200)
WAIT_BINS: Final = (0, 1, 3, 7, 14, 30, 90, 365)

Deed: TypeAlias = Literal["placed", "rejected"]


class Week(Struct, frozen=True):
    """One week, from its Monday: links saved, placed and rejected, entries published."""

    start: str
    saved: int = 0
    placed: int = 0
    rejected: int = 0
    published: int = 0


class Series(Struct, frozen=True):
    """How often something was published, in each month of the report."""

    name: str
    counts: tuple[int, ...]

    @property
    def total(self) -> int:
        """In all months."""
        return sum(self.counts)


class Spread(Struct, frozen=True):
    """How values spread: how many there are, their middle (None without any), and how many fall into each range."""

    count: int
    middle: float | None
    ranges: tuple[tuple[str, int], ...]


class FeedFigures(Struct, frozen=True):
    """What a feed brought, and what became of it. What waits is nowhere yet."""

    name: str
    brought: int
    published: int
    placed: int
    rejected: int
    waiting: int


class Report(Struct, frozen=True):
    """The figures. `months` name the columns of `sections`, `hosts` and `kinds`, as `2026-11`.

    `blurbs` are in words; `waits` in days from saved to published, `waiting` in days for what is in the inbox now.
    """

    since: str
    until: str
    issues: int
    weeks: tuple[Week, ...]
    months: tuple[str, ...]
    sections: tuple[Series, ...]
    hosts: tuple[Series, ...]
    kinds: tuple[Series, ...]
    blurbs: Spread
    waits: Spread
    waiting: Spread
    feeds: tuple[FeedFigures, ...]


class SavedLink(Struct, frozen=True):
    """A link with the day it was saved on, empty where that is not known, and the state it shows."""

    link: Link
    day: str
    state: LinkState


class PrintedEntry(Struct, frozen=True):
    """An entry that readers had, with its issue and its link."""

    issue: Issue
    entry: Entry
    link: SavedLink


def build_report(
    today: date,
    saved: Sequence[SavedLink],
    printed: Sequence[PrintedEntry],
    deeds: Iterable[tuple[str, Deed]],
) -> Report:
    """The report of the year that ends today. `deeds` are what was placed and rejected, each with its day."""
    monday = today - timedelta(days=today.weekday())
    since = monday - timedelta(weeks=WEEKS - 1)
    months = _list_months(since, today)
    recent = [one for one in printed if since.isoformat() <= one.issue.date <= today.isoformat()]
    waits = [days for one in recent if (days := _count_days(one.link.day, one.issue.date)) is not None]
    inbox = [one for one in saved if one.state in ("inbox", "feeds")]
    ages = [days for one in inbox if (days := _count_days(one.day, today.isoformat())) is not None]
    return Report(
        since=since.isoformat(),
        until=today.isoformat(),
        issues=len({one.issue.id for one in recent}),
        weeks=_count_weeks(since, saved, recent, deeds),
        months=months,
        sections=_count_series(months, ((one, _name_section(one)) for one in recent)),
        hosts=_count_series(months, ((one, source_name(one.link.link.identity)) for one in recent)),
        kinds=_count_series(months, ((one, KIND_PLURALS[one.link.link.kind]) for one in recent)),
        blurbs=build_spread(
            [words for one in recent if (words := count_words(one.entry.blurb))], BLURB_BINS, "words"
        ),
        waits=build_spread(waits, WAIT_BINS, "days"),
        waiting=build_spread(ages, WAIT_BINS, "days"),
        feeds=_count_feeds(saved),
    )


KIND_PLURALS: Final[dict[Kind, str]] = {
    "paper": "papers", "video": "videos", "read": "reads", "tool": "tools", "idea": "ideas",
}  # fmt: skip


def build_spread(values: Sequence[float], bounds: Sequence[int], unit: str) -> Spread:
    """How values fall into ranges that begin at these bounds, the last without an end."""
    counts = Counter(max(bound for bound in bounds if bound <= max(value, bounds[0])) for value in values)
    closed = [f"{low}-{high - 1}" if high - low > 1 else str(low) for low, high in pairwise(bounds)]
    names = [*closed, f"{bounds[-1]}+"]
    ranges = tuple((f"{name} {unit}", counts[bound]) for name, bound in zip(names, bounds, strict=True))
    return Spread(len(values), float(median(values)) if values else None, ranges)


def _list_months(since: date, until: date) -> tuple[str, ...]:
    first, last = since.year * 12 + since.month - 1, until.year * 12 + until.month - 1
    return tuple(f"{at // 12}-{at % 12 + 1:02}" for at in range(first, last + 1))


def _count_weeks(
    since: date,
    saved: Iterable[SavedLink],
    printed: Iterable[PrintedEntry],
    deeds: Iterable[tuple[str, Deed]],
) -> tuple[Week, ...]:
    days = {
        "saved": Counter(one.day for one in saved if one.link.via != "archive"),
        "published": Counter(one.issue.date for one in printed),
        "placed": Counter[str](),
        "rejected": Counter[str](),
    }
    for day, deed in deeds:
        days[deed][day] += 1
    weeks = []
    for at in range(WEEKS):
        start = since + timedelta(weeks=at)
        own = [(start + timedelta(days=day)).isoformat() for day in range(7)]
        counts = {name: sum(count[day] for day in own) for name, count in days.items()}
        weeks.append(Week(start.isoformat(), **counts))
    return tuple(weeks)


def _name_section(one: PrintedEntry) -> str:
    return next((s.name for s in one.issue.sections if s.key == one.entry.section), one.entry.section)


def _count_series(months: tuple[str, ...], named: Iterable[tuple[PrintedEntry, str]]) -> tuple[Series, ...]:
    """The most frequent names first; those beyond `MAX_SERIES` as one, last."""
    counts: dict[str, Counter[str]] = {}
    for one, name in named:
        counts.setdefault(name, Counter())[one.issue.date[:7]] += 1
    ranked = sorted(counts, key=lambda name: (-counts[name].total(), name))
    shown = ranked if len(ranked) <= MAX_SERIES else ranked[: MAX_SERIES - 1]
    rest = sum((counts[name] for name in ranked[len(shown) :]), Counter[str]())
    found = [Series(name, tuple(counts[name][month] for month in months)) for name in shown]
    return (*found, *([Series(OTHERS, tuple(rest[month] for month in months))] if rest else []))


def _count_feeds(saved: Iterable[SavedLink]) -> tuple[FeedFigures, ...]:
    """The feeds by what of them was published, then by what they brought."""
    states: dict[str, Counter[LinkState]] = {}
    for one in saved:
        if one.link.via.startswith("feed "):
            states.setdefault(one.link.via.removeprefix("feed "), Counter())[one.state] += 1
    found = [
        FeedFigures(
            name=name,
            brought=count.total(),
            published=count["published"],
            placed=count["placed"] + count["benched"],
            rejected=count["rejected"],
            waiting=count["feeds"] + count["inbox"] + count["deferred"],
        )
        for name, count in states.items()
    ]
    return tuple(sorted(found, key=lambda feed: (-feed.published, -feed.placed, -feed.brought, feed.name)))


def _count_days(start: str, end: str) -> int | None:
    """Days from one date to another; None where either is none, or the end lies before the start."""
    try:
        days = (date.fromisoformat(end[:10]) - date.fromisoformat(start[:10])).days
    except ValueError:
        return None
    return days if days >= 0 else None

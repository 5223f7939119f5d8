"""Days and times are those of the clock on the editor's wall: `TZ`, or what the system says."""

import re
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest

from tests.support.commands import CommandLine
from workbench.clock import LocalZone

SetZone = Callable[[str], None]
BERLIN = "CET-1CEST,M3.5.0,M10.5.0/3"

pytestmark = pytest.mark.skipif(not hasattr(time, "tzset"), reason="this system takes no zone from TZ")


@pytest.fixture
def set_zone(monkeypatch: pytest.MonkeyPatch) -> Iterator[SetZone]:
    def set_zone(name: str) -> None:
        monkeypatch.setenv("TZ", name)
        time.tzset()

    yield set_zone
    monkeypatch.undo()
    time.tzset()


@pytest.fixture
def other_day(set_zone: SetZone) -> str:
    """A zone is set in which another day is written now than in UTC; the later of the two days."""
    now = datetime.now(UTC)
    is_afternoon = now.hour >= 12
    set_zone("AAA-12" if is_afternoon else "AAA12")
    return (now + timedelta(days=is_afternoon)).date().isoformat()


def test_a_link_saved_now_is_of_the_local_day(workbench: CommandLine, other_day: str) -> None:
    workbench("add", "https://a.example/x")
    is_tomorrow_here = datetime.now().astimezone().date().isoformat() == other_day
    found = {word: bool(workbench("list", f"{word}:{other_day}").rows) for word in ("after", "before")}
    assert found == {"after": is_tomorrow_here, "before": not is_tomorrow_here}


def test_people_see_the_time_on_the_wall_and_scripts_utc(workbench: CommandLine, set_zone: SetZone) -> None:
    set_zone("JST-9")
    workbench("add", "https://a.example/x")
    change = workbench("history", "--json").json[-1]
    wall = (datetime.fromisoformat(change["at"]) + timedelta(hours=9)).strftime("%Y-%m-%d %H:%M")
    assert change["at"].endswith("Z")
    assert workbench("history").rows[-1][1] == wall
    assert re.search(rf"^added +{wall}$", workbench("show", "1").out, re.MULTILINE)
    assert workbench("show", "1", "--json").json["added"] == change["at"]


@pytest.mark.parametrize(
    ("wall", "utc"),
    [
        (datetime(2026, 7, 1), datetime(2026, 6, 30, 22, tzinfo=UTC)),
        (datetime(2026, 12, 1), datetime(2026, 11, 30, 23, tzinfo=UTC)),
        (datetime(2026, 10, 25, 2, 30), datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
        (datetime(2026, 10, 25, 2, 30, fold=1), datetime(2026, 10, 25, 1, 30, tzinfo=UTC)),
    ],
)
def test_summer_time_counts(set_zone: SetZone, wall: datetime, utc: datetime) -> None:
    set_zone(BERLIN)
    zone = LocalZone()
    assert wall.replace(tzinfo=zone).astimezone(UTC) == utc
    assert utc.astimezone(zone).replace(tzinfo=None) == wall.replace(fold=0)
    assert utc.astimezone(zone).fold == wall.fold


@pytest.mark.parametrize("year", [1, 9999])
def test_the_ends_of_the_calendar_are_days_too(set_zone: SetZone, year: int) -> None:
    set_zone(BERLIN)
    assert isinstance(datetime(year, 1, 1, tzinfo=LocalZone()).utcoffset(), timedelta)
    assert datetime(year, 6, 1, tzinfo=UTC).astimezone(LocalZone()).year == year

"""The order by odds, from what became of the links of a library."""

from tests.support.clock import FakeClock
from tests.support.desks import desk_on
from workbench.curation.change import EditCollector
from workbench.curation.model import Link, LinkId
from workbench.desk.desk import Desk
from workbench.desk.past_issues.placing_odds import PlacingOdds
from workbench.desk.verbs import triage
from workbench.library.memory import MemoryLibrary

WEEKS = 6
WAITING_GOOD, WAITING_NEW, WAITING_DULL = LinkId(801), LinkId(802), LinkId(803)


def save_link(edits: EditCollector, id: int, host: str, day: str, via: str = "feed A weekly") -> None:
    url = f"https://{host}/{id}"
    edits.create(
        Link(
            id=LinkId(id), url=url, identity=url, added=f"{day}T08:00:00Z", via=via, in_feeds=via != "archive"
        )
    )


def make_desk(*, dull_is_rejected: bool = True) -> Desk:
    """Six weeks in which good.example was placed and dull.example was not, and a link of each that waits."""
    desk, edits = desk_on(MemoryLibrary(FakeClock())), EditCollector()
    for week in range(WEEKS):
        for at in range(5):
            save_link(edits, 10 * week + at + 1, "dull.example", f"2026-0{week + 1}-14")
        save_link(edits, 10 * week + 6, "good.example", f"2026-0{week + 1}-13")
    save_link(edits, WAITING_GOOD, "good.example", "2026-11-27")
    save_link(edits, WAITING_NEW, "new.example", "2026-11-28")
    save_link(edits, WAITING_DULL, "dull.example", "2026-11-28")
    desk.do(lambda _: edits.build("Saved links"))
    desk.do(triage.bench_links, [LinkId(10 * week + 6) for week in range(WEEKS)], "reads")
    if dull_is_rejected:
        desk.do(triage.reject_links, [LinkId(10 * week + at + 1) for week in range(WEEKS) for at in range(5)])
    return desk


def test_links_from_where_much_was_placed_come_first() -> None:
    desk = make_desk()
    desk.state.odds.read()
    assert desk.state.ids_in("feeds", "odds") == [WAITING_GOOD, WAITING_NEW, WAITING_DULL]
    assert desk.state.odds.verdict.startswith("On your last 6 weeks the odds put")


def test_what_a_feed_brought_and_nobody_took_counts_as_passed_over() -> None:
    odds = PlacingOdds(make_desk(dull_is_rejected=False).state)
    odds.read()
    assert odds.ratings[WAITING_GOOD] > odds.ratings[WAITING_DULL]


def test_the_odds_are_told_of_links_that_wait() -> None:
    desk = make_desk()
    desk.state.odds.read()
    tell = desk.state.odds.explain
    assert tell(desk.state.links[WAITING_GOOD]) == "6 of 6 from good.example were placed"
    assert tell(desk.state.links[WAITING_DULL]) == "0 of 30 from dull.example were placed"
    assert tell(desk.state.links[WAITING_NEW]) == "6 of 36 from A weekly were placed"
    assert tell(desk.state.links[LinkId(1)]) == ""


def test_what_came_since_the_odds_were_read_stands_first() -> None:
    desk = make_desk()
    desk.state.odds.read()
    edits = EditCollector()
    save_link(edits, 900, "dull.example", "2026-11-20")
    desk.do(lambda _: edits.build("Saved one"))
    assert desk.state.ids_in("feeds", "odds")[0] == 900


def test_links_of_past_issues_never_waited_and_are_not_judged() -> None:
    desk, edits = desk_on(MemoryLibrary(FakeClock())), EditCollector()
    for id in range(1, 20):
        save_link(edits, id, "a.example", f"2026-0{1 + id % 8}-11", via="archive")
    desk.do(lambda _: edits.build("Imported"))
    desk.state.odds.read()
    assert desk.state.odds.ratings == {}
    assert desk.state.odds.verdict.startswith("There is no order by odds before 4 weeks")

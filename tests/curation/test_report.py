"""The figures of the year behind add up, whatever was saved and published."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tests.support.desks import SECTIONS
from workbench.curation.model import LINK_STATES, Entry, EntryId, Issue, IssueId, Link, LinkId
from workbench.curation.report.figures import (
    BLURB_BINS,
    MAX_SERIES,
    OTHERS,
    WEEKS,
    PrintedEntry,
    Report,
    SavedLink,
    build_report,
    build_spread,
)

TODAY = date(2026, 11, 22)
DAYS = st.dates(TODAY - timedelta(days=500), TODAY).map(date.isoformat)
VIAS = st.sampled_from(["list", "archive", "feed Import AI", "feed arXiv"])


@st.composite
def saved_links(draw: st.DrawFn) -> list[SavedLink]:
    count = draw(st.integers(0, 30))
    return [
        SavedLink(
            Link(
                id=LinkId(id),
                url=f"https://h{id}.example/",
                identity=f"https://h{id}.example",
                via=draw(VIAS),
            ),
            draw(DAYS | st.just("")),
            draw(st.sampled_from(LINK_STATES)),
        )
        for id in range(1, count + 1)
    ]


def print_entry(link: SavedLink, day: str, blurb: str = "Two words", section: str = "papers") -> PrintedEntry:
    issue = Issue(id=IssueId(1), number=1, date=day, state="published", sections=SECTIONS)
    entry = Entry(id=EntryId(1), issue=issue.id, link=link.link.id, section=section, slot=1, blurb=blurb)
    return PrintedEntry(issue, entry, link)


@given(saved=saved_links(), days=st.lists(DAYS, max_size=30), deeds=st.lists(DAYS, max_size=20))
def test_figures_add_up(saved: list[SavedLink], days: list[str], deeds: list[str]) -> None:
    printed = [print_entry(link, day) for link, day in zip(saved, days, strict=False)]
    report = build_report(TODAY, saved, printed, [(day, "placed") for day in deeds])
    recent = [one for one in printed if one.issue.date >= report.since]
    assert len(report.weeks) == WEEKS
    assert sum(week.published for week in report.weeks) == len(recent) == report.blurbs.count
    assert sum(week.placed for week in report.weeks) == sum(day >= report.since for day in deeds)
    for series in (report.sections, report.hosts, report.kinds):
        assert sum(one.total for one in series) == len(recent)
        assert len(series) <= MAX_SERIES
        assert all(len(one.counts) == len(report.months) for one in series)
    for figures in (report.blurbs, report.waits, report.waiting):
        assert sum(count for _, count in figures.ranges) == figures.count
    brought = [one for one in saved if one.link.via.startswith("feed ")]
    assert sum(feed.brought for feed in report.feeds) == len(brought)
    for feed in report.feeds:
        assert feed.brought == feed.published + feed.placed + feed.rejected + feed.waiting


def report_of(*printed: PrintedEntry) -> Report:
    return build_report(TODAY, [one.link for one in printed], printed, [])


def make_saved(id: int, day: str, via: str = "list") -> SavedLink:
    link = Link(id=LinkId(id), url=f"https://h{id}.example/", identity=f"https://h{id}.example", via=via)
    return SavedLink(link, day, "published")


def test_a_wait_is_from_saving_to_the_issue_and_none_where_saving_came_later() -> None:
    report = report_of(
        print_entry(make_saved(1, "2026-11-01"), "2026-11-15"),
        print_entry(make_saved(2, "2026-11-20"), "2026-11-15"),
    )
    assert (report.waits.count, report.waits.middle) == (1, 14.0)
    assert dict(report.waits.ranges)["14-29 days"] == 1


def test_an_import_of_past_issues_was_not_saved_this_week() -> None:
    report = build_report(
        TODAY, [make_saved(1, "2026-11-16", "archive"), make_saved(2, "2026-11-16")], [], []
    )
    assert report.weeks[-1].start == "2026-11-16"
    assert report.weeks[-1].saved == 1


def test_hosts_beyond_a_dozen_are_the_others() -> None:
    report = report_of(*(print_entry(make_saved(id, "2026-11-01"), "2026-11-15") for id in range(1, 21)))
    assert report.hosts[-1].name == OTHERS
    assert report.hosts[-1].total == 20 - (MAX_SERIES - 1)
    assert [one.name for one in report.sections] == ["Papers"]


def test_a_value_falls_into_the_range_it_reaches() -> None:
    found = dict(build_spread([0, 24, 25, 199, 200, 900], BLURB_BINS, "words").ranges)
    assert found == {
        "0-24 words": 2, "25-49 words": 1, "50-74 words": 0, "75-99 words": 0, "100-124 words": 0,
        "125-149 words": 0, "150-199 words": 1, "200+ words": 2,
    }  # fmt: skip

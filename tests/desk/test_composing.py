"""Composing an issue: titles of its entries, its length, the issues to come."""

from msgspec.structs import replace

from tests.support.clock import NOW
from tests.support.desks import PUBLICATION, make_half_done_library
from workbench.curation.block import BlockRule
from workbench.curation.model import IssueId, LinkId
from workbench.desk.composing import count_issue_words, estimate_minutes, list_schedule, offer_titles
from workbench.desk.desk import Desk
from workbench.desk.verbs import triage, writing


def test_a_title_takes_one_entry_of_each_section_before_the_second_of_any(desk: Desk) -> None:
    issue = desk.state.issues[IssueId(1)]
    assert offer_titles(desk.state, issue)[0] == (
        "Gated Attention, Let's build the GPT Tokenizer, Radiance Meshes for Volumetric Reconstruction"
    )


def test_an_entry_without_a_title_gives_none_to_the_issue(desk: Desk) -> None:
    untitled = next(entry for entry in desk.state.entries.values() if entry.title.startswith("Let's build"))
    desk.do(writing.write_entry, untitled.id, title="")
    assert not any(
        "GPT Tokenizer" in title for title in offer_titles(desk.state, desk.state.issues[IssueId(1)])
    )


def test_the_length_of_an_issue_counts_what_readers_get(desk: Desk) -> None:
    before = count_issue_words(desk.state, desk.state.issues[IssueId(1)])
    desk.do(writing.set_issue_field, "greeting", "one two three")
    desk.do(triage.bench_links, [LinkId(2)])
    after = count_issue_words(desk.state, desk.state.issues[IssueId(1)])
    assert after < before + 3
    assert [estimate_minutes(words) for words in (0, 238, 1200)] == [1, 1, 5]


def test_the_schedule_goes_on_from_the_draft_by_the_day_of_the_publication() -> None:
    booked = BlockRule(key="promo", place="end", heading="From a friend", text="Go.", issues=(13,))
    standing = BlockRule(key="hello", place="end", heading="New here?", text="A letter.")
    publication = replace(PUBLICATION, weekday="sunday", blocks=(standing, booked))
    desk = Desk(make_half_done_library(), publication, lambda: NOW)
    desk.do(triage.defer_links, [LinkId(5)])
    planned = list_schedule(desk.state, 4)
    assert [(one.number, one.date, one.is_draft) for one in planned] == [
        (11, "2026-11-29", True), (12, "2026-12-06", False), (13, "2026-12-13", False), (14, "2026-12-20", False),
    ]  # fmt: skip
    assert [one.blocks for one in planned] == [(), (), ("From a friend",), ()]
    assert [one.deferred for one in planned] == [0, 1, 1, 1]

"""What asking links came to, at the desk: findings that stay, mends that undo takes back, and what is asked again."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from tests.support.clock import NOW
from tests.support.desks import LINKS, PUBLICATION, make_half_done_library
from workbench.curation.block import BlockRule
from workbench.curation.identity import identity_key
from workbench.curation.link_check import ArchivedCopy, CheckedLink, LinkOutcome, PrintedLink
from workbench.curation.model import EntryId, IssueId, LabelledLink, LinkId, UserError, format_time
from workbench.curation.preflight import Finding
from workbench.desk.desk import Desk
from workbench.desk.link_checks import LinkChecks
from workbench.desk.verbs import history, preflight, waiving, writing

ISSUE, FIRST, SECOND = IssueId(1), EntryId(1), EntryId(2)
OLD, NEW = LINKS[0][1], "https://new.example/gates"
COPY = f"https://web.archive.org/web/20240501000000/{OLD}"
PAGE = "https://a.example/page"


def check(desk: Desk, url: str, outcome: LinkOutcome, **more: Any) -> None:
    """Let that address have come to this."""
    reason = "it answers 404" if outcome == "gone" else ""
    known = {"at": format_time(NOW), "reason": reason, **more}
    desk.state.link_checks.take_in(CheckedLink(url=url, outcome=outcome, **known))


def find(desk: Desk, *rules: str) -> list[Finding]:
    found = preflight.check_issue(desk.state, desk.state.issues[ISSUE])
    return [finding for finding in found if finding.rule in (rules or ("gone", "moved", "unchecked"))]


def mend(desk: Desk, finding: Finding) -> str:
    return desk.do(preflight.mend_finding, ISSUE, finding).message


def links_of(desk: Desk, entry: EntryId = FIRST) -> tuple[LabelledLink, ...]:
    return desk.state.entries[entry].links


def test_the_links_of_an_issue_are_listed_once_with_the_day_on_which_they_were_saved(desk: Desk) -> None:
    desk.do(writing.write_entry, FIRST, blurb=f"[It]({OLD}) and {PAGE}.")
    assert preflight.list_printed_links(desk.state, desk.state.issues[ISSUE]) == [
        PrintedLink(OLD, "2026-11-01"),
        PrintedLink(LINKS[1][1], "2026-11-02"),
        PrintedLink(LINKS[6][1], "2026-11-07"),
        PrintedLink(PAGE),
    ]


def test_a_move_is_printed_learned_and_taken_back_as_one_change(desk: Desk) -> None:
    before = desk.state.links[LinkId(1)], desk.state.entries[FIRST]
    check(desk, OLD, "moved", moved_to=NEW)
    (found,) = find(desk)
    assert (found.level, found.mendable, found.field) == ("warning", True, "links")
    assert found.message == f"“{OLD}” moved for good, to {NEW}."
    assert mend(desk, found) == f"Followed {OLD} to where it moved"
    assert links_of(desk) == (LabelledLink("", NEW),)
    link = desk.state.links[LinkId(1)]
    assert (link.url, link.identity, link.urls[-1]) == (OLD, LINKS[0][0], NEW)
    assert desk.state.by_identity(identity_key(NEW)) == link
    assert find(desk) == []
    desk.do(history.undo_change)
    assert (desk.state.links[LinkId(1)], desk.state.entries[FIRST]) == before
    assert find(desk) == [found]


def test_an_address_that_another_link_has_already_stays_that_one_s(desk: Desk) -> None:
    other = LINKS[9][1]
    check(desk, OLD, "moved", moved_to=other)
    mend(desk, find(desk)[0])
    assert links_of(desk) == (LabelledLink("", other),)
    assert desk.state.links[LinkId(1)].aliases == ()
    assert desk.state.by_identity(identity_key(other)) == desk.state.links[LinkId(10)]


def test_all_that_moved_is_mended_as_one_change(desk: Desk) -> None:
    check(desk, OLD, "moved", moved_to=NEW)
    check(desk, LINKS[1][1], "moved", moved_to="https://new.example/meshes")
    desk.do(preflight.mend_findings, ISSUE, "moved")
    assert (links_of(desk)[0].url, links_of(desk, SECOND)[0].url) == (NEW, "https://new.example/meshes")
    desk.do(history.undo_change)
    assert (links_of(desk)[0].url, links_of(desk, SECOND)[0].url) == (OLD, LINKS[1][1])


def test_a_page_that_is_gone_is_replaced_by_its_copy_which_says_that_it_is_one(desk: Desk) -> None:
    desk.do(writing.write_entry, FIRST, links=(LabelledLink("", OLD), LabelledLink("Code", PAGE)))
    check(desk, OLD, "gone", copy=ArchivedCopy(COPY, "2024-05-01"))
    page_copy = f"https://web.archive.org/web/20230101000000/{PAGE}"
    check(desk, PAGE, "perhaps gone", copy=ArchivedCopy(page_copy, "2023-01-01"))
    gone, perhaps = find(desk)
    assert [finding.level for finding in (gone, perhaps)] == ["error", "warning"]
    assert gone.message == f"“{OLD}” is gone: it answers 404. A copy of 2024-05-01 is at {COPY}."
    desk.do(preflight.mend_findings, ISSUE, "gone")
    assert links_of(desk) == (
        LabelledLink("arXiv (archived)", COPY),
        LabelledLink("Code (archived)", page_copy),
    )
    assert desk.state.by_identity(LINKS[0][0]) == desk.state.links[LinkId(1)]
    assert find(desk, "twice") == []


def test_a_page_that_is_gone_without_a_copy_is_for_the_editor(desk: Desk) -> None:
    check(desk, OLD, "gone")
    (found,) = find(desk)
    assert not found.mendable
    with pytest.raises(UserError, match="Only you can mend this one"):
        mend(desk, found)


@pytest.mark.parametrize("field", ["greeting", "closing", "tldr.papers"])
def test_a_link_in_a_text_of_the_issue_is_mended_there(desk: Desk, field: str) -> None:
    desk.do(writing.set_issue_field, field, f"Look at [this]({PAGE})")
    before = desk.state.issues[ISSUE]
    check(desk, PAGE, "moved", moved_to=NEW)
    mend(desk, find(desk)[0])
    issue = desk.state.issues[ISSUE]
    text = issue.tldr["papers"] if field == "tldr.papers" else getattr(issue, field)
    assert text == f"Look at [this]({NEW})"
    desk.do(history.undo_change)
    assert desk.state.issues[ISSUE] == before


def test_a_link_in_a_blurb_keeps_its_words_and_one_that_stands_alone_says_that_it_is_a_copy(
    desk: Desk,
) -> None:
    copy = f"https://web.archive.org/web/20230101000000/{PAGE}"
    desk.do(writing.write_entry, FIRST, blurb=f"[The page]({PAGE}), or {PAGE}.")
    check(desk, PAGE, "gone", copy=ArchivedCopy(copy, "2023-01-01"))
    (found,) = find(desk)
    mend(desk, found)
    assert desk.state.entries[FIRST].blurb == f"[The page]({copy}), or [a.example (archived)]({copy})."


def test_a_link_in_a_block_is_mended_in_this_issue_and_taken_back() -> None:
    promo = BlockRule(key="promo", place="end", text=f"Buy [this]({PAGE})")
    desk = Desk(make_half_done_library(), replace(PUBLICATION, blocks=(promo,)), lambda: NOW)
    before = desk.state.issues[ISSUE]
    check(desk, PAGE, "moved", moved_to=NEW)
    mend(desk, find(desk)[0])
    (block,) = desk.state.issues[ISSUE].blocks or ()
    assert block.text == f"Buy [this]({NEW})"
    assert find(desk) == []
    desk.do(history.undo_change)
    assert desk.state.issues[ISSUE] == before


def test_a_waived_link_stays_waived_while_it_is_printed(desk: Desk) -> None:
    check(desk, OLD, "gone")
    desk.do(waiving.waive_findings, ISSUE, find(desk), "they move it")
    desk.do(writing.write_entry, FIRST, links=(LabelledLink("", OLD), LabelledLink("Code", PAGE)))
    assert find(desk) == []


def test_that_a_link_could_not_be_asked_is_a_hint_for_a_day(desk: Desk) -> None:
    check(desk, OLD, "unchecked", reason="arxiv.org asks to wait until 12:30")
    (found,) = find(desk)
    assert (found.level, found.mendable) == ("hint", False)
    assert found.message == f"“{OLD}” could not be checked: arxiv.org asks to wait until 12:30."
    check(desk, OLD, "unchecked", at=format_time(NOW - timedelta(hours=25)))
    assert find(desk) == []
    check(desk, OLD, "gone", at=format_time(NOW - timedelta(days=400)))
    assert [finding.level for finding in find(desk)] == ["error"]


@pytest.mark.parametrize(
    ("outcome", "hours", "is_due"),
    [
        ("answers", 23, False),
        ("gone", 23, False),
        ("answers", 25, True),
        ("gone", 25, True),
        ("unchecked", 0.5, False),
        ("unchecked", 2, True),
        ("answers", -2, True),
    ],
)
def test_a_link_is_asked_again_after_a_day_or_an_hour(
    desk: Desk, outcome: LinkOutcome, hours: float, is_due: bool
) -> None:
    check(desk, OLD, outcome, at=format_time(NOW - timedelta(hours=hours)))
    assert bool(desk.state.link_checks.list_due([PrintedLink(OLD)], NOW)) is is_due
    assert desk.state.link_checks.list_due([PrintedLink(PAGE)], NOW) == [PrintedLink(PAGE)]


class Memory:
    """What was kept, in memory."""

    def __init__(self) -> None:
        self.kept: list[CheckedLink] = []
        self.loads = 0

    def load(self) -> Sequence[CheckedLink]:
        self.loads += 1
        return list(self.kept)

    def remember(self, checked: Iterable[CheckedLink]) -> None:
        self.kept.extend(checked)


def test_what_came_outlives_the_session_and_is_read_when_somebody_asks() -> None:
    memory, answer = Memory(), CheckedLink(url=OLD, outcome="gone", at=format_time(NOW))
    first, second = LinkChecks(), LinkChecks()
    for checks in (first, second):
        checks.keep_in(lambda: memory)
    assert memory.loads == 0
    first.take_in(answer)
    first.save()
    first.save()
    assert memory.kept == [answer]
    assert second.find(OLD) == answer
    first.take_in(CheckedLink(url=PAGE, outcome="answers", at=format_time(NOW)))
    assert first.list_news(NOW) == second.list_news(NOW) == {OLD: answer}
    assert memory.loads == 2

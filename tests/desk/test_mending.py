"""Mending: what preflight found and a key can put right, as one change that undo takes back."""

from typing import Any

import pytest
from msgspec.structs import replace

from tests.support.desks import LINKS, desk_beside
from workbench.curation.change import EditCollector
from workbench.curation.document import Document
from workbench.curation.model import Entry, EntryId, Issue, IssueId, LabelledLink, LinkId, UserError
from workbench.curation.pieces import piece_of_entry
from workbench.curation.preflight import Finding
from workbench.desk.desk import Desk
from workbench.desk.verbs import history, issues, preflight, triage, writing

ISSUE, FIRST, SECOND = IssueId(1), EntryId(1), EntryId(2)


def find(desk: Desk, rule: str) -> list[Finding]:
    found = preflight.check_issue(desk.state, desk.state.issues[ISSUE])
    return [finding for finding in found if finding.rule == rule]


def find_one(desk: Desk, rule: str, place: str = "") -> Finding:
    (finding,) = [finding for finding in find(desk, rule) if place in finding.where]
    return finding


def edit_by_hand(desk: Desk, document: Document, **values: Any) -> None:
    """Set fields as somebody might who edits the library's file."""
    edits = EditCollector()
    edits.set(document, **values)
    desk.do(lambda _: edits.build("Edited by hand"))


def mend(desk: Desk, finding: Finding) -> str:
    return desk.do(preflight.mend_finding, ISSUE, finding).message


def dump_issue(desk: Desk) -> tuple[Issue, list[Entry]]:
    return desk.state.issues[ISSUE], desk.state.entries_in(ISSUE)


def test_the_tldr_line_of_a_section_without_entries_is_removed(desk: Desk) -> None:
    desk.do(writing.set_issue_field, "tldr.reads", "nothing to read this week")
    assert mend(desk, find_one(desk, "tldr", "reads")) == "Removed the TL;DR line of Reads"
    assert desk.state.issues[ISSUE].tldr == {"papers": "gates after attention"}
    assert not [finding for finding in find(desk, "tldr") if "reads" in finding.where]


def test_the_second_entry_of_a_work_goes_to_the_bench_of_its_section(desk: Desk) -> None:
    first = desk.state.entries[FIRST]
    desk.do(writing.write_entry, SECOND, links=first.links)
    found = find_one(desk, "twice")
    assert (found.piece, found.mendable) == (piece_of_entry(SECOND), True)
    assert mend(desk, found) == f"Benched “{LINKS[1][3]}”"
    assert (desk.state.entries[SECOND].section, desk.state.entries[SECOND].slot) == ("papers", None)
    assert desk.state.entries[FIRST] == first
    assert find(desk, "twice") == []


@pytest.mark.parametrize(
    ("wanted", "said", "left"), [(1, "Benched “Radiance Meshes", [1]), (0, "Benched 2 entries", [])]
)
def test_entries_beyond_the_slots_of_their_section_go_to_the_bench_last_ones_first(
    wanted: int, said: str, left: list[int], desk: Desk
) -> None:
    papers, *others = desk.state.issues[ISSUE].sections
    edit_by_hand(desk, desk.state.issues[ISSUE], sections=(replace(papers, slots=wanted), *others))
    assert mend(desk, find_one(desk, "count", "papers")).startswith(said)
    placed = issues.printed_entries(desk.state, desk.state.issues[ISSUE])
    assert [entry.id for entry in placed if entry.section == "papers"] == left


@pytest.mark.parametrize(
    ("url", "repaired"),
    [
        ("openai.com/blog", "https://openai.com/blog"),
        ("https://example.org/a b", "https://example.org/a%20b"),
        ("arxiv:2510.25445", "https://arxiv.org/abs/2510.25445"),
        ("javascript:alert(1)", None),
        ("https://", None),
        ("https://exa mple.org", None),
        ("https://example.org\\x", None),
    ],
)
def test_a_link_is_repaired_where_what_was_meant_is_plain(url: str, repaired: str | None, desk: Desk) -> None:
    code = LabelledLink("Code", "https://github.com/a/b")
    edit_by_hand(desk, desk.state.entries[FIRST], links=(LabelledLink("", url), code))
    found = find_one(desk, "url")
    assert found.mendable is (repaired is not None)
    if repaired is None:
        with pytest.raises(UserError, match="Only you can mend this one"):
            mend(desk, found)
        return
    assert mend(desk, found).startswith("Repaired the link of “Gated")
    assert desk.state.entries[FIRST].links == (LabelledLink("", repaired), code)
    assert find(desk, "url") == []


def test_of_two_wrong_links_the_one_in_hand_is_repaired(desk: Desk) -> None:
    links = (LabelledLink("", "a.example"), LabelledLink("", "b.example"))
    edit_by_hand(desk, desk.state.entries[FIRST], links=links)
    mend(desk, find(desk, "url")[1])
    assert [link.url for link in desk.state.entries[FIRST].links] == ["a.example", "https://b.example"]


@pytest.mark.parametrize(
    ("rule", "url", "mended", "said"),
    [
        (
            "tracking",
            "https://a.example/?utm_source=b&id=7",
            "https://a.example/?id=7",
            "Took tracking out of the link of “Gated",
        ),
        (
            "insecure",
            "http://arxiv.org/abs/2510.25445",
            "https://arxiv.org/abs/2510.25445",
            "Wrote https in the link of “Gated",
        ),
    ],
)
def test_a_link_is_cleaned_where_what_readers_need_of_it_is_plain(
    rule: str, url: str, mended: str, said: str, desk: Desk
) -> None:
    edit_by_hand(desk, desk.state.entries[FIRST], links=(LabelledLink("", url),))
    assert mend(desk, find_one(desk, rule)).startswith(said)
    assert desk.state.entries[FIRST].links == (LabelledLink("", mended),)


def test_a_title_that_was_cut_is_completed_from_the_link_that_has_all_of_it(desk: Desk) -> None:
    whole = desk.state.entries[FIRST].title
    desk.do(writing.write_entry, FIRST, title=f"{whole[:12]}…")
    assert mend(desk, find_one(desk, "rough-title")).startswith("Completed the title of")
    assert desk.state.entries[FIRST].title == whole


def test_all_findings_of_a_kind_are_mended_at_once_and_come_back_by_one_undo(desk: Desk) -> None:
    tracked = (
        LabelledLink("", "https://a.example/?utm_source=b"),
        LabelledLink("", "https://b.example/?fbclid=b"),
    )
    for entry in (FIRST, SECOND):
        desk.do(writing.write_entry, entry, links=tracked)
    before = dump_issue(desk)
    assert len(find(desk, "tracking")) == 4
    desk.do(preflight.mend_findings, ISSUE, "tracking")
    assert find(desk, "tracking") == []
    assert [link.url for link in desk.state.entries[SECOND].links] == [
        "https://a.example/",
        "https://b.example/",
    ]
    desk.do(history.undo_change)
    assert dump_issue(desk) == before


def test_a_kind_that_only_a_person_can_mend_says_so(desk: Desk) -> None:
    with pytest.raises(UserError, match="Only you can mend findings of this kind"):
        desk.do(preflight.mend_findings, ISSUE, "blurb")


def test_what_only_a_person_can_mend_is_not_marked_and_says_so(desk: Desk) -> None:
    edit_by_hand(desk, desk.state.issues[ISSUE], unplaced="left over", title="")
    seq = desk.seq
    found = preflight.check_issue(desk.state, desk.state.issues[ISSUE])
    assert {"unplaced", "title", "blurb", "count", "tldr", "length"} <= {finding.rule for finding in found}
    for finding in found:
        assert not finding.mendable
        with pytest.raises(UserError, match="Only you can mend this one: enter goes there"):
            mend(desk, finding)
    assert desk.seq == seq


def test_undo_brings_back_what_was_mended(desk: Desk) -> None:
    desk.do(writing.set_issue_field, "tldr.reads", "nothing to read this week")
    before = dump_issue(desk)
    mend(desk, find_one(desk, "tldr", "reads"))
    assert dump_issue(desk) != before
    undone = desk.do(history.undo_change)
    assert undone.message == "Undone: Removed the TL;DR line of Reads"
    assert dump_issue(desk) == before


def test_a_finding_that_is_gone_is_not_mended_again(desk: Desk) -> None:
    desk.do(writing.set_issue_field, "tldr.reads", "nothing to read this week")
    found = find_one(desk, "tldr", "reads")
    desk.do(triage.place_links, [LinkId(9)], "reads")
    with pytest.raises(UserError, match="mended already"):
        mend(desk, found)
    assert desk.state.issues[ISSUE].tldr["reads"]


def test_what_another_process_did_meanwhile_is_looked_at_again(desk: Desk) -> None:
    desk.do(writing.set_issue_field, "tldr.reads", "nothing to read this week")
    desk_beside(desk).do(writing.set_issue_field, "tldr.pick", "a gentle introduction")
    mend(desk, find_one(desk, "tldr", "reads"))
    assert desk.state.issues[ISSUE].tldr == {
        "papers": "gates after attention", "pick": "a gentle introduction",
    }  # fmt: skip


def test_a_published_issue_is_not_mended(desk: Desk) -> None:
    desk.do(writing.set_issue_field, "tldr.reads", "nothing to read this week")
    found = find_one(desk, "tldr", "reads")
    desk.do(issues.publish_issue, ISSUE)
    with pytest.raises(UserError, match="is published: reopen it"):
        mend(desk, found)

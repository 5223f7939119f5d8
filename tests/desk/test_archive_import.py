"""Past issues taken in: every link of theirs is known afterwards, once, and one undo takes all of it back."""

from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import asdict, replace

from tests.support.desks import PUBLICATION, desk_on, make_half_done_library, make_inbox_library
from workbench.curation.archive.past_issue import PastEntry, PastIssue, PastSection
from workbench.curation.block import Block
from workbench.curation.model import LabelledLink, LinkId, UserError
from workbench.desk.desk import Desk
from workbench.desk.incoming.archive_import import import_past_issues, list_sections, save_past_issues
from workbench.desk.incoming.archive_outcomes import ArchiveImport
from workbench.desk.steps import run_steps
from workbench.desk.verbs import history, issues, triage
from workbench.publishing.edition_formats import edition_to_dict
from workbench.publishing.layout import build_edition


def entry(url: str, title: str = "", *further: str) -> PastEntry:
    links = [LabelledLink("", url), *(LabelledLink("Code", more) for more in further)]
    return PastEntry(title or f"About {url[8:]}", tuple(links), "Worth an hour.")


def past(number: int | None = 1, date: str = "2020-01-05", **fields: Any) -> PastIssue:
    sections = (
        PastSection(
            "📄 2 Papers", (entry("https://arxiv.org/abs/2505.06708"), entry("https://a.example/paper"))
        ),
        PastSection("Articles", (entry("https://b.example/read", "A read", "https://github.com/o/n"),)),
    )
    made: dict[str, Any] = {
        "title": "Gates and More - Weekly", "greeting": "Hello.", "closing": "Bye.", "file": f"{number}.md",
        "sections": sections, "mentions": (LabelledLink("the forum", "https://forum.example/t/1"),),
    }  # fmt: skip
    return PastIssue(number=number, date=date, **{**made, **fields})


def take_in(desk: Desk, *past_issues: PastIssue, **choices: str) -> ArchiveImport:
    return run_steps(save_past_issues(desk, past_issues, (), choices)).proposal


@pytest.fixture
def empty() -> Desk:
    return desk_on(make_inbox_library())


def test_a_past_issue_becomes_a_published_one_as_its_readers_saw_it(empty: Desk) -> None:
    blocks = (Block(key="ad", place="before:Articles", text="Buy a book."),)
    done = take_in(
        empty,
        past(3, tldr=(("Papers", "gates work"), ("Gossip", "none")), blocks=blocks, unplaced="Odd line."),
    )
    issue = empty.state.issue_by_number(3)
    assert (issue.state, issue.date, issue.imported_from) == ("published", "2020-01-05", "3.md")
    edition = build_edition(issue, empty.state.entries_in(issue.id), PUBLICATION)
    shown = edition_to_dict(edition)
    assert shown["title"] == "Gates and More - Weekly"
    assert [(part["key"], part["heading"], len(part["entries"])) for part in shown["sections"]] == [
        ("papers", "📄 2 Papers", 2),
        ("articles", "Articles", 1),
    ]
    assert [block.place for block in issue.blocks or ()] == ["before:articles"]
    assert (issue.tldr, issue.unplaced) == ({"papers": "gates work"}, "Odd line.\n\nGossip: none")
    assert done.change.label == "Imported issue #3: 3 entries, 1 mention"
    link = empty.state.by_identity("https://a.example/paper")
    assert link is not None
    assert (link.via, link.added, empty.state.state_of(link.id)) == (
        "archive",
        "2020-01-05T00:00:00Z",
        "published",
    )


def test_a_link_of_the_inbox_and_a_rejected_one_are_published_then(empty: Desk) -> None:
    gates = LinkId(1)
    empty.do(triage.reject_links, [gates])
    before = len(empty.state.links)
    take_in(empty, past())
    assert empty.state.state_of(gates) == "published"
    assert len(empty.state.links) == before + 2
    empty.do(history.undo_change)
    assert empty.state.state_of(gates) == "rejected"


def test_a_link_told_twice_in_an_issue_is_mentioned_the_second_time(empty: Desk) -> None:
    twice = PastSection("Highlights", (entry("https://a.example/paper", "Told first"),))
    done = take_in(empty, past(sections=(twice, *past().sections)))
    (outcome,) = done.outcomes
    assert (outcome.entries, outcome.further, outcome.mentions) == (3, 1, 2)
    issue = empty.state.issue_by_number(1)
    assert [mention.identity for mention in issue.mentions] == [
        "https://a.example/paper",
        "https://forum.example/t/1",
    ]


def test_what_is_no_address_of_a_page_is_mentioned_and_not_lost(empty: Desk) -> None:
    odd = PastSection("Odd", (PastEntry("Mine", (LabelledLink("", "https://user:pw@/x"),)),))
    take_in(empty, past(sections=(odd,)))
    first, *_ = empty.state.issue_by_number(1).mentions
    assert (first.label, first.url) == ("Mine", "https://user:pw@/x")


def test_the_same_archive_again_adds_nothing_and_says_so(empty: Desk) -> None:
    archive = [past(1), past(2, "2020-01-12", title="Other")]
    take_in(empty, *archive)
    seq = empty.library.seq
    again = take_in(empty, *archive)
    assert (again.change.label, again.added, empty.library.seq) == (
        "Nothing is new: all 2 issues are known already",
        [],
        seq,
    )
    assert [outcome.number for outcome in again.known] == [1, 2]


def test_an_issue_without_a_number_keeps_the_one_it_got_when_the_archive_grows(empty: Desk) -> None:
    later = past(None, "2020-02-02", title="Later", file="b.md")
    first = take_in(empty, past(None, "2020-01-05", file="a.md"), later)
    assert [(one.number, one.is_numbered) for one in first.outcomes] == [(1, True), (2, True)]
    between = past(None, "2020-01-20", title="Between", file="aa.md")
    again = take_in(empty, between, later)
    assert [(one.number, one.is_known) for one in again.outcomes] == [(3, False), (2, True)]


def test_an_issue_published_here_is_known_by_what_it_recommended() -> None:
    desk = desk_on(make_half_done_library())
    draft = desk.state.issue_by_number(11)
    shown = past(11, sections=(PastSection("Papers", (entry("https://arxiv.org/abs/2505.06708"),)),))
    refused = take_in(desk, shown).left_out
    assert refused[0].reason == "#11 is a draft here: publish it, or give it another number"
    desk.do(issues.publish_issue, draft.id)
    assert [one.number for one in take_in(desk, shown).known] == [11]
    other = replace(shown, sections=(*shown.sections, *past().sections))
    (left,) = take_in(desk, other).left_out
    assert left.reason == "#11 is another issue here: 2 of its links are not in that one"
    assert (left.file, left.text) == ("11.md", "Gates and More - Weekly")


def test_of_two_files_that_say_one_number_the_first_is_taken(empty: Desk) -> None:
    other = past(1, title="Another", file="again.md")
    done = take_in(empty, past(1), replace(past(1), file="copy.md"), other)
    assert [left.reason for left in done.left_out] == [
        "it is the same issue as 1.md",
        "it says that it is #1, and so does 1.md",
    ]


def test_an_old_section_is_mapped_once(empty: Desk) -> None:
    done = take_in(empty, past(1), Articles="reads")
    assert [(one.name, one.key, one.is_own) for one in done.sections] == [
        ("Papers", "papers", False),
        ("Articles", "reads", False),
    ]
    later = past(2, title="Later", sections=(PastSection("articles", (entry("https://c.example/"),)),))
    take_in(empty, later)
    assert [part.key for part in empty.state.issue_by_number(2).sections] == ["reads"]


def test_a_choice_that_means_nothing_is_refused(empty: Desk) -> None:
    with pytest.raises(
        UserError, match=r"There is no section “nosuch”: papers, pick, reads, tools, videos\."
    ):
        import_past_issues(empty.state, [past()], (), {"Articles": "nosuch"})
    with pytest.raises(UserError, match="No section of these files is called “Artikel”"):
        import_past_issues(empty.state, [past()], (), {"Artikel": "reads"})


def test_a_long_section_is_taken_in_to_its_end(empty: Desk) -> None:
    long = PastSection("News", tuple(entry(f"https://a.example/{at}") for at in range(1100)))
    (outcome,) = take_in(empty, past(sections=(long,))).outcomes
    assert (outcome.entries, outcome.mentions) == (999, 102)


WORDS = st.sampled_from(["Papers", "🛠 3 Tools", "News", "Articles", ""])
URLS = st.sampled_from(
    ["https://arxiv.org/abs/2505.06708", "https://arxiv.org/pdf/2505.06708v2", "https://a.example/1?utm_source=x",
     "http://www.a.example/1/", "https://github.com/karpathy/nanochat", "https://b.example/#ep-1", "https://b.example/",
     "https:///x"]
)  # fmt: skip
ENTRIES = st.builds(entry, URLS, st.sampled_from(["One", "Another thing", "Third of all"]))
SECTIONS = st.lists(
    st.builds(lambda name, entries: PastSection(name, tuple(entries)), WORDS, st.lists(ENTRIES, max_size=4)),
    max_size=3,
)
ISSUES = st.lists(
    st.builds(
        lambda number, date, sections: past(number, date, sections=tuple(sections), title=f"{number} {date}"),
        st.none() | st.integers(1, 12), st.sampled_from(["", "2020-01-05", "2021-01-05"]), SECTIONS,
    ),
    max_size=4,
)  # fmt: skip


def all_documents(desk: Desk) -> dict[Any, Any]:
    state = desk.state
    tables: Sequence[Mapping[Any, Any]] = (state.links, state.entries, state.issues)
    found = {(at, id): asdict(one) for at, table in enumerate(tables) for id, one in table.items()}
    return {**found, **{("state", id): state.state_of(id) for id in state.links}}


@given(ISSUES)
def test_an_import_then_its_undo_is_nothing_and_its_counts_add_up(past_issues: list[PastIssue]) -> None:
    desk = desk_on(make_half_done_library())
    before = all_documents(desk)
    past_issues = [replace(one, file=f"{at}.md") for at, one in enumerate(past_issues)]
    done = take_in(desk, *past_issues)
    assert len(done.outcomes) + len(done.left_out) == len(past_issues)
    outcomes = {outcome.file: outcome for outcome in done.outcomes}
    for one in past_issues:
        if one.file in outcomes:
            links = [link for part in one.sections for it in part.entries for link in it.links]
            told = outcomes[one.file]
            assert len(links) + len(one.mentions) == told.entries + told.further + told.mentions
            assert sum(count for _, _, count in told.sections) == told.entries
    if done.change.edits:
        desk.do(history.undo_change)
    assert all_documents(desk) == before


def test_sections_are_listed_with_their_counts(empty: Desk) -> None:
    found = list_sections(empty.state, [past(1), past(2)], {"Articles": "reads"})
    assert [(one.name, one.key, one.entries, one.issues, one.is_own) for one in found] == [
        ("Papers", "papers", 4, 2, False),
        ("Articles", "reads", 2, 2, False),
    ]

"""Entries without a link: quotes and ideas, in a section that takes them."""

import pytest
from msgspec.structs import replace

from workbench.curation.change import EditCollector
from workbench.curation.model import Entry, Issue, IssueId, LabelledLink, LinkId, Section, UserError
from workbench.curation.search.query import parse_query
from workbench.desk.desk import Desk
from workbench.desk.incoming.fetching import links_to_fetch, set_title
from workbench.desk.incoming.import_issue import IssueImport, import_issue
from workbench.desk.outgoing.export import edition_of
from workbench.desk.verbs import history, ideas, issues, preflight, triage, writing
from workbench.publishing.edition_formats import render_for_editor, render_markdown

DRAFT = IssueId(1)
IDEA = LinkId(13)
QUOTES = Section(
    key="quotes", heading="{count} Quotes", label="Quotes", kinds=("idea",), blurb_words=(0, 100)
)
TEXT = "“Less, but better.”\n\nSaid of shavers; true of code."


@pytest.fixture
def desk(desk: Desk) -> Desk:
    """A desk whose issue has a section of quotes, with one of them."""
    edits, issue = EditCollector(), desk.state.issues[DRAFT]
    edits.set(issue, sections=(*issue.sections, QUOTES))
    desk.do(lambda _: edits.build("Added a section"))
    desk.do(ideas.add_idea, "Dieter Rams", section="quotes", blurb=TEXT)
    return desk


def draft_of(desk: Desk) -> Issue:
    return desk.state.issues[DRAFT]


def entry_of(desk: Desk, id: LinkId = IDEA) -> Entry:
    entry = desk.state.find_entry(DRAFT, id)
    assert entry is not None
    return entry


def text_of(desk: Desk) -> str:
    return render_markdown(edition_of(desk.state, draft_of(desk)))


def read_back(desk: Desk, text: str, base: str) -> IssueImport:
    read: IssueImport = desk.do(import_issue, text, DRAFT, base=base).proposal
    return read


@pytest.mark.parametrize("section", ["", "quotes"])
def test_an_idea_takes_another_title_waiting_or_placed(desk: Desk, section: str) -> None:
    desk.do(ideas.add_idea, "A thought", section=section, blurb=TEXT)
    desk.do(set_title, LinkId(14), "A better thought")
    assert desk.state.links[LinkId(14)].title == "A better thought"
    assert [entry.title for entry in desk.state.entries_of(LinkId(14))] == ["A better thought"] * bool(
        section
    )


def test_an_idea_is_an_entry_with_a_title_and_a_text_and_no_link(desk: Desk) -> None:
    entry = entry_of(desk)
    assert (entry.section, entry.slot, entry.title, entry.links, entry.blurb) == (
        "quotes", 1, "Dieter Rams", (), TEXT,
    )  # fmt: skip
    assert desk.state.state_of(IDEA) == "placed"


def test_no_finding_asks_for_its_link_where_the_section_takes_ideas(desk: Desk) -> None:
    def without_link() -> list[str]:
        found = preflight.check_issue(desk.state, draft_of(desk))
        return [finding.where for finding in found if finding.rule == "link"]

    assert without_link() == []
    desk.do(triage.move_entry, IDEA, "papers")
    assert without_link() == ["papers/3 Dieter Rams"]


def test_a_section_of_links_takes_none_and_says_where_they_go(desk: Desk) -> None:
    with pytest.raises(UserError, match=r'Papers takes links only.*kinds = \["idea"\]'):
        desk.do(ideas.add_idea, "A thought", section="papers")
    with pytest.raises(UserError, match="needs a title"):
        desk.do(ideas.add_idea, "  ", section="quotes")


def test_it_goes_where_links_go_and_keeps_its_text(desk: Desk) -> None:
    desk.do(triage.toggle_bench, IDEA)
    assert desk.state.state_of(IDEA) == "benched"
    desk.do(triage.reject_links, [IDEA])
    assert desk.state.state_of(IDEA) == "rejected"
    desk.do(history.undo_change)
    assert (desk.state.state_of(IDEA), entry_of(desk).blurb) == ("benched", TEXT)
    desk.do(triage.defer_links, [IDEA])
    desk.do(issues.publish_issue, DRAFT)
    desk.do(issues.create_issue)
    assert desk.state.state_of(IDEA) == "inbox"


def test_it_comes_back_from_the_inbox_as_it_was(desk: Desk) -> None:
    before = entry_of(desk)
    desk.do(triage.restore_links, [IDEA])
    desk.do(triage.place_links, [IDEA], "quotes", issue_id=DRAFT)
    after = entry_of(desk)
    assert (after.title, after.links, after.blurb) == (before.title, (), TEXT)


def test_one_that_waits_in_the_inbox_keeps_its_text_and_is_suggested_for_its_section(desk: Desk) -> None:
    desk.do(ideas.add_idea, "Later", blurb="One day.")
    assert desk.state.state_of(LinkId(14)) == "inbox"
    desk.do(triage.bench_links, [LinkId(14)], issue_id=DRAFT)
    assert (entry_of(desk, LinkId(14)).section, entry_of(desk, LinkId(14)).blurb) == ("quotes", "One day.")


def test_taking_it_back_leaves_nothing(desk: Desk) -> None:
    desk.do(history.undo_change)
    assert IDEA not in desk.state.links
    assert desk.state.find_entry(DRAFT, IDEA) is None
    desk.do(history.redo_change)
    assert entry_of(desk).blurb == TEXT


def test_it_is_found_by_its_words_and_its_kind(desk: Desk) -> None:
    for words in ("rams", "kind:idea", "blurb:shavers"):
        query = parse_query(words, desk.state.now)
        assert desk.state.search.filter_links(query, list(desk.state.links)) == {IDEA}, words


def test_no_site_is_asked_about_it(desk: Desk) -> None:
    desk.do(triage.restore_links, [IDEA])
    assert IDEA not in [link.id for link in links_to_fetch(desk.state)]
    assert links_to_fetch(desk.state, [IDEA]) == []


def test_links_join_it_and_it_joins_none(desk: Desk) -> None:
    desk.do(triage.join_links, IDEA, [LinkId(9)])
    assert entry_of(desk).links == (LabelledLink("distill.pub", "https://distill.pub/2021/gnn-intro/"),)
    desk.do(history.undo_change)
    with pytest.raises(UserError, match="“Dieter Rams” has no link to join"):
        desk.do(triage.join_links, LinkId(9), [IDEA])


def test_an_exported_issue_with_ideas_reads_back_unchanged(desk: Desk) -> None:
    desk.do(ideas.add_idea, "Dieter Rams", section="quotes", blurb="Another one, of the same name.")
    text, before = text_of(desk), dict(desk.state.entries)
    assert "## 2 Quotes\n\n### Dieter Rams\n\n“Less, but better.”" in text
    read = read_back(desk, text, text)
    assert (read.problems, read.change.edits) == ((), ())
    assert dict(desk.state.entries) == before


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [("### Dieter Rams", "### Braun", "title"), ("true of code", "truer of code", "blurb")],
)
def test_an_edit_of_its_title_or_its_text_is_read(desk: Desk, old: str, new: str, field: str) -> None:
    text = text_of(desk)
    read = read_back(desk, text.replace(old, new), text)
    assert read.problems == ()
    assert new.removeprefix("### ") in getattr(entry_of(desk), field)


def test_one_written_into_the_file_becomes_an_idea(desk: Desk) -> None:
    text = text_of(desk)
    read = read_back(desk, text.replace("### Dieter", "### New\n\nWords alone.\n\n### Dieter"), text)
    assert read.problems == ()
    new = entry_of(desk, LinkId(14))
    assert (new.section, new.slot, new.title, new.links, new.blurb) == (
        "quotes",
        1,
        "New",
        (),
        "Words alone.",
    )
    assert desk.state.links[LinkId(14)].is_idea


def test_its_links_are_the_editors_to_add_and_to_take_out(desk: Desk) -> None:
    desk.do(writing.write_entry, entry_of(desk).id, links=[LabelledLink("", "https://vitsoe.example/rams")])
    given = render_for_editor(edition_of(desk.state, draft_of(desk)), {})
    read = read_back(desk, given.replace("<https://vitsoe.example/rams>\n\n", ""), given)
    assert read.problems == ()
    assert entry_of(desk).links == ()


def test_the_section_for_an_idea_is_the_one_in_hand_else_the_first() -> None:
    more = replace(QUOTES, key="ideas")
    papers = Section(key="papers", heading="Papers", label="Papers", kinds=("paper",))
    assert ideas.choose_section([papers, QUOTES, more]).key == "quotes"
    assert ideas.choose_section([papers, QUOTES, more], "ideas").key == "ideas"
    assert ideas.choose_section([papers, QUOTES, more], "papers").key == "quotes"
    with pytest.raises(UserError, match="No section takes an entry without a link"):
        ideas.choose_section([papers])

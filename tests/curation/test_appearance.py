"""Which works a published issue showed its readers."""

from msgspec.structs import replace

from tests.support.desks import SECTIONS
from workbench.curation.archive.appearance import Appearance, list_appearances
from workbench.curation.model import Entry, EntryId, Issue, IssueId, LabelledLink, Link, LinkId, Mention

PAPER = Link(
    id=LinkId(3),
    url="https://arxiv.org/abs/2510.25445",
    identity="arxiv:2510.25445",
    title="Agentic AI: a survey",
    aliases=("doi:10.1000/x",),
)
ENTRY = Entry(
    id=EntryId(1),
    issue=IssueId(1),
    link=LinkId(3),
    section="papers",
    slot=1,
    title="Agents, surveyed",
    links=(
        LabelledLink("arXiv", PAPER.url),
        LabelledLink("GitHub", "https://github.com/owner/name"),
    ),
)
ISSUE = Issue(id=IssueId(1), number=11, date="2026-11-29", state="published", sections=SECTIONS)


def test_an_entry_appears_in_its_issue_with_all_works_it_leads_to() -> None:
    assert list_appearances(ISSUE, [ENTRY], {PAPER.id: PAPER}) == (
        Appearance(
            link=LinkId(3),
            identity="arxiv:2510.25445",
            url="https://arxiv.org/abs/2510.25445",
            title="Agents, surveyed",
            issue=11,
            date="2026-11-29",
            section="papers",
            section_name="Papers",
            further=("doi:10.1000/x", "github:owner/name"),
        ),
    )


def test_drafts_benches_ideas_and_links_that_are_gone_appear_nowhere() -> None:
    links = {PAPER.id: PAPER}
    assert list_appearances(replace(ISSUE, state="draft"), [ENTRY], links) == ()
    assert list_appearances(ISSUE, [replace(ENTRY, slot=None)], links) == ()
    assert list_appearances(ISSUE, [ENTRY], {}) == ()
    assert list_appearances(ISSUE, [ENTRY], {PAPER.id: replace(PAPER, url="")}) == ()


def test_an_entry_without_words_of_its_own_has_the_links_title_and_an_unknown_section_its_key() -> None:
    entry = replace(ENTRY, title="", section="oddments")
    (appearance,) = list_appearances(ISSUE, [entry], {PAPER.id: PAPER})
    assert (appearance.title, appearance.section_name) == ("Agentic AI: a survey", "oddments")


def test_what_an_issue_only_mentions_comes_behind_its_entries_and_has_no_section() -> None:
    mention = Mention(label="the thread", url="https://e.example/1", identity="https://e.example/1")
    shown = list_appearances(replace(ISSUE, mentions=(mention,)), [ENTRY], {PAPER.id: PAPER})
    assert [(one.link, one.title, one.section, one.is_mention) for one in shown] == [
        (3, "Agents, surveyed", "papers", False),
        (0, "the thread", "", True),
    ]

"""The workbench's own files as past issues: what is exported comes back word for word, whatever its sections are."""

from msgspec.structs import replace

from tests.support.desks import PUBLICATION, desk_on, make_half_done_library, make_inbox_library
from workbench.curation.model import IssueId, LabelledLink
from workbench.desk.incoming.archive_import import save_past_issues
from workbench.desk.incoming.own_past_issues import parse_own_issue
from workbench.desk.steps import run_steps
from workbench.desk.verbs import issues, writing
from workbench.intake.past_issues.archive_content import OwnIssueFile
from workbench.publishing.edition_formats import edition_to_dict, render_markdown
from workbench.publishing.layout import build_edition

RENAMED = replace(
    PUBLICATION,
    sections=tuple(
        replace(part, key="talks", heading="🎥 {count} Talks", label="Talks", icon="")
        if part.key == "videos"
        else replace(part, icon="")
        for part in PUBLICATION.sections
    ),
)


def export_published_issue() -> tuple[str, dict[str, object]]:
    """The file of a published issue, and what its readers got."""
    desk = desk_on(make_half_done_library())
    desk.do(writing.set_issue_field, "greeting", "Hello, see [the forum](https://forum.example/1).")
    desk.do(issues.publish_issue, IssueId(1))
    issue = desk.state.get_issue(IssueId(1))
    edition = build_edition(issue, desk.state.entries_in(issue.id), PUBLICATION)
    return render_markdown(edition), edition_to_dict(edition)


def test_an_exported_issue_comes_back_word_for_word() -> None:
    text, shown = export_published_issue()
    past = parse_own_issue(OwnIssueFile("issues/0011.md", text), PUBLICATION)
    assert (past.number, past.date, past.title) == (11, "2026-11-29", shown["title"])
    assert past.mentions == (LabelledLink("the forum", "https://forum.example/1"),)
    desk = desk_on(make_inbox_library())
    run_steps(save_past_issues(desk, [past]))
    issue = desk.state.issue_by_number(11)
    edition = build_edition(issue, desk.state.entries_in(issue.id), PUBLICATION)
    kept = {**edition_to_dict(edition), "highlights": shown["highlights"]}
    assert strip_ids(kept) == strip_ids(shown)
    assert render_markdown(edition) == text


def test_a_section_that_the_publication_no_longer_has_is_one_of_its_own() -> None:
    text, _ = export_published_issue()
    past = parse_own_issue(OwnIssueFile("0011.md", text), RENAMED)
    assert [(part.heading, len(part.entries)) for part in past.sections] == [
        ("📄 2 Papers", 2),
        ("🎥 1 Videos", 1),
    ]
    assert past.unplaced == ""


def strip_ids(shown: dict[str, object]) -> object:
    sections = shown["sections"]
    assert isinstance(sections, list)
    return {
        **shown,
        "sections": [
            {**part, "entries": [{**entry, "id": 0} for entry in part["entries"]]}
            for part in sections
            if part["entries"]
        ],
    }

"""An edited issue is read back as one change that loses nothing."""

import pytest

from tests.support.editor import FakeFiles
from workbench.curation.model import EntryId, Issue, IssueId, LinkId, UserError
from workbench.curation.pieces import UNPLACED
from workbench.desk.desk import Desk
from workbench.desk.incoming import import_issue
from workbench.desk.outgoing import export
from workbench.desk.verbs import issues, preflight, triage, writing
from workbench.publishing.edition_formats import render_for_editor


def draft_of(desk: Desk) -> Issue:
    found = desk.state.newest_draft()
    assert found is not None
    return found


def markdown_of(desk: Desk) -> str:
    return export.prepare_export(desk.state, draft_of(desk)).text


def test_reading_back_what_was_exported_changes_nothing(desk: Desk) -> None:
    desk.do(writing.write_entry, EntryId(2), blurb="*Light* from meshes.\n\n- one\n- two")
    before = (dict(desk.state.entries), draft_of(desk).greeting, draft_of(desk).tldr)
    proposal = desk.do(import_issue.import_issue, markdown_of(desk), IssueId(1)).proposal
    assert proposal.problems == ()
    assert (dict(desk.state.entries), draft_of(desk).greeting, draft_of(desk).tldr) == before


def test_edits_of_text_title_and_order_come_back_as_one_step(desk: Desk) -> None:
    text = (
        markdown_of(desk).replace("Hey there!", "Hello again.").replace("### Radiance Meshes", "### Meshes")
    )
    first, second = text.index("### Gated"), text.index("### Meshes")
    end = text.index("## 🎥")
    swapped = text[:first] + text[second:end] + text[first:second] + text[end:]
    before = desk.seq
    desk.do(import_issue.import_issue, swapped)
    assert draft_of(desk).greeting == "Hello again."
    assert [
        entry.link for entry in desk.state.entries_in(IssueId(1)) if entry.section == "papers" and entry.slot
    ] == [
        2,
        1,
    ]
    assert desk.state.entries[EntryId(2)].title == "Meshes for Volumetric Reconstruction"
    assert desk.seq == before + 1


def test_a_preview_text_is_read_back_and_a_file_without_one_leaves_that_of_the_issue(desk: Desk) -> None:
    text = markdown_of(desk)
    desk.do(import_issue.import_issue, text.replace('preview: ""', 'preview: "Three gates"'))
    assert draft_of(desk).preview == "Three gates"
    older = "".join(line for line in text.splitlines(True) if not line.startswith("preview:"))
    desk.do(import_issue.import_issue, older)
    assert draft_of(desk).preview == "Three gates"


def test_an_entry_left_out_of_the_text_goes_to_the_bench_and_is_named(desk: Desk) -> None:
    text = markdown_of(desk)
    start, end = text.index("### Radiance"), text.index("## 🎥")
    proposal = desk.do(import_issue.import_issue, text[:start] + text[end:]).proposal
    assert desk.state.state_of(LinkId(2)) == "benched"
    assert "Radiance Meshes" in proposal.problems[0]


def test_an_entry_written_into_the_text_becomes_a_link_and_an_entry(desk: Desk) -> None:
    text = markdown_of(desk).replace(
        "## 🎥", "### Chinchilla\n\n<https://arxiv.org/abs/2203.15556>\n\nScaling.\n\n## 🎥"
    )
    desk.do(import_issue.import_issue, text)
    link = desk.state.by_identity("arxiv:2203.15556")
    assert link is not None
    assert desk.state.entries_of(link.id)[0].blurb == "Scaling."


def test_text_that_finds_no_home_is_kept_with_the_issue_until_somebody_looked(desk: Desk) -> None:
    text = markdown_of(desk).replace("## 🎥", "### No link here\n\nOnly words.\n\n## 🎥")
    proposal = desk.do(import_issue.import_issue, text).proposal
    assert any("has no link" in problem for problem in proposal.problems)
    assert "Only words." in draft_of(desk).unplaced
    assert writing.pieces_of(desk.state, draft_of(desk))[-1] == UNPLACED
    assert UNPLACED in [finding.piece for finding in preflight.check_issue(desk.state, draft_of(desk))]
    desk.do(writing.set_issue_field, "unplaced", "")
    assert UNPLACED not in writing.pieces_of(desk.state, draft_of(desk))


def test_sources_in_comments_are_for_the_editor_and_are_never_read_as_text(desk: Desk) -> None:
    desk.do(triage.place_links, [LinkId(4)], "papers")
    made = export.edition_of(desk.state, draft_of(desk))
    text = render_for_editor(made, {LinkId(1): "An abstract --> that ends a comment.\n\n# and has a heading"})
    assert "An abstract" in text
    before = dict(desk.state.entries)
    proposal = desk.do(import_issue.import_issue, text, IssueId(1)).proposal
    assert dict(desk.state.entries) == before
    assert draft_of(desk).unplaced == ""
    assert proposal.problems == ()


def test_a_file_of_an_unknown_number_becomes_that_issue(desk: Desk) -> None:
    text = markdown_of(desk).replace("number: 11", "number: 42")
    desk.do(import_issue.import_issue, text)
    assert desk.state.issue_by_number(42).greeting == "Hey there!"
    assert len(desk.state.entries_in(desk.state.issue_by_number(42).id)) == 3


def test_a_published_issue_is_not_rewritten_by_a_file(desk: Desk) -> None:
    text = markdown_of(desk)
    desk.do(issues.publish_issue, IssueId(1))
    with pytest.raises(UserError, match="published: reopen"):
        desk.do(import_issue.import_issue, text)


def test_once_read_in_an_edited_file_may_be_written_over_again(desk: Desk) -> None:
    shelf = FakeFiles()
    files = shelf.texts
    made = export.prepare_export(desk.state, draft_of(desk))
    export.write_export(shelf, draft_of(desk), made)
    desk.do(issues.record_export, IssueId(1), made.name, made.digest)
    files[made.name] = made.text.replace("Hey there!", "Edited by hand.")
    with pytest.raises(UserError, match="edited by hand"):
        export.write_export(shelf, draft_of(desk), export.prepare_export(desk.state, draft_of(desk)))
    assert "Edited by hand." in files[made.name]
    desk.do(import_issue.import_issue, files[made.name])
    export.write_export(shelf, draft_of(desk), export.prepare_export(desk.state, draft_of(desk)))
    assert draft_of(desk).greeting == "Edited by hand."

"""An edited issue is read back as one change that loses nothing."""

import pytest

from workbench.curation.model import Issue, Refused
from workbench.desk import export, issues, reading, triage, writing
from workbench.desk.desk import Desk
from workbench.publishing import for_editor


def draft(desk: Desk) -> Issue:
    found = desk.present.draft()
    assert found is not None
    return found


def markdown(desk: Desk) -> str:
    return export.prepare(desk.present, draft(desk)).text


def test_reading_back_what_was_exported_changes_nothing(desk: Desk) -> None:
    desk.do(writing.write, 2, blurb="*Light* from meshes.\n\n- one\n- two")
    before = (dict(desk.present.entries), draft(desk).greeting, draft(desk).tldr)
    proposal = desk.do(reading.read_back, markdown(desk), 1).proposal
    assert proposal.problems == ()
    assert (dict(desk.present.entries), draft(desk).greeting, draft(desk).tldr) == before


def test_edits_of_text_title_and_order_come_back_as_one_step(desk: Desk) -> None:
    text = markdown(desk).replace("Hey there!", "Hello again.").replace("### Radiance Meshes", "### Meshes")
    first, second = text.index("### Gated"), text.index("### Meshes")
    end = text.index("## 🎥")
    swapped = text[:first] + text[second:end] + text[first:second] + text[end:]
    before = desk.seq
    desk.do(reading.read_back, swapped)
    assert draft(desk).greeting == "Hello again."
    assert [
        entry.link for entry in desk.present.entries_in(1) if entry.section == "papers" and entry.slot
    ] == [2, 1]
    assert desk.present.entries[2].title == "Meshes for Volumetric Reconstruction"
    assert desk.seq == before + 1


def test_an_entry_left_out_of_the_text_goes_to_the_bench_and_is_named(desk: Desk) -> None:
    text = markdown(desk)
    start, end = text.index("### Radiance"), text.index("## 🎥")
    proposal = desk.do(reading.read_back, text[:start] + text[end:]).proposal
    assert desk.present.state(2) == "benched"
    assert "Radiance Meshes" in proposal.problems[0]


def test_an_entry_written_into_the_text_becomes_a_link_and_an_entry(desk: Desk) -> None:
    text = markdown(desk).replace(
        "## 🎥", "### Chinchilla\n\n<https://arxiv.org/abs/2203.15556>\n\nScaling.\n\n## 🎥"
    )
    desk.do(reading.read_back, text)
    link = desk.present.known("arxiv:2203.15556")
    assert link is not None
    assert desk.present.entries_of(link.id)[0].blurb == "Scaling."


def test_text_that_finds_no_home_is_kept_with_the_issue_until_somebody_looked(desk: Desk) -> None:
    text = markdown(desk).replace("## 🎥", "### No link here\n\nOnly words.\n\n## 🎥")
    proposal = desk.do(reading.read_back, text).proposal
    assert any("has no link" in problem for problem in proposal.problems)
    assert "Only words." in draft(desk).unplaced
    assert writing.pieces(desk.present, draft(desk))[-1] == "unplaced"
    assert "unplaced" in [finding.piece for finding in issues.check(desk.present, draft(desk))]
    desk.do(writing.set_field, "unplaced", "")
    assert "unplaced" not in writing.pieces(desk.present, draft(desk))


def test_sources_in_comments_are_for_the_editor_and_are_never_read_as_text(desk: Desk) -> None:
    desk.do(triage.place, [4], "papers")
    made = export.printed(desk.present, draft(desk))
    text = for_editor(made, {1: "An abstract --> that ends a comment.\n\n# and has a heading"})
    assert "An abstract" in text
    before = dict(desk.present.entries)
    proposal = desk.do(reading.read_back, text, 1).proposal
    assert dict(desk.present.entries) == before
    assert draft(desk).unplaced == ""
    assert proposal.problems == ()


def test_a_file_of_an_unknown_number_becomes_that_issue(desk: Desk) -> None:
    text = markdown(desk).replace("number: 11", "number: 42")
    desk.do(reading.read_back, text)
    assert desk.present.numbered(42).greeting == "Hey there!"
    assert len(desk.present.entries_in(desk.present.numbered(42).id)) == 3


def test_a_published_issue_is_not_rewritten_by_a_file(desk: Desk) -> None:
    text = markdown(desk)
    desk.do(issues.publish, 1)
    with pytest.raises(Refused, match="published: reopen"):
        desk.do(reading.read_back, text)


def test_once_read_in_an_edited_file_may_be_written_over_again(desk: Desk) -> None:
    files: dict[str, str] = {}

    class Shelf:
        def read(self, name: str) -> str | None:
            return files.get(name)

        def write(self, name: str, text: str) -> str:
            files[name] = text
            return name

    made = export.prepare(desk.present, draft(desk))
    export.write(Shelf(), draft(desk), made)
    desk.do(issues.exported, 1, made.name, made.digest)
    files[made.name] = made.text.replace("Hey there!", "Edited by hand.")
    with pytest.raises(Refused, match="edited by hand"):
        export.write(Shelf(), draft(desk), export.prepare(desk.present, draft(desk)))
    assert "Edited by hand." in files[made.name]
    desk.do(reading.read_back, files[made.name])
    export.write(Shelf(), draft(desk), export.prepare(desk.present, draft(desk)))
    assert draft(desk).greeting == "Edited by hand."

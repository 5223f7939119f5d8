"""Corrections of a published issue: said in the history, undone like any step, and the issue stays out."""

import pytest

from tests.support.desks import desk_on, make_half_done_library
from workbench.curation.model import Entry, IssueId, LabelledLink, LinkId, UserError
from workbench.desk.desk import Desk
from workbench.desk.verbs import history, issues, writing
from workbench.desk.verbs.correcting import Correction, correct_entry

GATES = LinkId(1)


@pytest.fixture
def published() -> Desk:
    desk = desk_on(make_half_done_library())
    desk.do(issues.publish_issue, IssueId(1))
    return desk


def entry_of(desk: Desk, link: LinkId = GATES) -> Entry:
    (entry,) = desk.state.entries_of(link)
    return entry


def test_a_correction_is_recorded_with_its_issue_and_undone_like_any_step(published: Desk) -> None:
    before = entry_of(published)
    correction = Correction(title="Gates", blurb="Better words.", section="reads")
    done = published.do(correct_entry, GATES, correction)
    assert done.message.startswith("Corrected #11: the title and section and text of “Gated Attention")
    assert done.record is not None
    assert done.record.change.corrects == 11
    after = entry_of(published)
    assert (after.title, after.blurb, after.section, after.slot) == ("Gates", "Better words.", "reads", 1)
    assert published.state.get_issue(IssueId(1)).state == "published"
    published.do(history.undo_change)
    assert entry_of(published) == before
    published.do(history.redo_change)
    assert entry_of(published) == after


def test_what_was_written_before_it_was_published_still_cannot_be_undone() -> None:
    desk = desk_on(make_half_done_library())
    desk.do(writing.write_entry_of_link, GATES, title="Old words")
    seq = desk.seq
    desk.do(issues.publish_issue, IssueId(1))
    desk.do(correct_entry, GATES, Correction(blurb="Better."))
    with pytest.raises(UserError, match="issue #11 is published: reopen it to change it"):
        desk.do(history.undo_change, seq)


def test_another_address_is_another_work(published: Desk) -> None:
    correction = Correction(
        url="https://arxiv.org/abs/2601.00001", links=[LabelledLink("Code", "https://github.com/o/n")]
    )
    published.do(correct_entry, GATES, correction)
    found = published.state.by_identity("arxiv:2601.00001")
    assert found is not None
    assert entry_of(published, found.id).links == (
        LabelledLink("", "https://arxiv.org/abs/2601.00001"),
        LabelledLink("Code", "https://github.com/o/n"),
    )
    assert (published.state.state_of(found.id), published.state.state_of(GATES)) == ("published", "inbox")
    with pytest.raises(
        UserError, match="“Radiance Meshes for Volumetric Reconstruction” is in issue #11 already"
    ):
        published.do(correct_entry, found.id, Correction(url="https://arxiv.org/abs/2512.04076"))


@pytest.mark.parametrize(
    ("link", "correction", "number", "sentence"),
    [
        (1, Correction(title="Gated Attention for Large Language Models"), None, "like that already"),
        (1, Correction(title="x"), 12, "There is no issue #12"),
        (4, Correction(title="x"), None, "was not published: there is nothing to correct"),
        (1, Correction(url="nowhere"), None, "“nowhere” is not a web address"),
        (
            1,
            Correction(section="nosuch"),
            None,
            "There is no section “nosuch”: papers, videos, reads, tools, pick",
        ),
        (1, Correction(title=""), None, None),
    ],
)
def test_what_cannot_be_corrected_is_refused_with_a_sentence(
    published: Desk, link: int, correction: Correction, number: int | None, sentence: str | None
) -> None:
    if sentence is None:
        assert "the title of" in published.do(correct_entry, LinkId(link), correction, number=number).message
        return
    with pytest.raises(UserError, match=sentence):
        published.do(correct_entry, LinkId(link), correction, number=number)


def test_a_draft_is_no_past_issue() -> None:
    desk = desk_on(make_half_done_library())
    with pytest.raises(UserError, match="Issue #11 is a draft: `workbench write` and `move` change it"):
        desk.do(correct_entry, GATES, Correction(title="x"), number=11)

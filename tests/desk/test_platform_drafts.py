"""What may be written at a platform, and what is remembered of it."""

import pytest
from msgspec.structs import replace

from tests.support.memory_platform import MemoryPlatform
from workbench.curation.model import RemoteDraft, UserError
from workbench.curation.platform_draft import DraftContent, LostAnswerError, PlatformDraft
from workbench.curation.publication import DEFAULT_TARGETS, Target
from workbench.desk.desk import Desk
from workbench.desk.outgoing import platform_drafts
from workbench.desk.outgoing.draft_content import build_draft_content
from workbench.desk.outgoing.export import edition_of
from workbench.desk.verbs import history, writing


@pytest.fixture(params=["rich", "markdown"])
def platform(request: pytest.FixtureRequest) -> MemoryPlatform:
    """A platform, once as one that takes HTML and once as one that takes Markdown."""
    return MemoryPlatform(request.param)


@pytest.fixture
def target(platform: MemoryPlatform) -> Target:
    """Its target, as the publication would describe it."""
    return next(target for target in DEFAULT_TARGETS if target.takes == platform.takes)


def sync(
    desk: Desk, platform: MemoryPlatform, target: Target, *, overwrite: bool = False, number: int = 11
) -> platform_drafts.SyncResult:
    """What the command does."""
    issue = desk.state.issue_by_number(number)
    return platform_drafts.sync_draft(
        platform,
        edition_of(desk.state, issue),
        target,
        platform_drafts.collect_known_drafts(desk.state, issue, target.key),
        lambda remote, label: desk.do(platform_drafts.remember_draft, issue.id, target.key, remote, label),
        overwrite=overwrite,
    )


def set_title(desk: Desk, text: str) -> None:
    """Write the issue's highlights."""
    desk.do(writing.set_issue_field, "title", text)


def test_a_second_run_brings_the_same_draft_up_to_date(
    desk: Desk, platform: MemoryPlatform, target: Target
) -> None:
    assert sync(desk, platform, target).action == "made"
    set_title(desk, "Other highlights")
    assert sync(desk, platform, target).action == "updated"
    assert platform.writes == ["create", "update 1"]
    assert platform.drafts["1"].title.startswith("Other highlights")


@pytest.mark.parametrize(
    ("subtitle", "preview", "printed", "unprinted"),
    [
        ("Papers", "Gates", "Papers", "Gates"),
        ("", "Gates", "Gates", "Gates"),
        ("Papers", "", "Papers", "Papers"),
    ],
)
def test_the_preview_text_is_what_mail_programs_show_and_stands_above_no_text_that_has_a_subtitle(
    desk: Desk, platform: MemoryPlatform, target: Target,
    subtitle: str, preview: str, printed: str, unprinted: str,
) -> None:  # fmt: skip
    desk.do(writing.set_issue_field, "subtitle", subtitle)
    desk.do(writing.set_issue_field, "preview", preview)
    held = sync(desk, platform, target).draft
    assert held.subtitle == (printed if platform.prints_subtitle else unprinted)


def test_what_is_up_to_date_is_not_written_again(
    desk: Desk, platform: MemoryPlatform, target: Target
) -> None:
    sync(desk, platform, target)
    again = sync(desk, platform, target)
    assert (again.action, again.findings, len(platform.writes)) == ("left", (), 1)


@pytest.mark.parametrize("field", ["title", "subtitle", "body"])
def test_a_draft_edited_there_is_left_until_told_otherwise(
    desk: Desk, platform: MemoryPlatform, target: Target, field: str
) -> None:
    sync(desk, platform, target)
    platform.edit(**{field: "<p>Theirs</p>"})
    with pytest.raises(UserError, match="was edited there since it was sent, so nothing"):
        sync(desk, platform, target)
    assert getattr(platform.drafts["1"], field) == "<p>Theirs</p>"
    assert sync(desk, platform, target, overwrite=True).action == "updated"
    assert getattr(platform.drafts["1"], field) != "<p>Theirs</p>"
    assert sync(desk, platform, target).action == "left"


def test_a_draft_deleted_there_is_made_anew(desk: Desk, platform: MemoryPlatform, target: Target) -> None:
    sync(desk, platform, target)
    platform.drafts.clear()
    again = sync(desk, platform, target)
    assert (again.action, platform.writes) == ("made anew", ["create", "create"])
    assert desk.state.issue_by_number(11).drafts[target.key].id == again.draft.id == "2"


@pytest.mark.parametrize("status", ["sent", "published", "scheduled", "about_to_send"])
def test_what_went_out_is_never_touched(
    desk: Desk, platform: MemoryPlatform, target: Target, status: str
) -> None:
    sync(desk, platform, target)
    platform.edit(status=status)
    set_title(desk, "Other highlights")
    for overwrite in (False, True):
        with pytest.raises(UserError, match="no draft any more, and stays as it is there"):
            sync(desk, platform, target, overwrite=overwrite)
    assert len(platform.writes) == 1


def test_a_draft_whose_making_was_not_answered_is_taken_for_ours(
    desk: Desk, platform: MemoryPlatform, target: Target
) -> None:
    made = edition_of(desk.state, desk.state.issue_by_number(11))
    platform.create(build_draft_content(made, target, platform), "r1")
    assert sync(desk, platform, target).action == "found"
    assert sync(desk, platform, target).action == "left"
    assert len(platform.writes) == 1


def test_a_draft_nobody_remembers_that_says_something_else_is_left_until_told_otherwise(
    desk: Desk, platform: MemoryPlatform, target: Target
) -> None:
    made = edition_of(desk.state, desk.state.issue_by_number(11))
    platform.create(build_draft_content(made, target, platform), "r1")
    platform.edit(body="<p>Theirs</p>")
    with pytest.raises(UserError, match="says something else, and nothing here remembers it"):
        sync(desk, platform, target)
    assert sync(desk, platform, target, overwrite=True).draft.id == "1"


def test_what_did_not_arrive_is_said(desk: Desk, platform: MemoryPlatform, target: Target) -> None:
    platform.drops = True
    findings = sync(desk, platform, target).findings
    assert findings
    assert {finding.level for finding in findings} == {"error"}
    platform.drops = False
    set_title(desk, "Other highlights")
    assert sync(desk, platform, target).findings == ()


def test_undo_never_meets_what_is_remembered(desk: Desk, platform: MemoryPlatform, target: Target) -> None:
    set_title(desk, "Other highlights")
    sync(desk, platform, target)
    done = desk.do(history.undo_change)
    assert "Wrote the title" in done.message
    assert desk.state.issue_by_number(11).drafts[target.key].id == "1"


def test_an_issue_without_a_title_makes_no_draft(
    desk: Desk, platform: MemoryPlatform, target: Target
) -> None:
    made = replace(edition_of(desk.state, desk.state.issue_by_number(11)), title="")
    with pytest.raises(UserError, match="Issue #11 has no title"):
        build_draft_content(made, target, platform)
    assert platform.writes == []


# What is remembered before it is sent


def test_what_is_sent_is_remembered_before_it_is(
    desk: Desk, platform: MemoryPlatform, target: Target, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[RemoteDraft] = []
    create = platform.create

    def look_and_create(content: DraftContent, request_id: str) -> PlatformDraft:
        seen.append(desk.state.issue_by_number(11).drafts[target.key])
        return create(content, request_id)

    monkeypatch.setattr(platform, "create", look_and_create)
    sync(desk, platform, target)
    assert [bool(one.intended) for one in seen] == [True]
    assert seen[0].request_id == platform.request_ids[0]
    now = desk.state.issue_by_number(11).drafts[target.key]
    assert (now.intended, now.request_id, now.id) == ("", "", "1")


@pytest.mark.parametrize("exists", [False, True], ids=["create", "update"])
class TestLostAnswer:
    """The platform did as it was asked, and its answer is lost."""

    @pytest.fixture(autouse=True)
    def lost_answer(self, desk: Desk, platform: MemoryPlatform, target: Target, exists: bool) -> None:
        if exists:
            sync(desk, platform, target)
            set_title(desk, "Other highlights")
        platform.failures.append(LostAnswerError("Lost."))
        with pytest.raises(LostAnswerError):
            sync(desk, platform, target)

    def test_the_draft_is_found_as_it_was_meant_to_be(
        self, desk: Desk, platform: MemoryPlatform, target: Target
    ) -> None:
        writes = len(platform.writes)
        assert [sync(desk, platform, target).action for _ in range(2)] == ["found", "left"]
        assert len(platform.writes) == writes

    def test_what_was_written_here_since_is_sent(
        self, desk: Desk, platform: MemoryPlatform, target: Target
    ) -> None:
        set_title(desk, "Still others")
        assert sync(desk, platform, target).action == "updated"
        assert platform.drafts["1"].title.startswith("Still others")
        assert len(platform.drafts) == 1

    def test_the_next_answer_may_be_lost_as_well(
        self, desk: Desk, platform: MemoryPlatform, target: Target
    ) -> None:
        set_title(desk, "Still others")
        platform.failures.append(LostAnswerError("Lost."))
        with pytest.raises(LostAnswerError):
            sync(desk, platform, target)
        assert sync(desk, platform, target).action == "found"
        assert len(platform.drafts) == 1

    @pytest.mark.parametrize("field", ["subtitle", "body"])
    def test_an_edit_there_since_is_told_as_one(
        self, desk: Desk, platform: MemoryPlatform, target: Target, field: str
    ) -> None:
        platform.edit(**{field: "<p>Theirs</p>"})
        set_title(desk, "Still others")
        with pytest.raises(platform_drafts.EditedThereError) as told:
            sync(desk, platform, target)
        assert told.value.findings
        assert sync(desk, platform, target, overwrite=True).action == "updated"

    def test_without_an_edit_there_overwriting_does_the_same(
        self, desk: Desk, platform: MemoryPlatform, target: Target
    ) -> None:
        assert sync(desk, platform, target, overwrite=True).action == "found"


def test_a_request_keeps_its_id_until_its_answer_is_read(
    desk: Desk, platform: MemoryPlatform, target: Target
) -> None:
    for failure in (LostAnswerError("Lost."), LostAnswerError("Lost."), UserError("Refused.")):
        platform.failures.append(failure)
        with pytest.raises(UserError, match=str(failure)):
            sync(desk, platform, target)
        platform.drafts.clear()  # it did not arrive
    sync(desk, platform, target)
    first, second, third, fourth = platform.request_ids
    assert first == second == third
    assert fourth != third


@pytest.mark.parametrize("change", ["here", "there"])
def test_another_request_has_another_id(
    desk: Desk, platform: MemoryPlatform, target: Target, change: str
) -> None:
    sync(desk, platform, target)
    set_title(desk, "Other highlights")
    platform.failures.append(LostAnswerError("Lost."))
    with pytest.raises(LostAnswerError):
        sync(desk, platform, target)
    if change == "here":
        set_title(desk, "Still others")
    else:
        platform.edit(body="<p>Theirs</p>")
    assert sync(desk, platform, target, overwrite=True).action == "updated"
    assert len(set(platform.request_ids)) == 3


def test_an_overwriting_that_was_refused_leaves_an_edit_an_edit(
    desk: Desk, platform: MemoryPlatform, target: Target
) -> None:
    sync(desk, platform, target)
    platform.edit(body="<p>Theirs</p>")
    platform.failures.append(UserError("Refused."))
    with pytest.raises(UserError, match="Refused"):
        sync(desk, platform, target, overwrite=True)
    with pytest.raises(platform_drafts.EditedThereError):
        sync(desk, platform, target)


# Two issues of one title


@pytest.mark.parametrize("overwrite", [False, True])
@pytest.mark.parametrize("same_mark", [False, True])
def test_two_issues_of_one_title_have_a_draft_each(
    twin_desk: Desk, platform: MemoryPlatform, target: Target, overwrite: bool, same_mark: bool
) -> None:
    sync(twin_desk, platform, target)
    before = platform.drafts["1"]
    if same_mark:
        platform.marks["1"] = 12  # as after the issues were numbered anew
    assert sync(twin_desk, platform, target, number=12, overwrite=overwrite).action == "made"
    assert platform.writes == ["create", "create"]
    assert platform.drafts["1"] == before
    assert [sync(twin_desk, platform, target, number=number).action for number in (11, 12)] == [
        "left",
        "left",
    ]


def test_an_answer_lost_by_one_of_two_issues_of_one_title_is_found_by_it_alone(
    twin_desk: Desk, platform: MemoryPlatform, target: Target
) -> None:
    platform.failures.append(LostAnswerError("Lost."))
    with pytest.raises(LostAnswerError):
        sync(twin_desk, platform, target)
    assert sync(twin_desk, platform, target, number=12).action == "made"
    assert sync(twin_desk, platform, target).action == "found"
    assert len(platform.drafts) == 2


def test_what_differs_there_is_told_against_what_was_sent(
    desk: Desk, platform: MemoryPlatform, target: Target
) -> None:
    desk.do(writing.set_issue_field, "preview", "What mail programs show")
    sync(desk, platform, target)
    platform.edit(body="<p>Theirs</p>")
    with pytest.raises(platform_drafts.EditedThereError) as told:
        sync(desk, platform, target)
    assert [finding for finding in told.value.findings if "subtitle" in finding.message] == []
    platform.edit(subtitle="Theirs as well")
    with pytest.raises(platform_drafts.EditedThereError) as told:
        sync(desk, platform, target)
    assert [finding for finding in told.value.findings if "another subtitle: “Theirs" in finding.message]

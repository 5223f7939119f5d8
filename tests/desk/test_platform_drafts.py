"""What may be written at a platform, and what is remembered of it."""

from typing import Any, Literal

import pytest
from msgspec.structs import replace

from workbench.curation.model import UserError
from workbench.curation.platform_draft import DraftContent, PlatformDraft
from workbench.curation.publication import DEFAULT_TARGETS, Target
from workbench.desk.desk import Desk
from workbench.desk.outgoing import platform_drafts
from workbench.desk.outgoing.export import edition_of
from workbench.desk.verbs import history, writing


class FakePlatform:
    """A platform in memory. `writes` are what was written; `drops` has it lose the body of what it takes."""

    name = "Fake"

    def __init__(self, takes: Literal["rich", "markdown"]) -> None:
        self.takes: Literal["rich", "markdown"] = takes
        self.drafts: dict[str, PlatformDraft] = {}
        self.writes: list[str] = []
        self.drops = False

    def get(self, id: str) -> PlatformDraft | None:
        return self.drafts.get(id)

    def find(self, manuscript: DraftContent) -> PlatformDraft | None:
        return next((held for held in self.drafts.values() if held.title == manuscript.title), None)

    def create(self, manuscript: DraftContent, *, instead_of: str = "") -> PlatformDraft:
        return self._write(f"{len(self.writes) + 1}", f"create {instead_of}", manuscript)

    def update(self, held: PlatformDraft, manuscript: DraftContent) -> PlatformDraft:
        return self._write(held.id, f"update {held.id}", manuscript)

    def _write(self, id: str, what: str, paper: DraftContent) -> PlatformDraft:
        self.writes.append(what)
        self.drafts[id] = PlatformDraft(
            id=id,
            address=f"https://example.com/{id}",
            status="draft",
            modified=f"{len(self.writes)}",
            title=paper.title,
            subtitle=paper.subtitle,
            body="" if self.drops else paper.body,
        )
        return self.drafts[id]

    def edit(self, **fields: Any) -> None:
        """What somebody does on the platform's page, with the one draft there is."""
        ((id, held),) = self.drafts.items()
        self.drafts[id] = replace(held, **fields)


@pytest.fixture(params=["rich", "markdown"])
def platform(request: pytest.FixtureRequest) -> FakePlatform:
    """A platform, once as one that takes HTML and once as one that takes Markdown."""
    return FakePlatform(request.param)


@pytest.fixture
def target(platform: FakePlatform) -> Target:
    """Its target, as the publication would describe it."""
    return next(target for target in DEFAULT_TARGETS if target.takes == platform.takes)


def sync(
    desk: Desk, platform: FakePlatform, target: Target, *, overwrite: bool = False
) -> platform_drafts.SyncResult:
    """What the command does."""
    issue = desk.state.issue_by_number(11)
    made = edition_of(desk.state, issue)
    brought = platform_drafts.sync_draft(
        platform, made, target, issue.drafts.get(target.key), overwrite=overwrite
    )
    desk.do(platform_drafts.remember_draft, issue.id, target.key, brought, platform.name)
    return brought


def set_title(desk: Desk, text: str) -> None:
    """Write the issue's highlights."""
    desk.do(writing.set_issue_field, "title", text)


def test_a_second_run_brings_the_same_draft_up_to_date(
    desk: Desk, platform: FakePlatform, target: Target
) -> None:
    assert sync(desk, platform, target).action == "made"
    set_title(desk, "Other highlights")
    assert sync(desk, platform, target).action == "updated"
    assert platform.writes == ["create ", "update 1"]
    assert platform.drafts["1"].title.startswith("Other highlights")


def test_what_is_up_to_date_is_not_written_again(desk: Desk, platform: FakePlatform, target: Target) -> None:
    sync(desk, platform, target)
    again = sync(desk, platform, target)
    assert (again.action, again.findings, len(platform.writes)) == ("left", (), 1)


@pytest.mark.parametrize("field", ["title", "subtitle", "body"])
def test_a_draft_edited_there_is_left_until_told_otherwise(
    desk: Desk, platform: FakePlatform, target: Target, field: str
) -> None:
    sync(desk, platform, target)
    platform.edit(**{field: "<p>Theirs</p>"})
    with pytest.raises(UserError, match=r"was edited there since it was sent, .* https://example\.com/1 "):
        sync(desk, platform, target)
    assert getattr(platform.drafts["1"], field) == "<p>Theirs</p>"
    assert sync(desk, platform, target, overwrite=True).action == "updated"
    assert getattr(platform.drafts["1"], field) != "<p>Theirs</p>"
    assert sync(desk, platform, target).action == "left"


def test_a_draft_deleted_there_is_made_anew(desk: Desk, platform: FakePlatform, target: Target) -> None:
    sync(desk, platform, target)
    platform.drafts.clear()
    again = sync(desk, platform, target)
    assert (again.action, platform.writes) == ("made anew", ["create ", "create 1"])
    assert desk.state.issue_by_number(11).drafts[target.key].id == again.draft.id == "2"


@pytest.mark.parametrize("status", ["sent", "published", "scheduled", "about_to_send"])
def test_what_went_out_is_never_touched(
    desk: Desk, platform: FakePlatform, target: Target, status: str
) -> None:
    sync(desk, platform, target)
    platform.edit(status=status)
    set_title(desk, "Other highlights")
    for overwrite in (False, True):
        with pytest.raises(UserError, match="no draft any more, and stays as it is there"):
            sync(desk, platform, target, overwrite=overwrite)
    assert len(platform.writes) == 1


def test_a_draft_whose_making_was_not_answered_is_taken_for_ours(
    desk: Desk, platform: FakePlatform, target: Target
) -> None:
    made = edition_of(desk.state, desk.state.issue_by_number(11))
    platform.create(platform_drafts.build_draft_content(made, target, platform))
    assert sync(desk, platform, target).action == "found"
    assert sync(desk, platform, target).action == "left"
    assert len(platform.writes) == 1


def test_a_draft_nobody_remembers_that_says_something_else_is_left_until_told_otherwise(
    desk: Desk, platform: FakePlatform, target: Target
) -> None:
    made = edition_of(desk.state, desk.state.issue_by_number(11))
    platform.create(platform_drafts.build_draft_content(made, target, platform))
    platform.edit(body="<p>Theirs</p>")
    with pytest.raises(UserError, match="says something else, and nothing here remembers it"):
        sync(desk, platform, target)
    assert sync(desk, platform, target, overwrite=True).draft.id == "1"


def test_what_did_not_arrive_is_said(desk: Desk, platform: FakePlatform, target: Target) -> None:
    platform.drops = True
    findings = sync(desk, platform, target).findings
    assert findings
    assert {finding.level for finding in findings} == {"error"}
    platform.drops = False
    set_title(desk, "Other highlights")
    assert sync(desk, platform, target).findings == ()


def test_undo_never_meets_what_is_remembered(desk: Desk, platform: FakePlatform, target: Target) -> None:
    set_title(desk, "Other highlights")
    sync(desk, platform, target)
    done = desk.do(history.undo_change)
    assert "Wrote the title" in done.message
    assert desk.state.issue_by_number(11).drafts[target.key].id == "1"


def test_an_issue_without_a_title_makes_no_draft(desk: Desk, platform: FakePlatform, target: Target) -> None:
    made = replace(edition_of(desk.state, desk.state.issue_by_number(11)), title="")
    with pytest.raises(UserError, match="Issue #11 has no title"):
        platform_drafts.sync_draft(platform, made, target, None)
    assert platform.writes == []

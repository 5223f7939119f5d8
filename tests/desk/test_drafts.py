"""What may be written at a platform, and what is remembered of it."""

from typing import Any, Literal

import pytest
from msgspec.structs import replace

from workbench.curation.model import Refused
from workbench.curation.publication import TARGETS, Target
from workbench.curation.remote import Held, Manuscript
from workbench.desk import drafts, history, writing
from workbench.desk.desk import Desk
from workbench.desk.export import printed


class Fake:
    """A platform in memory. `writes` are what was written; `drops` has it lose the body of what it takes."""

    name = "Fake"

    def __init__(self, takes: Literal["rich", "markdown"]) -> None:
        self.takes: Literal["rich", "markdown"] = takes
        self.held: dict[str, Held] = {}
        self.writes: list[str] = []
        self.drops = False

    def get(self, id: str) -> Held | None:
        return self.held.get(id)

    def find(self, manuscript: Manuscript) -> Held | None:
        return next((held for held in self.held.values() if held.title == manuscript.title), None)

    def create(self, manuscript: Manuscript, *, instead_of: str = "") -> Held:
        return self._write(f"{len(self.writes) + 1}", f"create {instead_of}", manuscript)

    def update(self, held: Held, manuscript: Manuscript) -> Held:
        return self._write(held.id, f"update {held.id}", manuscript)

    def _write(self, id: str, what: str, paper: Manuscript) -> Held:
        self.writes.append(what)
        self.held[id] = Held(
            id=id,
            address=f"https://example.com/{id}",
            status="draft",
            modified=f"{len(self.writes)}",
            title=paper.title,
            subtitle=paper.subtitle,
            body="" if self.drops else paper.body,
        )
        return self.held[id]

    def edit(self, **fields: Any) -> None:
        """What somebody does on the platform's page, with the one draft there is."""
        ((id, held),) = self.held.items()
        self.held[id] = replace(held, **fields)


@pytest.fixture(params=["rich", "markdown"])
def fake(request: pytest.FixtureRequest) -> Fake:
    """A platform, once as one that takes HTML and once as one that takes Markdown."""
    return Fake(request.param)


@pytest.fixture
def target(fake: Fake) -> Target:
    """Its target, as the publication would describe it."""
    return next(target for target in TARGETS if target.takes == fake.takes)


def run(desk: Desk, fake: Fake, target: Target, *, overwrite: bool = False) -> drafts.Brought:
    """What the command does."""
    issue = desk.present.numbered(11)
    made = printed(desk.present, issue)
    brought = drafts.bring(fake, made, target, issue.drafts.get(target.key), overwrite=overwrite)
    desk.do(drafts.remember, issue.id, target.key, brought, fake.name)
    return brought


def title(desk: Desk, text: str) -> None:
    """Write the issue's highlights."""
    desk.do(writing.set_field, "title", text)


def test_a_second_run_brings_the_same_draft_up_to_date(desk: Desk, fake: Fake, target: Target) -> None:
    assert run(desk, fake, target).did == "made"
    title(desk, "Other highlights")
    assert run(desk, fake, target).did == "updated"
    assert fake.writes == ["create ", "update 1"]
    assert fake.held["1"].title.startswith("Other highlights")


def test_what_is_up_to_date_is_not_written_again(desk: Desk, fake: Fake, target: Target) -> None:
    run(desk, fake, target)
    again = run(desk, fake, target)
    assert (again.did, again.findings, len(fake.writes)) == ("left", (), 1)


@pytest.mark.parametrize("field", ["title", "subtitle", "body"])
def test_a_draft_edited_there_is_left_until_told_otherwise(
    desk: Desk, fake: Fake, target: Target, field: str
) -> None:
    run(desk, fake, target)
    fake.edit(**{field: "<p>Theirs</p>"})
    with pytest.raises(Refused, match=r"was edited there since it was sent, .* https://example\.com/1 "):
        run(desk, fake, target)
    assert getattr(fake.held["1"], field) == "<p>Theirs</p>"
    assert run(desk, fake, target, overwrite=True).did == "updated"
    assert getattr(fake.held["1"], field) != "<p>Theirs</p>"
    assert run(desk, fake, target).did == "left"


def test_a_draft_deleted_there_is_made_anew(desk: Desk, fake: Fake, target: Target) -> None:
    run(desk, fake, target)
    fake.held.clear()
    again = run(desk, fake, target)
    assert (again.did, fake.writes) == ("made anew", ["create ", "create 1"])
    assert desk.present.numbered(11).drafts[target.key].id == again.held.id == "2"


@pytest.mark.parametrize("status", ["sent", "published", "scheduled", "about_to_send"])
def test_what_went_out_is_never_touched(desk: Desk, fake: Fake, target: Target, status: str) -> None:
    run(desk, fake, target)
    fake.edit(status=status)
    title(desk, "Other highlights")
    for overwrite in (False, True):
        with pytest.raises(Refused, match="no draft any more, and stays as it is there"):
            run(desk, fake, target, overwrite=overwrite)
    assert len(fake.writes) == 1


def test_a_draft_whose_making_was_not_answered_is_taken_for_ours(
    desk: Desk, fake: Fake, target: Target
) -> None:
    made = printed(desk.present, desk.present.numbered(11))
    fake.create(drafts.manuscript(made, target, fake))
    assert run(desk, fake, target).did == "found"
    assert run(desk, fake, target).did == "left"
    assert len(fake.writes) == 1


def test_a_draft_nobody_remembers_that_says_something_else_is_left_until_told_otherwise(
    desk: Desk, fake: Fake, target: Target
) -> None:
    made = printed(desk.present, desk.present.numbered(11))
    fake.create(drafts.manuscript(made, target, fake))
    fake.edit(body="<p>Theirs</p>")
    with pytest.raises(Refused, match="says something else, and nothing here remembers it"):
        run(desk, fake, target)
    assert run(desk, fake, target, overwrite=True).held.id == "1"


def test_what_did_not_arrive_is_said(desk: Desk, fake: Fake, target: Target) -> None:
    fake.drops = True
    findings = run(desk, fake, target).findings
    assert findings
    assert {finding.level for finding in findings} == {"error"}
    fake.drops = False
    title(desk, "Other highlights")
    assert run(desk, fake, target).findings == ()


def test_undo_never_meets_what_is_remembered(desk: Desk, fake: Fake, target: Target) -> None:
    title(desk, "Other highlights")
    run(desk, fake, target)
    done = desk.do(history.undo, desk.library.history())
    assert "Wrote the title" in done.says
    assert desk.present.numbered(11).drafts[target.key].id == "1"


def test_an_issue_without_a_title_makes_no_draft(desk: Desk, fake: Fake, target: Target) -> None:
    made = replace(printed(desk.present, desk.present.numbered(11)), title="")
    with pytest.raises(Refused, match="Issue #11 has no title"):
        drafts.bring(fake, made, target, None)
    assert fake.writes == []

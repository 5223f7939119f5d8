"""Where a long mail is told: at the targets that the newsletter goes to, and at no other that its file lists."""

import pytest
from msgspec.structs import replace

from tests.support.clock import NOW
from tests.support.desks import PUBLICATION, make_half_done_library
from workbench.curation.model import EntryId, IssueId, RemoteDraft
from workbench.curation.publication import Publication
from workbench.desk.desk import Desk
from workbench.desk.outgoing.platform_drafts import remember_draft
from workbench.desk.verbs import issues, preflight, waiving, writing

ISSUE = IssueId(1)
LONG_IN_GHOST = "word " * 6000
"""Its 30 kB are 100 kB in Ghost's template, and far from too long at every other target."""


def desk_with_a_long_issue(publication: Publication = PUBLICATION) -> Desk:
    desk = Desk(make_half_done_library(), publication, lambda: NOW)
    desk.do(writing.write_entry, EntryId(1), blurb=LONG_IN_GHOST)
    return desk


def send_draft_to_ghost(desk: Desk, id: IssueId) -> None:
    desk.do(remember_draft, id, "ghost", RemoteDraft("a", "", "sent", "shown"), "Made the draft at Ghost")


def names_of_long_mails(desk: Desk, issue_id: IssueId = ISSUE) -> list[str]:
    found = preflight.check_issue(desk.state, desk.state.issues[issue_id])
    sizes = [finding.message for finding in found if finding.rule == "mail-size"]
    return [
        target.name
        for target in PUBLICATION.targets
        for said in sizes
        if said.startswith(f"{target.name}'s mail is")
    ]


def test_a_platform_that_is_only_listed_is_not_warned_of() -> None:
    assert names_of_long_mails(desk_with_a_long_issue()) == []


def test_the_platform_that_is_listed_first_is_where_the_newsletter_goes() -> None:
    first, ghost, *others = PUBLICATION.targets
    assert ghost.key == "ghost"
    publication = replace(PUBLICATION, targets=(ghost, first, *others))
    assert names_of_long_mails(desk_with_a_long_issue(publication)) == ["Ghost"]


def test_so_is_one_whose_site_is_named() -> None:
    first, ghost, *others = PUBLICATION.targets
    named = replace(PUBLICATION, targets=(first, replace(ghost, url="https://blog.example.org"), *others))
    assert names_of_long_mails(desk_with_a_long_issue(named)) == ["Ghost"]


def test_so_is_one_that_has_a_draft_of_the_issue_or_of_the_one_before_it() -> None:
    desk = desk_with_a_long_issue()
    send_draft_to_ghost(desk, ISSUE)
    assert names_of_long_mails(desk) == ["Ghost"]
    for number in (12, 13):
        desk.do(issues.create_issue, number)
    assert names_of_long_mails(desk, IssueId(2)) == []  # it is short
    for later in (IssueId(2), IssueId(3)):
        desk.do(writing.set_issue_field, "greeting", LONG_IN_GHOST, issue_id=later)
    assert names_of_long_mails(desk, IssueId(2)) == ["Ghost"]
    assert names_of_long_mails(desk, IssueId(3)) == []


def test_what_is_copied_for_a_platform_is_measured_there_too() -> None:
    desk = desk_with_a_long_issue()
    ghost = next(target for target in PUBLICATION.targets if target.key == "ghost")
    found = preflight.check_issue(desk.state, desk.state.issues[ISSUE], ghost)
    (said,) = [finding for finding in found if finding.rule == "mail-size"]
    assert said.message.startswith(
        "Ghost's mail is nearly cut: the body is 31 kB, in Ghost's template a mail of about 101 kB; mail programs "
        "show 102 kB. Longest in it: “Gated Attention for Large Language Models” 30 kB."
    )
    assert said.where == "papers/1 Gated Attention for Large Language Models"


@pytest.mark.parametrize(("more", "is_back"), [("", False), ("word " * 400, True)])
def test_a_long_mail_is_waived_for_as_long_as_it_has_that_size(more: str, is_back: bool) -> None:
    desk = desk_with_a_long_issue()
    send_draft_to_ghost(desk, ISSUE)
    issue = desk.state.issues[ISSUE]
    found = waiving.find_by_rule(desk.state, issue, "mail-size", None)
    desk.do(waiving.waive_findings, ISSUE, found, "They click")
    assert names_of_long_mails(desk) == []
    desk.do(writing.write_entry, EntryId(2), blurb=f"{more}And one more.")
    assert names_of_long_mails(desk) == ["Ghost"] * is_back

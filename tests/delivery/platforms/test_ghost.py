"""Drafts on a Ghost site, against a server that answers as Ghost 5.130 did."""

import pytest
from msgspec.structs import replace

from tests.support.platforms import FakeGhost
from workbench.curation.model import UserError
from workbench.curation.platform_draft import DraftContent
from workbench.delivery.platforms import Ghost


def test_an_issue_becomes_a_draft_whose_body_arrived(
    ghost: Ghost, fake_ghost: FakeGhost, html_content: DraftContent
) -> None:
    held = ghost.create(html_content, "r1")
    assert (fake_ghost.only_draft["status"], fake_ghost.only_draft["tags"]) == (
        "draft",
        ["#workbench", "#workbench-11"],
    )
    assert (held.title, held.subtitle) == (html_content.title, html_content.subtitle)
    assert "📄 1 Papers" in held.body
    assert '<iframe src="https://www.youtube.com/embed/kCc8FmEb1nY">' in held.body
    assert held.address == f"{fake_ghost.url}/ghost/#/editor/post/{held.id}"


def test_tags_that_were_set_there_stay(
    ghost: Ghost, fake_ghost: FakeGhost, html_content: DraftContent
) -> None:
    held = ghost.create(html_content, "r1")
    fake_ghost.edit(held.id, tags=["#workbench", "weekly"])
    assert ghost.update(held, replace(html_content, title="New"), "r2").title == "New"
    assert fake_ghost.only_draft["tags"] == ["#workbench", "weekly"]


def test_a_draft_that_somebody_saves_meanwhile_is_not_written_over(
    ghost: Ghost, fake_ghost: FakeGhost, html_content: DraftContent
) -> None:
    held = ghost.create(html_content, "r1")
    fake_ghost.second += 1
    fake_ghost.edit(held.id, title="Theirs")
    with pytest.raises(UserError, match="is being changed there: nothing was written"):
        ghost.update(held, html_content, "r2")
    assert fake_ghost.only_draft["title"] == "Theirs"


def test_the_drafts_of_an_issue_are_those_with_its_tag(
    ghost: Ghost, fake_ghost: FakeGhost, html_content: DraftContent
) -> None:
    made = ghost.create(html_content, "r1")
    ghost.create(replace(html_content, number=1), "r2")
    ghost.create(replace(html_content, number=111), "r3")
    assert ghost.list_marked(11) == [made]
    fake_ghost.edit(made.id, tags=["#workbench"])
    assert ghost.list_marked(11) == []


@pytest.mark.parametrize(
    ("titles", "told"),
    [
        (["Weekly Reads"], ""),
        (["Weekly Reads", "Weekly Reads"], "“weekly-reads” already, so Ghost gave this one “weekly-reads-2”"),
        (["Weekly Reads", "Weekly Reads 2"], ""),
        (["Weekly Reads #11", "Weekly Reads #11"], "gave this one “weekly-reads-11-2”"),
        (["Papers of 2026!"], ""),
        (["Papers of the year", "Papers of the year, 2026!"], ""),
    ],
)
def test_an_address_that_got_a_number_beside_others_of_that_title_is_said(
    ghost: Ghost, fake_ghost: FakeGhost, html_content: DraftContent, titles: list[str], told: str
) -> None:
    for title in titles:
        draft = ghost.create(replace(html_content, title=title), "r1")
    assert bool(draft.note) == bool(told)
    assert told in draft.note


def test_a_draft_that_was_deleted_there_is_gone(
    ghost: Ghost, fake_ghost: FakeGhost, html_content: DraftContent
) -> None:
    held = ghost.create(html_content, "r1")
    fake_ghost.drafts.clear()
    assert ghost.get(held.id) is None


@pytest.mark.parametrize(
    ("field", "most", "told"),
    [("title", 255, "The title has 256"), ("subtitle", 300, "The subtitle has 301")],
)
def test_what_is_too_long_is_told_before_anything_is_sent(
    ghost: Ghost, fake_ghost: FakeGhost, html_content: DraftContent, field: str, most: int, told: str
) -> None:
    with pytest.raises(UserError, match=told):
        ghost.create(replace(html_content, **{field: "x" * (most + 1)}), "r1")
    assert fake_ghost.requests == []
    ghost.create(replace(html_content, **{field: "x" * most}), "r1")


def test_a_key_that_is_another_kind_of_key_is_refused_without_repeating_it() -> None:
    with pytest.raises(UserError, match="not an Admin API key") as told:
        Ghost("https://example.com", "c0ffee0123456789")
    assert "c0ffee" not in str(told.value)


def test_where_there_is_no_ghost_that_is_said(
    ghost: Ghost, fake_ghost: FakeGhost, html_content: DraftContent
) -> None:
    fake_ghost.queue_reply(404, "<h1>Not found</h1>")
    with pytest.raises(UserError, match=r"There is no Ghost at http://127\.0\.0\.1"):
        ghost.create(html_content, "r1")

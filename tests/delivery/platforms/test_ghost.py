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
    held = ghost.create(html_content)
    assert (fake_ghost.only_draft["status"], fake_ghost.only_draft["tags"]) == ("draft", ["#workbench"])
    assert (held.title, held.subtitle) == (html_content.title, html_content.subtitle)
    assert "📄 1 Papers" in held.body
    assert '<iframe src="https://www.youtube.com/embed/kCc8FmEb1nY">' in held.body
    assert held.address == f"{fake_ghost.url}/ghost/#/editor/post/{held.id}"


def test_tags_that_were_set_there_stay(
    ghost: Ghost, fake_ghost: FakeGhost, html_content: DraftContent
) -> None:
    held = ghost.create(html_content)
    fake_ghost.edit(held.id, tags=["#workbench", "weekly"])
    assert ghost.update(held, replace(html_content, title="New")).title == "New"
    assert fake_ghost.only_draft["tags"] == ["#workbench", "weekly"]


def test_a_draft_that_somebody_saves_meanwhile_is_not_written_over(
    ghost: Ghost, fake_ghost: FakeGhost, html_content: DraftContent
) -> None:
    held = ghost.create(html_content)
    fake_ghost.second += 1
    fake_ghost.edit(held.id, title="Theirs")
    with pytest.raises(UserError, match="is being changed there: nothing was written"):
        ghost.update(held, html_content)
    assert fake_ghost.only_draft["title"] == "Theirs"


def test_a_draft_whose_making_was_not_answered_is_found_and_a_strangers_is_not(
    ghost: Ghost, fake_ghost: FakeGhost, html_content: DraftContent
) -> None:
    made = ghost.create(html_content)
    fake_ghost.edit(made.id, tags=[])
    assert ghost.find(html_content) is None
    fake_ghost.replies_to_drop = 1
    with pytest.raises(UserError, match="is not known: run the same again"):
        ghost.create(html_content)
    found = ghost.find(html_content)
    assert found is not None
    assert found.id != made.id


def test_a_draft_that_was_deleted_there_is_gone(
    ghost: Ghost, fake_ghost: FakeGhost, html_content: DraftContent
) -> None:
    held = ghost.create(html_content)
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
        ghost.create(replace(html_content, **{field: "x" * (most + 1)}))
    assert fake_ghost.requests == []
    ghost.create(replace(html_content, **{field: "x" * most}))


def test_a_key_that_is_another_kind_of_key_is_refused_without_repeating_it() -> None:
    with pytest.raises(UserError, match="not an Admin API key") as told:
        Ghost("https://example.com", "c0ffee0123456789")
    assert "c0ffee" not in str(told.value)


def test_where_there_is_no_ghost_that_is_said(
    ghost: Ghost, fake_ghost: FakeGhost, html_content: DraftContent
) -> None:
    fake_ghost.queue_reply(404, "<h1>Not found</h1>")
    with pytest.raises(UserError, match=r"There is no Ghost at http://127\.0\.0\.1"):
        ghost.create(html_content)

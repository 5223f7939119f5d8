"""Drafts on a Ghost site, against a server that answers as Ghost 5.130 did."""

import pytest
from msgspec.structs import replace

from tests.support.platforms import GhostStandIn
from workbench.curation.model import Refused
from workbench.curation.remote import Manuscript
from workbench.delivery.drafts import Ghost


def test_an_issue_becomes_a_draft_whose_body_arrived(
    ghost: Ghost, ghost_there: GhostStandIn, page: Manuscript
) -> None:
    held = ghost.create(page)
    assert (ghost_there.only["status"], ghost_there.only["tags"]) == ("draft", ["#workbench"])
    assert (held.title, held.subtitle) == (page.title, page.subtitle)
    assert "📄 1 Papers" in held.body
    assert '<iframe src="https://www.youtube.com/embed/kCc8FmEb1nY">' in held.body
    assert held.address == f"{ghost_there.url}/ghost/#/editor/post/{held.id}"


def test_tags_that_were_set_there_stay(ghost: Ghost, ghost_there: GhostStandIn, page: Manuscript) -> None:
    held = ghost.create(page)
    ghost_there.edit(held.id, tags=["#workbench", "weekly"])
    assert ghost.update(held, replace(page, title="New")).title == "New"
    assert ghost_there.only["tags"] == ["#workbench", "weekly"]


def test_a_draft_that_somebody_saves_meanwhile_is_not_written_over(
    ghost: Ghost, ghost_there: GhostStandIn, page: Manuscript
) -> None:
    held = ghost.create(page)
    ghost_there.now += 1
    ghost_there.edit(held.id, title="Theirs")
    with pytest.raises(Refused, match="is being changed there: nothing was written"):
        ghost.update(held, page)
    assert ghost_there.only["title"] == "Theirs"


def test_a_draft_whose_making_was_not_answered_is_found_and_a_strangers_is_not(
    ghost: Ghost, ghost_there: GhostStandIn, page: Manuscript
) -> None:
    made = ghost.create(page)
    ghost_there.edit(made.id, tags=[])
    assert ghost.find(page) is None
    ghost_there.lose = 1
    with pytest.raises(Refused, match="is not known: run the same again"):
        ghost.create(page)
    found = ghost.find(page)
    assert found is not None
    assert found.id != made.id


def test_a_draft_that_was_deleted_there_is_gone(
    ghost: Ghost, ghost_there: GhostStandIn, page: Manuscript
) -> None:
    held = ghost.create(page)
    ghost_there.drafts.clear()
    assert ghost.get(held.id) is None


@pytest.mark.parametrize(
    ("field", "most", "told"),
    [("title", 255, "The title has 256"), ("subtitle", 300, "The subtitle has 301")],
)
def test_what_is_too_long_is_told_before_anything_is_sent(
    ghost: Ghost, ghost_there: GhostStandIn, page: Manuscript, field: str, most: int, told: str
) -> None:
    with pytest.raises(Refused, match=told):
        ghost.create(replace(page, **{field: "x" * (most + 1)}))
    assert ghost_there.asked == []
    ghost.create(replace(page, **{field: "x" * most}))


def test_a_key_that_is_another_kind_of_key_is_refused_without_repeating_it() -> None:
    with pytest.raises(Refused, match="not an Admin API key") as told:
        Ghost("https://example.com", "c0ffee0123456789")
    assert "c0ffee" not in str(told.value)


def test_where_there_is_no_ghost_that_is_said(
    ghost: Ghost, ghost_there: GhostStandIn, page: Manuscript
) -> None:
    ghost_there.say(404, "<h1>Not found</h1>")
    with pytest.raises(Refused, match=r"There is no Ghost at http://127\.0\.0\.1"):
        ghost.create(page)

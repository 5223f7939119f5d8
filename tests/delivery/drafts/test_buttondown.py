"""Drafts at Buttondown, against a server that keeps to its OpenAPI description."""

import pytest
from msgspec.structs import replace

from tests.support.platforms import StandIn
from workbench.curation.model import Refused
from workbench.curation.remote import Manuscript
from workbench.delivery.drafts import Buttondown


def test_an_issue_becomes_a_draft_with_its_number(
    buttondown: Buttondown, buttondown_there: StandIn, paper: Manuscript
) -> None:
    held = buttondown.create(paper)
    kept = buttondown_there.only
    assert (kept["status"], kept["secondary_id"], kept["description"]) == ("draft", 11, "Five papers")
    assert kept["body"].startswith("<!-- buttondown-editor-mode: plaintext -->\nHey!")
    assert (held.title, held.body, held.modified) == (paper.title, paper.body, kept["modification_date"])
    assert held.address == kept["absolute_url"]


def test_a_rule_at_the_beginning_is_not_taken_for_front_matter(
    buttondown: Buttondown, paper: Manuscript
) -> None:
    assert buttondown.create(replace(paper, body="---\n\nA promo.\n\n---\n")).body == "A promo.\n\n---\n"


def test_a_repeat_makes_no_second_draft_but_one_in_place_of_a_deleted_one_is_new(
    buttondown: Buttondown, buttondown_there: StandIn, paper: Manuscript
) -> None:
    first = buttondown.create(paper)
    assert buttondown.create(paper) == first
    del buttondown_there.drafts[first.id]
    assert buttondown.get(first.id) is None
    assert buttondown.create(paper, instead_of=first.id).id != first.id


def test_the_same_text_is_written_again_after_somebody_changed_it_there(
    buttondown: Buttondown, buttondown_there: StandIn, paper: Manuscript
) -> None:
    held = buttondown.update(buttondown.create(paper), replace(paper, title="New"))
    buttondown_there.edit(held.id, subject="Theirs", image="https://example.com/social.png")
    edited = buttondown.get(held.id)
    assert edited is not None
    assert buttondown.update(edited, replace(paper, title="New")).title == "New"
    assert buttondown_there.only["image"] == "https://example.com/social.png"


def test_a_draft_whose_making_was_not_answered_is_found_by_number_and_title(
    buttondown: Buttondown, buttondown_there: StandIn, paper: Manuscript
) -> None:
    buttondown.create(replace(paper, number=10))
    buttondown.create(replace(paper, title="Gates & Co, again"))
    assert buttondown.find(paper) is None
    buttondown_there.lose = 1
    with pytest.raises(Refused, match="is not known: run the same again"):
        buttondown.create(paper)
    found = buttondown.find(paper)
    assert found is not None
    assert found.body == paper.body


def test_what_was_deleted_on_the_page_is_gone(
    buttondown: Buttondown, buttondown_there: StandIn, paper: Manuscript
) -> None:
    held = buttondown.create(paper)
    buttondown_there.edit(held.id, status="deleted")
    assert buttondown.get(held.id) is None


def test_a_title_that_is_too_long_is_told_before_anything_is_sent(
    buttondown: Buttondown, buttondown_there: StandIn, paper: Manuscript
) -> None:
    with pytest.raises(Refused, match="2,001 characters"):
        buttondown.create(replace(paper, title="x" * 2001))
    assert buttondown_there.asked == []


def test_what_is_wrong_with_a_field_is_told_with_its_name(
    buttondown: Buttondown, buttondown_there: StandIn, paper: Manuscript
) -> None:
    buttondown_there.say(422, '{"detail": [{"type": "x", "loc": ["body", "slug"], "msg": "is taken"}]}')
    with pytest.raises(Refused, match=r"^Buttondown refuses this \(422\): body slug: is taken\.$"):
        buttondown.create(paper)


def test_an_address_on_the_web_is_never_taken_for_the_api() -> None:
    there = Buttondown("https://buttondown.com/tokenizer", "a-key")
    assert there._api.base == "https://api.buttondown.com/v1"

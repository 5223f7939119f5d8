"""Drafts at Buttondown, against a server that keeps to its OpenAPI description."""

import pytest
from msgspec.structs import replace

from tests.support.platforms import FakePlatform
from workbench.curation.model import UserError
from workbench.curation.platform_draft import DraftContent
from workbench.delivery.platforms import Buttondown


def test_an_issue_becomes_a_draft_with_its_number(
    buttondown: Buttondown, fake_buttondown: FakePlatform, markdown_content: DraftContent
) -> None:
    held = buttondown.create(markdown_content)
    kept = fake_buttondown.only_draft
    assert (kept["status"], kept["secondary_id"], kept["description"]) == ("draft", 11, "Five papers")
    assert kept["body"].startswith("<!-- buttondown-editor-mode: plaintext -->\nHey!")
    assert (held.title, held.body, held.modified) == (
        markdown_content.title,
        markdown_content.body,
        kept["modification_date"],
    )
    assert held.address == kept["absolute_url"]


def test_a_rule_at_the_beginning_is_not_taken_for_front_matter(
    buttondown: Buttondown, markdown_content: DraftContent
) -> None:
    assert (
        buttondown.create(replace(markdown_content, body="---\n\nA promo.\n\n---\n")).body
        == "A promo.\n\n---\n"
    )


def test_a_repeat_makes_no_second_draft_but_one_in_place_of_a_deleted_one_is_new(
    buttondown: Buttondown, fake_buttondown: FakePlatform, markdown_content: DraftContent
) -> None:
    first = buttondown.create(markdown_content)
    assert buttondown.create(markdown_content) == first
    del fake_buttondown.drafts[first.id]
    assert buttondown.get(first.id) is None
    assert buttondown.create(markdown_content, instead_of=first.id).id != first.id


def test_the_same_text_is_written_again_after_somebody_changed_it_there(
    buttondown: Buttondown, fake_buttondown: FakePlatform, markdown_content: DraftContent
) -> None:
    held = buttondown.update(buttondown.create(markdown_content), replace(markdown_content, title="New"))
    fake_buttondown.edit(held.id, subject="Theirs", image="https://example.com/social.png")
    edited = buttondown.get(held.id)
    assert edited is not None
    assert buttondown.update(edited, replace(markdown_content, title="New")).title == "New"
    assert fake_buttondown.only_draft["image"] == "https://example.com/social.png"


def test_a_draft_whose_making_was_not_answered_is_found_by_number_and_title(
    buttondown: Buttondown, fake_buttondown: FakePlatform, markdown_content: DraftContent
) -> None:
    buttondown.create(replace(markdown_content, number=10))
    buttondown.create(replace(markdown_content, title="Gates & Co, again"))
    assert buttondown.find(markdown_content) is None
    fake_buttondown.replies_to_drop = 1
    with pytest.raises(UserError, match="is not known: run the same again"):
        buttondown.create(markdown_content)
    found = buttondown.find(markdown_content)
    assert found is not None
    assert found.body == markdown_content.body


def test_what_was_deleted_on_the_page_is_gone(
    buttondown: Buttondown, fake_buttondown: FakePlatform, markdown_content: DraftContent
) -> None:
    held = buttondown.create(markdown_content)
    fake_buttondown.edit(held.id, status="deleted")
    assert buttondown.get(held.id) is None


def test_a_title_that_is_too_long_is_told_before_anything_is_sent(
    buttondown: Buttondown, fake_buttondown: FakePlatform, markdown_content: DraftContent
) -> None:
    with pytest.raises(UserError, match="2,001 characters"):
        buttondown.create(replace(markdown_content, title="x" * 2001))
    assert fake_buttondown.requests == []


def test_what_is_wrong_with_a_field_is_told_with_its_name(
    buttondown: Buttondown, fake_buttondown: FakePlatform, markdown_content: DraftContent
) -> None:
    fake_buttondown.queue_reply(
        422, '{"detail": [{"type": "x", "loc": ["body", "slug"], "msg": "is taken"}]}'
    )
    with pytest.raises(UserError, match=r"^Buttondown refuses this \(422\): body slug: is taken\.$"):
        buttondown.create(markdown_content)


def test_an_address_on_the_web_is_never_taken_for_the_api() -> None:
    there = Buttondown("https://buttondown.com/tokenizer", "a-key")
    assert there._api.base == "https://api.buttondown.com/v1"

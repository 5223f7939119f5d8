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
    held = buttondown.create(markdown_content, "r1")
    kept = fake_buttondown.only_draft
    assert (kept["status"], kept["secondary_id"], kept["description"]) == ("draft", 11, "Five papers")
    assert kept["body"].startswith("<!-- buttondown-editor-mode: plaintext -->\nHey!")
    assert (held.title, held.body, held.modified) == (
        markdown_content.title,
        markdown_content.body,
        kept["modification_date"],
    )
    assert held.address == f"https://buttondown.com/emails/{held.id}"


def test_a_rule_at_the_beginning_is_not_taken_for_front_matter(
    buttondown: Buttondown, markdown_content: DraftContent
) -> None:
    assert (
        buttondown.create(replace(markdown_content, body="---\n\nA promo.\n\n---\n"), "r1").body
        == "A promo.\n\n---\n"
    )


def test_the_same_request_again_makes_no_second_draft_and_another_does(
    buttondown: Buttondown, markdown_content: DraftContent
) -> None:
    first = buttondown.create(markdown_content, "r1")
    assert buttondown.create(markdown_content, "r1") == first
    assert buttondown.create(markdown_content, "r2").id != first.id


def test_what_was_set_there_beside_the_text_stays(
    buttondown: Buttondown, fake_buttondown: FakePlatform, markdown_content: DraftContent
) -> None:
    held = buttondown.create(markdown_content, "r1")
    fake_buttondown.edit(held.id, image="https://example.com/social.png")
    assert buttondown.update(held, replace(markdown_content, title="New"), "r2").title == "New"
    assert fake_buttondown.only_draft["image"] == "https://example.com/social.png"


def test_the_drafts_of_an_issue_are_those_with_its_number(
    buttondown: Buttondown, fake_buttondown: FakePlatform, markdown_content: DraftContent
) -> None:
    buttondown.create(replace(markdown_content, number=10), "r1")
    older = buttondown.create(markdown_content, "r2")
    newer = buttondown.create(replace(markdown_content, title="Another"), "r3")
    sent = buttondown.create(markdown_content, "r4")
    fake_buttondown.edit(sent.id, status="sent")
    assert buttondown.list_marked(11) == [newer, older]


def test_what_was_deleted_on_the_page_is_gone(
    buttondown: Buttondown, fake_buttondown: FakePlatform, markdown_content: DraftContent
) -> None:
    held = buttondown.create(markdown_content, "r1")
    fake_buttondown.edit(held.id, status="deleted")
    assert buttondown.get(held.id) is None


def test_a_title_that_is_too_long_is_told_before_anything_is_sent(
    buttondown: Buttondown, fake_buttondown: FakePlatform, markdown_content: DraftContent
) -> None:
    with pytest.raises(UserError, match="2,001 characters"):
        buttondown.create(replace(markdown_content, title="x" * 2001), "r1")
    assert fake_buttondown.requests == []


def test_what_is_wrong_with_a_field_is_told_with_its_name(
    buttondown: Buttondown, fake_buttondown: FakePlatform, markdown_content: DraftContent
) -> None:
    fake_buttondown.queue_reply(
        422, '{"detail": [{"type": "x", "loc": ["body", "slug"], "msg": "is taken"}]}'
    )
    with pytest.raises(UserError, match=r"^Buttondown refuses this \(422\): body slug: is taken\.$"):
        buttondown.create(markdown_content, "r1")


def test_an_address_on_the_web_is_never_taken_for_the_api() -> None:
    there = Buttondown("https://buttondown.com/tokenizer", "a-key")
    assert there._api.base == "https://api.buttondown.com/v1"

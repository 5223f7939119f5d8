"""The same against a real Ghost, for whoever has one to spare: docs/drafts.md says how to run it on 127.0.0.1."""

import os
import time
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from workbench.curation.model import Issue, UserError
from workbench.curation.publication import DEFAULT_TARGETS
from workbench.delivery.platforms import Ghost
from workbench.delivery.platforms.ghost import build_token
from workbench.desk.desk import Desk
from workbench.desk.outgoing import platform_drafts
from workbench.publishing import build_edition

URL = os.environ.get("WORKBENCH_TEST_GHOST_URL", "")
KEY = os.environ.get("WORKBENCH_TEST_GHOST_KEY", "")
TARGET = next(target for target in DEFAULT_TARGETS if target.key == "ghost")

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not (URL and KEY), reason="no Ghost is named by WORKBENCH_TEST_GHOST_URL and _KEY"),
]


class GhostPage:
    """Somebody at Ghost's own page."""

    def ask(self, method: str, id: str, content: dict[str, Any] | None = None) -> Any:
        """One request to a post, by the same key."""
        name, _, secret = KEY.partition(":")
        signed = build_token(name, bytes.fromhex(secret), int(time.time()))
        address = f"{URL}/ghost/api/admin/posts/{id}/"
        headers = {"Authorization": f"Ghost {signed}", "Accept-Version": "v5.0"}
        answer = httpx.request(method, address, headers=headers, json=content, trust_env=False)
        assert answer.is_success, answer.text
        return answer.json()["posts"][0] if answer.content else None

    def edit(self, id: str, **fields: str) -> None:
        """Change a post there."""
        stamp = self.ask("GET", id)["updated_at"]
        self.ask("PUT", id, {"posts": [{**fields, "updated_at": stamp}]})


@pytest.fixture
def created_ids(desk: Desk) -> Iterator[list[str]]:
    """The ids of the drafts a test made; gone with it."""
    ids: list[str] = []
    yield ids
    for id in dict.fromkeys(ids):
        GhostPage().ask("DELETE", id)


def test_a_draft_on_a_real_ghost_is_made_kept_up_to_date_and_left_alone(
    desk: Desk, created_ids: list[str]
) -> None:
    ghost, page, state = Ghost(URL, KEY), GhostPage(), desk.state
    issue: Issue = state.issue_by_number(11)
    entries = state.entries_in(issue.id)
    now = build_edition(issue, entries, state.publication)
    first = platform_drafts.sync_draft(ghost, now, TARGET, None)
    created_ids.append(first.remote.id)
    assert (first.action, first.findings, first.draft.status) == ("made", (), "draft")
    assert platform_drafts.sync_draft(ghost, now, TARGET, first.remote).action == "left"
    assert platform_drafts.sync_draft(ghost, now, TARGET, None).action == "found"
    page.edit(first.remote.id, title="Theirs")  # within the second in which it was made
    with pytest.raises(UserError, match="was edited there"):
        platform_drafts.sync_draft(ghost, now, TARGET, first.remote)
    again = platform_drafts.sync_draft(ghost, now, TARGET, first.remote, overwrite=True)
    assert (again.action, again.draft.title, again.findings) == ("updated", now.title, ())
    page.edit(first.remote.id, status="published")
    with pytest.raises(UserError, match="“published” at Ghost"):
        platform_drafts.sync_draft(ghost, now, TARGET, again.remote, overwrite=True)
    page.ask("DELETE", created_ids.pop())
    anew = platform_drafts.sync_draft(ghost, now, TARGET, again.remote)
    created_ids.append(anew.remote.id)
    assert anew.action == "made anew"

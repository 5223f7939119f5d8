"""The same against a real Ghost, for whoever has one to spare: docs/drafts.md says how to run it on 127.0.0.1."""

import os
import time
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from workbench.curation.model import Issue, Refused
from workbench.curation.publication import TARGETS
from workbench.delivery.drafts import Ghost
from workbench.delivery.drafts.ghost import token
from workbench.desk import drafts
from workbench.desk.desk import Desk
from workbench.publishing import edition

URL = os.environ.get("WORKBENCH_TEST_GHOST_URL", "")
KEY = os.environ.get("WORKBENCH_TEST_GHOST_KEY", "")
TARGET = next(target for target in TARGETS if target.key == "ghost")

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not (URL and KEY), reason="no Ghost is named by WORKBENCH_TEST_GHOST_URL and _KEY"),
]


class Page:
    """Somebody at Ghost's own page."""

    def ask(self, method: str, id: str, content: dict[str, Any] | None = None) -> Any:
        """One request to a post, by the same key."""
        name, _, secret = KEY.partition(":")
        signed = token(name, bytes.fromhex(secret), int(time.time()))
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
def made(desk: Desk) -> Iterator[list[str]]:
    """The ids of the drafts a test made; gone with it."""
    ids: list[str] = []
    yield ids
    for id in dict.fromkeys(ids):
        Page().ask("DELETE", id)


def test_a_draft_on_a_real_ghost_is_made_kept_up_to_date_and_left_alone(desk: Desk, made: list[str]) -> None:
    ghost, page, present = Ghost(URL, KEY), Page(), desk.present
    issue: Issue = present.numbered(11)
    entries = present.entries_in(issue.id)
    now = edition(issue, entries, present.publication)
    first = drafts.bring(ghost, now, TARGET, None)
    made.append(first.remote.id)
    assert (first.did, first.findings, first.held.status) == ("made", (), "draft")
    assert drafts.bring(ghost, now, TARGET, first.remote).did == "left"
    assert drafts.bring(ghost, now, TARGET, None).did == "found"
    page.edit(first.remote.id, title="Theirs")  # within the second in which it was made
    with pytest.raises(Refused, match="was edited there"):
        drafts.bring(ghost, now, TARGET, first.remote)
    again = drafts.bring(ghost, now, TARGET, first.remote, overwrite=True)
    assert (again.did, again.held.title, again.findings) == ("updated", now.title, ())
    page.edit(first.remote.id, status="published")
    with pytest.raises(Refused, match="“published” at Ghost"):
        drafts.bring(ghost, now, TARGET, again.remote, overwrite=True)
    page.ask("DELETE", made.pop())
    anew = drafts.bring(ghost, now, TARGET, again.remote)
    made.append(anew.remote.id)
    assert anew.did == "made anew"

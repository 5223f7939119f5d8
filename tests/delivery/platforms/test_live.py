"""The same against a real Ghost, for whoever has one to spare: docs/drafts.md says how to run it on 127.0.0.1.

The rendered mail needs a session of a person who may sign in there, since Ghost answers 501 to an API key.
"""

import os
import time
from collections.abc import Iterator
from typing import Any, Final

import httpx
import pytest

from tests.support.lossy_proxy import LOSSES, Loss, serve_lossy_proxy
from workbench.curation.model import IssueId, LinkId, UserError
from workbench.curation.publication import DEFAULT_TARGETS
from workbench.delivery.platforms import Ghost
from workbench.delivery.platforms.ghost import build_token
from workbench.desk.desk import Desk
from workbench.desk.outgoing import platform_drafts
from workbench.desk.outgoing.export import edition_of
from workbench.desk.verbs import triage, writing

URL: Final = os.environ.get("WORKBENCH_TEST_GHOST_URL", "")
KEY: Final = os.environ.get("WORKBENCH_TEST_GHOST_KEY", "")
USER: Final = os.environ.get("WORKBENCH_TEST_GHOST_USER", "")
"""Mail address and password of somebody who may sign in, with a colon between them."""
TARGET: Final = next(target for target in DEFAULT_TARGETS if target.key == "ghost")

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not (URL and KEY), reason="no Ghost is named by WORKBENCH_TEST_GHOST_URL and _KEY"),
]


class GhostPage:
    """Somebody at Ghost's own page."""

    def ask(self, method: str, id: str, content: dict[str, Any] | None = None, query: str = "") -> Any:
        """One request to a post, by the same key."""
        name, _, secret = KEY.partition(":")
        signed = build_token(name, bytes.fromhex(secret), int(time.time()))
        address = f"{URL}/ghost/api/admin/posts/{id}/{query}"
        headers = {"Authorization": f"Ghost {signed}", "Accept-Version": "v5.0"}
        answer = httpx.request(method, address, headers=headers, json=content, trust_env=False)
        assert answer.is_success, answer.text
        return answer.json()["posts"][0] if answer.content else None

    def edit(self, id: str, *, query: str = "", **fields: str) -> None:
        """Change a post there."""
        stamp = self.ask("GET", id)["updated_at"]
        self.ask("PUT", id, {"posts": [{**fields, "updated_at": stamp}]}, query)

    def render_mail(self, id: str) -> dict[str, str]:
        """The mail that subscribers would get: its `html` and its `plaintext`."""
        username, _, password = USER.partition(":")
        headers = {"Origin": URL, "Accept-Version": "v5.0"}
        with httpx.Client(base_url=f"{URL}/ghost/api/admin", headers=headers, trust_env=False) as client:
            client.post("/session/", json={"username": username, "password": password}).raise_for_status()
            answer = client.get(f"/email_previews/posts/{id}/").raise_for_status()
        mail: dict[str, str] = answer.json()["email_previews"][0]
        return mail


@pytest.fixture
def created_ids(desk: Desk) -> Iterator[set[str]]:
    """The ids of the drafts a test made; gone with it."""
    ids: set[str] = set()
    yield ids
    remembered = {remote.id for issue in desk.state.issues.values() for remote in issue.drafts.values()}
    for id in filter(None, ids | remembered):
        GhostPage().ask("DELETE", id)


def sync(
    desk: Desk, *, number: int = 11, url: str = URL, overwrite: bool = False
) -> platform_drafts.SyncResult:
    """What the command does."""
    issue = desk.state.issue_by_number(number)
    return platform_drafts.sync_draft(
        Ghost(url, KEY),
        edition_of(desk.state, issue),
        TARGET,
        platform_drafts.collect_known_drafts(desk.state, issue, "ghost"),
        lambda remote, label: desk.do(platform_drafts.remember_draft, issue.id, "ghost", remote, label),
        overwrite=overwrite,
    )


def test_a_draft_on_a_real_ghost_is_made_kept_up_to_date_and_left_alone(
    desk: Desk, created_ids: set[str]
) -> None:
    page = GhostPage()
    first = sync(desk)
    id = first.remote.id
    created_ids.add(id)
    assert (first.action, first.findings, first.draft.status) == ("made", (), "draft")
    assert sync(desk).action == "left"
    page.edit(id, title="Theirs")  # within the second in which it was made
    with pytest.raises(UserError, match="was edited there"):
        sync(desk)
    again = sync(desk, overwrite=True)
    assert (again.action, again.draft.title, again.findings) == ("updated", first.draft.title, ())
    page.edit(id, status="published")
    with pytest.raises(UserError, match="“published” at Ghost"):
        sync(desk, overwrite=True)
    page.ask("DELETE", id)
    created_ids.remove(id)
    assert sync(desk).action == "made anew"


@pytest.mark.parametrize("exists", [False, True], ids=["create", "update"])
@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.usefixtures("created_ids")
def test_a_lost_answer_is_told_from_an_edit(
    desk: Desk, loss: Loss, exists: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("workbench.delivery.platforms.api.REQUEST_TIMEOUT", 3.0)
    desk.do(
        writing.write_entry_of_link, LinkId(2), blurb="- a list\n\n  of *items*\n\n> quoted\n>\n> - twice"
    )
    with serve_lossy_proxy(URL) as proxy:
        if exists:
            sync(desk, url=proxy.url)
            desk.do(writing.set_issue_field, "greeting", "Good **morning**!")
        for time_of_day in ("morning", "evening"):
            proxy.next_loss = loss
            with pytest.raises(UserError, match=r"looks first|took the draft"):
                sync(desk, url=proxy.url)
            assert sync(desk, url=proxy.url).action == "found"
            desk.do(writing.set_issue_field, "closing", f"See you this {time_of_day}!")
        proxy.next_loss = loss
        with pytest.raises(UserError, match=r"looks first|took the draft"):
            sync(desk, url=proxy.url)
    remote = desk.state.issue_by_number(11).drafts["ghost"]
    html = GhostPage().ask("GET", remote.id, query="?formats=html")["html"]
    GhostPage().edit(remote.id, html=html.replace("See you", "See <em>you</em>"), query="?source=html")
    with pytest.raises(platform_drafts.EditedThereError):
        sync(desk)
    assert sync(desk, overwrite=True).action == "updated"


def test_two_issues_of_one_title_have_a_post_each(twin_desk: Desk) -> None:
    first, second = sync(twin_desk), sync(twin_desk, number=12, overwrite=True)
    try:
        assert [first.action, second.action] == ["made", "made"]
        assert first.draft.note == ""
        assert (
            "has the address “weekly-reads” already, so Ghost gave this one “weekly-reads-2”"
            in second.draft.note
        )
        assert GhostPage().ask("GET", first.remote.id)["updated_at"] == first.draft.modified
        assert [sync(twin_desk, number=number).action for number in (11, 12)] == ["left", "left"]
    finally:
        for made in (first, second):
            GhostPage().ask("DELETE", made.remote.id)


@pytest.mark.skipif(not USER, reason="nobody is named who may sign in, by WORKBENCH_TEST_GHOST_USER")
@pytest.mark.usefixtures("created_ids")
def test_readers_of_the_mail_get_a_link_to_every_video(desk: Desk) -> None:
    desk.do(triage.place_links, [LinkId(8)], "videos")
    made = sync(desk)
    mail = GhostPage().render_mail(made.remote.id)
    entries = desk.state.entries_in(IssueId(1))
    videos = [desk.state.get_link(entry.link).url for entry in entries if entry.section == "videos"]
    assert len(videos) == 2
    for video in videos:
        assert f'href="{video}' in mail["html"]
        assert video in mail["plaintext"]

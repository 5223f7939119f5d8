"""Asking an issue's links on the screen: findings that come as servers answer, a stop in the middle, and mends."""

import asyncio
import json
import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import BaseHTTPRequestHandler

import pytest

from tests.support.editor import PaneEditor, Workbench
from tests.support.http_server import FakeSite
from workbench.curation.model import IssueId, LinkId
from workbench.curation.publication import FetchSettings
from workbench.desk.desk import Desk
from workbench.desk.verbs import triage, writing
from workbench.web.sites import BASE_URLS

SIZES = [(80, 24), (120, 40), (160, 45)]


@pytest.fixture
def asking(site: FakeSite) -> FetchSettings:
    """Links may be asked, of 127.0.0.1 alone; none is fetched."""
    sites = dict.fromkeys(BASE_URLS, site.url)
    return FetchSettings(automatic=False, allow=("127.0.0.1",), sites=sites)


@pytest.fixture
def slow_site(make_site: Callable[[], FakeSite]) -> FakeSite:
    """Another site, which no other one waits for."""
    return make_site()


@pytest.fixture
def release(slow_site: FakeSite) -> Iterator[threading.Event]:
    """`/slow` and `/never` there answer when this is set."""
    over = threading.Event()

    def hold(handler: BaseHTTPRequestHandler) -> None:
        over.wait(20)
        handler.send_response(404)
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    for path in ("/slow", "/never"):
        slow_site.reply_with(path, hold)
    yield over
    over.set()


async def begin_issue(editor: PaneEditor, *urls: str) -> None:
    """An issue with these links in its slots, and a blurb that leads to the last of them once more."""
    await editor.paste("\n".join(urls))
    ids = [LinkId(at) for at in range(1, len(urls) + 1)]
    for id, section in zip(ids, ["reads"] * 3 + ["tools"] * 2, strict=False):
        editor.screen.runner.run_verb(partial(triage.place_links, links=[id], section=section))
        await editor.settle()
    entry = next(iter(editor.desk.state.entries))
    blurb = f"See [the code]({urls[-1]})."
    editor.screen.runner.run_verb(partial(writing.write_entry, entry=entry, blurb=blurb))
    await editor.settle()


async def go_to(editor: PaneEditor, text: str) -> None:
    """Put the cursor of the findings on the row with these words."""
    await editor.press("g")
    for _ in range(40):
        if any("▌" in line and text in line for line in editor.screen_text().splitlines()):
            return
        await editor.press("j")
    raise AssertionError(f"no row says “{text}”:\n{editor.screen_text()}")


def printed_urls(desk: Desk) -> list[str]:
    return [link.url for entry in desk.state.entries_in(IssueId(1)) for link in entry.links]


@pytest.mark.parametrize("size", SIZES)
async def test_findings_come_as_servers_answer_and_moves_and_copies_are_mended(
    workbench: Workbench, asking: FetchSettings, site: FakeSite, size: tuple[int, int]
) -> None:
    gone, moved, fine = (f"{site.url}/{name}" for name in ("gone-1", "moved-1", "fine"))
    copy = f"https://web.archive.org/web/20240501120000/{gone}"
    closest = {"available": True, "url": copy, "timestamp": "20240501120000", "status": "200"}
    site.reply("/wayback/available", json.dumps({"archived_snapshots": {"closest": closest}}))
    site.reply("/fine")
    site.reply("/new-1")
    site.reply("/moved-1", status=301, Location="/new-1")
    async with workbench(*size, fetching=asking) as editor:
        await begin_issue(editor, gone, fine, moved)
        await editor.press("F", "a")
        await editor.wait_for_fetches()
        assert editor.has_text("Asked 3 links: 1 gone, 1 moved")
        await go_to(editor, "moved for")
        await editor.press("M")
        assert printed_urls(editor.desk) == [gone, fine, f"{site.url}/new-1"]
        assert f"[the code]({site.url}/new-1)" in editor.desk.state.entries_in(IssueId(1))[0].blurb
        await go_to(editor, "is gone")
        assert "2024-05-01" in editor.screen_text()
        await editor.press("m")
        assert printed_urls(editor.desk)[0] == copy
        await editor.press("q", "u", "u")
        assert printed_urls(editor.desk) == [gone, fine, moved]
        await editor.press("F")
        assert editor.has_text("is gone")


async def test_asking_shows_how_far_it_is_while_keys_act_and_is_stopped_by_s(
    workbench: Workbench, asking: FetchSettings, site: FakeSite, slow_site: FakeSite, release: threading.Event
) -> None:
    async with workbench(120, 40, fetching=asking) as editor:
        await begin_issue(editor, f"{site.url}/gone-1", f"{slow_site.url}/slow", f"{slow_site.url}/never")
        await editor.press("F", "S")
        assert editor.has_text("No link is being asked.")
        await editor.press("a")
        assert editor.has_text("Asking 3 links · S stops it")
        async with asyncio.timeout(10):
            while not editor.has_text("↻ 1/3"):
                await editor.pilot.pause(0.01)
        assert editor.has_text("is gone: it answers 404")
        await editor.press("a")
        assert editor.has_text("Links are being asked: S stops that.")
        await editor.press("j", "j", "x", "5", "S")
        assert editor.has_text("Stopped asking: 1 of 3 links answered.")
        await editor.wait_for_fetches()
        async with asyncio.timeout(10):  # the header behind the view is painted when the time for that comes
            while editor.has_text("↻"):
                await editor.pilot.pause(0.01)
        assert editor.has_text("is gone: it answers 404")
        await editor.press("a")
        assert editor.has_text("Asking 2 links · S stops it")
        release.set()
        await editor.wait_for_fetches()
        before = len(site.requests)
        await editor.press("a")
        await editor.wait_for_fetches()
        assert len(site.requests) > before


async def test_the_view_may_be_left_while_links_are_asked(
    workbench: Workbench, asking: FetchSettings, site: FakeSite, slow_site: FakeSite, release: threading.Event
) -> None:
    async with workbench(80, 24, fetching=asking) as editor:
        await begin_issue(editor, f"{slow_site.url}/slow", f"{site.url}/gone-1")
        before = editor.screen.header.findings
        await editor.press("F", "a", "q")
        assert editor.has_text("↻")
        await editor.press("j", "tab", "p", "escape")
        release.set()
        await editor.wait_for_fetches()
        assert "↻" not in editor.screen_text()
        assert len(editor.screen.header.findings) == len(before) + 3  # the blurb leads to one of them, too
        await editor.press("q")


async def test_leaving_the_program_waits_for_no_server(
    workbench: Workbench, asking: FetchSettings, slow_site: FakeSite, release: threading.Event
) -> None:
    async with workbench(80, 24, fetching=asking) as editor:
        await begin_issue(editor, f"{slow_site.url}/slow")
        await editor.press("F", "a", "q", "q")
        assert editor.app._exit


async def test_an_issue_without_links_says_so(workbench: Workbench, asking: FetchSettings) -> None:
    async with workbench(80, 24, fetching=asking) as editor:
        await editor.press("N", "n", "F", "a")
        assert editor.has_text("Issue #1 prints no link.")

"""What sites say of links, seen from the chair of the editor: rows that fill in, and a screen that never waits."""

import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from tests.support.editor import Workbench
from tests.support.http_server import Site
from workbench.curation.profile import default
from workbench.curation.publication import Fetching
from workbench.desk import intake
from workbench.desk.desk import Desk
from workbench.library import open_library
from workbench.web.sites import BASES

PAPER = "https://arxiv.org/abs/2505.06708"
CODE = "https://github.com/example/gates"
FEED = f"""<feed xmlns="http://www.w3.org/2005/Atom" xmlns:arxiv="http://arxiv.org/schemas/atom"><entry>
<id>http://arxiv.org/abs/2505.06708v2</id><published>2025-05-10T17:15:49Z</published>
<title>Gated Attention for Large Language Models</title>
<summary>Gates are common. Code is at {CODE}.</summary>
<author><name>Ada Example</name></author><arxiv:primary_category term="cs.CL"/></entry></feed>"""


@pytest.fixture
def near(site: Site) -> Fetching:
    """Every site is the one on 127.0.0.1, and new links are fetched by themselves."""
    site.says("/api/query", FEED, type="application/atom+xml")
    return Fetching(allow=("127.0.0.1",), sites=dict.fromkeys(BASES, site.url))


@pytest.fixture
def page(site: Site) -> Callable[..., str]:
    """A page of that site: its URL, once it has been told what to say; told twice, it changes its mind."""

    def put(path: str, title: str) -> str:
        text = f"<html><head><title>{title}</title></head><body><p>{'All of it. ' * 90}</p></body></html>"
        site.says(path, text, type="text/html")
        return f"{site.url}{path}"

    return put


@pytest.fixture
def slow(site: Site) -> Iterator[Callable[[int], str]]:
    """So many links to pages that do not answer before the test is over, a line each."""
    over = threading.Event()

    def hold(_: BaseHTTPRequestHandler) -> None:
        over.wait(20)

    def links(count: int) -> str:
        for number in range(count):
            site.does(f"/slow/{number}", hold)
        return "\n".join(f"{site.url}/slow/{number}" for number in range(count))

    yield links
    over.set()


async def test_pasted_links_fill_in_and_the_message_of_the_paste_stays(
    workbench: Workbench, near: Fetching, page: Callable[..., str]
) -> None:
    async with workbench(80, 24, fetching=near) as editor:
        await editor.paste(f"{PAPER}\n{page('/one', 'Gates, explained')}\n{page('/two', 'What gates cost')}")
        await editor.fetched()
        for title in ("Gated Attention for Large Language Models", "Gates, explained", "What gates cost"):
            assert editor.sees(title)
        assert editor.says == "Added 3 links · u takes it back"
        assert "↻" not in editor.screen()
        await editor.press("G")
        assert editor.sees("Ada Example · 2025-05-10 · cs.CL · arXiv")
        assert "told by arXiv" in editor.source


async def test_a_failure_is_marked_told_and_asked_for_again_by_f(
    workbench: Workbench, near: Fetching, page: Callable[..., str]
) -> None:
    page("/late", "Page not found")
    async with workbench(120, 40, fetching=near) as editor:
        await editor.paste(page("/late", "Here after all"))
        await editor.fetched()
        assert " ! " in editor.row(1)
        assert "! 127.0.0.1 " in editor.source
        assert "f asks again" in editor.source
        await editor.press("f")
        await editor.fetched()
        assert editor.says == "Fetched “Here after all”"
        assert "R Here after all" in editor.row(1)


async def test_a_title_the_editor_writes_survives_a_fetch_and_an_empty_one_gives_it_back(
    workbench: Workbench, near: Fetching, page: Callable[..., str]
) -> None:
    async with workbench(160, 45, fetching=near) as editor:
        await editor.paste(page("/post", "The Post of the Site"))
        await editor.fetched()
        await editor.press("e")
        assert editor.sees("Empty gives it back to the site.")
        await editor.press("ctrl+u")
        await editor.type("My own words")
        await editor.press("enter", "f")
        await editor.fetched()
        assert "My own words" in editor.row(1)
        assert "title by you" in editor.source
        await editor.press("e", "ctrl+u", "enter")
        await editor.fetched()
        assert "The Post of the Site" in editor.row(1)


async def test_plus_joins_the_code_that_a_site_named_as_second_link(
    workbench: Workbench, near: Fetching
) -> None:
    async with workbench(160, 45, fetching=near) as editor:
        await editor.paste(PAPER)
        await editor.fetched()
        assert "● its code: github.com/example/gates (arXiv) · + joins it" in editor.source
        await editor.press("+")
        assert (
            editor.says
            == "Joined the GitHub link to “Gated Attention for Large Language Models” · u takes it back"
        )
        assert "+ joins it" not in editor.source
        await editor.press("l")
        (entry,) = editor.desk.present.entries.values()
        assert [(link.label, link.url) for link in entry.links] == [("", PAPER), ("GitHub", CODE)]


async def test_f_fetches_the_marked_links_and_the_entry_in_hand_and_says_how_it_went(
    workbench: Workbench, near: Fetching, page: Callable[..., str], site: Site
) -> None:
    by_hand = Fetching(automatic=False, allow=near.allow, sites=near.sites)
    async with workbench(120, 40, fetching=by_hand) as editor:
        await editor.paste(f"{page('/one', 'First')}\n{site.url}/gone\n{PAPER}")
        await editor.press("space", "space", "space", "f")
        await editor.fetched()
        assert editor.says == "Fetched 2 of 3 links: ! marks the others"
        assert not editor.bench.inbox.list.marked
        await editor.press("l", "tab", "}", "}", "f")
        await editor.fetched()
        assert "Fetched “" in editor.says
        await editor.press("g", "f")
        assert "no link here to fetch" in editor.says


async def test_fifty_links_on_their_way_hold_up_no_key_and_s_stops_them(
    workbench: Workbench, near: Fetching, slow: Callable[[int], str]
) -> None:
    async with workbench(80, 24, fetching=near) as editor:
        await editor.paste(slow(50))
        assert editor.sees("↻ 0/50")
        assert "↻" in editor.row(1)
        assert "being fetched" in editor.source
        await editor.press("j", "j", "x")
        assert editor.says.startswith("Rejected")
        assert editor.bench.inbox.list.cursor_id == 47
        await editor.press("f")
        assert editor.says.startswith("On the way already")
        await editor.press("S")
        assert editor.says == "Stopped fetching: 0 of 50 came · f asks for the others"
        await editor.fetched()
        await editor.press("S")
        assert editor.says == "Nothing is being fetched."
        await editor.press("t")
        await editor.type("later")
        await editor.press("enter")
        assert editor.says.startswith("Tagged")
        assert "↻" not in editor.screen()


async def test_who_leaves_amid_a_fetch_waits_for_nothing_and_the_next_start_asks_again(
    workbench: Workbench, near: Fetching, page: Callable[..., str], slow: Callable[[int], str], site: Site
) -> None:
    async with workbench(120, 40, fetching=near) as editor:
        await editor.paste(slow(3))
        await editor.press("q")
        assert not editor.app.is_running
    site.replies.clear()
    for number in range(3):
        page(f"/slow/{number}", f"Slow page {number}")
    async with workbench(120, 40, fetching=near) as editor:
        await editor.fetched()
        assert all(editor.sees(f"Slow page {number}") for number in range(3))
        assert editor.says == "Fetched 3 links"


async def test_what_another_process_saves_is_fetched_too(
    workbench: Workbench, near: Fetching, page: Callable[..., str], tmp_path: Path
) -> None:
    async with workbench(120, 40, fetching=near) as editor:
        other = open_library(tmp_path, clock=lambda: datetime.now(UTC))
        Desk(other, default(), lambda: datetime.now(UTC)).do(intake.paste, page("/theirs", "From the phone"))
        other.close()
        await editor.look()
        await editor.fetched()
        assert "From the phone" in editor.row(1)
        assert editor.says == "Fetched “From the phone”"


async def test_links_of_one_work_become_one_link_and_it_is_said(
    workbench: Workbench, near: Fetching, page: Callable[..., str], site: Site
) -> None:
    async with workbench(120, 40, fetching=near) as editor:
        kept = page("/kept", "Moved for good")
        site.says("/old", status=301, location=kept)
        await editor.paste(kept)
        await editor.fetched()
        await editor.paste(f"{site.url}/old")
        await editor.fetched()
        assert editor.desk.present.count("inbox") == 1
        await editor.press("H")
        assert editor.sees("turned out to be “Moved for good”: one link now")


async def test_a_title_nearly_the_same_is_told_once_the_cursor_rests(
    workbench: Workbench, near: Fetching, page: Callable[..., str]
) -> None:
    one, other = (
        page("/a", "Gates after attention, explained"),
        page("/b", "Gates after attention: explained"),
    )
    async with workbench(160, 45, fetching=near) as editor:
        await editor.paste(f"{one}\n{other}")
        await editor.fetched()
        await editor.rest("= looks like “Gates after attention, explained” (1, in the inbox)")

"""What is put into `inbox/` while the screen is open is seen within two seconds, by itself."""

import asyncio
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.capture import run_capture
from tests.support.commands import CommandLine
from tests.support.editor import PaneEditor, Workbench

PROMISED = 2.0


async def test_a_line_appended_by_another_program_is_shown_and_said(
    workbench: Workbench, tmp_path: Path
) -> None:
    (tmp_path / "inbox").mkdir()
    async with workbench() as editor:
        with (tmp_path / "inbox" / "phone.txt").open("a") as file:
            file.write("https://example.com/a worth a look\n")
        took = await wait_for(editor, lambda: bool(editor.desk.state.links))
        await editor.settle()
        assert [link.note for link in editor.desk.state.links.values()] == ["worth a look"]
        assert "inbox/phone.txt: Added “example.com/a”." in editor.message
        assert took < PROMISED + 0.5  # of which this machine, busy with other tests, may take half a second


async def test_a_refusal_that_is_met_at_each_look_is_said_once(workbench: Workbench, tmp_path: Path) -> None:
    async with workbench() as editor:
        (tmp_path / "inbox").write_text("a file in its place")
        await look_into_inbox(editor)
        assert "inbox/ cannot be read" in editor.message
        editor.screen.message_line.say("something else")
        await look_into_inbox(editor)
        assert editor.message == "something else"


async def look_into_inbox(editor: PaneEditor) -> None:
    editor.screen.arrival_watch.look()
    await editor.settle()


async def wait_for(editor: PaneEditor, has_come: Callable[[], bool]) -> float:
    """Seconds until something is so, ten at most."""
    began = time.monotonic()
    while not has_come() and time.monotonic() < began + 10:
        await editor.pilot.pause(0.05)
    return time.monotonic() - began


async def test_page_command_folder_and_screen_save_at_once_and_the_screen_shows_all(
    workbench: Workbench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    each = 5
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    (tmp_path / "inbox").mkdir()
    command = CommandLine(tmp_path, monkeypatch)

    def name_links(way: str) -> list[str]:
        return [f"https://example.com/{way}/{at}" for at in range(each)]

    def put_into_folder() -> None:
        for url in name_links("folder"):
            with (tmp_path / "inbox" / "phone.txt").open("a") as file:
                file.write(f"{url}\n")

    def add_by_command() -> None:
        for url in name_links("command"):
            assert command.run_process("add", url, "--no-fetch").exit == 0

    async with workbench() as editor:
        with run_capture(tmp_path) as running:

            def post_from_page() -> None:
                assert [running.post(url) for url in name_links("page")] == [204] * each

            ways = [asyncio.to_thread(way) for way in (put_into_folder, add_by_command, post_from_page)]
            others = asyncio.gather(*ways)
            for url in name_links("screen"):
                await editor.paste(url)
            await others
        took = await wait_for(editor, lambda: len(editor.desk.state.links) == 4 * each)
        urls = {link.url for link in editor.desk.state.links.values()}
    assert urls == {url for way in ("folder", "command", "page", "screen") for url in name_links(way)}
    assert took < PROMISED + 0.5

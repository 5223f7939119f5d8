"""What is put into `inbox/` while the screen is open is seen within two seconds, by itself."""

import time
from pathlib import Path

from tests.support.editor import PaneEditor, Workbench

PROMISED = 2.0


async def test_a_line_appended_by_another_program_is_shown_and_said(
    workbench: Workbench, tmp_path: Path
) -> None:
    (tmp_path / "inbox").mkdir()
    async with workbench() as editor:
        with (tmp_path / "inbox" / "phone.txt").open("a") as file:
            file.write("https://example.com/a worth a look\n")
        written = time.monotonic()
        while not editor.desk.state.links and time.monotonic() < written + 10:
            await editor.pilot.pause(0.05)
        took = time.monotonic() - written
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

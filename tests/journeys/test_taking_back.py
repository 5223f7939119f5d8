"""Everything can be taken back, after a restart too, and by whichever process it was done."""

import subprocess
import sys
from pathlib import Path

from tests.support.editor import Workbench
from workbench.curation.pieces import Piece

LINKS = "https://arxiv.org/abs/2510.25445 https://youtu.be/kCc8FmEb1nY https://github.com/karpathy/nanochat"


async def test_undo_after_a_restart_takes_back_all_of_it_and_redo_brings_it_again(
    workbench: Workbench,
) -> None:
    async with workbench(120, 40) as editor:
        await editor.paste(LINKS)
        await editor.press("l", "l", "x")
        placed = {id: editor.desk.state.state_of(id) for id in editor.desk.state.links}
        await editor.press("q")
    async with workbench(120, 40) as editor:
        assert {id: editor.desk.state.state_of(id) for id in editor.desk.state.links} == placed
        await editor.press("u")
        assert "Undone: Rejected" in editor.message
        await editor.press("u", "u", "u")
        assert "Undone: Added 3 links" in editor.message
        assert not editor.desk.state.links
        assert not editor.desk.state.issues
        await editor.press("u")
        assert "nothing to undo" in editor.message
        for _ in range(4):
            await editor.press("ctrl+r")
        assert {id: editor.desk.state.state_of(id) for id in editor.desk.state.links} == placed


async def test_after_undo_the_cursor_stands_on_what_came_back(workbench: Workbench) -> None:
    async with workbench(160, 45) as editor:
        await editor.paste(LINKS)
        await editor.press("j")
        second = editor.panes.inbox.list.cursor_id
        await editor.press("x")
        assert editor.panes.inbox.list.cursor_id != second
        await editor.press("g", "u")
        assert editor.panes.inbox.list.cursor_id == second


async def test_undo_of_a_swap_puts_the_cursor_back_on_the_entry_that_had_the_slot(
    workbench: Workbench,
) -> None:
    papers = " ".join(f"https://arxiv.org/abs/2511.0000{number}" for number in range(1, 6))
    async with workbench(160, 45) as editor:
        await editor.paste(papers)
        await editor.press("l", "l", "b", "b", "b", "tab", "}", "j")
        outline = editor.panes.issue.outline.list
        first, in_slot = outline.pieces[10], outline.piece
        seen = []

        def is_second_paper(piece: Piece | None) -> bool:
            return piece is not None and outline.pieces.index(piece) == outline.pieces.index(first) + 1

        assert is_second_paper(in_slot)
        for _ in range(4):
            await editor.press("s")
            seen.append(outline.piece)
            assert is_second_paper(outline.piece)
        assert len(set(seen)) == 4, "each of the bench has its turn"
        assert seen[-1] == in_slot
        for piece in (*reversed(seen[:-1]), in_slot):
            await editor.press("u")
            assert outline.piece == piece
            assert is_second_paper(piece)


async def test_one_visit_to_a_blurb_is_one_step_and_the_text_is_saved_by_leaving_it(
    workbench: Workbench,
) -> None:
    async with workbench(160, 45) as editor:
        await editor.paste(LINKS)
        await editor.press("l", "tab", "}", "enter")
        assert editor.written_piece.startswith("entry:")
        await editor.press("tab", "tab")
        await editor.type("A blurb, typed.")
        await editor.press("escape")
        (entry,) = editor.desk.state.entries.values()
        assert entry.blurb == "A blurb, typed."
        await editor.press("u")
        assert editor.desk.state.entries[entry.id].blurb == ""


async def test_what_a_command_adds_appears_on_the_open_screen_and_can_be_taken_back_there(
    workbench: Workbench, tmp_path: Path
) -> None:
    async with workbench(120, 40) as editor:
        await editor.paste(LINKS)
        command = [
            sys.executable,
            "-m",
            "workbench",
            "--workspace",
            str(tmp_path),
            "add",
            "--no-fetch",
            "https://distill.pub/2021/gnn-intro/",
        ]
        done = subprocess.run(command, capture_output=True, check=False)
        assert done.returncode == 0, done.stderr
        await editor.poll()
        assert editor.has_text("distill.pub/2021/gnn-intro")
        await editor.press("u")
        assert "Undone: Added “distill.pub/2021/gnn-intro”" in editor.message
        assert not editor.has_text("R distill.pub/2021/gnn-intro")


async def test_the_view_the_filter_and_the_cursor_are_where_they_were_at_the_next_start(
    workbench: Workbench,
) -> None:
    async with workbench(120, 40) as editor:
        await editor.paste(LINKS)
        await editor.press("x", "]", "]", "]")
        assert editor.panes.inbox.listing.view == "rejected"
        await editor.press("/")
        await editor.type("kind:tool")
        await editor.press("enter", "q")
    async with workbench(120, 40) as editor:
        assert editor.panes.inbox.listing.view == "rejected"
        assert editor.panes.inbox.filter.value == "kind:tool"
        assert editor.has_text("nanochat")


async def test_links_half_typed_wait_until_the_view_is_opened_again(workbench: Workbench) -> None:
    async with workbench(120, 40) as editor:
        await editor.press("a")
        await editor.type("https://distill.pub/")
        await editor.press("escape", "a")
        await editor.type("2021/gnn-intro/")
        await editor.press("ctrl+s")
        assert editor.message.startswith("Added “distill.pub")
        assert editor.has_text("distill.pub/2021/gnn-intro")
        await editor.press("a", "ctrl+s")
        assert editor.has_text("Nothing to add yet")

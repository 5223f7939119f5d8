"""Copying out: the strip that walks the issue to its platform, and the proof that it arrived there."""

from pathlib import Path

from tests.support.editor import Workbench
from workbench.curation.pieces import piece_of_entry
from workbench.desk.incoming.fetching import set_title
from workbench.desk.verbs import writing
from workbench.workspace import open_workspace

SENT = "copied rich text and plain text to the clipboard."


async def test_the_strip_walks_every_step_and_only_enter_touches_the_clipboard(workbench: Workbench) -> None:
    async with workbench(80, 24, sample=True) as editor:
        await editor.press("c")
        assert editor.has_text("2 errors stand between this issue and its readers:")
        assert editor.has_text("The blurb is not written · papers/4")
        assert editor.has_text("enter copy j next space tick b cut body t target o page esc leave")
        await editor.press("enter")
        assert editor.message == "! F shows them, ! copies anyway."
        await editor.press("!")
        assert editor.has_text("1/4 Title Gates, Meshes and Quiet Features - The Tokenizer Edition #…")
        assert editor.has_text("clipboard nothing from here yet")
        await editor.press("j", "x")
        assert editor.message == "! x does nothing here: esc leaves."
        assert editor.desktop.clipboard == ""

        await editor.press("k", "enter")
        assert editor.desktop.clipboard == "Gates, Meshes and Quiet Features - The Tokenizer Edition #12"
        assert editor.has_text("clipboard Title: copied 60 characters to the clipboard.")
        assert editor.has_text("2/4 Body Hey there! The small ideas")
        assert editor.has_text("Rich text. The body is 6 kB of the 102 kB that mail programs show.")
        await editor.press("t")
        assert editor.has_text("Copy out #12 to Ghost")
        await editor.press("enter")
        assert "<iframe" in editor.desktop.rich
        assert editor.has_text(f"clipboard Body: {SENT}")
        await editor.pilot.resize_terminal(160, 45)
        await editor.settle()
        assert editor.has_text(
            "3/4 Video of “Let's build the GPT Tokenizer” https://www.youtube.com/watch?v=zduSFxRajkE"
        )

        await editor.press("b", "k")
        assert editor.has_text("2/6 Body, part 1")
        await editor.press("escape")
        assert "Copy out #12" not in editor.screen_text()
        await editor.press("c")
        assert editor.has_text("2/6 Body, part 1")
        await editor.press("enter", "enter", "enter", "enter", "enter")
        assert editor.has_text("check 0/6 ▌[ ] Preview text")
        await editor.press("enter", "space", "space")
        assert editor.has_text("[x] Social image ▌[ ] Tags")
        assert editor.has_text("V proves that it arrived.")


async def test_without_a_rich_clipboard_the_strip_leads_to_the_copy_page(
    workbench: Workbench, tmp_path: Path
) -> None:
    async with workbench(80, 24, sample=True) as editor:
        editor.desktop.takes_rich = False
        await editor.press("c", "!", "enter", "enter")
        assert editor.has_text(
            "! refused This is a remote session: its clipboard is not the one in front of you. o opens the copy page."
        )
        assert editor.has_text("2/4 Body")
        assert editor.has_text("clipboard Title: copied 60 characters")
        await editor.press("o")
        (page,) = editor.desktop.opened
        assert page.replace("/", "") in "".join(editor.screen_text().split()).replace("/", "")
        assert "Copy" in Path(page).read_text("utf-8")
        assert Path(page).parent == tmp_path / "issues"
        await editor.press("tab")
        assert "Copy out #12" not in editor.screen_text()


async def test_without_a_clipboard_text_goes_to_the_terminal_and_what_is_too_long_for_one_is_refused(
    workbench: Workbench,
) -> None:
    async with workbench(200, 45, sample=True) as editor:
        editor.desktop.has_clipboard = False
        await editor.press("tab", "g", "j", "j", "y")
        greeting = editor.app.clipboard
        assert greeting.startswith("Hey there!")
        sent = f"sent {len(greeting)} characters to the terminal's clipboard, which gives no answer."
        assert editor.message == f"Greeting: {sent}"

        editor.desk.do(writing.set_issue_field, "greeting", "Hey there! " * 18_000)
        await editor.press("y")
        assert "The text is 197,999 bytes, and a terminal's clipboard takes 74,994" in editor.message
        assert editor.app.clipboard == greeting


async def test_what_was_copied_back_is_compared_and_the_missing_entry_is_gone_to(
    workbench: Workbench, tmp_path: Path
) -> None:
    async with workbench(120, 40, sample=True) as editor:
        await editor.press("V")
        assert "The clipboard is empty" in editor.message
        await editor.press("c", "!", "j", "enter", "V")
        assert "still holds what was copied from here" in editor.message
        theirs = editor.desktop.rich = f"<div>{editor.desktop.rich}</div>"
        await editor.press("V")
        assert editor.message == "It arrived: 9 entries, 9 links, all there."

        entries = editor.desk.state.entries.values()
        (quiet,) = [piece_of_entry(entry.id) for entry in entries if entry.title.startswith("Quiet Feature")]
        begins, ends = theirs.index("<h3>Quiet Feature"), theirs.index("<h3>DAComp")
        editor.desktop.rich = theirs[:begins] + theirs[ends:]
        await editor.press("V")
        assert editor.has_text("What came back: 1 error")
        await editor.press("enter")
        assert editor.written_piece == str(quiet)
        await editor.press("escape")
        assert "Copy out #12" not in editor.screen_text()

        await editor.press("y")
        assert editor.message == f"Papers 3: {SENT}"
        assert "<h3>Quiet Feature" in editor.desktop.rich
        await editor.press("w")
        assert "and its copy page" in editor.message
        assert len(list((tmp_path / "issues").iterdir())) == 2


async def test_a_copy_page_that_cannot_be_written_is_said_beside_the_file_that_was(
    workbench: Workbench, tmp_path: Path
) -> None:
    async with workbench(200, 40, sample=True) as editor:
        await editor.press("w")
        (page,) = (tmp_path / "issues").glob("*.copy.html")
        page.unlink()
        page.mkdir()
        await editor.press("w")
        assert "; its copy page is not there: " in editor.message


async def test_what_another_process_wrote_while_an_issue_was_exported_is_shown(
    workbench: Workbench, tmp_path: Path
) -> None:
    async with workbench(160, 45, sample=True) as editor:
        link = editor.panes.inbox.list.ids[0]
        with open_workspace(tmp_path) as theirs:
            theirs.do(set_title, link, "Another title")
        await editor.press("w")
        assert editor.message.startswith("Wrote ")
        assert "Another title" in editor.row_text(link)

"""Copying out: the strip that walks the issue to its platform, and the proof that it arrived there."""

from pathlib import Path

import pytest

from tests.support.editor import Workbench
from tests.support.editors import give_back_tiptap
from workbench.curation.pieces import piece_of_entry
from workbench.desk.incoming.fetching import set_title
from workbench.desk.outgoing.copying import passage_of
from workbench.desk.verbs import writing
from workbench.publishing.passages import BODY_KEY
from workbench.workspace import open_workspace

SENT = "copied rich text and plain text to the clipboard."


async def test_the_strip_walks_every_step_and_only_enter_touches_the_clipboard(workbench: Workbench) -> None:
    async with workbench(80, 24, sample=True) as editor:
        await editor.press("c")
        assert editor.has_text("2 errors stand between this issue and its readers:")
        assert editor.has_text("The blurb is not written · Papers 4")
        assert editor.has_text("b cut body t target o page esc leave ! anyway v videos")
        await editor.press("enter")
        assert editor.message == "! F shows them, ! copies anyway."
        await editor.press("!")
        assert editor.has_text("1/2 Title Gates, Meshes and Quiet Features - The Tokenizer Edition #…")
        assert editor.has_text("clipboard nothing from here yet")
        await editor.press("j", "x")
        assert editor.message == "! x does nothing here: esc leaves."
        assert editor.desktop.clipboard == ""

        await editor.press("k", "enter")
        assert editor.desktop.clipboard == "Gates, Meshes and Quiet Features - The Tokenizer Edition #12"
        assert editor.has_text("clipboard Title: copied 60 characters to the clipboard.")
        assert editor.has_text("2/2 Body Hey there! The small ideas")
        assert editor.has_text("Rich text. The body is 6 kB, before Substack's")
        await editor.press("t")
        assert editor.has_text("Copy out #12 to Ghost")
        await editor.press("enter")
        assert "<iframe" in editor.desktop.rich
        assert editor.has_text(f"clipboard Body: {SENT}")
        assert editor.has_text("check 0/5 ▌[ ] Social image")
        await editor.press("v")
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
        assert editor.has_text("check 0/5 ▌[ ] Social image")
        await editor.press("space", "space")
        assert editor.has_text("[x] Tags ▌[ ] Audience")
        await editor.press("enter")
        assert editor.has_text("then 1/2 Select all where you pasted it and copy that")
        await editor.press("k")
        assert editor.has_text("check 5/5 [x] Social image")


async def test_without_a_rich_clipboard_the_strip_leads_to_the_copy_page(
    workbench: Workbench, tmp_path: Path
) -> None:
    async with workbench(80, 24, sample=True) as editor:
        editor.desktop.takes_rich = False
        await editor.press("c", "!", "enter")
        assert editor.has_text("No clipboard here takes rich text: enter writes the copy page and opens it.")
        assert editor.has_text("2/2 Body")
        assert editor.has_text("clipboard Title: copied 60 characters")
        await editor.press("enter")
        assert editor.has_text("check 0/5")
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
        await editor.press("tab", "g", "j", "j", "j", "y")
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
        theirs = editor.desktop.rich = give_back_tiptap(editor.desktop.rich)
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


async def test_the_walk_ends_with_the_proof_and_with_publishing_which_writes_the_file(
    workbench: Workbench, tmp_path: Path
) -> None:
    async with workbench(120, 40, sample=True) as editor:
        await editor.press("c", "!", "enter", "enter", "enter")
        await editor.press("enter")
        assert "still holds what was copied from here" in editor.message
        editor.desktop.rich = give_back_tiptap(editor.desktop.rich)
        await editor.press("enter")
        assert editor.has_text("done It arrived: 9 entries, 9 links, all there.")
        said = "then 2/2 enter publishes issue #12 with 2 errors, 7 warnings: it goes to the archive."
        assert editor.has_text(f"{said} The issue's file and its copy page are written then.")
        await editor.press("enter")
        assert editor.desk.state.issue_by_number(12).state == "published"
        assert editor.message.startswith("Published issue #12; #13 has 2 from the bench and 1 deferred")
        assert "· u takes it back. Wrote the file and its copy page:" in editor.message
        assert len(list((tmp_path / "issues").iterdir())) == 2
        (file,) = (tmp_path / "issues").glob("*.md")
        assert "state: published" in file.read_text("utf-8")
        await editor.press("u")
        assert "state: draft" in file.read_text("utf-8")
        await editor.press("c")
        assert editor.has_text("then 2/2 enter publishes issue #12")


async def test_publishing_at_the_end_of_the_walk_leaves_a_file_that_somebody_edited(
    workbench: Workbench, tmp_path: Path
) -> None:
    async with workbench(120, 40, sample=True) as editor:
        await editor.press("w")
        (file,) = (tmp_path / "issues").glob("*.md")
        mine = file.read_text("utf-8") + "\nMine.\n"
        file.write_text(mine, "utf-8")
        await editor.press("c", "!", "j", "j", "enter", "j", "enter")
        assert editor.desk.state.issue_by_number(12).state == "published"
        assert file.read_text("utf-8") == mine
        assert "edited" in editor.message
        assert "Published issue #12" in editor.message


async def test_text_that_was_copied_back_can_be_pasted_into_the_strip(workbench: Workbench) -> None:
    async with workbench(120, 40, sample=True) as editor:
        editor.desktop.has_clipboard = editor.desktop.takes_rich = False
        await editor.press("c", "!", "j", "enter")
        (page,) = editor.desktop.opened
        assert page.endswith(".copy.html")
        await editor.press("enter")
        links = len(editor.desk.state.links)
        issue = editor.desk.state.issue_by_number(12)
        body = passage_of(editor.desk.state, issue, BODY_KEY, editor.screen.actions.copy_panel.target).text
        await editor.paste(body.replace("Quiet Feature", "Loud Feature"))
        assert editor.has_text("What came back:")
        await editor.press("q", "c")
        await editor.paste(body)
        assert editor.has_text("done It arrived: 9 entries, 9 links, all there in plain text")
        assert len(editor.desk.state.links) == links


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


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_once_it_is_published_the_walk_goes_on_with_the_posts_and_asks_for_the_address_they_name(
    workbench: Workbench, tmp_path: Path, size: tuple[int, int]
) -> None:
    address = "https://tokenizer.example/p/12"
    async with workbench(*size, sample=True) as editor:
        await editor.press("c", "!", "enter", "enter", "enter", "j", "enter")
        assert editor.desk.state.issue_by_number(12).state == "published"
        assert editor.has_text("Copy out #12")
        assert editor.has_text("post Post for LinkedIn It names where readers find issue #12: enter asks for")
        await editor.press("enter")
        await editor.type(address)
        await editor.press("enter")
        assert editor.desk.state.issue_by_number(12).url == address
        (file,) = (tmp_path / "issues").glob("*.md")
        assert f'url: "{address}"' in file.read_text("utf-8")
        assert editor.desktop.clipboard.endswith(address), (
            "the post that asked for the address is copied with it"
        )
        assert editor.has_text("post 2/4 Post for Bluesky")
        assert editor.has_text("of 300 characters.")
        await editor.press("escape")
        assert editor.screen.header.issue_id != editor.desk.state.issue_by_number(12).id


async def test_the_issue_that_is_written_next_is_copied_out_after_the_posts_were_left(
    workbench: Workbench,
) -> None:
    async with workbench(120, 40, sample=True) as editor:
        await editor.press("c", "!", "enter", "enter", "enter", "j", "enter", "escape", "c")
        assert not editor.has_text("Copy out #12")


async def test_a_proof_that_finds_a_video_as_an_address_adds_the_steps_for_videos(
    workbench: Workbench,
) -> None:
    async with workbench(120, 40, sample=True) as editor:
        await editor.press("c", "!", "enter", "enter", "enter")
        assert editor.has_text("then 1/2")
        editor.desktop.rich = f"<div>{editor.desktop.rich}</div>"
        await editor.press("enter")
        assert editor.has_text("What came back:")
        await editor.press("q")
        assert editor.has_text("3/4 Video of “Let's build the GPT Tokenizer”")
        await editor.press("enter", "enter")
        assert editor.desktop.clipboard.startswith("https://www.youtube.com/watch?v=")
        assert editor.has_text("check 5/5")

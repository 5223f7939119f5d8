"""A section of quotes without links, from the key that makes one to the paste that came back."""

from pathlib import Path

import pytest

from tests.support.editor import FakeDesktop, PaneEditor, Workbench
from workbench.curation.model import LinkId
from workbench.desk.outgoing.export import edition_of
from workbench.publishing.passages import build_passages

PROFILE = """
name = "Sayings"
closing = "Until next week."

[[sections]]
key = "reads"
heading = "{count} Reads"
label = "Reads"
slots = 2
kinds = ["read"]

[[sections]]
key = "quotes"
heading = "{count} Quotes"
label = "Quotes"
kinds = ["idea"]
blurb_words = [0, 100]
"""
SIZES = [
    pytest.param((80, 24), marks=pytest.mark.slow, id="80x24"),
    pytest.param((120, 40), id="120x40"),
    pytest.param((160, 45), marks=pytest.mark.slow, id="160x45"),
]


async def write_quote(editor: PaneEditor, title: str, text: str) -> None:
    await editor.press("A")
    await editor.type(title)
    await editor.press("enter")
    assert editor.written_piece.startswith("entry:")
    await editor.type(text)
    await editor.press("escape")


@pytest.mark.usefixtures("fake_suspend")
@pytest.mark.parametrize("size", SIZES)
async def test_quotes_are_written_sorted_checked_edited_and_taken_back(
    workbench: Workbench, tmp_path: Path, size: tuple[int, int]
) -> None:
    desktop = FakeDesktop()
    async with workbench(*size, desktop, profile=PROFILE) as editor:
        await write_quote(editor, "Dieter Rams", "Less, but better.")
        await write_quote(editor, "Ada Lovelace", "That brain of mine is something more than merely mortal.")
        state = editor.desk.state
        (issue,) = state.issues.values()

        def quotes() -> list[str]:
            return [entry.title for entry in state.entries_in(issue.id) if entry.slot]

        assert quotes() == ["Dieter Rams", "Ada Lovelace"]
        assert editor.panes.active_pane == "issue"
        await editor.press("K")
        assert quotes() == ["Ada Lovelace", "Dieter Rams"]
        await editor.press("o")
        assert "This entry has no link" in editor.message
        await editor.press("f")
        assert "No site knows of an idea" in editor.message
        await editor.press("y")
        assert desktop.clipboard.startswith("### Ada Lovelace\n\nThat brain")

        # to the bench and back, out and back, put off and back
        await editor.press("b", "u", "x", "u")
        assert quotes() == ["Ada Lovelace", "Dieter Rams"]
        await editor.press("h", "/")
        await editor.type("kind:idea lovelace")
        await editor.press("enter")
        assert state.state_of(LinkId(2)) == "inbox"
        assert editor.row_text(2).startswith("▌ I Ada Lovelace")
        await editor.wait_for_source("An idea has no source.")
        await editor.press("y")
        assert "has no link" in editor.message
        await editor.press(">", "u", "l")
        assert quotes() == ["Dieter Rams", "Ada Lovelace"]

        await editor.press(":")
        await editor.type("slot more for")
        assert editor.has_text("One slot more for Reads")
        assert not editor.has_text("One slot more for Quotes")
        await editor.press("escape", "F")
        assert not editor.has_text("has no link")
        assert not editor.has_text("slots are filled · quotes")
        await editor.press("q")

        desktop.editor_program = lambda text: text.replace("Less, but better.", "Less but better.")
        await editor.press("E")
        assert "Read the edits" in editor.message
        await editor.press("w")
        (file,) = (tmp_path / "issues").glob("*.md")
        assert "## 2 Quotes\n\n### Dieter Rams\n\nLess but better.\n" in file.read_text("utf-8")

        issue = state.issues[issue.id]
        target = state.publication.targets[0]
        desktop.rich = f"<article>{build_passages(edition_of(state, issue), target)[-1].html}</article>"
        await editor.press("V")
        assert "It arrived: 2 entries, 0 links" in editor.message


async def test_a_publication_without_such_a_section_says_what_to_do(workbench: Workbench) -> None:
    async with workbench(80, 24) as editor:
        await editor.press("A")
        assert 'kinds = ["idea"]' in editor.message
        assert not editor.desk.state.links


async def test_a_title_that_is_left_unsaved_is_there_again(workbench: Workbench) -> None:
    async with workbench(120, 40, profile=PROFILE) as editor:
        await editor.press("A")
        await editor.type("Half a tho")
        await editor.press("escape", "A")
        assert editor.has_text("Half a tho")
        await editor.press("enter")
        assert editor.written_piece == "entry:1"

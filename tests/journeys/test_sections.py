"""Publications of other shapes: with one section, with more than there are digits."""

from pathlib import Path

import pytest

from tests.support.editor import PaneEditor, Workbench
from workbench.curation.model import LinkId

SIZES = [
    pytest.param((80, 24), marks=pytest.mark.slow, id="80x24"),
    pytest.param((120, 40), id="120x40"),
    pytest.param((160, 45), marks=pytest.mark.slow, id="160x45"),
]


def make_profile(count: int, slots: str = "slots = 2") -> str:
    """A workbench.toml with that many sections, each with two slots."""
    sections = (
        f'[[sections]]\nkey = "part-{at}"\nheading = "{{count}} Part {at}"\nlabel = "Part {at}"\n{slots}\n'
        for at in range(1, count + 1)
    )
    return "\n".join(['name = "The Long One"', *sections])


def section_of(editor: PaneEditor, id: int) -> str:
    """The section that a link stands in; empty for none."""
    return next((entry.section for entry in editor.desk.state.entries_of(LinkId(id))), "")


async def choose_in_palette(editor: PaneEditor, words: str) -> None:
    await editor.press(":")
    await editor.type(words)
    await editor.press("enter")


async def paste_links(editor: PaneEditor, count: int) -> None:
    await editor.paste("\n".join(f"https://site.example/{at} | Title {at}" for at in range(1, count + 1)))


@pytest.mark.parametrize("size", SIZES)
async def test_each_of_twelve_sections_is_filled_by_its_digit_or_from_the_palette(
    workbench: Workbench, size: tuple[int, int]
) -> None:
    async with workbench(*size, profile=make_profile(12)) as editor:
        await paste_links(editor, 12)
        for digit in "123456789":
            await editor.press("g", digit)
        for number in (10, 11, 12):
            await choose_in_palette(editor, f"place the link in part {number}.")
        assert [section_of(editor, id) for id in range(12, 0, -1)] == [f"part-{at}" for at in range(1, 13)]

        await editor.press("tab", "G", "k")
        assert editor.has_text("Part 12 ")
        assert not editor.has_text("12 Part 12"), "a digit would be promised that does nothing"
        await editor.press("9")
        assert section_of(editor, 1) == "part-9"
        await choose_in_palette(editor, "move the entry to part 11.")
        assert section_of(editor, 1) == "part-9", "the cursor went on, and another entry moved"


@pytest.mark.parametrize("size", SIZES)
async def test_a_digit_without_a_section_says_how_many_there_are(
    workbench: Workbench, size: tuple[int, int]
) -> None:
    async with workbench(*size, profile=make_profile(1)) as editor:
        await paste_links(editor, 1)
        await editor.press("2")
        assert editor.message == "! There is 1 section: the digits count them from the top of the issue."
        await editor.press("1", "tab", "G", "k", "9")
        assert editor.message.startswith("! There is 1 section")
        assert section_of(editor, 1) == "part-1"
        await editor.press(":")
        assert not editor.has_text("move 2")


@pytest.mark.usefixtures("fake_suspend")
@pytest.mark.slow
async def test_thirty_sections_are_written_and_read_back_as_they_were(
    workbench: Workbench, tmp_path: Path
) -> None:
    async with workbench(80, 24, profile=make_profile(30)) as editor:
        await paste_links(editor, 30)
        for number in range(1, 31):
            await choose_in_palette(editor, f"place the link in part {number}.")
        (issue,) = editor.desk.state.issues.values()
        before = editor.desk.state.entries_in(issue.id)
        assert [entry.section for entry in before] == [f"part-{at}" for at in range(1, 31)]

        await editor.press("w")
        (file,) = (tmp_path / "issues").glob("*.md")
        assert [line for line in file.read_text("utf-8").splitlines() if line.startswith("## ")] == [
            f"## 1 Part {at}" for at in range(1, 31)
        ]
        (page,) = (tmp_path / "issues").glob("*.html")
        assert all(f"1 Part {at}<" in page.read_text("utf-8") for at in range(1, 31))

        editor.desktop.editor_program = lambda text: text.replace("Title 7", "Title seven")
        await editor.press("E")
        after = editor.desk.state.entries_in(issue.id)
        assert [(entry.section, entry.slot) for entry in after] == [
            (entry.section, entry.slot) for entry in before
        ]
        assert sum(entry.title == "Title seven" for entry in after) == 1


@pytest.mark.parametrize("size", SIZES)
async def test_a_section_without_slots_grows_as_links_are_placed(
    workbench: Workbench, size: tuple[int, int]
) -> None:
    async with workbench(*size, profile=make_profile(1, slots="")) as editor:
        await paste_links(editor, 5)
        await editor.press("1", "1", "1")
        assert editor.message == "Placed “Title 3” in Part 1 (3) · u takes it back"
        assert editor.has_text("3 placed")
        await editor.press("F")
        assert not editor.has_text("slots are filled")
        await editor.press("q", "tab", "G", "k", "k", "x", "J")
        assert [entry.title for entry in editor.desk.state.entries.values()] == ["Title 5", "Title 3"]
        assert "is last in Part 1" in editor.message
        await editor.press("K")
        (issue,) = editor.desk.state.issues.values()
        assert [entry.title for entry in editor.desk.state.entries_in(issue.id)] == ["Title 3", "Title 5"]
        assert not editor.has_text(" · ·")


HEBREW = """
name = "השבועון"
language = "he"
greeting = "שלום לכולם"
[tldr]
printed = false
[[sections]]
key = "reads"
heading = "מאמרים"
label = "מאמרים"
slots = 2
kinds = ["read"]
"""


async def test_an_edition_in_hebrew_stands_at_the_right_of_its_preview_and_asks_for_no_tldr(
    workbench: Workbench,
) -> None:
    async with workbench(160, 45, profile=HEBREW) as editor:
        await paste_links(editor, 1)
        await editor.press("1", "tab")
        assert not editor.has_text("TL;DR")
        assert editor.screen.panes.preview.page.has_class("-right-to-left")
        ends = [
            len(line.rstrip(" │╯▐▕")) for line in editor.screen_text().splitlines() if "שלום לכולם" in line
        ]
        assert max(ends) > 150, "it begins where its readers do"

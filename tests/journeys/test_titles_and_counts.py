"""What titles and counts say: marks in the Inbox, findings in the header, what waits once the inbox is empty."""

import pytest
from textual.content import Content

from tests.support.editor import PaneEditor, Workbench


def inbox_title(editor: PaneEditor) -> str:
    return Content.from_markup(str(editor.panes.inbox.border_title)).plain


async def test_the_title_says_how_many_links_are_marked_and_that_a_range_is_on(workbench: Workbench) -> None:
    async with workbench(160, 45, sample=True) as editor:
        plain = inbox_title(editor)
        first, _, others = plain.partition(" ─ ")
        await editor.press("space", "space")
        assert inbox_title(editor) == f"{first} · 2 marked ─ {others}"
        await editor.press("v", "j")
        assert inbox_title(editor) == f"{first} · 4 marked, range ─ {others}"
        await editor.press("escape")
        assert inbox_title(editor) == f"{first} · 4 marked ─ {others}"
        await editor.press("escape")
        assert inbox_title(editor) == plain


@pytest.mark.parametrize("key", ["[", "x", "l", "f"])
async def test_marks_that_are_gone_are_gone_from_the_title(workbench: Workbench, key: str) -> None:
    async with workbench(160, 45, sample=True) as editor:
        await editor.press("v", key)
        assert "marked" not in inbox_title(editor)
        assert "range" not in inbox_title(editor)


@pytest.mark.parametrize("size", [(80, 24), (160, 45)])
async def test_one_finding_is_counted_as_one_and_a_click_on_it_shows_it(
    workbench: Workbench, size: tuple[int, int]
) -> None:
    async with workbench(*size, sample=True) as editor:
        count = len(editor.screen.header.findings)
        await editor.press("F", *["w", "enter"] * (count - 1), "escape")
        top = editor.screen_text().splitlines()[0]
        assert "1 finding " in top
        await editor.pilot.click(offset=(top.index("1 finding"), 0))
        await editor.settle()
        assert editor.has_text("Findings: 1 ")


async def test_an_empty_inbox_says_what_waits_to_be_written(workbench: Workbench) -> None:
    async with workbench(160, 45, sample=True) as editor:
        await editor.press("v", "G", "x")
        first = editor.panes.inbox.list.empty_text
        await editor.press("tab", "n", "e")
        await editor.type("Three words now")
        await editor.press("escape")
        count = int(first.split()[6])
        assert first == f"The inbox is empty. tab, n: {count} pieces wait to be written. a adds links."
        assert f"{count - 1} pieces wait" in editor.panes.inbox.list.empty_text
        assert editor.has_text(f"{count - 1} pieces")
        await editor.press("N", "G", "enter")
        assert editor.panes.inbox.list.empty_text.startswith("Nothing in the inbox: a adds links")

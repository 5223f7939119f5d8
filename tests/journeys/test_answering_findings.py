"""Answering findings: each key leads to the field, to the next one, and past what the editor goes out with."""

import pytest

from tests.support.editor import PaneEditor, Workbench

BLURB = (
    "This one is worth your time because it shows plainly what happens, and why it matters to who builds. "
)


def field_in_hand(editor: PaneEditor) -> str:
    focused = editor.app.focused
    return f"{editor.written_piece} {focused.id}" if focused is not None else ""


async def test_enter_opens_the_field_and_one_key_goes_on_to_the_next_finding(workbench: Workbench) -> None:
    async with workbench(120, 40, sample=True) as editor:
        await editor.press("F", "enter")
        first = field_in_hand(editor)
        assert first.startswith("entry:")
        assert first.endswith("prose")
        assert editor.message == "! Papers 4: The blurb is not written. ctrl+g: the next of 8 more."
        await editor.type(BLURB * 3)
        await editor.press("ctrl+g")
        assert editor.message.startswith("! Curated Reads 2: The blurb is not written.")
        await editor.paste(BLURB * 3)
        await editor.press("ctrl+g")
        assert field_in_hand(editor) == "tldr:reads line"
        assert editor.message.startswith("TL;DR Reads: The TL;DR has no line for Reads.")
        await editor.type("Two to read")
        await editor.press("ctrl+g", "ctrl+g")
        assert editor.message.startswith("Papers: 4 of 5 slots are filled.")
        assert editor.written_piece == ""
        assert editor.panes.issue.outline.list.has_focus
        await editor.press("F")
        assert editor.has_text("Findings: 6 warnings")


async def test_a_title_that_is_missing_opens_in_the_title(workbench: Workbench) -> None:
    async with workbench(120, 40, sample=True) as editor:
        await editor.press("F", "enter", "shift+tab", "shift+tab")
        await editor.settle()
        assert field_in_hand(editor).endswith(" line")
        editor.app.focused.select_all()  # type: ignore[union-attr]
        await editor.press("delete", "ctrl+g", "escape", "F")
        assert editor.has_text("The entry has no title · Papers 4")
        await editor.press("enter")
        assert field_in_hand(editor).endswith(" line")


@pytest.mark.parametrize("size", [(80, 24), (160, 45)])
async def test_a_waived_finding_stops_nothing_and_comes_back_with_its_text(
    workbench: Workbench, size: tuple[int, int]
) -> None:
    async with workbench(*size, sample=True) as editor:
        await editor.press("F", "w")
        await editor.type("a title that says it all")
        await editor.press("enter")
        assert editor.has_text("Findings: 1 error, 7 warnings, 1 waived")
        assert editor.has_text("▌ ! The blurb is not written · Curated Reads 2")
        await editor.press("w", "enter")
        assert editor.has_text("Findings: 7 warnings, 2 waived")
        await editor.press("G")
        await editor.press("k")
        assert editor.has_text("Waived:")
        await editor.press("q", "c")
        assert not editor.has_text("! stopped")
        await editor.press("escape", "F", "G", "k", "enter")
        await editor.type("Three words now.")
        await editor.press("escape", "F")
        assert editor.has_text("Findings: 8 warnings, 1 waived")
        await editor.press("G", "w")
        assert editor.has_text("Findings: 1 error, 8 warnings")
        await editor.press("q", "u", "F")
        assert editor.has_text("Findings: 8 warnings, 1 waived")


async def test_a_reason_that_is_half_typed_is_there_again_for_its_finding_alone(workbench: Workbench) -> None:
    async with workbench(120, 40, sample=True) as editor:
        await editor.press("F", "w")
        await editor.type("half a reason")
        await editor.press("escape", "j", "w")
        assert not editor.has_text("half a reason")
        await editor.press("escape", "escape", "F", "w")
        assert editor.has_text("This was typed before and is not saved yet")
        assert editor.has_text("half a reason")
        await editor.press("enter", "G")
        assert editor.has_text("Waived: half a reason")
        await editor.press("w", "g", "w")
        assert not editor.has_text("half a reason")


async def test_a_published_issue_says_so_where_nothing_is_found(workbench: Workbench) -> None:
    async with workbench(120, 40, sample=True) as editor:
        await editor.press("N", "G", "enter", "F")
        assert editor.has_text("This issue is published, and nothing is found in it.")


async def test_what_the_source_does_not_have_is_told_beneath_the_blurb_and_answered(
    workbench: Workbench,
) -> None:
    async with workbench(80, 24, sample=True) as editor:
        await editor.press("tab", "}", "e")
        assert editor.written_piece.startswith("entry:")
        await editor.type(" It ran on 99 machines, says Zihann Qiu.")
        assert not editor.has_text("not in its source")
        await editor.press("escape", "e")
        assert editor.has_text("not in its source: 99, Zihann")
        await editor.press("escape", "F", "G")
        assert editor.has_text("“99” is not in the source text (abstract)")
        assert editor.has_text("it has “Zihan”.")
        await editor.press("m", "w", "enter")
        await editor.press("q", "e")
        assert "says Zihan Qiu." in editor.prose
        assert not editor.has_text("not in its source")


async def test_the_count_takes_in_what_sources_say_soon_after_an_issue_is_shown(workbench: Workbench) -> None:
    async with workbench(120, 40, sample=True) as editor:
        await editor.press("tab", *["}"] * 2, "e")
        await editor.type(" It ran on 99 machines.")
        await editor.press("escape")
        assert editor.has_text("10 findings")
        await editor.press("N", "G", "enter")
        assert editor.has_text("Issue #11 · 2026-11-15 · published")
        await editor.press("N", "g", "enter")
        assert editor.has_text("10 findings")

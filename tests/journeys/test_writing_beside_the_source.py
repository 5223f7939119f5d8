"""Writing with the source in sight: it scrolls by keys from within the fields, at every width."""

import pytest
from textual import events

from tests.support.editor import PaneEditor, Workbench

SIZES = [(80, 24), (120, 40), (160, 45)]


def is_seen(editor: PaneEditor, name: str) -> bool:
    return bool(editor.screen.query_one(f"#{name}").region.area)


def height_of(editor: PaneEditor, name: str) -> int:
    return editor.screen.query_one(f"#{name}").size.height


@pytest.mark.parametrize(("width", "height"), SIZES)
async def test_the_source_stands_beside_or_above_the_blurb(
    workbench: Workbench, width: int, height: int
) -> None:
    async with workbench(width, height, sample=True) as editor:
        await editor.begin_first_entry()
        assert is_seen(editor, "writing-source")
        assert height_of(editor, "prose") >= 5
        assert height_of(editor, "writing-source") >= 6
        assert editor.has_text("Gates are old, yet") or width == 80
        await editor.press("escape")
        assert not is_seen(editor, "writing-source")


async def test_one_key_brings_the_source_in_and_takes_it_out(workbench: Workbench) -> None:
    async with workbench(80, 24, sample=True) as editor:
        await editor.begin_first_entry()
        await editor.press("ctrl+o")
        assert not is_seen(editor, "writing-source")
        assert height_of(editor, "prose") >= 13
        await editor.press("ctrl+o", "!")
        assert is_seen(editor, "writing-source")
        assert editor.screen.query_one("#prose").has_focus
    async with workbench(80, 16) as editor:
        await editor.press("tab", "e")
        assert not is_seen(editor, "writing-source")
        await editor.press("ctrl+o")
        assert is_seen(editor, "writing-source")
        assert height_of(editor, "line") >= 1


async def test_with_two_panes_the_same_key_turns_between_source_and_preview(workbench: Workbench) -> None:
    async with workbench(120, 40, sample=True) as editor:
        await editor.begin_first_entry()
        await editor.press("ctrl+o")
        assert (is_seen(editor, "writing-source"), is_seen(editor, "preview")) == (False, True)
        await editor.press("ctrl+o", "?")
        assert (is_seen(editor, "writing-source"), is_seen(editor, "preview")) == (True, False)
        assert editor.screen.query_one("#prose").has_focus


async def test_a_letter_with_alt_scrolls_and_types_nothing(workbench: Workbench) -> None:
    async with workbench(80, 24, sample=True) as editor:
        await editor.begin_first_entry()
        source = editor.screen.query_one("#writing-source")
        before = editor.prose
        editor.app.post_message(events.Key("alt+j", "j"))
        await editor.settle()
        assert source.scroll_offset.y > 0
        editor.app.post_message(events.Key("alt+k", "k"))
        await editor.settle()
        assert source.scroll_offset.y == 0
        assert editor.prose == before


async def test_on_a_small_screen_title_and_links_take_a_line_each_until_they_are_written(
    workbench: Workbench,
) -> None:
    async with workbench(80, 24, sample=True) as editor:
        await editor.begin_first_entry()
        assert (height_of(editor, "line"), height_of(editor, "links")) == (1, 1)
        assert editor.screen_text().count("Gated Attention for Large") == 2  # the source says it too
        await editor.press("tab")
        assert height_of(editor, "line") > 1
        assert height_of(editor, "links") == 1


@pytest.mark.parametrize(("width", "height"), SIZES)
async def test_a_title_and_a_tldr_line_show_what_they_sum_up(
    workbench: Workbench, width: int, height: int
) -> None:
    async with workbench(width, height, sample=True) as editor:
        await editor.press("tab", "g", "e")
        assert editor.has_text("Radiance Meshes for")
        await editor.press("escape", *"jjjjj", "e")
        assert editor.written_piece == "tldr:papers"
        assert editor.has_text("Put a sigmoid behind each")


async def test_help_opens_from_within_a_field_and_says_what_may_be_typed(workbench: Workbench) -> None:
    async with workbench(120, 40, sample=True) as editor:
        await editor.press("tab", "e", "f1")
        assert editor.has_text("*emphasis*, **strong**")
        assert editor.has_text("ctrl+z Take back")
        await editor.press("escape", "!")
        assert editor.written_piece == "title"

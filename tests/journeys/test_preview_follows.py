"""The preview begins at the piece in hand, whatever a key did to the pages above it."""

import asyncio
from functools import partial

import pytest

from tests.support.editor import PaneEditor, Workbench
from workbench.desk.verbs import writing


async def settle_layout(editor: PaneEditor) -> None:
    """Wait until the page has its places, a moment after the last key."""
    await editor.settle()
    async with asyncio.timeout(5):
        while any(block.has_class("-here") for block in editor.panes.preview.page.children):
            if is_at_piece(editor):
                break
            await asyncio.sleep(0.01)


def is_at_piece(editor: PaneEditor) -> bool:
    """Whether the piece in hand, or its section's heading, is the first thing seen, or the end of the page is."""
    preview = editor.panes.preview
    here = next(block for block in preview.page.children if block.has_class("-here"))
    start = preview._find_scroll_start(here)  # type: ignore[arg-type]
    page = preview.page
    return bool(page.scroll_offset.y in {start.virtual_region.y, page.max_scroll_y})


@pytest.mark.parametrize(
    ("keys", "height"),
    [
        ("}b", 45), ("}jx", 30), ("nn", 45), ("}bu", 30), ("GKK", 45),
        *(
            pytest.param(keys, height, marks=pytest.mark.slow)
            for keys in ("}b", "}jb", "}jx", "n", "nnn", "}}1", "}jJ", "}j2", "G")
            for height in (45, 30)
        ),
    ],
)  # fmt: skip
async def test_a_key_that_changes_the_page_leaves_it_at_the_piece_in_hand(
    workbench: Workbench, keys: str, height: int
) -> None:
    async with workbench(160, height, sample=True) as editor:
        await editor.press("tab", *keys)
        await settle_layout(editor)


async def test_a_long_blurb_and_ctrl_n_leave_it_at_the_next_piece(workbench: Workbench) -> None:
    async with workbench(160, 45, sample=True) as editor:
        await editor.press("tab", "}", "e")
        await editor.type("\n\nlong words that go on and on" * 20)
        await editor.press("ctrl+n")
        await settle_layout(editor)


async def test_a_piece_at_the_end_goes_up_as_far_as_what_is_written_beneath_it_lets_it(
    workbench: Workbench,
) -> None:
    async with workbench(160, 45, sample=True) as editor:
        await editor.press("tab", *"}}}}")
        await settle_layout(editor)
        longer = partial(writing.set_issue_field, field="closing", value="A long goodbye.\n\n" * 40)
        editor.screen.runner.run_verb(longer)
        await settle_layout(editor)
        assert editor.panes.preview.page.scroll_offset.y < editor.panes.preview.page.max_scroll_y

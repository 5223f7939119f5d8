"""What a view leaves behind once it is closed."""

import gc

from textual.strip import Strip

from tests.support.editor import Workbench


def count_painted_lines() -> int:
    """The lines that are held in memory as they were painted."""
    gc.collect()
    return sum(isinstance(thing, Strip) for thing in gc.get_objects())


async def test_a_view_that_was_closed_leaves_no_painted_lines(workbench: Workbench) -> None:
    async with workbench(120, 40, sample=True) as editor:
        counts = []
        for _ in range(4):
            await editor.press("?")
            assert editor.has_text("Help")
            await editor.press("escape")
            counts.append(count_painted_lines())
        assert counts[-1] <= counts[1] + 5

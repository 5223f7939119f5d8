"""What a key costs, in counts and not in seconds: layouts, frames, rows drawn, documents looked at.

`tests/benchmarks/` measures the seconds of real processes.
"""

from typing import Any

import pytest
from msgspec import Struct
from textual._compositor import Compositor
from textual.app import App

from tests.support.editor import open_memory_editor
from workbench.desk.desk import Desk


class Paints(Struct):
    """What the screen did since this was last cleared."""

    layouts: int = 0
    frames: int = 0
    cells: int = 0

    def clear(self) -> None:
        """Count from here."""
        self.layouts = self.frames = self.cells = 0


@pytest.fixture
def paints(monkeypatch: pytest.MonkeyPatch, draw_each_change: None) -> Paints:
    """Counts as the screen paints."""
    counted, display, reflow, render = Paints(), App._display, Compositor.reflow, Compositor.render_update

    def count_frame(self: App[Any], screen: Any, renderable: Any) -> None:
        counted.frames += renderable is not None
        display(self, screen, renderable)

    def count_layout(self: Compositor, *given: Any) -> Any:
        counted.layouts += 1
        return reflow(self, *given)

    def count_cells(self: Compositor, **given: Any) -> Any:
        counted.cells += sum(region.area for region in self._dirty_regions)
        return render(self, **given)

    monkeypatch.setattr(App, "_display", count_frame)
    monkeypatch.setattr(Compositor, "reflow", count_layout)
    monkeypatch.setattr(Compositor, "render_update", count_cells)
    return counted


@pytest.mark.parametrize("key", ["x", ">", "u"])
async def test_a_link_that_is_put_away_or_comes_back_is_painted_at_once_and_moves_no_pane(
    desk: Desk, paints: Paints, key: str
) -> None:
    async with open_memory_editor(desk, 160, 45) as editor:
        await editor.press("x")
        paints.clear()
        await editor.press(key)
        inbox = editor.panes.inbox
        assert (paints.layouts, paints.frames) == (0, 1)
        assert paints.cells < inbox.outer_size.area + 2 * 160


async def test_preflight_looks_at_the_issue_again_only_where_the_issue_was_touched(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked = list[str]()
    async with open_memory_editor(desk, 160, 45) as editor:
        await editor.press("1")
        monkeypatch.setattr(type(editor.screen.review), "look_again", lambda _: looked.append("again"))
        await editor.press("x", "u", ">")
        assert looked == []
        await editor.press("1")
        assert looked

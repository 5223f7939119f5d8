"""Frames of the screen as it is, with the keys that were pressed and what to say of them beneath."""

import asyncio
from collections.abc import Iterable, Iterator, Sequence
from typing import Final
from xml.sax.saxutils import escape

from textual.widgets import TextArea

from tests.picture.film import Frame, Look
from tests.picture.marks import CELL, Layer, Mark, read_screenshot, rectangle, run_of_text
from tests.support.editor import PaneEditor

COLUMNS: Final = 140
ROWS: Final = 36
GROUND: Final = "#15171c"
"""The ground of the dark look."""
_EDGE: Final = 20
_A_MOMENT: Final = (
    1.0  # seconds; what the screen does later than that, or again and again, is waited for no frame
)
_CAPTION: Final = 92
_INK, _DIM = "#d8dce4", "#626a7a"
LOOK: Final = Look(
    width=COLUMNS * CELL[0] + 2 * _EDGE,
    height=ROWS * CELL[1] + _EDGE + _CAPTION,
    edge=_EDGE,
    ground=GROUND,
    line=_DIM,
    title="A week of links becomes an issue: pasted, placed with five keys, written, checked, copied out",
)


class Camera:
    """Takes frames, one after the other."""

    def __init__(self, editor: PaneEditor) -> None:
        self._editor = editor
        self.frames: list[Frame] = []

    async def take(self, seconds: float, keys: str, words: str, laid_over: Iterable[Mark] = ()) -> None:
        """What the screen shows once it is done, and what lies over it; `keys` with blanks between them."""
        await self._wait_until_done()
        screen = read_screenshot(self._editor.app.export_screenshot(simplify=True), GROUND)
        marks = [*screen, *laid_over, *_draw_caption(keys.split(), words)]
        self.frames.append(Frame(seconds, tuple(marks)))

    async def _wait_until_done(self) -> None:
        """Wait for what the screen does a moment later, and have its cursors stand."""
        for area in self._editor.screen.query(TextArea):
            area.cursor_blink = False
        while due := list(self._iter_due()):
            await asyncio.wait(due)
            await self._editor.settle()
        # A step of the copy-out that ends after its key was served leaves the footer as it was until the next key.
        self._editor.screen.update_footer()
        await self._editor.settle()

    def _iter_due(self) -> Iterator[asyncio.Task[None]]:
        for node in self._editor.screen.walk_children(with_self=True):
            for timer in node._timers:
                if (
                    timer._task
                    and not timer._task.done()
                    and timer._repeat == 0
                    and timer._interval < _A_MOMENT
                ):
                    yield timer._task


def draw_note(lines: Sequence[str]) -> Iterator[Mark]:
    """A sheet with these lines, in the middle of the screen."""
    width, height = max(map(len, lines)) * CELL[0] + 80, len(lines) * 30 + 50
    x, y = (COLUMNS * CELL[0] - width) // 2, 290
    yield rectangle(Layer.CARD, x, y, width, height, 'fill="#f4ecd8" stroke="#b9a77c"', 6)
    for at, line in enumerate(lines):
        if line:
            length = len(line) * CELL[0]
            yield run_of_text(Layer.CARD_LETTERS, x + 40, y + 50 + at * 30, length, line, 'fill="#3a3226"')


def _draw_caption(keys: Sequence[str], words: str) -> Iterator[Mark]:
    x, top = CELL[0], ROWS * CELL[1] + 22
    for key in keys:
        width = len(key) * 15 + 30
        yield rectangle(Layer.CARD, x, top, width, 48, f'fill="#23272f" stroke="{_INK}" stroke-width="2"', 9)
        yield run_of_text(
            Layer.CARD_LETTERS, x + 15, top + 33, len(key) * 15, key, f'fill="{_INK}" font-size="25"'
        )
        x += width + 12
    shape = f'<text class="p" x="{x + 8 * bool(keys)}" y="{top + 34}">{escape(words)}</text>'
    yield Mark(Layer.CARD_LETTERS, f'fill="{_INK}" font-size="29"', shape)

"""What makes a process that opens many screens, one after the other, take less time.

Nothing that a screen says or shows depends on it. What is seen is drawn when a test looks, and not for a terminal that
is not there.
"""

import gc
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Final

from rich.console import RenderableType
from textual._compositor import Compositor
from textual._context import visible_screen_stack
from textual.app import App
from textual.css.stylesheet import Stylesheet
from textual.pilot import Pilot
from textual.screen import Screen

from workbench.cli.commands.start import tune_garbage_collection
from workbench.ui.preview import pane

_RULES: Final[dict[frozenset[tuple[str, str]], dict[Any, Any]]] = defaultdict(dict)
"""The rules of each style sheet that was parsed, by the colours it was parsed with."""
draw_change: Final = Compositor.render_update
"""How Textual draws a change, for tests in which each has to be drawn."""


def speed_up_screens() -> None:
    """Collect garbage as the program does once its screen opens, parse each style sheet once for all screens, and draw
    what somebody looks at."""
    gc.collect()
    tune_garbage_collection()
    _share_rules()
    _draw_when_asked()
    pane.UPDATE_DELAY = 0.01  # type: ignore[misc]  # each key waits for the preview, and no hand types here


def _share_rules() -> None:
    begin, set_variables = Stylesheet.__init__, Stylesheet.set_variables

    def begin_sharing(self: Stylesheet, *, variables: dict[str, str] | None = None) -> None:
        begin(self, variables=variables)
        _take_shared(self)

    def set_shared_variables(self: Stylesheet, variables: dict[str, str]) -> None:
        self._parse_cache = {}  # type: ignore[assignment]  # it is emptied next, and the shared one is for others too
        set_variables(self, variables)
        _take_shared(self)

    Stylesheet.__init__ = begin_sharing  # type: ignore[method-assign]
    Stylesheet.set_variables = set_shared_variables  # type: ignore[method-assign]


def _take_shared(sheet: Stylesheet) -> None:
    sheet._parse_cache = _RULES[frozenset(sheet._variables.items())]  # type: ignore[assignment]


def _draw_when_asked() -> None:
    """Leave out what Textual draws after each change and then throws away, since there is no terminal: a third of the
    time. Whoever looks at a screen, or takes a picture, has all of it drawn. All of it is drawn once more before a
    screen is left, so what cannot be drawn fails."""
    run_test = App.run_test

    def draw_if_full(
        self: Compositor,
        full: bool = False,
        screen_stack: list[Screen[Any]] | None = None,
        simplify: bool = False,
    ) -> RenderableType | None:
        if full:
            return draw_change(self, full, screen_stack, simplify)
        visible_screen_stack.set(screen_stack or [])  # what whoever looks sees behind a view in front
        self._dirty_regions.clear()
        return None

    @asynccontextmanager
    async def run_and_draw(self: App[Any], **options: Any) -> AsyncIterator[Pilot[Any]]:
        async with run_test(self, **options) as pilot:
            yield pilot
            if self.is_running and not self._exit:
                self.screen._compositor.render_full_update()

    Compositor.render_update = draw_if_full  # type: ignore[method-assign]
    App.run_test = run_and_draw  # type: ignore[method-assign]

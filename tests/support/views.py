"""What the screen's tests share: a view in front of an empty app, as its reader sees and answers it."""

from pathlib import Path
from typing import Any

from textual.app import App
from textual.events import Paste
from textual.pilot import Pilot
from textual.screen import ModalScreen

from tests.support.quiet import wait_until_quiet

STYLES = Path(__file__).parents[2] / "styles"


class BareApp(App[None]):
    """Nothing but the looks of the workbench."""

    CSS_PATH = [STYLES / "list.tcss", STYLES / "dialogs.tcss"]
    COMMAND_PALETTE_BINDING = "f12"


class OpenView:
    """A view in front: the keys it gets, the lines it shows, the answer it gave."""

    def __init__(self, pilot: Pilot[None]) -> None:
        self.pilot = pilot
        self.answers: list[Any] = []

    async def open(self, view: ModalScreen[Any]) -> None:
        self.pilot.app.push_screen(view, self.answers.append)
        await wait_until_quiet(self.pilot)

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await wait_until_quiet(self.pilot)

    async def paste(self, text: str) -> None:
        self.pilot.app.post_message(Paste(text))
        await wait_until_quiet(self.pilot)

    @property
    def closed(self) -> bool:
        return not isinstance(self.pilot.app.screen, ModalScreen)

    @property
    def lines(self) -> list[str]:
        app = self.pilot.app
        strips = app.screen._compositor.render_strips(app.size)
        return ["".join(segment.text for segment in strip).strip(" │") for strip in strips]

    @property
    def rows(self) -> list[str]:
        """The lines without the spaces that line columns up."""
        return [" ".join(line.split()) for line in self.lines]

    @property
    def text(self) -> str:
        return "\n".join(self.lines)

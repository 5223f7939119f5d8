"""An editor without sense at the real screen, in this process: what a terminal sends goes through Textual's parser."""

import asyncio
import contextlib
import io
from codecs import getincrementaldecoder
from pathlib import Path
from typing import Any, Final

from textual import constants, events
from textual._xterm_parser import XTermParser
from textual.pilot import Pilot

from tests.support.editor import FakeDesktop, FakeFeedWeb, FakeFiles, FakeLinkWeb, FakeWeb
from tests.support.libraries import list_library_errors
from tests.support.memory_platform import MemoryPlatforms
from tests.support.random_input import (
    ESCAPES,
    OutsideCommand,
    Packet,
    RandomInput,
    RandomRunError,
    Resize,
)
from tests.support.services import GivenServices
from workbench.cli.commands.start import tune_garbage_collection
from workbench.cli.main import run_command
from workbench.delivery.clipboards.system import TerminalClipboard
from workbench.ui.app import WorkbenchApp
from workbench.ui.dialogs.help import HelpDialog
from workbench.ui.keys import bracketed_paste
from workbench.workspace import open_workspace

COMMANDS: Final = 0.04
"""The share of commands among the events."""
LOOK_EVERY: Final = 75
"""Events after which it is tried whether the screen still answers."""
ANSWER_LOOKS: Final = 100
"""So often it is looked for the answer, some twentieth of a second apart."""


class RandomEditor:
    """One run over one workspace."""

    def __init__(self, folder: Path, seed: int) -> None:
        self._folder: Final = folder
        self._input: Final = RandomInput(seed, COMMANDS)

    async def run(self, count: int) -> None:
        """Send so many events, opening the screen anew where one closed it. `RandomRunError` where the screen raised,
        went deaf, or left a library in which the doctor finds what was not there before."""
        bracketed_paste.patch_bracketed_paste()
        tune_garbage_collection()
        known = list_library_errors(self._folder)
        while self._input.events < count:
            try:
                await self._run_session(count)
            except RandomRunError:
                raise
            except Exception as fault:
                raise self._input.build_failure(f"it raised {type(fault).__name__}: {fault}") from fault
            found = list_library_errors(self._folder) - known
            if found:
                raise self._input.build_failure(f"the doctor finds {found}")

    async def _run_session(self, count: int) -> None:
        desktop = FakeDesktop()
        with open_workspace(self._folder) as workspace:
            services = GivenServices(
                clipboard=desktop, terminal=TerminalClipboard(), issue_files=FakeFiles(), editor=desktop,
                browser=desktop, ui_state=workspace.services.ui_state, web=FakeWeb(),
                feed_web=FakeFeedWeb(), link_web=FakeLinkWeb(), platforms=MemoryPlatforms(),
                card_painter=workspace.card_painter, arrivals=workspace.arrivals,
                named_files=workspace.services.named_files,
            )  # fmt: skip
            app = WorkbenchApp(workspace.desk, services)
            async with app.run_test(size=self._input.choose_size()) as pilot:
                terminal = _ParsedTerminal(app)
                while self._input.events < count and not app._exit:
                    await self._send_some(pilot, terminal)
                    if self._input.events % LOOK_EVERY == 0 and not app._exit:
                        await self._look_whether_it_answers(app, terminal, pilot)

    async def _send_some(self, pilot: Pilot[None], terminal: "_ParsedTerminal") -> None:
        match self._input.choose_event():
            case Resize(columns, rows):
                await pilot.resize_terminal(columns, rows)
            case OutsideCommand(words):
                self._run_outside_command(words)
            case Packet(data):
                terminal.send(data)
                if self._input.has_luck(0.6):
                    await pilot.app.input_queue.wait_until_empty()  # type: ignore[attr-defined]
                if self._input.has_luck(0.3):
                    await asyncio.sleep(self._input.choose_pause())

    def _run_outside_command(self, words: tuple[str, ...]) -> None:
        said = io.StringIO()
        with contextlib.redirect_stderr(said), contextlib.redirect_stdout(io.StringIO()):
            run_command(["--workspace", str(self._folder), *words])
        if "should not have happened" in said.getvalue():
            raise self._input.build_failure(said.getvalue())

    async def _look_whether_it_answers(
        self, app: WorkbenchApp, terminal: "_ParsedTerminal", pilot: Pilot[None]
    ) -> None:
        await pilot.pause(2 * constants.ESCAPE_DELAY)
        terminal.end_sequence()
        for _ in range(ESCAPES):
            terminal.send(b"\x1b")
            await pilot.pause()
            await app.input_queue.wait_until_empty()
        terminal.send(b"?")
        for _ in range(ANSWER_LOOKS):
            await pilot.pause(0.05)
            if app._exit or isinstance(app.screen, HelpDialog):
                terminal.send(b"\x1b")
                return
        raise self._input.build_failure(
            f"it is deaf: `?` brought no help but {app.screen!r}, keyboard in {app.focused!r}"
        )


class _ParsedTerminal:
    """Bytes as the terminal sends them, as events for the app. An escape that ends a packet stands for itself."""

    def __init__(self, app: WorkbenchApp) -> None:
        self._app: Any = app
        self._parser = XTermParser()
        self._decode = getincrementaldecoder("utf-8")("replace").decode

    def end_sequence(self) -> None:
        """What was begun and did not go on for a while is no sequence, but keys."""
        for message in self._parser.tick():
            self._app._driver.process_message(message)

    def send(self, packet: bytes) -> None:
        text = self._decode(packet)
        alone = len(text) - len(text.rstrip("\x1b"))
        for message in self._parser.feed(text.rstrip("\x1b")) if text.rstrip("\x1b") else ():
            self._app._driver.process_message(message)
        for _ in range(alone):
            self._app._driver.process_message(events.Key("escape", "\x1b"))

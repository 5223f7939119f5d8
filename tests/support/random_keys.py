"""An editor without sense at the real screen: random keys, pastes, clicks, resizes, and commands from outside.

What is sent goes through Textual's own parser, in packets as a terminal delivers them. A run is told by its seed.
"""

import asyncio
import contextlib
import io
import random
from codecs import getincrementaldecoder
from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from msgspec import Struct
from textual import constants, events
from textual._xterm_parser import XTermParser
from textual.pilot import Pilot

from tests.support.editor import FakeDesktop, FakeFiles, FakeWeb
from tests.support.strangers import LONG_TEXTS, PROSE, SHORT_TEXTS
from workbench.cli.commands.start import tune_garbage_collection
from workbench.cli.main import run_command
from workbench.delivery.clipboards.system import TerminalClipboard
from workbench.desk.ports import Services
from workbench.library import examine_library
from workbench.ui.app import WorkbenchApp
from workbench.ui.dialogs.help import HelpDialog
from workbench.ui.keys import bracketed_paste
from workbench.ui.keys.table import ACTIONS
from workbench.workspace import open_workspace

SIZES: Final = ((30, 8), (80, 24), (100, 30), (120, 40), (160, 45))
LOOK_EVERY: Final = 75
"""Events after which it is tried whether the screen still answers."""
ANSWER_LOOKS: Final = 100
"""So often it is looked for the answer, some twentieth of a second apart."""

_NAMED: Final = {
    "tab": "\t", "shift+tab": "\x1b[Z", "enter": "\r", "space": " ", "down": "\x1b[B", "up": "\x1b[A",
    "home": "\x1b[H", "end": "\x1b[F", "pagedown": "\x1b[6~", "pageup": "\x1b[5~", "escape": "\x1b",
    "left": "\x1b[D", "right": "\x1b[C", "delete": "\x1b[3~", "backspace": "\x7f", "f12": "\x1b[24~",
}  # fmt: skip
_LEAVING: Final = {"q", "ctrl+q", "ctrl+c"}


def _encode(key: str) -> str:
    if key in _NAMED:
        return _NAMED[key]
    if key.startswith("ctrl+") and len(key) == 6:
        return chr(ord(key[5].upper()) ^ 0x40)
    return key if len(key) == 1 else ""


KEYS: Final = sorted(
    {_encode(key) for action in ACTIONS for key in action.keys if key not in _LEAVING} - {""}
)
PASTES: Final = (
    *SHORT_TEXTS,
    *PROSE,
    LONG_TEXTS[0][:5000],
    "https://pasted.example/1\nhttps://pasted.example/2\n",
)


class RandomRunError(AssertionError):
    """What the run found, and how to have it again."""


class Tally(Struct):
    """What was done so far."""

    events: int = 0
    sessions: int = 0
    commands: int = 0


class RandomEditor:
    """One run over one workspace. `sent` are the newest things sent, for whoever looks for a cause."""

    def __init__(self, folder: Path, seed: int) -> None:
        self._folder: Final = folder
        self._random: Final = random.Random(seed)
        self._seed: Final = seed
        self.tally: Final = Tally()
        self.sent: Final[deque[str]] = deque(maxlen=60)

    async def run(self, count: int) -> None:
        """Send so many events, opening the screen anew where one closed it. `RandomRunError` where the screen raised,
        went deaf, or left a library in which the doctor finds what was not there before."""
        bracketed_paste.patch_bracketed_paste()
        tune_garbage_collection()
        known = self._examine()
        while self.tally.events < count:
            try:
                await self._run_session(count)
            except RandomRunError:
                raise
            except Exception as fault:
                raise self._fail(f"it raised {type(fault).__name__}: {fault}") from fault
            found = self._examine() - known
            if found:
                raise self._fail(f"the doctor finds {found}")

    def _examine(self) -> set[str]:
        return {finding.message for finding in examine_library(self._folder) if finding.level == "error"}

    def _fail(self, what: str) -> RandomRunError:
        newest = "\n".join(self.sent)
        return RandomRunError(f"{what}\nseed {self._seed}, event {self.tally.events}, after\n{newest}")

    async def _run_session(self, count: int) -> None:
        self.tally.sessions += 1
        desktop = FakeDesktop()
        with open_workspace(self._folder) as workspace:
            services = Services(
                clipboard=desktop, terminal=TerminalClipboard(), issue_files=FakeFiles(), editor=desktop,
                browser=desktop, ui_state=workspace.services.ui_state, web=FakeWeb(),
            )  # fmt: skip
            app = WorkbenchApp(workspace.desk, services)
            async with app.run_test(size=self._random.choice(SIZES)) as pilot:
                terminal = _ParsedTerminal(app)
                while self.tally.events < count and not app._exit:
                    await self._send_some(pilot, terminal)
                    if self.tally.events % LOOK_EVERY == 0 and not app._exit:
                        await self._look_whether_it_answers(app, terminal, pilot)

    async def _send_some(self, pilot: Pilot[None], terminal: "_ParsedTerminal") -> None:
        self.tally.events += 1
        roll = self._random.random()
        if roll < 0.02:
            size = self._random.choice(SIZES)
            self.sent.append(f"resize {size}")
            await pilot.resize_terminal(*size)
        elif roll < 0.06:
            self._run_outside_command()
        else:
            packet = self._make_packet()
            self.sent.append(repr(packet)[:120])
            terminal.send(packet)
            if self._random.random() < 0.6:
                await pilot.app.input_queue.wait_until_empty()  # type: ignore[attr-defined]
            if self._random.random() < 0.3:
                await asyncio.sleep(self._random.choice((0, 0, 0.01)))

    def _make_packet(self) -> bytes:
        count = self._random.choice((1, 1, 1, 2, 2, 3, 6))
        return b"".join(self._random.choices(self._makers, self._weights)[0]() for _ in range(count))

    @property
    def _makers(self) -> list[Callable[[], bytes]]:
        return [self._make_key, self._make_click, self._make_paste, self._make_text, self._make_junk]

    _weights: Final = (80, 8, 2, 8, 2)

    def _make_key(self) -> bytes:
        key = self._random.choice([*KEYS, *_NAMED.values(), "\x1b"])
        if self._random.random() < 0.003:
            key = self._random.choice(("q", "\x11"))
        return key.encode() * self._random.choice((1, 1, 1, 1, 2, 7))

    def _make_click(self) -> bytes:
        column, row = self._random.randint(1, 165), self._random.randint(1, 46)
        button = self._random.choice((0, 0, 0, 2, 64, 65, 35))
        press = f"\x1b[<{button};{column};{row}M".encode()
        release = f"\x1b[<{button};{column};{row}m".encode() if button < 3 else b""
        return (press + release) * self._random.choice((1, 1, 2, 3))

    def _make_paste(self) -> bytes:
        text = self._random.choice(PASTES).encode("utf-8", "replace")
        return b"\x1b[200~" + text + b"\x1b[201~"

    def _make_text(self) -> bytes:
        return self._random.choice(
            ("mesh", "a note", "kind:paper", "é", "gates\r", "(“", "12", "undo")
        ).encode()

    def _make_junk(self) -> bytes:
        return self._random.choice(
            (b"\xff", b"\xe9 ", b"\xf0\x9f", b"\x00", b"\x1b[999z", b"\x1bO", b"\x1b[<0;0")
        )

    def _run_outside_command(self) -> None:
        """What another process does meanwhile, undo of any change included."""
        self.tally.commands += 1
        link, change = str(self._random.randint(1, 30)), str(self._random.randint(1, 200))
        section = self._random.choice(("papers", "videos", "reads", "tools", "pick"))
        words = self._random.choice((
            ["add", "--no-fetch", f"https://outside.example/{change}"], ["undo"], ["undo"], ["undo", change], ["redo"],
            ["place", link, section], ["bench", link], ["reject", link], ["restore", link], ["defer", link],
            ["issue", "new"], ["issue", "publish"], ["issue", "reopen", "1"], ["note", link, "from outside"],
            ["write", link, "--blurb", "From outside."], ["tag", link, "outside"], ["title", link, "Outside"],
        ))  # fmt: skip
        self.sent.append("outside: " + " ".join(words))
        said = io.StringIO()
        with contextlib.redirect_stderr(said), contextlib.redirect_stdout(io.StringIO()):
            run_command(["--workspace", str(self._folder), *words])
        if "should not have happened" in said.getvalue():
            raise self._fail(said.getvalue())

    async def _look_whether_it_answers(
        self, app: WorkbenchApp, terminal: "_ParsedTerminal", pilot: Pilot[None]
    ) -> None:
        await pilot.pause(2 * constants.ESCAPE_DELAY)
        terminal.end_sequence()
        for _ in range(5):
            terminal.send(b"\x1b")
            await pilot.pause()
            await app.input_queue.wait_until_empty()
        terminal.send(b"?")
        for _ in range(ANSWER_LOOKS):
            await pilot.pause(0.05)
            if app._exit or isinstance(app.screen, HelpDialog):
                terminal.send(b"\x1b")
                return
        raise self._fail(f"it is deaf: `?` brought no help but {app.screen!r}, keyboard in {app.focused!r}")


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

"""An editor without sense in front of the program itself: a process on a pseudo-terminal, and others beside it."""

import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final

from tests.support.libraries import list_library_errors
from tests.support.random_input import ESCAPES, OutsideCommand, Packet, RandomInput, Resize
from tests.support.terminal import ByteTerminal
from workbench.cli.commands.start import FAILURE_FILE

COMMANDS: Final = 0.015
"""The share of commands among the events: each is a process of its own, and slow."""
LOOK_EVERY: Final = 40
"""Events after which it is tried whether the program still answers."""
MOMENT: Final = 0.02
"""Seconds without output after which what was sent is taken for done."""
ESCAPE_MOMENT: Final = 0.15
"""Seconds without output that tell an escape from the beginning of another key."""
ANSWERS_WITHIN: Final = 20.0
"""Seconds for an answer, or for leaving, behind all keys that were sent before."""
ATTEMPTS: Final = 5
"""So often it is asked: a busy machine may read an escape and the key after it as one, or take its time."""


class RandomTerminalEditor:
    """One run over one workspace."""

    def __init__(self, folder: Path, seed: int, environment: Mapping[str, str]) -> None:
        self._folder: Final = folder
        self._input: Final = RandomInput(seed, COMMANDS)
        self._environment: Final = dict(environment)
        self._program: Final = [sys.executable, "-m", "workbench", "--workspace", str(folder)]
        self._command: subprocess.Popen[str] | None = None

    def run(self, count: int) -> None:
        """Send so many events, starting the program anew where they ended it.

        `RandomRunError` where it ended of itself, went deaf, did not leave, or left a library in which the doctor finds
        what was not there before.
        """
        known = list_library_errors(self._folder)
        while self._input.events < count:
            terminal = ByteTerminal(self._program, *self._input.choose_size(), self._environment)
            try:
                self._run_session(terminal, count)
            finally:
                terminal.close()
                self._await_command()
            found = list_library_errors(self._folder) - known
            if found:
                raise self._input.build_failure(f"the doctor finds {found}")

    def _run_session(self, terminal: ByteTerminal, count: int) -> None:
        try:
            terminal.wait_for("help", ANSWERS_WITHIN)
            while self._input.events < count and terminal.program.poll() is None:
                self._do_next(terminal)
                if self._input.events % LOOK_EVERY == 0:
                    self._look_whether_it_answers(terminal)
            self._leave(terminal)
        except AssertionError as fault:
            raise self._input.build_failure(str(fault)) from fault

    def _do_next(self, terminal: ByteTerminal) -> None:
        match self._input.choose_event():
            case Resize(columns, rows):
                terminal.resize(columns, rows)
            case OutsideCommand(words):
                self._begin_command(words)
            case Packet(data):
                terminal.send(data)
                if self._input.has_luck(0.6):
                    terminal.settle(MOMENT)

    def _begin_command(self, words: tuple[str, ...]) -> None:
        """Run it beside the screen, one at a time."""
        self._await_command()
        self._command = subprocess.Popen(
            [*self._program, *words], env=self._environment, text=True,
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
        )  # fmt: skip

    def _await_command(self) -> None:
        if self._command is not None:
            _, said = self._command.communicate(timeout=60)
            assert self._command.returncode in range(4), said
            assert "should not have happened" not in said, said
            self._command = None

    def _look_whether_it_answers(self, terminal: ByteTerminal) -> None:
        for _ in range(ATTEMPTS):
            self._press_escape(terminal, ESCAPES)
            terminal.send(b"?")
            with suppress(AssertionError):
                terminal.wait_for("Help", ANSWERS_WITHIN)
                return self._press_escape(terminal, 1)
            if terminal.has_ended:  # by a key that was sent before
                return None
        raise AssertionError(f"it is deaf: `?` brought no help, but {terminal.written[-1000:]!r}")

    def _press_escape(self, terminal: ByteTerminal, times: int) -> None:
        terminal.settle(ESCAPE_MOMENT)
        for _ in range(times):
            terminal.send(b"\x1b")
            terminal.settle(ESCAPE_MOMENT)

    def _leave(self, terminal: ByteTerminal) -> None:
        """Leave where no key has done so; then it has ended as it should."""
        for _ in range(ATTEMPTS):
            for _ in range(2):  # where a text cannot be saved the program asks for another
                terminal.send(b"\x11")
                terminal.settle(ESCAPE_MOMENT)
            with suppress(subprocess.TimeoutExpired):
                return self._check_ending(terminal, terminal.wait_for_exit(ANSWERS_WITHIN))
        raise AssertionError(f"it does not leave: {terminal.written[-1000:]!r}")

    def _check_ending(self, terminal: ByteTerminal, code: int) -> None:
        failure = self._folder / FAILURE_FILE
        seen = terminal.written[-1000:].decode("utf-8", "replace")
        assert code == 0, f"it ended with {code}: {seen}\n{failure.read_text() if failure.exists() else ''}"
        assert b"Traceback" not in terminal.written, seen
        assert terminal.is_restored, seen

"""The terminal as Textual drives it, made to bear what terminals do: bytes that are no UTF-8, and a window closed.

Textual decodes strictly, and its thread that writes dies with the terminal, after which the program waits for it for
ever. Only where there are POSIX terminals; elsewhere Textual's own driver stands.
"""

import selectors
from codecs import getincrementaldecoder
from contextlib import suppress
from io import FileIO
from typing import IO, Any

from textual._xterm_parser import XTermParser
from textual.app import App
from textual.drivers.linux_driver import LinuxDriver
from textual.message import Message

READ_SIZE = 4096
"""Bytes of one read."""
READ_TIMEOUT = 0.1
"""Seconds until a key that may begin a sequence is taken for itself, and until the end of the screen is noticed."""


class TerminalLost(Message):
    """Nobody sits there any more: the window is closed, the line is cut."""


class _LossyFile:
    """A file to write to, which takes what cannot be written and drops it."""

    def __init__(self, file: IO[str]) -> None:
        self._file = file

    def write(self, text: str) -> int:
        with suppress(OSError):
            self._file.write(text)
        return len(text)

    def flush(self) -> None:
        with suppress(OSError):
            self._file.flush()

    def fileno(self) -> int:
        return self._file.fileno()


class TerminalDriver(LinuxDriver):
    """Textual's driver, with a reader and a writer of our own."""

    def __init__(self, app: App[Any], **settings: Any) -> None:
        super().__init__(app, **settings)
        assert self._file is not None  # `require_terminal` has seen to that
        self._file = _LossyFile(self._file)  # type: ignore[assignment]  # it has all that is used of a file

    def _run_input_thread(self) -> None:
        try:
            self.run_input_thread()
        except Exception as fault:
            self._app.call_later(self._app._handle_exception, fault)

    def run_input_thread(self) -> None:
        """Hand on what is typed until the screen ends, or the terminal does. A byte that is no UTF-8 becomes �."""
        parser = XTermParser(self._debug)
        decode = getincrementaldecoder("utf-8")("replace").decode
        with selectors.SelectSelector() as selector:
            selector.register(self.fileno, selectors.EVENT_READ)
            while not self.exit_event.is_set():
                if selector.select(READ_TIMEOUT):
                    data = self._read_bytes()
                    if not data:
                        self.process_message(TerminalLost())
                        return
                    text = decode(data)
                    for message in (
                        parser.feed(text) if text else ()
                    ):  # none: half a character, and no end of input
                        self.process_message(message)
                for message in parser.tick():
                    self.process_message(message)

    def _read_bytes(self) -> bytes:
        """What was typed; empty where the terminal is gone."""
        try:
            return FileIO(self.fileno, closefd=False).read(READ_SIZE) or b""
        except OSError:
            return b""

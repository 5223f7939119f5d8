"""The terminal as Textual drives it, made to bear what terminals do: bytes that are no UTF-8, a window closed, a line
that hangs.

Textual decodes strictly, and waits for ever for its thread that writes where the terminal is gone or reads no more.
Only where there are POSIX terminals; elsewhere Textual's own driver stands.
"""

import selectors
from codecs import getincrementaldecoder
from io import FileIO
from typing import Any

from textual._xterm_parser import XTermParser
from textual.app import App
from textual.drivers.linux_driver import LinuxDriver
from textual.message import Message

from workbench.ui.terminal_writer import TerminalWriter

READ_SIZE = 4096
"""Bytes of one read."""
READ_TIMEOUT = 0.1
"""Seconds until a key that may begin a sequence is taken for itself, and until the end of the screen is noticed."""


MAX_WRITING = 0.2
"""Seconds that the terminal has for the last of what is written."""


class TerminalLost(Message):
    """Nobody sits there any more: the window is closed, the line is cut."""


class TerminalDriver(LinuxDriver):
    """Textual's driver, with a reader and a writer of our own."""

    def __init__(self, app: App[Any], **settings: Any) -> None:
        super().__init__(app, **settings)
        self._writer: TerminalWriter | None = None

    def start_application_mode(self) -> None:
        """Take the terminal over."""
        assert self._file is not None  # `require_terminal` has seen to that
        self._file.flush()
        self._writer = TerminalWriter(self._file.fileno(), self._file.encoding, self._repaint_later)
        self._writer.start()
        super().start_application_mode()  # type: ignore[no-untyped-call]

    def write(self, data: str) -> None:
        """Write when the terminal takes it; never wait for that."""
        if self._writer is not None:
            self._writer.write(data)

    def close(self) -> None:
        """Write what is left, if the terminal takes it. It is given back by then."""
        if self._writer is not None:
            self._writer.end(MAX_WRITING)
        super().close()  # ends the thread of Textual's, which was given nothing

    def _repaint_later(self) -> None:
        self._app.call_later(self._app.refresh, layout=True)

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

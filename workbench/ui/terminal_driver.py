"""The terminal as Textual drives it, made to bear what terminals do: bytes that are no UTF-8, a window closed, a line
that hangs.

Textual decodes strictly, waits for ever for its thread that writes where the terminal is gone or reads no more, and
reads twice where a shell, `timeout` or `kill` continues a program that never stopped: it could not end then.
Only where there are POSIX terminals; elsewhere Textual's own driver stands.
"""

import selectors
import signal
from codecs import getincrementaldecoder
from io import FileIO
from time import monotonic
from typing import Any

from textual import constants
from textual._xterm_parser import XTermParser
from textual.app import App
from textual.drivers.linux_driver import LinuxDriver
from textual.message import Message

from workbench.ui.keys.bracketed_paste import MARKS_QUERY, MarksAnswer
from workbench.ui.terminal_writer import TerminalWriter

READ_SIZE = 4096
"""Bytes of one read."""
READ_TIMEOUT = 0.1
"""Seconds until a key that may begin a sequence is taken for itself, and until the end of the screen is noticed."""
MAX_ANSWERING = 5.0
"""Seconds that the terminal has to answer. What looks like an answer later is the text of a paste."""
MAX_WRITING = 0.2
"""Seconds that the terminal has for the last of what is written."""


class TerminalLost(Message):
    """Nobody sits there any more: the window is closed, the line is cut."""


class PastesMarked(Message):
    """The terminal says that it marks what is pasted: no key need be held to see whether it is a paste."""


class TerminalDriver(LinuxDriver):
    """Textual's driver, with a reader and a writer of our own."""

    def __init__(self, app: App[Any], **settings: Any) -> None:
        super().__init__(app, **settings)
        self._writer: TerminalWriter | None = None
        self._is_wanted = False
        self._is_starting = False
        self._was_continued = False
        self._asked_at = 0.0

    def start_application_mode(self) -> None:
        """Take the terminal over, anew if that was done before: somebody else may have had it meanwhile."""
        assert self._file is not None  # `require_terminal` has seen to that
        if self._is_reading:
            self.suspend_application_mode()
        self._is_wanted = self._is_starting = True
        self._was_continued = False
        self._file.flush()
        self._writer = TerminalWriter(self._file.fileno(), self._file.encoding, self._repaint_later)
        self._writer.start()
        try:
            super().start_application_mode()  # type: ignore[no-untyped-call]
        finally:
            self._is_starting = False
        if self._was_continued and not self._is_reading:  # it was stopped on its way, in the background
            self.start_application_mode()

    def stop_application_mode(self) -> None:
        """Give the terminal back."""
        self._is_wanted = False
        super().stop_application_mode()

    def release_terminal(self) -> None:
        """Give the terminal back and end what reads it, however the app ended."""
        if self._is_wanted:
            self.suspend_application_mode()

    @property
    def _is_reading(self) -> bool:
        return self._key_thread is not None and self._key_thread.is_alive()

    def _sigtstp_application(self, *_: object) -> None:
        """Stop, and give the terminal back before, unless that was done: then nothing is to be taken again."""
        if self._is_wanted:
            super()._sigtstp_application()
        else:
            signal.raise_signal(signal.SIGSTOP)

    def _sigcont_application(self, *_: object) -> None:
        """Go on: take the terminal over again and paint, whether or not it was given back. One that was stopped
        could not; one that leaves is only told to be quick."""
        if self._is_starting:
            self._was_continued = True
        elif self._auto_restart and (self._is_wanted or self._must_signal_resume):
            self.resume_application_mode()
            self._repaint_later()

    def _enable_bracketed_paste(self) -> None:
        """Have pastes marked, and ask whether they are. Apple's terminal prints the question, and so is not asked."""
        super()._enable_bracketed_paste()
        if constants.get_environ("TERM_PROGRAM") != "Apple_Terminal":
            self._asked_at = monotonic()
            self.write(MARKS_QUERY)

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
        decode, answer = getincrementaldecoder("utf-8")("replace").decode, MarksAnswer()
        with selectors.SelectSelector() as selector:
            selector.register(self.fileno, selectors.EVENT_READ)
            while not self.exit_event.is_set():
                if selector.select(READ_TIMEOUT):
                    data = self._read_bytes()
                    if not data:
                        self.process_message(TerminalLost())
                        return
                    text = decode(data)
                    if answer.is_found_in(text) and monotonic() - self._asked_at < MAX_ANSWERING:
                        self.process_message(PastesMarked())
                    # Without text it is half a character, and no end of input.
                    for message in parser.feed(text) if text else ():
                        self.process_message(message)
                for message in parser.tick():
                    self.process_message(message)

    def _read_bytes(self) -> bytes:
        """What was typed; empty where the terminal is gone."""
        try:
            return FileIO(self.fileno, closefd=False).read(READ_SIZE) or b""
        except OSError:
            return b""

"""A program on a pseudo-terminal with whoever sits in front of it, and a terminal that answers a program.

`Terminal` reads what the program writes as a terminal would, by pyte. `ByteTerminal` reads the bytes themselves.
"""

import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import termios
import threading
import time
from collections.abc import Mapping, Sequence
from typing import Final

import pyte

KEY_PAUSE: Final = 0.04
"""Seconds without output after a key: by then what it brought is on the screen."""

PATIENCE: Final = 30.0
"""Seconds until words that do not come count as missing. A busy machine may need most of them."""

_SEQUENCE: Final = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|[\]P_^X][^\x07\x1b]*(?:\x07|\x1b\\)|.)")


def open_pty(columns: int, rows: int) -> tuple[int, int]:
    """A pseudo-terminal of that size: this end, and the end for the program."""
    master, slave = pty.openpty()
    set_size(slave, columns, rows)
    return master, slave


def set_size(terminal: int, columns: int, rows: int) -> None:
    """Give a pseudo-terminal that size."""
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))


class Terminal:
    """A program, what it wrote, and the keys, pastes and clicks of whoever sits there. Waits take seconds."""

    def __init__(
        self,
        command: Sequence[str],
        columns: int = 150,
        rows: int = 40,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        self.columns, self.rows = columns, rows
        self._master, slave = open_pty(columns, rows)
        self.program: Final = subprocess.Popen(
            command, stdin=slave, stdout=slave, stderr=slave, start_new_session=True,
            env=dict(environment) if environment is not None else make_environment(),
        )  # fmt: skip
        os.close(slave)
        self.written = bytearray()
        self.has_ended = False
        self.hung_up = False
        self._key_at = 0
        self._screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self._screen)
        self._drawn = 0

    # What is seen

    @property
    def text(self) -> str:
        """What is on the screen, blanks between words made one."""
        data, self._drawn = self.written[self._drawn :], len(self.written)
        self._stream.feed(bytes(data))
        return " ".join(" ".join(self._screen.display).split())

    def has_seen(self, text: str) -> bool:
        """Whether these words are on the screen."""
        return text in self.text

    def wait_for(self, text: str, timeout: float = PATIENCE) -> float:
        """Watch until these words are seen; how long that took."""
        began = time.monotonic()
        while not self.has_seen(text):
            left = began + timeout - time.monotonic()
            assert left > 0, f"no “{text}” within {timeout} s, but: {self._last_seen}"
            assert self.read(left) or not self.has_ended, f"no “{text}” when it ended, but: {self._last_seen}"
        return time.monotonic() - began

    def wait_until_gone(self, text: str, timeout: float = PATIENCE) -> None:
        """Watch until these words are no longer seen."""
        deadline = time.monotonic() + timeout
        while self.has_seen(text):
            assert time.monotonic() < deadline, f"“{text}” stays: {self._last_seen}"
            self.read(0.1)

    def settle(self, moment: float = 0.5) -> None:
        """Watch until nothing was written for a moment."""
        while self.read(moment):
            pass

    def read(self, timeout: float) -> bool:
        """Take in what the program writes, if it writes within that time; whether it did."""
        if self.hung_up or not select.select([self._master], [], [], timeout)[0]:
            return False
        try:
            data = os.read(self._master, 1 << 16)
        except OSError:  # the other end is closed
            data = b""
        self.written += data
        self.has_ended = not data
        return bool(data)

    @property
    def is_restored(self) -> bool:
        """Whether the terminal was left as it was found: the first screen, a cursor, no mouse, no paste marks."""
        last_sent = self.written.rfind
        modes = [(1049, b"l", b"h"), (25, b"h", b"l"), (1000, b"l", b"h"), (2004, b"l", b"h")]
        return all(last_sent(b"\x1b[?%d%s" % (mode, left)) > last_sent(b"\x1b[?%d%s" % (mode, used))
                   for mode, left, used in modes)  # fmt: skip

    @property
    def _last_seen(self) -> str:
        return self.text

    # What is done

    def press(self, keys: str, text: str = "", timeout: float = PATIENCE) -> None:
        """Press keys one by one as a hand does, and see the words they bring."""
        for key in keys:
            self.send(key.encode())
            self.settle(KEY_PAUSE)
        self.wait_for(text, timeout)

    def type(self, text: str, seen: str = "") -> None:
        """Type into a field, and see what it brings: the text itself, if nothing else is named."""
        self.send(text.encode())
        self.wait_for(seen or text)

    def escape(self, text: str) -> None:
        """Press escape and leave it alone for a moment, or it would be the beginning of another key."""
        self.send(b"\x1b")
        self.settle(0.3)
        self.wait_for(text)

    def press_until(self, key: str, text: str, limit: int) -> None:
        """Press a key again and again until it brings these words."""
        for _ in range(limit):
            self.send(key.encode())
            self.read(PATIENCE)
            self.settle(KEY_PAUSE)
            if self.has_seen(text):
                return
        raise AssertionError(f"{key!r}, {limit} times, brought no “{text}”")

    def paste(self, text: str, seen: str) -> None:
        """Paste as a terminal does, whatever the text holds, and see the words it brings."""
        self.send(b"\x1b[200~" + text.encode("utf-8", "replace") + b"\x1b[201~")
        self.wait_for(seen)

    def click_panes(self, every: int) -> None:
        """Click on each row of the panes at every so many columns, once. Header and footer do what they name."""
        for row in range(3, self.rows):
            spots = range(1 + row % every, self.columns + 1, every)
            self.send(b"".join(b"\x1b[<0;%d;%dM\x1b[<0;%d;%dm" % (at, row, at, row) for at in spots))
        self.settle(KEY_PAUSE)

    def send(self, data: bytes, timeout: float = 60.0) -> None:
        """Send bytes, reading meanwhile, or a program that answers each of them would wait for ever."""
        self._key_at = len(self.written)
        left, deadline = memoryview(data), time.monotonic() + timeout
        while left and self.program.poll() is None:
            assert time.monotonic() < deadline, f"it reads no more, {len(left)} bytes are left"
            _, writable, _ = select.select([], [self._master], [], 0.05)
            left = left[os.write(self._master, left[:512]) :] if writable else left
            if left:
                self.read(0)

    def resize(self, columns: int, rows: int) -> None:
        """Give the terminal another size, as its window does."""
        self.columns, self.rows = columns, rows
        self._screen.resize(rows, columns)
        set_size(self._master, columns, rows)
        self.program.send_signal(
            signal.SIGWINCH
        )  # it is no controlling terminal, which would send it by itself

    def stall(self, data: bytes, at_once: int = 2) -> None:
        """Send bytes and read nothing, as a line does that hangs one way; by the end the program can write no more."""
        for at in range(0, len(data), at_once):
            os.write(self._master, data[at : at + at_once])
            time.sleep(KEY_PAUSE)
        time.sleep(0.3)

    def hang_up(self) -> None:
        """Close the terminal, as a window is closed."""
        os.close(self._master)
        self.hung_up = True

    def wait_for_exit(self, timeout: float = PATIENCE) -> int:
        """Wait for the program to end, reading its last words; its exit code."""
        deadline = time.monotonic() + timeout
        while self.program.poll() is None and time.monotonic() < deadline and not self.hung_up:
            self.read(0.05)
        code = self.program.wait(max(0.1, deadline - time.monotonic()))
        self.settle(KEY_PAUSE)
        return code

    def close(self) -> None:
        """End whatever has not ended."""
        if self.program.poll() is None:
            os.killpg(self.program.pid, signal.SIGKILL)
            self.program.wait()
        if not self.hung_up:
            self.hang_up()


class ByteTerminal(Terminal):
    """One where words are looked for in the bytes written since the last key, escape sequences aside.

    For programs whose output is the matter: what would act on a terminal, and how long until bytes come.
    """

    def has_seen(self, text: str) -> bool:
        """Whether these words were written since the last key."""
        return text in self._output_since_key

    @property
    def _last_seen(self) -> str:
        return repr(self._output_since_key[-3000:])

    _text: str = ""
    """What was written since the last key and before `_text_end`, escape sequences aside."""
    _text_end: int = -1

    @property
    def _output_since_key(self) -> str:
        if self._text_end < self._key_at:
            self._text, self._text_end = "", self._key_at
        end = max(self._text_end, self.written.rfind(b"\x1b"))  # what begins there may not be all there yet
        self._text += _remove_sequences(self.written[self._text_end : end])
        self._text_end = end
        return self._text + _remove_sequences(self.written[end:])


def _remove_sequences(written: bytearray) -> str:
    return _SEQUENCE.sub("", written.decode("utf-8", "replace"))


def make_environment(**more: str) -> dict[str, str]:
    """The tester's environment on a terminal of another size, without animations."""
    own = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "LINES")}
    return {**own, "TERM": "xterm-256color", "COLORTERM": "truecolor", "TEXTUAL_ANIMATIONS": "none", **more}


class AnsweringTerminal:
    """A terminal by itself, to be given to a program by its path: what it received, and what it answers to what."""

    def __init__(self, answers: Mapping[bytes, bytes]) -> None:
        self._answers = dict(answers)
        self._master, self._slave = open_pty(80, 24)
        self.path = os.ttyname(self._slave)
        self.received = b""
        self._thread = threading.Thread(target=self._answer, daemon=True)
        self._thread.start()

    def _answer(self) -> None:
        while True:
            try:
                self.received += os.read(self._master, 65536)
            except OSError:
                return
            for ending, answer in list(self._answers.items()):
                if ending in self.received:
                    del self._answers[ending]
                    os.write(self._master, answer)

    def close(self) -> None:
        """Hang up."""
        os.close(self._slave)
        self._thread.join(5)
        os.close(self._master)

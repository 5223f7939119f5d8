"""What is written to the terminal, by a thread that the screen never waits for.

A terminal that stops reading, at the end of a line that hangs, blocks whoever writes to it. The screen goes on: it
takes keys and signals, saves, and can leave. What was painted meanwhile is dropped and painted anew when the terminal
reads again.
"""

import select
import threading
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from io import FileIO
from typing import Final

MAX_BACKLOG: Final = 200_000
"""Characters that wait for the terminal at most, some full screens. A slow line then skips what nobody will see."""
MAX_CONTROL: Final = 200
"""Characters of a text that is kept in any case: it may turn a mode on or off. What is longer is painted."""
CLIPBOARD: Final = "\x1b]"
"""So begin texts that are for the terminal itself, however long."""


class TerminalWriter(threading.Thread):
    """Writes to a descriptor in the order given. `repaint` is called, from this thread, when the terminal reads again
    and lacks something. A terminal that is gone takes nothing more, and nobody is told."""

    def __init__(self, descriptor: int, encoding: str, repaint: Callable[[], object]) -> None:
        super().__init__(daemon=True, name="terminal-writer")
        self._file: Final = FileIO(descriptor, "w", closefd=False)
        self._encoding: Final = encoding
        self._repaint: Final = repaint
        self._waiting: deque[str] = deque()
        self._length = 0
        self._changed: Final = threading.Condition()
        self._is_ending = False
        self._lacks_paint = False

    def write(self, text: str) -> None:
        """Write this when what came before is written. Never waits."""
        with self._changed:
            self._waiting.append(text)
            self._length += len(text)
            if self._length > MAX_BACKLOG:
                self._drop_paint()
            self._changed.notify_all()

    def end(self, timeout: float) -> None:
        """Write what is left and end. A terminal that does not take it within this time gets what restores it, if it
        takes that within as much again."""
        with self._changed:
            self._is_ending = True
            self._changed.notify_all()
        self.join(timeout)
        if self.is_alive():
            with self._changed:
                self._drop_paint()
            self.join(timeout)

    def run(self) -> None:
        """Write until it is to end and nothing is left."""
        with suppress(OSError):
            while (text := self._take()) is not None:
                self._write_whole(text.encode(self._encoding, "replace"))
        with self._changed:
            self._waiting.clear()

    def _take(self) -> str | None:
        """The next text; None where there will be none."""
        with self._changed:
            if not self._waiting and self._lacks_paint and not self._is_ending:
                self._lacks_paint = False
                self._repaint()
            self._changed.wait_for(lambda: self._waiting or self._is_ending)
            if not self._waiting:
                return None
            text = self._waiting.popleft()
            self._length -= len(text)
            return text

    def _write_whole(self, data: bytes) -> None:
        """Unbuffered: a buffer of Python's is locked while it is written out, and the program could not end."""
        left = memoryview(data)
        while left:
            written = self._file.write(left)
            if written is None:  # whoever shares the terminal has set it so that nobody waits
                select.select([], [self._file], [])
            left = left[written or 0 :]

    def _drop_paint(self) -> None:
        kept = [text for text in self._waiting if len(text) <= MAX_CONTROL or text.startswith(CLIPBOARD)]
        self._lacks_paint = self._lacks_paint or len(kept) < len(self._waiting)
        self._waiting = deque(kept)
        self._length = sum(map(len, kept))

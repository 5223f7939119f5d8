"""What X11's clipboard holds, asked as a paste asks: a process that writes its HTML and its text as JSON.

`{"html", "text"}` in base64, each empty where the owner has none. Ends with 1 where the owner does not answer.
"""

import json
import sys
from base64 import b64encode
from select import select
from time import monotonic
from typing import Any, Final

from Xlib import X, display
from Xlib.error import ConnectionClosedError, DisplayError

SECONDS: Final = 4.0
MOST: Final = 64_000_000
"""Bytes read at most: what is longer is no text that anybody wrote."""
TEXTS: Final = ("UTF8_STRING", "text/plain;charset=utf-8", "text/plain", "STRING")


class Reader:
    """A window that asks, and waits for the answer until the time is up."""

    def __init__(self) -> None:
        self._display: Final[Any] = display.Display()
        self._window: Final[Any] = self._display.screen().root.create_window(
            0, 0, 1, 1, 0, X.CopyFromParent, event_mask=X.PropertyChangeMask
        )
        self._shelf: Final = self._atom("WORKBENCH")
        self._until: Final = monotonic() + SECONDS

    def targets(self) -> set[int]:
        """What the owner offers; empty where there is no owner."""
        found = self._asked(self._atom("TARGETS"))
        return set(found.value) if found is not None and found.format == 32 else set()

    def first(self, targets: set[int], names: tuple[str, ...]) -> bytes:
        """The first of these that is offered; empty where none is."""
        wanted = next((self._atom(name) for name in names if self._atom(name) in targets), 0)
        found = self._asked(wanted) if wanted else None
        if found is None:
            return b""
        if found.property_type == self._atom("INCR"):
            return self._parts()
        return bytes(found.value) if found.format == 8 else b""

    def _atom(self, name: str) -> int:
        return int(self._display.intern_atom(name))

    def _asked(self, target: int) -> Any:
        self._window.convert_selection(self._atom("CLIPBOARD"), target, self._shelf, X.CurrentTime)
        event = self._next(X.SelectionNotify)
        return self._taken() if event.property else None

    def _taken(self) -> Any:
        """What stands in the property; to delete it asks for the next part, if there is one."""
        found = self._window.get_full_property(self._shelf, X.AnyPropertyType)
        self._window.delete_property(self._shelf)
        self._display.flush()
        return found

    def _parts(self) -> bytes:
        """An answer in parts; an empty one is the end."""
        parts = bytearray()
        while len(parts) <= MOST:
            while self._next(X.PropertyNotify).state != X.PropertyNewValue:
                pass
            part = self._taken()
            if part is None or not part.value:
                break
            parts += bytes(part.value)
        return bytes(parts)

    def _next(self, kind: int) -> Any:
        """The next event of that kind. `TimeoutError` where the time is up."""
        while True:
            while self._display.pending_events():
                event = self._display.next_event()
                if event.type == kind:
                    return event
            if not select([self._display.fileno()], [], [], max(0.0, self._until - monotonic()))[0]:
                raise TimeoutError


def held() -> dict[str, bytes]:
    """The HTML and the text that the clipboard's owner gives."""
    reader = Reader()
    targets = reader.targets()
    return {
        "html": reader.first(targets, ("text/html",)),
        "text": reader.first(targets, TEXTS),
    }


if __name__ == "__main__":
    try:
        found = held()
    except (ConnectionClosedError, DisplayError, OSError):  # TimeoutError is an OSError
        sys.exit(1)
    json.dump({kind: b64encode(data).decode() for kind, data in found.items()}, sys.stdout)

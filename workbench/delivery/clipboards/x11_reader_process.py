"""Reads X11's clipboard as a paste does. Run as a process of its own.

It prints `{"html", "text"}` as JSON, both in base64, each empty where the owner offers none. Asked for the `owner` it
prints `own` where that is ours, else `other`. It ends with 1 where the owner does not answer.
"""

import json
import sys
from base64 import b64encode
from select import select
from time import monotonic
from typing import Any, Final

from Xlib import X, display
from Xlib.error import ConnectionClosedError, DisplayError

OWNER_TIMEOUT: Final = 4.0
MAX_SELECTION_BYTES: Final = 64_000_000
"""Bytes read at most, far more than any text that a person wrote."""
OWN_TARGET: Final = "application/x-workbench"
"""What only our own owner offers; the other script names it too, since neither imports the other."""
READABLE_TEXT_TARGETS: Final = ("UTF8_STRING", "text/plain;charset=utf-8", "text/plain", "STRING")


class SelectionReader:
    """A window that requests the clipboard. All requests together may take `OWNER_TIMEOUT` seconds."""

    def __init__(self) -> None:
        self._display: Final[Any] = display.Display()
        self._window: Final[Any] = self._display.screen().root.create_window(
            0, 0, 1, 1, 0, X.CopyFromParent, event_mask=X.PropertyChangeMask
        )
        self._property: Final = self._intern_atom("WORKBENCH")
        self._deadline: Final = monotonic() + OWNER_TIMEOUT

    def list_targets(self) -> set[int]:
        """The targets that the owner offers; empty where there is no owner."""
        answer = self._request_target(self._intern_atom("TARGETS"))
        return set(answer.value) if answer is not None and answer.format == 32 else set()

    def offers(self, name: str) -> bool:
        """Whether the owner offers this target."""
        return self._intern_atom(name) in self.list_targets()

    def read_first(self, targets: set[int], names: tuple[str, ...]) -> bytes:
        """The data of the first of these names that is offered; empty where none is."""
        target = next((self._intern_atom(name) for name in names if self._intern_atom(name) in targets), 0)
        answer = self._request_target(target) if target else None
        if answer is None:
            return b""
        if answer.property_type == self._intern_atom("INCR"):
            return self._read_parts()
        return bytes(answer.value) if answer.format == 8 else b""

    def _intern_atom(self, name: str) -> int:
        return int(self._display.intern_atom(name))

    def _request_target(self, target: int) -> Any:
        self._window.convert_selection(self._intern_atom("CLIPBOARD"), target, self._property, X.CurrentTime)
        event = self._wait_for_event(X.SelectionNotify)
        return self._pop_property() if event.property else None

    def _pop_property(self) -> Any:
        value = self._window.get_full_property(self._property, X.AnyPropertyType)
        # Deleting it also asks the owner for the next part, if there is one.
        self._window.delete_property(self._property)
        self._display.flush()
        return value

    def _read_parts(self) -> bytes:
        """The data of a transfer in parts (ICCCM: INCR), which an empty part ends."""
        parts = bytearray()
        while len(parts) <= MAX_SELECTION_BYTES:
            while self._wait_for_event(X.PropertyNotify).state != X.PropertyNewValue:
                pass
            part = self._pop_property()
            if part is None or not part.value:
                break
            parts += bytes(part.value)
        return bytes(parts)

    def _wait_for_event(self, kind: int) -> Any:
        """The next event of that kind; others are dropped. `TimeoutError` after the deadline."""
        while True:
            while self._display.pending_events():
                event = self._display.next_event()
                if event.type == kind:
                    return event
            if not select([self._display.fileno()], [], [], max(0.0, self._deadline - monotonic()))[0]:
                raise TimeoutError


def read_selection() -> dict[str, bytes]:
    """The HTML and the text that the clipboard's owner offers."""
    reader = SelectionReader()
    targets = reader.list_targets()
    return {
        "html": reader.read_first(targets, ("text/html",)),
        "text": reader.read_first(targets, READABLE_TEXT_TARGETS),
    }


def name_owner() -> str:
    """`own` where the clipboard's owner is ours, else `other`."""
    reader = SelectionReader()
    return "own" if reader.offers(OWN_TARGET) else "other"


def print_answer(what: str) -> int:
    """Print what is asked for; returns the exit code."""
    try:
        if what == "owner":
            sys.stdout.write(name_owner())
        else:
            found = {kind: b64encode(data).decode() for kind, data in read_selection().items()}
            json.dump(found, sys.stdout)
    except (ConnectionClosedError, DisplayError, OSError):  # TimeoutError is an OSError
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(print_answer(sys.argv[-1]))

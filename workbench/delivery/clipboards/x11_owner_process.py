"""Owns X11's clipboard: answers each paste until another program copies. Run as a process of its own.

It expects `{"html", "text"}` as JSON on standard input. It ends with 0 as soon as it owns the clipboard and leaves a
child behind that serves it, detached from the terminal. It ends with 1 where the X server refuses.

The protocol is in the Inter-Client Communication Conventions Manual (ICCCM), section 2.
"""

import json
import os
import signal
import sys
from typing import Any, Final

from Xlib import X, Xatom, display
from Xlib.protocol.event import SelectionNotify

SECONDS_TO_ACQUIRE: Final = 4
SECONDS_TO_FINISH: Final = 30
"""How long a transfer that has begun goes on after another program copied."""
PART_SIZE: Final = 60_000
"""Bytes of a property written at once. Every X server accepts 262,140; longer data goes in parts (ICCCM: INCR)."""
OWN_TARGET: Final = "application/x-workbench"
"""Says that the clipboard is ours, to whoever asks for it by this name."""
OFFERED_TEXT_TARGETS: Final = ("UTF8_STRING", "text/plain;charset=utf-8", "text/plain")


class SelectionOwner:
    """The clipboard's owner, by python-xlib. `offers` is the data by the name of its target."""

    def __init__(self, offers: dict[str, bytes]) -> None:
        self._display: Final[Any] = display.Display()
        # An error is no fault of ours: the window that pastes may be gone before the answer.
        self._display.set_error_handler(lambda *_: None)
        self._offers: Final = {self._intern_atom(name): data for name, data in offers.items()}
        self._window: Final[Any] = self._display.screen().root.create_window(
            0, 0, 1, 1, 0, X.CopyFromParent, event_mask=X.PropertyChangeMask
        )
        self._owned_since: Final = self._read_server_time()
        self._unsent: Final[dict[tuple[int, int], tuple[int, bytes]]] = {}
        """Transfers in parts, by requesting window and property: the target and the data still to be sent."""

    def acquire(self) -> bool:
        """Take the clipboard; False where the server gives it to another program."""
        clipboard = self._intern_atom("CLIPBOARD")
        self._window.set_selection_owner(clipboard, self._owned_since)
        owner = self._display.get_selection_owner(clipboard)
        return bool(owner) and owner.id == self._window.id

    def serve(self) -> None:
        """Answer requests until another program has copied and all transfers begun by then are done."""
        lost = False
        while not lost or self._unsent:
            event = self._display.next_event()
            if event.type == X.SelectionRequest:
                self._answer_request(event)
            elif event.type == X.PropertyNotify and event.state == X.PropertyDelete:
                self._write_next_part(event.window, event.atom)
            elif event.type == X.DestroyNotify:
                self._drop_transfers(event.window.id)
            elif event.type == X.SelectionClear:
                lost = True
                signal.alarm(SECONDS_TO_FINISH)

    def _intern_atom(self, name: str) -> int:
        return int(self._display.intern_atom(name))

    def _read_server_time(self) -> int:
        """The server's time, which owning the clipboard has to be dated with."""
        # No request returns the time, but each event has it: so cause one.
        self._window.change_property(Xatom.WM_NAME, Xatom.STRING, 8, b"workbench")
        while True:
            event = self._display.next_event()
            if event.type == X.PropertyNotify:
                return int(event.time)

    def _answer_request(self, request: Any) -> None:
        # Obsolete clients name no property; by ICCCM the answer then goes to a property named after the target.
        name = request.property or request.target
        converted = self._convert_target(request.requestor, request.target, name)
        reply = SelectionNotify(
            time=request.time,
            requestor=request.requestor,
            selection=request.selection,
            target=request.target,
            property=name if converted else X.NONE,
        )
        request.requestor.send_event(reply)
        self._display.flush()

    def _convert_target(self, window: Any, target: int, property_atom: int) -> bool:
        """Write the answer to a property of the requesting window; False where that target is not offered."""
        if target in self._offers:
            self._write_property(window, target, property_atom)
        elif target == self._intern_atom("TARGETS"):
            required = [self._intern_atom(each) for each in ("TARGETS", "TIMESTAMP", "MULTIPLE")]
            window.change_property(property_atom, Xatom.ATOM, 32, [*required, *self._offers])
        elif target == self._intern_atom("TIMESTAMP"):
            window.change_property(property_atom, Xatom.INTEGER, 32, [self._owned_since])
        else:
            return target == self._intern_atom("MULTIPLE") and self._convert_multiple(window, property_atom)
        return True

    def _convert_multiple(self, window: Any, property_atom: int) -> bool:
        """Answer the pairs of target and property that this property lists; refused ones get no property."""
        request = window.get_full_property(property_atom, X.AnyPropertyType)
        if request is None:
            return False
        pairs = zip(request.value[::2], request.value[1::2], strict=False)
        answers = [
            each
            for target, into in pairs
            for each in (target, into if self._convert_target(window, target, into) else X.NONE)
        ]
        window.change_property(property_atom, self._intern_atom("ATOM_PAIR"), 32, answers)
        return True

    def _write_property(self, window: Any, target: int, property_atom: int) -> None:
        data = self._offers[target]
        if len(data) <= PART_SIZE:
            window.change_property(property_atom, target, 8, data)
            return
        # Each part is written once the requestor has deleted the property: these events tell, also that it is gone.
        window.change_attributes(event_mask=X.PropertyChangeMask | X.StructureNotifyMask)
        self._unsent[window.id, property_atom] = target, data
        window.change_property(property_atom, self._intern_atom("INCR"), 32, [len(data)])

    def _write_next_part(self, window: Any, property_atom: int) -> None:
        """Write the next part of a transfer; an empty part ends it."""
        target, data = self._unsent.pop((window.id, property_atom), (0, b""))
        if not target:
            return
        window.change_property(property_atom, target, 8, data[:PART_SIZE])
        if data:
            self._unsent[window.id, property_atom] = target, data[PART_SIZE:]
        self._display.flush()

    def _drop_transfers(self, window: int) -> None:
        for key in [key for key in self._unsent if key[0] == window]:
            del self._unsent[key]


def serve_in_background(offers: dict[str, bytes]) -> int:
    """Serve in a child process with a session of its own. Returns 0 when it owns the clipboard, else 1."""
    read_end, write_end = os.pipe()
    child = os.fork()
    if child:
        os.close(write_end)
        return 0 if os.read(read_end, 1) else 1  # nothing to read: the child ended without the clipboard
    os.close(read_end)
    signal.alarm(SECONDS_TO_ACQUIRE)  # no handler: the alarm ends the process
    _detach_from_terminal()
    owner = SelectionOwner(offers)
    if not owner.acquire():
        return 1
    signal.alarm(0)
    os.write(write_end, b"1")
    os.close(write_end)
    owner.serve()
    return 0


def _detach_from_terminal() -> None:
    """Hold nothing of the terminal, the caller's pipes or the current folder."""
    os.setsid()
    os.chdir("/")
    null = os.open(os.devnull, os.O_RDWR)
    for stream in range(3):
        os.dup2(null, stream)


def build_offers(html: str, text: str) -> dict[str, bytes]:
    """The data by the name of its target. The richest comes first: programs take the first target they know."""
    rich = {"text/html": html.encode()} if html else {}
    return rich | dict.fromkeys(OFFERED_TEXT_TARGETS, text.encode()) | {OWN_TARGET: b"1"}


if __name__ == "__main__":
    sys.exit(serve_in_background(build_offers(**json.load(sys.stdin.buffer))))

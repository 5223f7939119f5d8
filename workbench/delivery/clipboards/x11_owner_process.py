"""The owner of X11's clipboard: a process that answers everyone who pastes, until somebody else copies.

Run with `{"html", "text"}` as JSON on standard input. It ends with 0 as soon as the clipboard is ours, leaving a
child behind that holds nothing of the terminal; with 1 where the X server will not have it.
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
"""How long a paste that has begun is served after somebody else copied."""
PART_SIZE: Final = 60_000
"""Bytes of an answer in one go, well below the 262,140 that every X server takes; what is longer goes in parts, as
the protocol's INCR has it."""
OFFERED_TEXT_TARGETS: Final = ("UTF8_STRING", "text/plain;charset=utf-8", "text/plain")


class SelectionOwner:
    """The clipboard's owner, by python-xlib. `offers` is what it answers, by the name of the target."""

    def __init__(self, offers: dict[str, bytes]) -> None:
        self._display: Final[Any] = display.Display()
        self._display.set_error_handler(lambda *_: None)  # who pastes may be gone before it is answered
        self._offers: Final = {self._intern_atom(name): data for name, data in offers.items()}
        self._window: Final[Any] = self._display.screen().root.create_window(
            0, 0, 1, 1, 0, X.CopyFromParent, event_mask=X.PropertyChangeMask
        )
        self._owned_since: Final = self._read_server_time()
        self._unsent: Final[dict[tuple[int, int], tuple[int, bytes]]] = {}
        """By window and property of who pastes: the target, and what of it is still to be given."""

    def acquire(self) -> bool:
        """Take the clipboard; False where the server gives it to somebody else."""
        clipboard = self._intern_atom("CLIPBOARD")
        self._window.set_selection_owner(clipboard, self._owned_since)
        owner = self._display.get_selection_owner(clipboard)
        return bool(owner) and owner.id == self._window.id

    def serve(self) -> None:
        """Answer until somebody else copied, and what was begun by then is given."""
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
        """The server's time, which it tells with a change and not otherwise."""
        self._window.change_property(Xatom.WM_NAME, Xatom.STRING, 8, b"workbench")
        while True:
            event = self._display.next_event()
            if event.type == X.PropertyNotify:
                return int(event.time)

    def _answer_request(self, request: Any) -> None:
        name = request.property or request.target  # old programs name no property
        given = self._convert_target(request.requestor, request.target, name)
        notice = SelectionNotify(
            time=request.time,
            requestor=request.requestor,
            selection=request.selection,
            target=request.target,
            property=name if given else X.NONE,
        )
        request.requestor.send_event(notice)
        self._display.flush()

    def _convert_target(self, window: Any, target: int, property_atom: int) -> bool:
        """Write the answer to a property of the window that asked; False where we have nothing of that kind."""
        if target in self._offers:
            self._write_property(window, target, property_atom)
        elif target == self._intern_atom("TARGETS"):
            always = [self._intern_atom(each) for each in ("TARGETS", "TIMESTAMP", "MULTIPLE")]
            window.change_property(property_atom, Xatom.ATOM, 32, [*always, *self._offers])
        elif target == self._intern_atom("TIMESTAMP"):
            window.change_property(property_atom, Xatom.INTEGER, 32, [self._owned_since])
        else:
            return target == self._intern_atom("MULTIPLE") and self._convert_multiple(window, property_atom)
        return True

    def _convert_multiple(self, window: Any, property_atom: int) -> bool:
        """Pairs of target and property stand in that property; those we cannot give are struck out."""
        asked = window.get_full_property(property_atom, X.AnyPropertyType)
        if asked is None:
            return False
        pairs = zip(asked.value[::2], asked.value[1::2], strict=False)
        given = [
            each for to, at in pairs for each in (to, at if self._convert_target(window, to, at) else X.NONE)
        ]
        window.change_property(property_atom, self._intern_atom("ATOM_PAIR"), 32, given)
        return True

    def _write_property(self, window: Any, target: int, property_atom: int) -> None:
        data = self._offers[target]
        if len(data) <= PART_SIZE:
            window.change_property(property_atom, target, 8, data)
            return
        window.change_attributes(event_mask=X.PropertyChangeMask | X.StructureNotifyMask)
        self._unsent[window.id, property_atom] = target, data
        window.change_property(property_atom, self._intern_atom("INCR"), 32, [len(data)])

    def _write_next_part(self, window: Any, property_atom: int) -> None:
        """The last part was taken: give the next one; an empty one is the end."""
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
    """Serve in a child of its own session; 0 when it has the clipboard, else 1."""
    reading, writing = os.pipe()
    child = os.fork()
    if child:
        os.close(writing)
        return 0 if os.read(reading, 1) else 1
    os.close(reading)
    signal.alarm(SECONDS_TO_ACQUIRE)
    _detach_from_terminal()
    owner = SelectionOwner(offers)
    if not owner.acquire():
        return 1
    signal.alarm(0)
    os.write(writing, b"1")
    os.close(writing)
    owner.serve()
    return 0


def _detach_from_terminal() -> None:
    """Keep nothing of the terminal, the caller or the folder it stood in."""
    os.setsid()
    os.chdir("/")
    nothing = os.open(os.devnull, os.O_RDWR)
    for stream in range(3):
        os.dup2(nothing, stream)


def build_offers(html: str, text: str) -> dict[str, bytes]:
    """What is answered, by the name of the target: the richest first, as programs take the first they know."""
    rich = {"text/html": html.encode()} if html else {}
    return rich | dict.fromkeys(OFFERED_TEXT_TARGETS, text.encode())


if __name__ == "__main__":
    sys.exit(serve_in_background(build_offers(**json.load(sys.stdin.buffer))))

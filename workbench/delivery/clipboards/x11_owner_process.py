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

SECONDS_TO_OWN: Final = 4
SECONDS_TO_FINISH: Final = 30
"""How long a paste that has begun is served after somebody else copied."""
PART: Final = 60_000
"""Bytes of an answer in one go, well below the 262,140 that every X server takes; what is longer goes in parts, as
the protocol's INCR has it."""
TEXT_TARGETS: Final = ("UTF8_STRING", "text/plain;charset=utf-8", "text/plain")


class Owner:
    """The clipboard's owner, by python-xlib. `offers` is what it answers, by the name of the target."""

    def __init__(self, offers: dict[str, bytes]) -> None:
        self._display: Final[Any] = display.Display()
        self._display.set_error_handler(lambda *_: None)  # who pastes may be gone before it is answered
        self._offers: Final = {self._atom(name): data for name, data in offers.items()}
        self._window: Final[Any] = self._display.screen().root.create_window(
            0, 0, 1, 1, 0, X.CopyFromParent, event_mask=X.PropertyChangeMask
        )
        self._since: Final = self._now()
        self._left: Final[dict[tuple[int, int], tuple[int, bytes]]] = {}
        """By window and property of who pastes: the target, and what of it is still to be given."""

    def own(self) -> bool:
        """Take the clipboard; False where the server gives it to somebody else."""
        clipboard = self._atom("CLIPBOARD")
        self._window.set_selection_owner(clipboard, self._since)
        owner = self._display.get_selection_owner(clipboard)
        return bool(owner) and owner.id == self._window.id

    def serve(self) -> None:
        """Answer until somebody else copied, and what was begun by then is given."""
        lost = False
        while not lost or self._left:
            event = self._display.next_event()
            if event.type == X.SelectionRequest:
                self._answer(event)
            elif event.type == X.PropertyNotify and event.state == X.PropertyDelete:
                self._go_on(event.window, event.atom)
            elif event.type == X.DestroyNotify:
                self._forget(event.window.id)
            elif event.type == X.SelectionClear:
                lost = True
                signal.alarm(SECONDS_TO_FINISH)

    def _atom(self, name: str) -> int:
        return int(self._display.intern_atom(name))

    def _now(self) -> int:
        """The server's time, which it tells with a change and not otherwise."""
        self._window.change_property(Xatom.WM_NAME, Xatom.STRING, 8, b"workbench")
        while True:
            event = self._display.next_event()
            if event.type == X.PropertyNotify:
                return int(event.time)

    def _answer(self, asked: Any) -> None:
        name = asked.property or asked.target  # old programs name no property
        given = self._give(asked.requestor, asked.target, name)
        told = SelectionNotify(
            time=asked.time,
            requestor=asked.requestor,
            selection=asked.selection,
            target=asked.target,
            property=name if given else X.NONE,
        )
        asked.requestor.send_event(told)
        self._display.flush()

    def _give(self, window: Any, target: int, name: int) -> bool:
        """Write the answer to a property of the window that asked; False where we have nothing of that kind."""
        if target in self._offers:
            self._write(window, target, name)
        elif target == self._atom("TARGETS"):
            always = [self._atom(each) for each in ("TARGETS", "TIMESTAMP", "MULTIPLE")]
            window.change_property(name, Xatom.ATOM, 32, [*always, *self._offers])
        elif target == self._atom("TIMESTAMP"):
            window.change_property(name, Xatom.INTEGER, 32, [self._since])
        else:
            return target == self._atom("MULTIPLE") and self._give_several(window, name)
        return True

    def _give_several(self, window: Any, name: int) -> bool:
        """Pairs of target and property stand in that property; those we cannot give are struck out."""
        asked = window.get_full_property(name, X.AnyPropertyType)
        if asked is None:
            return False
        pairs = zip(asked.value[::2], asked.value[1::2], strict=False)
        given = [each for to, at in pairs for each in (to, at if self._give(window, to, at) else X.NONE)]
        window.change_property(name, self._atom("ATOM_PAIR"), 32, given)
        return True

    def _write(self, window: Any, target: int, name: int) -> None:
        data = self._offers[target]
        if len(data) <= PART:
            window.change_property(name, target, 8, data)
            return
        window.change_attributes(event_mask=X.PropertyChangeMask | X.StructureNotifyMask)
        self._left[window.id, name] = target, data
        window.change_property(name, self._atom("INCR"), 32, [len(data)])

    def _go_on(self, window: Any, name: int) -> None:
        """The last part was taken: give the next one; an empty one is the end."""
        target, data = self._left.pop((window.id, name), (0, b""))
        if not target:
            return
        window.change_property(name, target, 8, data[:PART])
        if data:
            self._left[window.id, name] = target, data[PART:]
        self._display.flush()

    def _forget(self, window: int) -> None:
        for key in [key for key in self._left if key[0] == window]:
            del self._left[key]


def leave_behind(offers: dict[str, bytes]) -> int:
    """Serve in a child of its own session; 0 when it has the clipboard, else 1."""
    reading, writing = os.pipe()
    child = os.fork()
    if child:
        os.close(writing)
        return 0 if os.read(reading, 1) else 1
    os.close(reading)
    signal.alarm(SECONDS_TO_OWN)
    _let_go()
    owner = Owner(offers)
    if not owner.own():
        return 1
    signal.alarm(0)
    os.write(writing, b"1")
    os.close(writing)
    owner.serve()
    return 0


def _let_go() -> None:
    """Keep nothing of the terminal, the caller or the folder it stood in."""
    os.setsid()
    os.chdir("/")
    nothing = os.open(os.devnull, os.O_RDWR)
    for stream in range(3):
        os.dup2(nothing, stream)


def offered(html: str, text: str) -> dict[str, bytes]:
    """What is answered, by the name of the target: the richest first, as programs take the first they know."""
    rich = {"text/html": html.encode()} if html else {}
    return rich | dict.fromkeys(TEXT_TARGETS, text.encode())


if __name__ == "__main__":
    sys.exit(leave_behind(offered(**json.load(sys.stdin.buffer))))

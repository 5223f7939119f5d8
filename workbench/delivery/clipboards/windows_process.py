"""The clipboard of Windows by its system calls: the process that opens it once, for all that is put there or taken.

`write_formats` takes `{"html", "text"}` as JSON on standard input, the HTML in "HTML Format"; `read_formats`
writes both in base64.
Ends with 1 where another program holds the clipboard open.
"""

import ctypes
import json
import sys
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from ctypes import c_int, c_size_t, c_uint, c_void_p, c_wchar_p
from time import sleep
from types import SimpleNamespace
from typing import Any, Final

CF_UNICODETEXT: Final = 13
GMEM_MOVEABLE: Final = 2
MAX_TRIES: Final = 20
"""Times that a clipboard held open by another program is tried again, 50 ms apart."""

_SIGNATURES: Final = {
    "OpenClipboard": (c_int, [c_void_p]),
    "EmptyClipboard": (c_int, []),
    "CloseClipboard": (c_int, []),
    "RegisterClipboardFormatW": (c_uint, [c_wchar_p]),
    "SetClipboardData": (c_void_p, [c_uint, c_void_p]),
    "GetClipboardData": (c_void_p, [c_uint]),
    "GlobalAlloc": (c_void_p, [c_uint, c_size_t]),
    "GlobalFree": (c_void_p, [c_void_p]),
    "GlobalLock": (c_void_p, [c_void_p]),
    "GlobalUnlock": (c_int, [c_void_p]),
    "GlobalSize": (c_size_t, [c_void_p]),
}
"""What each call returns and takes: handles are as wide as the machine, which nobody guesses rightly."""


def declare_calls(user: Any, kernel: Any) -> SimpleNamespace:
    """The calls above, each from the library that has it."""
    calls = {name: getattr(kernel if name.startswith("Global") else user, name) for name in _SIGNATURES}
    for name, call in calls.items():
        call.restype, call.argtypes = _SIGNATURES[name]
    return SimpleNamespace(**calls)


@contextmanager
def open_clipboard(system: SimpleNamespace) -> Iterator[None]:
    """The clipboard, open until the block ends. `OSError` where another program does not let go of it."""
    for _ in range(MAX_TRIES):
        if system.OpenClipboard(None):
            break
        sleep(0.05)
    else:
        raise OSError("the clipboard is held open")
    try:
        yield
    finally:
        system.CloseClipboard()


def write_formats(system: SimpleNamespace, html: str, text: str) -> None:
    """Replace what is there by both. `OSError` where either is not taken."""
    data = {CF_UNICODETEXT: text.replace("\n", "\r\n").encode("utf-16-le") + b"\0\0"}
    if html:
        data[system.RegisterClipboardFormatW("HTML Format")] = html.encode("ascii") + b"\0"
    with open_clipboard(system):
        system.EmptyClipboard()
        for kind, held in data.items():
            _set_data(system, kind, held)


def read_formats(system: SimpleNamespace) -> dict[str, bytes]:
    """Both as Windows keeps them, each empty where there is none."""
    with open_clipboard(system):
        return {
            "html": _get_data(system, system.RegisterClipboardFormatW("HTML Format")),
            "text": _get_data(system, CF_UNICODETEXT)
            .decode("utf-16-le", "replace")
            .partition("\0")[0]
            .encode(),
        }


def _set_data(system: SimpleNamespace, kind: int, data: bytes) -> None:
    """Hand a block of memory to the clipboard, which owns it from then on unless it refuses it."""
    block = system.GlobalAlloc(GMEM_MOVEABLE, len(data))
    place = system.GlobalLock(block) if block else None
    if not place:
        raise OSError("there is no memory for it")
    ctypes.memmove(place, data, len(data))
    system.GlobalUnlock(block)
    if not system.SetClipboardData(kind, block):
        system.GlobalFree(block)
        raise OSError("the clipboard does not take it")


def _get_data(system: SimpleNamespace, kind: int) -> bytes:
    block = system.GetClipboardData(kind)
    place = system.GlobalLock(block) if block else None
    if not place:
        return b""
    try:
        return ctypes.string_at(place, system.GlobalSize(block))
    finally:
        system.GlobalUnlock(block)


if __name__ == "__main__":
    library = getattr(ctypes, "WinDLL")  # noqa: B009 - other systems' ctypes does not have it
    windows = declare_calls(library("user32"), library("kernel32"))
    try:
        if sys.argv[1] == "put":
            write_formats(windows, **json.load(sys.stdin.buffer))
        else:
            json.dump(
                {kind: b64encode(data).decode() for kind, data in read_formats(windows).items()}, sys.stdout
            )
    except OSError:
        sys.exit(1)

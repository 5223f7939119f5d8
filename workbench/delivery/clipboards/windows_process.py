"""Reads and writes the clipboard of Windows by its system calls, run as a process of its own.

`windows_process.py write` expects `{"html", "text"}` as JSON on standard input, the HTML in "HTML Format".
`windows_process.py read` prints the same object with both texts in base64. Either ends with 1 where another program
holds the clipboard open.
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
"""Attempts to open a clipboard that another program holds open, 50 ms apart."""

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
"""The result type and argument types of each call. Without them ctypes would cut 64-bit handles to 32 bits."""


def declare_calls(user: Any, kernel: Any) -> SimpleNamespace:
    """The calls above with their types, each from the library that exports it."""
    calls = {name: getattr(kernel if name.startswith("Global") else user, name) for name in _SIGNATURES}
    for name, call in calls.items():
        call.restype, call.argtypes = _SIGNATURES[name]
    return SimpleNamespace(**calls)


@contextmanager
def open_clipboard(system: SimpleNamespace) -> Iterator[None]:
    """Keep the clipboard open for the block. `OSError` where another program holds it after all attempts."""
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
    """Replace the contents by both kinds. `OSError` where either is refused."""
    data = {CF_UNICODETEXT: text.replace("\n", "\r\n").encode("utf-16-le") + b"\0\0"}
    if html:
        data[system.RegisterClipboardFormatW("HTML Format")] = html.encode("ascii") + b"\0"
    with open_clipboard(system):
        system.EmptyClipboard()
        for kind, block in data.items():
            _set_data(system, kind, block)


def read_formats(system: SimpleNamespace) -> dict[str, bytes]:
    """The HTML in "HTML Format" and the text in UTF-8, each empty where there is none."""
    with open_clipboard(system):
        return {
            "html": _get_data(system, system.RegisterClipboardFormatW("HTML Format")),
            "text": _get_data(system, CF_UNICODETEXT)
            .decode("utf-16-le", "replace")
            .partition("\0")[0]
            .encode(),
        }


def _set_data(system: SimpleNamespace, kind: int, data: bytes) -> None:
    """Give a block of memory to the clipboard. The clipboard owns it from then on, unless it refuses it."""
    block = system.GlobalAlloc(GMEM_MOVEABLE, len(data))
    address = system.GlobalLock(block) if block else None
    if not address:
        raise OSError("there is no memory for it")
    ctypes.memmove(address, data, len(data))
    system.GlobalUnlock(block)
    if not system.SetClipboardData(kind, block):
        system.GlobalFree(block)
        raise OSError("the clipboard does not take it")


def _get_data(system: SimpleNamespace, kind: int) -> bytes:
    block = system.GetClipboardData(kind)
    address = system.GlobalLock(block) if block else None
    if not address:
        return b""
    try:
        return ctypes.string_at(address, system.GlobalSize(block))
    finally:
        system.GlobalUnlock(block)


if __name__ == "__main__":
    library = getattr(ctypes, "WinDLL")  # noqa: B009 - ctypes of other systems lacks it
    windows = declare_calls(library("user32"), library("kernel32"))
    try:
        if sys.argv[1] == "write":
            write_formats(windows, **json.load(sys.stdin.buffer))
        else:
            json.dump(
                {kind: b64encode(data).decode() for kind, data in read_formats(windows).items()}, sys.stdout
            )
    except OSError:
        sys.exit(1)

"""Reads and writes the clipboard of macOS by pyobjc, run as a process of its own.

`macos_process.py write` expects `{"html", "text"}` as JSON on standard input. `macos_process.py read` prints the same
object with both texts in base64.
"""

import json
import sys
from base64 import b64encode
from importlib import import_module
from typing import Any, Final

PASTEBOARD_TYPES: Final = {"html": "public.html", "text": "public.utf8-plain-text"}
CHARSET_META: Final = (
    '<meta charset="utf-8">'  # as in publishing/parse/pasted.py, which cannot be imported here
)


def write_pasteboard(board: Any, contents: dict[str, str]) -> int:
    """Replace the contents by both kinds; 1 where either is refused."""
    board.clearContents()
    accepted = [
        board.setString_forType_(CHARSET_META + contents["html"], PASTEBOARD_TYPES["html"]),
        board.setString_forType_(contents["text"], PASTEBOARD_TYPES["text"]),
    ]
    return 0 if all(accepted) else 1


def read_pasteboard(board: Any) -> dict[str, str]:
    """Both kinds in base64, each empty where there is none."""
    return {
        name: b64encode(str(board.stringForType_(kind) or "").encode("utf-8", "replace")).decode()
        for name, kind in PASTEBOARD_TYPES.items()
    }


if __name__ == "__main__":
    general = import_module("AppKit").NSPasteboard.generalPasteboard()
    if sys.argv[1] == "write":
        sys.exit(write_pasteboard(general, json.load(sys.stdin.buffer)))
    json.dump(read_pasteboard(general), sys.stdout)

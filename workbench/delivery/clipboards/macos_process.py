"""The clipboard of macOS by pyobjc, as a process.

`put` takes `{"html", "text"}` as JSON on standard input; `take` writes both in base64.
"""

import json
import sys
from base64 import b64encode
from importlib import import_module
from typing import Any, Final

KINDS: Final = {"html": "public.html", "text": "public.utf8-plain-text"}
META: Final = '<meta charset="utf-8">'


def put(board: Any, given: dict[str, str]) -> int:
    """Replace what is there by both; 1 where either is not taken."""
    board.clearContents()
    taken = [
        board.setString_forType_(META + given["html"], KINDS["html"]),
        board.setString_forType_(given["text"], KINDS["text"]),
    ]
    return 0 if all(taken) else 1


def take(board: Any) -> dict[str, str]:
    """Both in base64, each empty where there is none."""
    return {
        name: b64encode(str(board.stringForType_(kind) or "").encode("utf-8", "replace")).decode()
        for name, kind in KINDS.items()
    }


if __name__ == "__main__":
    general = import_module("AppKit").NSPasteboard.generalPasteboard()
    if sys.argv[1] == "put":
        sys.exit(put(general, json.load(sys.stdin.buffer)))
    json.dump(take(general), sys.stdout)

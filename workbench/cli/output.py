"""Write data to standard output and messages to standard error, both safe to show.

Messages are cleaned, since they quote titles, file names and faults that others wrote. Data is exact; what a terminal
could obey inside JSON is written as an escape, which means the same to whoever reads JSON.
"""

import contextlib
import os
import re
import sys
from pathlib import Path
from typing import Any, BinaryIO, Final

import msgspec

from workbench.curation.model import UserError
from workbench.curation.text.cleaning import clean_line

MAX_FILE_BYTES: Final = 256 << 20
"""Bytes of a file that a command reads as text."""

_ACTIVE_CHARS: Final = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")
_LONE_SURROGATES: Final = re.compile("[\ud800-\udfff]")


def info(sentence: str) -> None:
    """Write one sentence to standard error, cleaned. Does nothing where that is closed."""
    with contextlib.suppress(OSError, AttributeError):  # closed, or None where it was never open
        sys.stderr.write(clean_line(sentence, limit=2000) + "\n")
        sys.stderr.flush()


def write_out(text: str) -> None:
    """Write text to standard output as UTF-8, whatever the locale. `UserError` where that is closed."""
    if sys.stdout is None:
        raise UserError("Standard output is closed: there is nowhere to write to.")
    sys.stdout.buffer.write(text.encode("utf-8", "replace"))
    sys.stdout.buffer.flush()


def format_row(*fields: object) -> str:
    """One line of text data: the fields cleaned and separated by tabs."""
    return "\t".join(clean_line(str(field)) for field in fields) + "\n"


def format_count(count: int, noun: str) -> str:
    """A number with its noun: `1 error`, `2 errors`, `no errors`."""
    return f"{count or 'no'} {noun}{'' if count == 1 else 's'}"


def format_json(value: Any) -> str:
    """A value as one line of JSON that a terminal can show without obeying any of it."""
    text = msgspec.json.encode(value).decode()
    if text.isascii() and "\x7f" not in text:  # a look that costs little beside the search in fifty megabytes
        return text + "\n"
    return _ACTIVE_CHARS.sub(lambda found: f"\\u{ord(found[0]):04x}", text) + "\n"


def read_text_arguments(arguments: tuple[str, ...]) -> str | bytes:
    """What a command takes as `TEXT... | -`: the words as text, each a line, or all of standard input as it is."""
    if arguments == ("-",):
        return read_stdin()
    lines = "\n".join(" ".join(word.split()) for word in arguments)
    return _LONE_SURROGATES.sub(
        "?", lines
    )  # how Python hands over bytes that are not UTF-8; no JSON can hold them


def read_stdin() -> bytes:
    """Everything on standard input. A person at a terminal is told what to do. `UserError` where it is closed."""
    if sys.stdin is None:
        raise UserError("Standard input is closed: there is nothing to read.")
    if sys.stdin.isatty():
        info("Paste what you have; ctrl+d on a line of its own ends it.")
    return _read_bounded(sys.stdin.buffer, "Standard input")


def read_file(name: str, limit: int = MAX_FILE_BYTES) -> bytes:
    """What is in a file, or on standard input where the name is `-`. `UserError` where it is larger than any text."""
    if name == "-":
        return read_stdin()
    with Path(name).open("rb") as file:
        return _read_bounded(file, clean_line(name, limit=200), limit)


def _read_bounded(file: BinaryIO, name: str, limit: int = MAX_FILE_BYTES) -> bytes:
    # Read in pieces: a device such as /dev/zero has no end, and memory has.
    pieces, size = [], 0
    while piece := file.read(1 << 20):
        pieces.append(piece)
        size += len(piece)
        if size > limit:
            raise UserError(f"{name} is larger than {limit >> 20} MB: split it into smaller files.")
    return b"".join(pieces)


def read_text_option(name: str) -> str:
    """The text of a file, or of standard input where the name is `-`."""
    return read_file(name).decode("utf-8-sig", "replace")


def flush_stdout() -> None:
    """Write what standard output still buffers, or drop it where that fails: Python would fail with it once more."""
    try:
        sys.stdout.flush()
    except OSError:
        with contextlib.suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (AttributeError, ValueError):  # None where it was never open, or closed meanwhile
        pass

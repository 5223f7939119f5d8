"""What the program says: data on standard output, talk on standard error. The one place that writes to either.

Talk is cleaned, since it quotes titles, file names and faults that others wrote. Data is exact; what a terminal
could obey inside JSON is written as an escape, which means the same to whoever reads JSON.
"""

import contextlib
import os
import re
import sys
from typing import Any, Final

import msgspec

from workbench.curation.cleaning import clean
from workbench.curation.model import Refused

_ACTING: Final = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")


def talk(sentence: str) -> None:
    """Say one sentence to the person, on standard error."""
    with contextlib.suppress(OSError, AttributeError):  # closed, or None where it was never open
        sys.stderr.write(clean(sentence, limit=2000) + "\n")
        sys.stderr.flush()


def data(text: str) -> None:
    """Write text to standard output as UTF-8, whatever the locale."""
    if sys.stdout is None:
        raise Refused("Standard output is closed: there is nowhere to write to.")
    sys.stdout.buffer.write(text.encode("utf-8", "replace"))
    sys.stdout.buffer.flush()


def rows(*fields: object) -> str:
    """One line of text data: fields cleaned, by tabs."""
    return "\t".join(clean(str(field)) for field in fields) + "\n"


def json_line(value: Any) -> str:
    """A value as one line of JSON, harmless on a terminal."""
    text = msgspec.json.encode(value).decode()
    return _ACTING.sub(lambda found: f"\\u{ord(found[0]):04x}", text) + "\n"


def given(words: tuple[str, ...]) -> bytes:
    """What a command takes as `TEXT... | -`: one line a word, or all of standard input."""
    if words != ("-",):
        return "\n".join(" ".join(word.split()) for word in words).encode("utf-8", "replace")
    return standard_input()


def standard_input() -> bytes:
    """Everything on standard input; a person at a terminal is told that it is awaited."""
    if sys.stdin is None:
        raise Refused("Standard input is closed: there is nothing to read.")
    if sys.stdin.isatty():
        talk("Paste what you have; ctrl+d on a line of its own ends it.")
    return sys.stdin.buffer.read()


def let_go() -> None:
    """Write out what standard output still holds, or drop it, so that leaving does not fail on it again."""
    try:
        sys.stdout.flush()
    except OSError:
        with contextlib.suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (AttributeError, ValueError):  # None where it was never open, or closed meanwhile
        pass

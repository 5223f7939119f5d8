"""Decode the bytes of a file or a paste, and say so where the encoding had to be guessed."""

from codecs import getincrementaldecoder
from typing import Final

_BYTE_ORDER_MARKS: Final = (
    (b"\xef\xbb\xbf", "utf-8-sig", "UTF-8"),
    (b"\xff\xfe\x00\x00", "utf-32", "UTF-32"),
    (b"\x00\x00\xfe\xff", "utf-32", "UTF-32"),
    (b"\xff\xfe", "utf-16", "UTF-16"),
    (b"\xfe\xff", "utf-16", "UTF-16"),
)


def decode_text(data: bytes) -> tuple[str, tuple[str, ...]]:
    """The text of these bytes and what is to be said about it: nothing for UTF-8, the guess for all else.

    A byte order mark decides, then UTF-8, then the Western European code page of old files. Never fails:
    bytes that mean nothing become U+FFFD and are mentioned.
    """
    for mark, encoding, name in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return _decode_with_mark(data, encoding, name)
    try:
        return data.decode("utf-8"), ()
    except UnicodeDecodeError:
        return _decode_western(data)


def decode_head(data: bytes) -> str:
    """The text that these bytes, the beginning of more, are the beginning of. Never fails: meant to be looked at."""
    for mark, encoding, _ in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return data.decode(encoding, "ignore")
    try:
        return getincrementaldecoder("utf-8")().decode(data)  # the last character may be cut
    except UnicodeDecodeError:
        return data.decode("latin-1")


def _decode_with_mark(data: bytes, encoding: str, name: str) -> tuple[str, tuple[str, ...]]:
    text = data.decode(encoding, "replace")
    damaged = "\ufffd" in text
    notes = [f"Read as {name}."] if name != "UTF-8" else []
    if damaged:
        notes.append("Some characters could not be decoded and show as \ufffd.")
    return text, tuple(notes)


def _decode_western(data: bytes) -> tuple[str, tuple[str, ...]]:
    said = ("It is not UTF-8: read as Western European text, so accents and quotes may be wrong.",)
    try:
        return data.decode("cp1252"), said
    except UnicodeDecodeError:
        return data.decode("latin-1"), said

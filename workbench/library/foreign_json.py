"""TinyDB files as other programs write them: bytes that plain TinyDB reads and our encoder would not take.

Python's `json` writes NaN and halves of a surrogate pair, and Notepad puts a byte order mark in front. Such a file is a
library all the same. What JSON has no form for is replaced here; whoever loads the file keeps a copy of its bytes.
"""

import json
import math
from codecs import BOM_UTF8
from typing import Any, TypeAlias

import msgspec

from workbench.curation.text.address import MAX_URL_LENGTH
from workbench.curation.text.cleaning import clean_line

Tables: TypeAlias = dict[str, dict[int, dict[str, Any]]]


def parse_tables(data: bytes) -> Tables:
    """The tables of a file. Raises ValueError, `msgspec.MsgspecError` or RecursionError where it is no TinyDB file."""
    data = data.removeprefix(BOM_UTF8)
    try:
        return msgspec.json.decode(data, type=Tables)
    except (msgspec.MsgspecError, ValueError):
        if data[:1] != b"{":
            raise
    return msgspec.convert(_make_encodable(json.loads(data)), Tables, strict=False)


def is_plain_json(data: bytes) -> bool:
    """Whether our encoder can write all that the file holds."""
    try:
        msgspec.json.decode(data.removeprefix(BOM_UTF8))
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return False
    return True


def complete_links(tables: Tables) -> Tables:
    """The same tables, in which links that were inserted by hand have an identity, as their URL says.

    Addresses and identities have nothing in them that nobody sees: they are what links are found by.
    """
    links = tables.get("links", {})
    for link in links.values():
        for name in ("url", "identity", "urls", "aliases"):
            if name in link:
                link[name] = _clean_addresses(link[name])
    bare = [link for link in links.values() if "identity" not in link and isinstance(link.get("url"), str)]
    if not bare:
        return tables
    from workbench.curation.identity import Identity, identify  # noqa: PLC0415 - its rules are many, and seldom needed

    known = {link.get("identity") for link in links.values()}
    for link in bare:
        found = identify(link["url"])
        if isinstance(found, Identity) and found.key not in known:
            known.add(found.key)
            link["identity"] = found.key
            link.setdefault("kind", found.kind)
    return tables


def _clean_addresses(value: Any) -> Any:
    if isinstance(value, list):
        return [_clean_addresses(one) for one in value]
    is_plain = not isinstance(value, str) or (value.isascii() and value.isprintable())
    return value if is_plain else clean_line(value, limit=MAX_URL_LENGTH)


def _make_encodable(value: Any) -> Any:
    """A value in which what JSON has no form for is replaced: NaN by null, half a character by U+FFFD."""
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, dict):
        return {_make_encodable(key): _make_encodable(part) for key, part in value.items()}
    return [_make_encodable(part) for part in value] if isinstance(value, list) else value

"""How an address is written inside another one: plain, escaped, in Base64, packed, in the letters of a mail filter.

Each function takes a piece of a URL and returns the URL written in it, empty where there is none. What comes from
strangers is bounded: a piece is no longer than a URL may be, and what is unpacked no longer than a few of them.
"""

import re
import zlib
from base64 import urlsafe_b64decode
from collections.abc import Iterator
from itertools import islice
from typing import Final
from urllib.parse import unquote

_WEB: Final = re.compile(r"https?:/+[^\s/]", re.I)
_MAX_UNPACKED: Final = 8192
_BASE64: Final = re.compile(r"[A-Za-z0-9_+/-]+={0,2}")
_BASE64_FRONTS: Final = ("aHR0c", "eyJ", "a1aHR0c")
"""How `http` and `{"` begin in Base64, and the address behind Bing's `a1`."""
_QUOTED_URL: Final = re.compile(r"https?:\\?/\\?/[^\"\s]{3,}")
_BYTES_URL: Final = re.compile(rb"https?://[\x21-\x7e]{4,}")
_PACKED_URL: Final = re.compile(r"(?:^|[&?\"])l(?:=|\":\s*\")(https?(?:://|%3A%2F%2F)[^&\"\s]+)", re.I)


def read_written(text: str) -> str:
    """A URL that is written as it is, or escaped once or twice."""
    for _ in range(3):
        if _WEB.match(text):
            return text
        if "%" not in text:
            return ""
        text = unquote(text)
    return ""


def read_base64(text: str) -> str:
    """A URL in Base64, by itself or as the only one in a JSON object; a signature behind a dot is left alone."""
    text = text.partition(".")[0] if text.startswith("eyJ") else text
    if not text.startswith(_BASE64_FRONTS):
        return ""
    decoded = _decode_base64(text.removeprefix("a1") if text.startswith("a1aHR0c") else text).decode(
        "utf-8", "replace"
    )
    if not decoded.startswith("{"):
        return read_written(decoded)
    found = {
        url.replace("\\", "")
        for url in _QUOTED_URL.findall(decoded.replace('\\"', '"').replace("\\\\", "\\"))
    }
    return found.pop() if len(found) == 1 else ""


def read_message(text: str) -> str:
    """The first URL among the bytes of a binary message in Base64."""
    found = _BYTES_URL.search(_decode_base64(text))
    return found[0].decode("ascii") if found else ""


def read_packed(text: str) -> str:
    """The link of a click counter that packs its parameters: `l` among them, compressed, in Base64."""
    try:
        unpacked = zlib.decompressobj().decompress(_decode_base64(text), _MAX_UNPACKED)
    except zlib.error:
        return ""
    found = _PACKED_URL.search(unpacked.decode("utf-8", "replace"))
    return read_written(found[1]) if found else ""


def _decode_base64(text: str) -> bytes:
    plain = text.rstrip("=").replace("+", "-").replace("/", "_")
    if not _BASE64.fullmatch(text) or len(plain) % 4 == 1:
        return b""
    return urlsafe_b64decode(plain + "=" * (-len(plain) % 4))


def read_dashed_host(label: str) -> str:
    """The host that a proxy writes as one label: `dl-acm-org`. A hyphen of its own is doubled."""
    return label.replace("--", "\0").replace("-", ".").replace("\0", "-")


def read_proofpoint_v2(text: str) -> str:
    """A URL as Proofpoint's second version escapes it: `https-3A__example.com_a`."""
    return unquote(text.replace("-", "%").replace("_", "/"))


_V3: Final = re.compile(r"/v3/__(.+?)__(?:;([A-Za-z0-9_=-]*)|$)", re.S)
_RUN_LENGTHS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


def read_proofpoint_v3(tail: str) -> str:
    """A URL as Proofpoint's third version writes it: characters it does not like are `*`, several `**` and a letter for
    their number, and stand in Base64 behind it."""
    match = _V3.match(tail)
    if not match:
        return ""
    kept = iter(_decode_base64(match[2] or "").decode("utf-8", "replace") if "*" in match[1] else "")
    try:
        return re.sub(r"\*(?:\*(.))?", lambda mark: _take_chars(mark[1], kept), match[1])
    except ValueError:
        return ""


def _take_chars(length: str | None, kept: Iterator[str]) -> str:
    wanted = _RUN_LENGTHS.index(length) + 2 if length else 1
    found = "".join(islice(kept, wanted))
    if len(found) < wanted:
        raise ValueError("fewer characters than marks")
    return found

"""Decodes the bytes of a page: decides which character set they are in.

Only the names listed here count, since Python's codecs include `rot13`, `zlib_codec` and `unicode_escape`, which can
turn harmless bytes into control characters. As in browsers, some names mean a larger set than they say; see
https://encoding.spec.whatwg.org/#names-and-labels.
"""

import codecs
import re
from typing import Final

_UTF_16: Final = {"utf-16": "utf-16-le", "utf-16le": "utf-16-le", "utf-16be": "utf-16-be"}
_LATIN: Final = ("iso-8859-1", "iso8859-1", "latin1", "us-ascii", "ascii")
_CODECS: Final = {
    **_UTF_16,
    **dict.fromkeys(("utf-8", "utf8"), "utf-8"),
    **dict.fromkeys(_LATIN, "cp1252"),
    **{f"iso-8859-{part}": f"iso8859-{part}" for part in (*range(2, 12), 13, 14, 15, 16)},
    **{f"windows-125{part}": f"cp125{part}" for part in range(9)},
    **dict.fromkeys(("shift_jis", "shift-jis", "sjis", "x-sjis", "windows-31j"), "cp932"),
    "euc-jp": "euc_jp",
    **dict.fromkeys(("euc-kr", "ks_c_5601-1987"), "cp949"),
    **dict.fromkeys(("gb18030", "gbk", "x-gbk", "gb2312", "euc-cn"), "gb18030"),
    **dict.fromkeys(("big5", "big5-hkscs"), "big5hkscs"),
    **dict.fromkeys(("koi8-r", "koi8-u"), "koi8-u"),
}
_BYTE_ORDER_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SCAN_BYTES: Final = 2 * 1024
"""Bytes in which a page may name its character set. HTML allows half of that."""
_META_CHARSET: Final = re.compile(rb"<meta[^>]{0,400}?charset\s{0,9}=[\s\"']{0,9}([a-z0-9_:.-]{1,40})", re.I)
_XML_ENCODING: Final = re.compile(
    rb"\s{0,99}<\?xml[^>]{0,200}?encoding\s{0,9}=[\s\"']{0,9}([a-z0-9_:.-]{1,40})", re.I
)


def decode_body(body: bytes, declared: str = "") -> str:
    """The body as text. `declared` is the character set in the `Content-Type` header. Never raises.

    The order is: a byte order mark; UTF-8, if the body is valid as such; another set that the header names, else the
    head of the page; UTF-8 with a slip in it; what browsers take for the West.
    """
    for mark, codec in _BYTE_ORDER_MARKS:
        if body.startswith(mark):
            return body[len(mark) :].decode(codec, "replace")
    codec = _CODECS.get(declared.strip().lower()) or _detect_codec(body[:_SCAN_BYTES])
    # Text in another set is valid UTF-8 by a very rare chance only, while wrong declarations are common.
    if codec not in _UTF_16.values() and _is_utf_8(body):
        codec = "utf-8"
    elif codec in ("", "utf-8"):
        codec = "utf-8" if _is_nearly_utf_8(body) else "cp1252"
    return body.decode(codec, "replace")


def _detect_codec(head: bytes) -> str:
    """The character set that the page names in its head; empty where it names none that is known."""
    found = _XML_ENCODING.match(head) or _META_CHARSET.search(head)
    name = found[1].decode("ascii").lower() if found else ""
    # A page whose name for it could be read byte by byte is not in UTF-16, even if it says so.
    return "utf-8" if name in _UTF_16 else _CODECS.get(name, "")


def _is_utf_8(body: bytes) -> bool:
    """Whether the body is valid UTF-8. It may be cut within its last character."""
    try:
        codecs.getincrementaldecoder("utf-8")().decode(body)
    except UnicodeDecodeError:
        return False
    return True


def _is_nearly_utf_8(body: bytes) -> bool:
    """Whether most of what is not ASCII is valid UTF-8: a page that was put together from several has a slip or two."""
    text = body.decode("utf-8", "replace")
    slips = text.count("\ufffd")
    return 4 * slips <= sum(char > "\x7f" for char in text)

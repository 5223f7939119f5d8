"""The bytes of a page as text: the one place that decides which character set to believe.

Python's codec table is no list of character sets: `rot13` and `zlib_codec` stand in it, and `unicode_escape` makes
escape characters of harmless ones. So a name counts only if it is listed here. Where browsers take a name to mean a
larger set than it says, so do we; see https://encoding.spec.whatwg.org/#names-and-labels.
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
"""Bytes in which a page may name its character set; HTML allows half of it."""
_META_CHARSET: Final = re.compile(rb"<meta[^>]{0,400}?charset\s{0,9}=[\s\"']{0,9}([a-z0-9_:.-]{1,40})", re.I)
_XML_ENCODING: Final = re.compile(
    rb"\s{0,99}<\?xml[^>]{0,200}?encoding\s{0,9}=[\s\"']{0,9}([a-z0-9_:.-]{1,40})", re.I
)


def decode_body(body: bytes, declared: str = "") -> str:
    """The body as text; `declared` is what its header calls the character set. Never raises.

    A byte order mark wins. Then comes what is valid UTF-8 whatever it is called: text in another set is so only by
    a chance that no page of this world takes. Then the name in the header, then the one in the page's head.
    """
    for mark, codec in _BYTE_ORDER_MARKS:
        if body.startswith(mark):
            return body[len(mark) :].decode(codec, "replace")
    codec = _CODECS.get(declared.strip().lower()) or _detect_codec(body[:_SCAN_BYTES])
    if codec not in _UTF_16.values() and _is_utf_8(body):
        codec = "utf-8"
    return body.decode(codec, "replace")


def _detect_codec(head: bytes) -> str:
    """What the page says itself. It cannot be UTF-16: what says so was just read byte by byte."""
    found = _XML_ENCODING.match(head) or _META_CHARSET.search(head)
    name = found[1].decode("ascii").lower() if found else ""
    return "utf-8" if name in _UTF_16 else _CODECS.get(name, "utf-8")


def _is_utf_8(body: bytes) -> bool:
    """Valid to the last whole character, for a body may be cut within one."""
    try:
        codecs.getincrementaldecoder("utf-8")().decode(body)
    except UnicodeDecodeError:
        return False
    return True

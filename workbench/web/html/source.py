"""Takes out of a page's source what is never read: scripts, styles, drawings and comments.

They stand in front of the text on half of all pages, often more than a quarter of a megabyte of them, so they go before
the bounds of the parser count. The scripts with JSON-LD are kept apart, as they are. What JSON-LD says is read in
`json_ld.py`.
"""

import re
from html import unescape
from typing import Final

from msgspec import Struct

MAX_SCRIPT_CHARS: Final = 256 * 1024
"""Characters of JSON-LD that are kept of a page."""

_UNREAD_START: Final = re.compile(r"<(?:!--|(script|style|svg|template|iframe)(?=[\s/>]))", re.I | re.A)
_ENDS: Final = {
    name: re.compile(rf"</{name}(?=[\s/>])[^>]*>?", re.I | re.A)
    for name in ("script", "style", "svg", "template", "iframe")
}
_COMMENT_END: Final = re.compile(r"--!?>")
_JSON_LD: Final = re.compile(r"<script\b[^>]*\btype\s*=\s*[\"']?application/ld\+json", re.I | re.A)


class PageSource(Struct, frozen=True):
    """The markup of a page without what is never read, and the texts of its scripts with JSON-LD."""

    markup: str
    json_ld: tuple[str, ...] = ()


def split_source(html: str) -> PageSource:
    """The source of a page in these two parts. Takes time in proportion to its length, whatever it holds."""
    kept: list[str] = []
    scripts: list[str] = []
    start, budget = 0, MAX_SCRIPT_CHARS
    while opening := _UNREAD_START.search(html, start):
        kept.append(html[start : opening.start()])
        name = (opening[1] or "").lower()
        # As in a browser, what is never closed goes on to the end of the page.
        ending = (_ENDS[name] if name else _COMMENT_END).search(html, opening.end() - 2 * (not name))
        start = ending.end() if ending else len(html)
        if name == "script" and budget > 0 and _JSON_LD.match(html, opening.start()):
            text = html[html.find(">", opening.end()) + 1 : ending.start() if ending else len(html)]
            scripts.append(text[:budget])
            budget -= len(text)
    kept.append(html[start:])
    return PageSource("".join(kept), tuple(scripts))


MAX_HEAD: Final = 16 * 1024
"""Bytes or characters of a page in which its refresh stands, if it has one."""
_NOSCRIPT: Final = re.compile(r"<noscript\b.*?(?:</noscript|\Z)", re.I | re.A | re.S)
_REFRESH: Final = re.compile(
    r"<meta\b(?=[^>]*http-equiv\s*=\s*[\"']?refresh\b)[^>]*?content\s*=\s*[\"']?\s*[0-5](?:\.\d+)?\s*[;,]\s*"
    r"(?:url\s*=\s*)?[\"']?\s*([^\"'>\s]+)",
    re.I | re.A,
)


def find_refresh(html: str) -> str:
    """Where a page sends every browser at once, perhaps a relative URL; empty where it stays."""
    found = _REFRESH.search(_NOSCRIPT.sub("", html[:MAX_HEAD]))
    return unescape(found[1]) if found else ""

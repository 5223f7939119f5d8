"""Tell a link's title from what files put in its place: the address, a word for none, the title of a bot wall."""

import re
from typing import Final
from urllib.parse import unquote

from workbench.curation.text.cleaning import clean_line
from workbench.curation.text.soft_errors import find_soft_error

_NO_TITLES: Final = frozenset(
    (
        "no title found",
        "no title",
        "(no title)",
        "[no title]",
        "untitled",
        "null",
        "none",
        "undefined",
        "n/a",
        "title",
    )
)
_UNREAD_COUNT: Final = re.compile(r"\(\d{1,4}\+?\)\s+(?=\S)")
"""How many messages wait, which sites put before the titles of their tabs: `(17) Gates after attention`."""
_UNTITLED_ADDRESS: Final = re.compile(r"untitled \(\S+\)", re.I)
_MAX_SIGN: Final = 100
"""Characters of a title that may be a bot wall's or an error page's, the name of the site included."""
_SCHEME: Final = re.compile(r"[a-z][a-z0-9+.-]*:/*", re.I)


def find_title(value: object, url: str) -> str:
    """What a file calls a link, cleaned; empty where that is its address or no title of its own."""
    if not isinstance(value, str):
        return ""
    title = clean_line(_UNREAD_COUNT.sub("", value.lstrip(), count=1))
    if not title or title.casefold() in _NO_TITLES or _UNTITLED_ADDRESS.fullmatch(title):
        return ""
    if _is_address(title, url) or not any(map(str.isalnum, title)):
        return ""
    return "" if len(title) <= _MAX_SIGN and find_soft_error(title) else title


def _is_address(title: str, url: str) -> bool:
    """Whether a title is the address, perhaps cut or without its scheme."""
    if " " in title:
        return False
    bare = _bare_address(title)
    return bare == _bare_address(url) or bool(_SCHEME.match(title) and "://" in title)


def _bare_address(url: str) -> str:
    text = unquote(url) if "%" in url else url
    return _SCHEME.sub("", text, count=1).removeprefix("www.").rstrip("/…").casefold()

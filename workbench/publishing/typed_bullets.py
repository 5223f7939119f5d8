"""Lists as other programs write them: `• one`, with a sign of their own before each item instead of Markdown's dash.

People paste them into what they write, and mean a list. A dash or a middle dot may begin a line of another kind (a
spoken one, say), so it makes a list only where the next line or the one before begins with such a sign, too.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Final

_BULLETS: Final = "•◦▪▫‣⁃●○■□➤➢∙"
_TYPED_BULLET: Final = re.compile(
    rf"(?P<before>[ \t>]*)(?P<sign>[{_BULLETS}](?=\w)|[{_BULLETS}–—·](?=[ \t]+\S))[ \t]*"
)
_BEGINNING: Final = re.compile(rf"^[ \t>]*[{_BULLETS}–—·]", re.MULTILINE)


def read_typed_bullets(text: str) -> str:
    """The text with Markdown's dash for each bullet that was typed otherwise."""
    return _replace_bullets(text, lambda _: "-")


def escape_typed_bullets(markdown: str) -> str:
    """The Markdown of a paragraph with the signs escaped that would begin an item."""
    return _replace_bullets(markdown, lambda sign: f"&#{ord(sign)};")


def _replace_bullets(text: str, replace: Callable[[str], str]) -> str:
    if not _BEGINNING.search(text):  # nearly no text has any
        return text
    lines = text.split("\n")
    found = [_TYPED_BULLET.match(line) for line in lines]
    for at in _locate_items(found):
        item = found[at]
        if item is not None:
            lines[at] = f"{item['before']}{replace(item['sign'])} {lines[at][item.end() :]}"
    return "\n".join(lines)


def _locate_items(found: Sequence[re.Match[str] | None]) -> Iterator[int]:
    beside = [None, *found, None]
    for at, item in enumerate(found):
        if item is not None and (item["sign"] in _BULLETS or beside[at] or beside[at + 2]):
            yield at

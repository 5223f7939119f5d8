"""Read a file of HTML or XML as its tags, one after the other, with the text between them.

No tree: files of bookmarks leave most tags open, so their order says more than what a parser nests, and a hostile file
cannot make a tree deep. Time grows with the file. What stands in comments, scripts and styles is left out.
"""

import re
from collections.abc import Iterator
from typing import Final

from msgspec import Struct

from workbench.curation.text import split_names
from workbench.intake.text.html import decode_entities

# The parts of one tag are bounded, so that a tag without an end costs no more than they hold.
_ATTRIBUTES: Final = r"(?:[^<>\"'=]++|=\s*+(?:\"[^\"]*+\"|'[^']*+')?|[\"']){0,400}+"
_TAG: Final = re.compile(rf"<!--|<[!?][^<>]*+>|<(/?)([a-z][^\s<>/\"'=]*+)({_ATTRIBUTES})>", re.I)
_ATTRIBUTE: Final = re.compile(r"([^\s\"'<>/=]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))")
_UNREAD_TAGS: Final = split_names("script style template textarea noscript svg")


class HtmlTag(Struct, frozen=True):
    """A tag. `name` is in lower case, `before` the text since the tag before it, with its entities decoded.

    The last tag of a file has no name: it carries the text behind all others.
    """

    name: str
    closes: bool
    before: str
    source: str = ""

    @property
    def attributes(self) -> dict[str, str]:
        """Its attributes by name in lower case, with entities decoded; of several with one name the first."""
        given: dict[str, str] = {}
        for name, double, single, bare in _ATTRIBUTE.findall(self.source):
            given.setdefault(name.lower(), decode_entities(double or single or bare))
        return given


def iter_tags(text: str) -> Iterator[HtmlTag]:
    """Each tag in order. Never raises; what is no whole tag is text."""
    parts: list[str] = []
    at = begin = 0
    skipper = _Skipper(text)
    while tag := _TAG.search(text, at):
        at = tag.end()
        if tag[0] == "<!--":
            if (end := skipper.find_end("-->", at)) >= 0:
                parts.append(text[begin : tag.start()])
                at = begin = end + 3
            continue
        parts.append(text[begin : tag.start()])
        begin = at
        if tag[2]:
            name = tag[2].lower()
            yield HtmlTag(name, bool(tag[1]), decode_entities("".join(parts)), tag[3])
            parts = []
            if name in _UNREAD_TAGS and not tag[1] and (end := skipper.find_end(f"</{name}", at)) >= 0:
                at = begin = end
    parts.append(text[begin:])
    yield HtmlTag("", True, decode_entities("".join(parts)))


class _Skipper:
    """Finds where comments and scripts end. What has no end once has none further on, and is not searched again."""

    def __init__(self, text: str) -> None:
        self._text: Final = text
        self._endless: Final = set[str]()

    def find_end(self, mark: str, at: int) -> int:
        """Where the mark stands, in whatever case, from there on; -1 where it does not."""
        if mark in self._endless:
            return -1
        found = re.compile(mark, re.I).search(self._text, at)
        if found is None:
            self._endless.add(mark)
            return -1
        return found.start()

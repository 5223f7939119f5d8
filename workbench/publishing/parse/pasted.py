"""What was copied back from a platform, as lines: the values, and how plain text becomes them.

Only what readers can tell apart is kept: headings and their levels, items and their lists, quotes, rules, players, and
in each line its words, their marks and the addresses they lead to. HTML is read in `pasted_html.py`; what is missing or
changed is found in `publishing/compare/`.
"""

import re
from collections.abc import Callable, Iterator
from typing import Final, Literal, TypeAlias

from markdown_it import MarkdownIt
from msgspec import Struct

from workbench.curation.publication import MarkdownDialect

MAX_PASTED_CHARS: Final = 4_000_000
"""Characters that are compared at most. Ten issues with the styles that browsers put on a clipboard are a quarter."""
MAX_PASTED_TEXT: Final = 500_000
"""Characters of these that are text."""
MAX_PASTED_LINES: Final = 10_000
CHARSET_META: Final = '<meta charset="utf-8">'
"""Stands before HTML on some clipboards, so that programs decode it as UTF-8."""

Mark: TypeAlias = Literal["bold", "italic", "code"]
LineKind: TypeAlias = Literal["heading", "item", "text", "rule", "player"]
ListKind: TypeAlias = Literal["", "bulleted", "numbered"]


class Run(Struct, frozen=True):
    """Text with the same marks and the same address behind it, which is empty where it is no link."""

    text: str
    marks: frozenset[Mark] = frozenset()
    href: str = ""


class PastedLine(Struct, frozen=True):
    """A line as a reader sees it: a block, or a part of one between two line breaks.

    `level` is that of a heading, or how deep an item is nested, from 1. `played` is the address of a `player`.
    `opens_block` is False behind a line break, `opens_item` True where an item begins. `is_furniture` marks what
    platforms put around a text: navigation, captions, buttons.
    """

    kind: LineKind
    runs: tuple[Run, ...] = ()
    level: int = 0
    list: ListKind = ""
    is_quoted: bool = False
    played: str = ""
    opens_block: bool = True
    opens_item: bool = False
    is_furniture: bool = False

    @property
    def text(self) -> str:
        """What the line says."""
        return "".join(run.text for run in self.runs)


class Paste(Struct, frozen=True):
    """All lines that came back, and what they were read from: rich text, Markdown, or text without any markup.

    `is_page` says that it is a whole page, with more around the issue. `is_cut` says that the end was not read.
    """

    lines: tuple[PastedLine, ...]
    form: Literal["rich", "markdown", "text"]
    is_page: bool = False
    is_cut: bool = False


_ITEM_MARK: Final = re.compile(r"^(?:[•◦▪·*+–-]|\d{1,3}[.)])\s+")

_DRAWN_LINE: Final = re.compile(r"[-=_*~· ]+")
"""A rule, or what stands under a heading."""
_FRONT_MATTER: Final = re.compile(r"\A---\n(?:[\w-]+:.*\n)+---\n")


def parse_pasted_text(text: str) -> Paste:
    """The lines of a plain text, all of kind `text`: headings and items cannot be told in it."""
    cut = text[:MAX_PASTED_TEXT]
    lines = tuple(_iter_text_lines(cut))
    is_cut = len(cut) < len(text) or len(lines) > MAX_PASTED_LINES
    return Paste(lines[:MAX_PASTED_LINES], "text", is_cut=is_cut)


def _iter_text_lines(text: str) -> Iterator[PastedLine]:
    for line in text.splitlines():
        stripped = drop_item_mark(" ".join(line.split()))
        if stripped and not _DRAWN_LINE.fullmatch(stripped):
            yield PastedLine("text", (Run(stripped),))


def drop_item_mark(line: str) -> str:
    """A line of plain text without the bullet or the number of a list before it."""
    return _ITEM_MARK.sub("", line)


def is_same_content(expected: tuple[str, str], actual: tuple[str, str]) -> bool:
    """Whether a clipboard, HTML and text, has what was written to it.

    Line ends, a `<meta>` before the HTML and the spelling of characters as references may differ.
    """
    return all(
        _normalize_clipboard_text(ours) == _normalize_clipboard_text(theirs)
        for ours, theirs in zip(expected, actual, strict=True)
    )


def drop_front_matter(markdown: str) -> str:
    """Markdown without the fields that a file has before its text."""
    return _FRONT_MATTER.sub("", markdown)


def render_markdown_as(dialect: MarkdownDialect, text: str) -> str:
    """Markdown as the HTML that a platform of that dialect makes of it, so that its marks do not count as left over."""
    return _HTML_RENDERERS[dialect](text)


def _render_commonmark(text: str) -> str:
    return str(MarkdownIt("commonmark").render(text))


def _render_python_markdown(text: str) -> str:
    from markdown import markdown  # noqa: PLC0415 - 60 ms, and only the proof of such a paste needs it

    return markdown(text, extensions=["tables", "footnotes", "fenced_code"])


_HTML_RENDERERS: Final[dict[MarkdownDialect, Callable[[str], str]]] = {
    "commonmark": _render_commonmark,
    "python-markdown": _render_python_markdown,
}


def _normalize_clipboard_text(text: str) -> str:
    plain = text.replace("\r\n", "\n").replace("\r", "\n").removeprefix(CHARSET_META).strip(" \t\n")
    return plain.encode("ascii", "xmlcharrefreplace").decode("ascii")

"""The runs of one paragraph of Markdown, from the parser's tokens. Tags of HTML between the words are followed too."""

import re
from collections.abc import Sequence
from typing import Final

from markdown_it.token import Token

from workbench.curation.text import split_names
from workbench.curation.text.cleaning import to_safe_url
from workbench.intake.past_issues.rows import (
    MEANT_BREAK,
    TextRun,
    is_badge,
    is_picture,
    link_addresses,
    trim_runs,
)
from workbench.intake.text.html import decode_entities

_TAG: Final = re.compile(r"<(/?)([a-z][a-z0-9]*)", re.I)
_HREF: Final = re.compile(r"\shref\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))", re.I)
_BOLD_TAGS: Final = split_names("b strong")
_ITALIC_TAGS: Final = split_names("i em")
_HIDDEN_TAGS: Final = split_names("script style svg iframe noscript")


def read_inline(tokens: Sequence[Token]) -> tuple[TextRun, ...]:
    """The runs of a paragraph, without space at its ends. Pictures are left out, but for where they lead."""
    reader = _InlineReader()
    for token in tokens:
        reader.read(token)
    reader.flush()
    return trim_runs(reader.runs)


class _InlineReader:
    """The runs so far, the text in hand, and what is open around it."""

    def __init__(self) -> None:
        self.runs: Final[list[TextRun]] = []
        self._text: Final[list[str]] = []
        self._urls: Final[list[str]] = []
        self._begins: Final[list[int]] = []  # how many runs there were when each link began
        self._bold = self._italic = 0
        self._hidden = ""

    def read(self, token: Token) -> None:
        kind = token.type
        if self._hidden and kind != "html_inline":
            return
        if kind in ("text", "text_special"):
            self._text.append(token.content)
        elif kind in ("softbreak", "hardbreak"):
            self._text.append(MEANT_BREAK if kind == "hardbreak" else "\n")
        else:
            self.flush()
            self._read_mark(kind, token)

    def flush(self) -> None:
        """Make runs of the text in hand."""
        if self._text:
            like = TextRun("", self._url, self._bold > 0, self._italic > 0)
            self.runs.extend(link_addresses("".join(self._text), like))
            self._text.clear()

    @property
    def _url(self) -> str:
        return self._urls[-1] if self._urls else ""

    def _read_mark(self, kind: str, token: Token) -> None:
        match kind:
            case "link_open":
                self._open_link(str(token.attrGet("href") or ""))
            case "link_close":
                self._close_link()
            case "strong_open" | "strong_close":
                self._bold += token.nesting
            case "em_open" | "em_close":
                self._italic += token.nesting
            case "code_inline":
                self.runs.append(
                    TextRun(token.content, self._url, self._bold > 0, self._italic > 0, is_code=True)
                )
            case "image" if self._url and (
                is_badge(str(token.attrGet("src") or "")) or is_picture(self._url)
            ):
                self._begins[-1] = -1  # what it leads to is no link of the issue
            case "image" if self._url:
                self.runs.append(TextRun(token.content, self._url, is_picture=True))
            case "html_inline":
                self._read_tag(token.content)

    def _open_link(self, address: str) -> None:
        self._urls.append(to_safe_url(address.strip()) or "")
        self._begins.append(len(self.runs))

    def _close_link(self) -> None:
        url, begin = self._urls.pop(), self._begins.pop()
        if url and len(self.runs) == begin:  # without words
            self.runs.append(TextRun("", url, is_picture=True))

    def _read_tag(self, source: str) -> None:
        tag = _TAG.match(source)
        if tag is None:  # a comment
            return
        closes, name = bool(tag[1]), tag[2].lower()
        if self._hidden or name in _HIDDEN_TAGS:
            self._hidden = "" if closes or source.endswith("/>") else self._hidden or name
        elif name == "a" and not closes:
            href = _HREF.search(source)
            written = decode_entities(href[1] or href[2] or href[3] or "") if href else ""
            self._open_link(written)
        elif name == "a" and self._urls:
            self._close_link()
        elif name == "br":
            self._text.append(MEANT_BREAK)
        elif name in _BOLD_TAGS:
            self._bold = max(0, self._bold + (-1 if closes else 1))
        elif name in _ITALIC_TAGS:
            self._italic = max(0, self._italic + (-1 if closes else 1))

"""Markdown as rows, by CommonMark with tables. HTML in it is read as HTML; pictures, comments, scripts are left out."""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.token import Token
from msgspec.structs import replace

from workbench.intake.past_issues.html_rows import read_html_rows
from workbench.intake.past_issues.inline_runs import read_inline
from workbench.intake.past_issues.rows import TextRow, TextRun, link_addresses, trim_runs

_MAX_NESTING: Final = 40
_MAX_MARKS: Final = 5_000
"""Marks with a meaning in one paragraph. Each costs the parser up to 0.1 ms; one with more is taken as plain text."""
_MARK: Final = re.compile(r"[\[*`<&_!]")


class _Parser(MarkdownIt):
    """URLs stay as they are written; `to_safe_url` judges them."""

    def __init__(self) -> None:
        super().__init__("commonmark", {"maxNesting": _MAX_NESTING})
        self.enable("table").disable(["inline", "text_join"])

    def normalizeLink(self, url: str) -> str:  # noqa: N802 - markdown-it's name
        return url

    def normalizeLinkText(self, link: str) -> str:  # noqa: N802 - markdown-it's name
        return link

    def validateLink(self, url: str) -> bool:  # noqa: ARG002, N802 - markdown-it's name
        return True


@cache
def _load_parser() -> _Parser:
    return _Parser()


def read_markdown_rows(text: str) -> list[TextRow]:
    """The rows of a Markdown text. Never raises."""
    parser = _load_parser()
    environment: dict[str, object] = {}
    rows = list(_Reader(parser, environment).read_rows(parser.parse(text, environment)))
    asides = sum(row.is_aside for row in rows)
    return rows if 2 * asides <= len(rows) else [replace(row, is_aside=False) for row in rows]


class _Reader:
    """Goes through the tokens of blocks and keeps what surrounds them."""

    def __init__(self, parser: MarkdownIt, environment: dict[str, object]) -> None:
        self._parser: Final = parser
        self._environment: Final = environment
        self._lists: list[int | None] = []
        self._quotes = 0
        self._opens = False
        self._number: int | None = None
        self._cells: list[tuple[TextRun, ...]] | None = None

    def read_rows(self, tokens: Sequence[Token]) -> Iterator[TextRow]:
        for at, token in enumerate(tokens):
            match token.type:
                case "inline":
                    yield from self._read_inline(token, tokens[at - 1])
                case "html_block":
                    yield from self._read_html(token.content)
                case "fence" | "code_block":
                    yield TextRow("code", (TextRun(token.content, is_code=True),), is_quote=self._quotes > 0)
                case "hr":
                    yield TextRow("rule")
                case "tr_open":
                    self._cells = []
                case "tr_close":
                    yield self._finish_cells()
                case _:
                    self._enter_block(token)

    def _enter_block(self, token: Token) -> None:
        match token.type:
            case "bullet_list_open":
                self._lists.append(None)
            case "ordered_list_open":
                self._lists.append(int(token.attrGet("start") or 1))
            case "bullet_list_close" | "ordered_list_close":
                self._lists.pop()
                self._opens = False
            case "list_item_open":
                self._opens = True
                if (number := self._lists[-1]) is not None:
                    self._number, self._lists[-1] = number, number + 1
                else:
                    self._number = None
            case "list_item_close":
                self._opens = False
            case "blockquote_open":
                self._quotes += 1
            case "blockquote_close":
                self._quotes -= 1

    def _read_inline(self, token: Token, opener: Token) -> Iterator[TextRow]:
        runs = self._read_runs(token.content)
        if self._cells is not None:
            self._cells.append(runs)
        elif opener.type == "heading_open":
            yield TextRow("heading", runs, int(opener.tag[1]), is_quote=self._quotes > 0)
        elif runs or self._opens:
            yield self._place(runs)

    def _place(self, runs: tuple[TextRun, ...]) -> TextRow:
        """A paragraph where the lists and quotes around it have it."""
        opens, number = self._opens, self._number if self._opens else None
        self._opens = False
        if not self._lists:
            return TextRow("text", runs, is_quote=self._quotes > 0)
        return TextRow("item", runs, len(self._lists), opens=opens, is_quote=self._quotes > 0, number=number)

    def _read_html(self, content: str) -> Iterator[TextRow]:
        for row in read_html_rows(content):
            placed = self._place(row.runs) if row.kind == "text" and self._lists else row
            yield replace(placed, is_aside=True)

    def _finish_cells(self) -> TextRow:
        cells = tuple(self._cells or ())
        self._cells = None
        runs = [run for cell in cells for run in (*cell, TextRun("  "))]
        return TextRow("cells", trim_runs(runs), cells=cells)

    def _read_runs(self, content: str) -> tuple[TextRun, ...]:
        if len(content) > _MAX_MARKS and len(_MARK.findall(content)) > _MAX_MARKS:
            return trim_runs(link_addresses(content, TextRun("")))
        if not _MARK.search(content) and "\\" not in content:
            return trim_runs(link_addresses(content, TextRun("")))
        children: list[Token] = []
        self._parser.inline.parse(content, self._parser, self._environment, children)
        return read_inline(children)

"""Rows of tables: Markdown's between bars, those of spreadsheets between tabs. Which cell is the title of the row."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from msgspec import Struct

from workbench.curation.model import KINDS
from workbench.curation.text import split_names
from workbench.curation.text.labels import is_label
from workbench.intake.text.lines import Line

_SEPARATOR_ROW: Final = re.compile(r"\s*\|?(?:\s*:?-+:?\s*\|)+\s*(?::?-+:?\s*)?")
_BAR_ROW: Final = re.compile(r"\s*\|.*\|\s*")
_BOLD: Final = re.compile(r"\W*(?:\d+\W+)?(?:\*\*|__)\w")
_MONTH: Final = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_DATE: Final = re.compile(
    rf"\W*(?:\d[\d\W]*[TZhap]?[\d\W]*m?Z?|(?:\d{{1,2}}\.? )?{_MONTH},? \d[\d, ]*)\W*", re.I
)
TITLE_COLUMNS: Final = split_names(
    "title titles name headline titel titre título titulo titolo nazwa tytuł название заголовок"
    " 标题 標題 名称 名稱 タイトル 題名 제목"
) | {"paper title", "article title"}
URL_COLUMNS: Final = split_names(
    "url urls uri link links href address enlace lien adresse ссылка 链接 連結 网址 リンク 링크"
)
_OWN_WORDS: Final = frozenset(
    (*KINDS, "inbox", "feeds", "deferred", "rejected", "placed", "benched", "published")
)


class Cell(Struct, frozen=True):
    """A cell of a row: where it stands in its line, and its text."""

    start: int
    end: int
    text: str

    @property
    def has_words(self) -> bool:
        """Whether a letter or a digit stands in it."""
        return any(map(str.isalnum, self.text))

    @property
    def is_kind(self) -> bool:
        """Whether it says a kind or a state as `workbench list` writes them."""
        return self.text.strip() in _OWN_WORDS

    @property
    def can_be_title(self) -> bool:
        """Whether it is more than a date, a number, a kind or a label."""
        text = self.text.strip()
        return self.has_words and not (
            self.is_kind or is_label(text) or (len(text) < 40 and _DATE.fullmatch(text))
        )


def has_cells(text: str) -> bool:
    """Whether a line is a row of cells."""
    return "\t" in text.strip() or _BAR_ROW.fullmatch(text) is not None


def split_cells(text: str, links: Sequence[tuple[int, int]]) -> list[Cell]:
    """The cells of a row; what separates cells does not within a link."""
    separator = "\t" if "\t" in text.strip() else "|"
    cells, begin, link = [], 0, 0
    for at in [*_iter_places(text, separator), len(text)]:
        while link < len(links) and links[link][1] <= at:
            link += 1
        if at == len(text) or not (link < len(links) and links[link][0] <= at < links[link][1]):
            cells.append(Cell(begin, at, text[begin:at]))
            begin = at + 1
    return cells


def choose_title_cell(cells: Sequence[Cell], has_link: Sequence[bool], columns: Sequence[str]) -> int | None:
    """The place of the cell without a link that is the title of its row: by the heading of its column, in bold, the
    first before the link; behind it where the one before does not look like a title."""
    able = [at for at, cell in enumerate(cells) if cell.can_be_title and not has_link[at]]
    named = [at for at in able if at < len(columns) and columns[at] in TITLE_COLUMNS]
    bold = [at for at in able if _BOLD.match(cells[at].text)]
    if named or bold or not able:
        return next(iter(named or bold), None)
    first_link = has_link.index(True)
    behind = [at for at in able if at > first_link]
    if behind and able[0] < first_link and cells[able[0]].text.strip()[:1].islower():
        return behind[0]
    return able[0]


def find_columns(lines: Sequence[Line]) -> tuple[dict[int, tuple[str, ...]], set[int]]:
    """For the places of lines in a table with headings: the headings; and the places of the headings themselves."""
    columns: dict[int, tuple[str, ...]] = {}
    headings: set[int] = set()
    current: tuple[str, ...] = ()
    for at, line in enumerate(lines):
        if "|" not in line.text and "\t" not in line.text:
            current = ()
        elif (
            at + 1 < len(lines) and "-" in lines[at + 1].text and _SEPARATOR_ROW.fullmatch(lines[at + 1].text)
        ):
            current = _fold_cells(line.text, "|")
            headings.add(at)
        elif _is_heading_row(names := _fold_cells(line.text, "\t")):
            current = names
            headings.add(at)
        elif current:
            columns[at] = current
    return columns, headings


def _is_heading_row(names: Sequence[str]) -> bool:
    """Whether the cells of a row, in small letters, name columns, one of them that of the addresses."""
    return (
        len(names) > 1
        and any(name in URL_COLUMNS for name in names)
        and all(len(name) < 40 and name.count(" ") < 3 for name in names)
    )


def find_title_column(names: Sequence[str]) -> int | None:
    """The place of the column with the titles; None where no heading says so."""
    return next((at for at, name in enumerate(names) if name in TITLE_COLUMNS), None)


def _fold_cells(text: str, separator: str) -> tuple[str, ...]:
    return tuple(name.strip(' *_"').casefold() for name in text.split(separator))


def _iter_places(text: str, separator: str) -> Iterator[int]:
    at = text.find(separator)
    while at >= 0:
        if text[at - 1 : at] != "\\":
            yield at
        at = text.find(separator, at + 1)

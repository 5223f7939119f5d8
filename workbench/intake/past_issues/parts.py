"""A text's rows as parts: what stands below each heading or between rules, its entries and its prose told apart."""

from collections.abc import Mapping, Sequence
from typing import Final, Literal, TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from workbench.curation.archive.past_issue import PastEntry
from workbench.curation.model import LabelledLink
from workbench.intake.past_issues.leads import (
    Lead,
    is_link_row,
    is_numbered,
    is_short_link,
    read_cells,
    read_lead,
    strip_number,
)
from workbench.intake.past_issues.lines import find_line_entries
from workbench.intake.past_issues.outline import HeadingRole
from workbench.intake.past_issues.promotion import BOLD_LEVEL
from workbench.intake.past_issues.rows import TextRow, TextRun

PartRole: TypeAlias = Literal["start", "section", "tldr", "block", "furniture", "ruled"]
_WITHOUT_ENTRIES: Final = ("tldr", "block", "furniture")
_Shape: TypeAlias = Literal["heading", "line", "numbered", "item", "cells"]


class Draft(Struct):
    """An entry as far as it is read. `blurb` are the rows of its text; `shape` says what may belong to it. `first` is
    the row that it began with, of which the first `rest` rows of the blurb are the end."""

    title: str
    links: list[LabelledLink]
    blurb: list[TextRow]
    shape: _Shape
    first: TextRow
    rest: int = 0

    @property
    def level(self) -> int:
        """That of its heading, or how deep its item lies."""
        return self.first.level

    @property
    def rows(self) -> list[TextRow]:
        """What it was read from."""
        return [self.first, *self.blurb[self.rest :]]

    def build(self) -> PastEntry:
        """The entry, each of its addresses once."""
        links = {link.url: link for link in reversed(self.links)}
        return PastEntry(self.title, tuple(reversed(links.values())), join_rows(self.blurb))


class Part(Struct):
    """What stands below one heading (`start` without one) or behind a rule: its entries, and the prose above the first
    of them and between or below them."""

    role: PartRole
    heading: str = ""
    entries: list[Draft] = []
    intro: list[TextRow] = []
    prose: list[TextRow] = []


def join_rows(rows: Sequence[TextRow]) -> str:
    """Rows as Markdown: paragraphs apart, the items of a list below one another."""
    lines: list[str] = []
    for at, row in enumerate(rows):
        words = row.markdown
        if not words:
            continue
        follows_item = at > 0 and row.kind == "item" == rows[at - 1].kind
        lines += [words] if follows_item or not lines else ["", words]
    return "\n".join(lines)


def split_parts(rows: Sequence[TextRow], roles: Mapping[int, HeadingRole]) -> list[Part]:
    """The parts of an issue in order; a heading that is the issue's title begins none."""
    splitter = _Splitter(rows, roles)
    for at in range(len(rows)):
        splitter.read(at)
    return splitter.parts


class _Splitter:
    """Goes through the rows once. `_entry` is the entry that what follows may still belong to."""

    def __init__(self, rows: Sequence[TextRow], roles: Mapping[int, HeadingRole]) -> None:
        self._rows: Final = rows
        self._roles: Final = roles
        self._has_sections: Final = "section" in roles.values()
        self._entry: Draft | None = None
        self._lines: Final = find_line_entries(rows, roles)
        self.parts: Final = [Part("start")]

    @property
    def _part(self) -> Part:
        return self.parts[-1]

    @property
    def _takes_entries(self) -> bool:
        return self._part.role not in _WITHOUT_ENTRIES

    @property
    def _is_below_sections(self) -> bool:
        """Whether the first section has begun, if there are any."""
        return not self._has_sections or any(part.role == "section" for part in self.parts)

    def read(self, at: int) -> None:
        """Take in a row."""
        row = self._rows[at]
        match row.kind:
            case "heading":
                self._read_heading(row, self._roles[at])
            case "rule":
                self._entry = None
                self.parts.append(Part("ruled"))
            case "item":
                self._read_item(row)
            case "cells":
                if not self._start(read_cells(row), "cells", row):
                    self._add_text(row)
            case "text":
                self._read_text(at, row)
            case _:
                self._add_text(row)

    def _read_heading(self, row: TextRow, role: HeadingRole) -> None:
        entry = self._entry
        is_below = entry is not None and entry.shape == "heading" and entry.level < row.level
        if role == "title":
            return
        if role == "group" or (is_below and (role != "entry" or row.level < BOLD_LEVEL)):
            self._add_text(TextRow("text", row.runs))
            self._entry = self._entry if role != "group" else None
        elif role == "entry":
            self._read_entry_heading(row)
        else:
            self._entry = None
            self.parts.append(Part(role, row.text))

    def _read_entry_heading(self, row: TextRow) -> None:
        is_text = row.level > BOLD_LEVEL and not self._is_below_sections
        lead = read_lead(row.runs, takes_remarks=True) or Lead(strip_number(row.text), row.links)
        if is_text or not self._start(lead, "heading", row):
            self._add_text(TextRow("text", row.runs))

    def _read_item(self, row: TextRow) -> None:
        entry = self._entry
        if not self._takes_entries or (entry and entry.shape in ("heading", "numbered")):
            self._add_text(row)
            return
        if entry and row.level > entry.level and is_link_row(row) and all(map(is_short_link, row.links)):
            entry.links += row.links
            return
        lead = read_lead(row.runs, takes_remarks=True) if row.opens else None
        is_detail = entry is not None and row.level > entry.level and (lead is None or bool(lead.before))
        if is_detail or not self._start(lead, "item", row):
            self._add_text(row)

    def _read_text(self, at: int, row: TextRow) -> None:
        entry = self._entry
        has_heading = entry is not None and entry.shape == "heading"
        if not self._takes_entries:
            self._add_text(row)
        elif is_numbered(row) and self._start(read_lead(row.runs, takes_remarks=False), "numbered", row):
            pass
        elif entry and self._is_further_link(entry, row):
            entry.links += row.links
        elif has_heading or at not in self._lines:
            if entry and entry.shape in ("item", "cells"):
                self._entry = None
            self._add_text(row)
        else:
            self._start(read_lead(row.runs, takes_remarks=False), "line", row)

    def _is_further_link(self, entry: Draft, row: TextRow) -> bool:
        """Whether a row only has links of the entry above it."""
        if entry.shape not in ("heading", "line", "numbered") or not (row.is_embed or is_link_row(row)):
            return False
        if entry.shape == "heading" and not entry.links:
            return True
        return all(map(is_short_link, row.links))

    def _start(self, lead: Lead | None, shape: _Shape, row: TextRow) -> bool:
        """Begin an entry by a lead, if there is one."""
        if lead is None or not self._takes_entries:
            return False
        before = [TextRun(lead.before + " ")] if lead.before else []
        rest = (*before, *lead.rest)
        blurb = [TextRow("text", rest)] if rest else []
        self._entry = Draft(lead.title, [*lead.links], blurb, shape, row, len(blurb))
        self._part.entries.append(self._entry)
        return True

    def _add_text(self, row: TextRow) -> None:
        entry = self._entry
        if entry is None:
            (self._part.prose if self._part.entries else self._part.intro).append(row)
        elif entry.shape == "item" and row.kind == "item":
            entry.blurb.append(_lift(row, entry.level))
        else:
            entry.blurb.append(row)


def _lift(row: TextRow, level: int) -> TextRow:
    """A row within an item, as it stands without that item around it."""
    if row.level <= level:
        return TextRow("text", row.runs, is_quote=row.is_quote)
    return replace(row, level=row.level - level)

"""Tell rows of addresses and titles from lines of prose, and split them, whether they have a header or not.

A comma may stand in an address too: `https://example.com/a,b/c`. So it separates only where what stands beside the
address reads as a title: it is quoted, has words, comes before the address, or is one word in every one of several
rows. A comma with a space behind it belongs to the text, as in prose.
"""

import re
from collections.abc import Callable, Sequence
from typing import Final

from msgspec import Struct

SEPARATORS: Final = "\t;,"
"""What stands between the fields of a row, the surest first."""

_MAX_QUOTED: Final = 4000
_QUOTED: Final = rf'"(?P<quoted>(?:[^"]|""){{0,{_MAX_QUOTED}}}+)"(?=[SEPARATOR\n]|\Z)'
_FIELDS: Final = {
    "\t": re.compile(_QUOTED.replace("SEPARATOR", "\t") + r"|(?P<plain>[^\t\n]*+)"),
    ";": re.compile(_QUOTED.replace("SEPARATOR", ";") + r"|(?P<plain>(?:[^;\n]|;(?=[ \t]))*+)"),
    ",": re.compile(_QUOTED.replace("SEPARATOR", ",") + r"|(?P<plain>(?:[^,\n]|,(?=[ \t]))*+)"),
}
_WORD: Final = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_ADDRESS_PART: Final = re.compile(r"(?!\d{1,4}/\d{1,2}/\d{1,4}$)[^\s/=&]*[/=&]\S*")


class Field(Struct, frozen=True):
    """What stands in one field, and whether that is beyond doubt, since it was quoted."""

    text: str
    is_quoted: bool = False

    @property
    def is_title(self) -> bool:
        """Whether it can be nothing but words: quoted, or several of them."""
        return any(map(str.isalpha, self.text)) and (self.is_quoted or len(self.text.split()) > 1)


class TableRow(Struct, frozen=True):
    """A row: the line on which it begins, counted from 0, the address in it, and what stands before and behind.

    `address` is empty in a row without one.
    """

    line: int
    address: str
    before: tuple[Field, ...]
    behind: tuple[Field, ...]

    @property
    def is_certain(self) -> bool:
        """Whether this row by itself is one of a table."""
        has_name = any(map(str.isalpha, "".join(field.text for field in self.before)))
        return bool(self.address) and (has_name or any(field.is_title for field in self.behind))

    @property
    def is_empty(self) -> bool:
        """Whether it has the fields of a table and no text in them."""
        return bool(self.behind) and not any(field.text for field in (*self.before, *self.behind))

    @property
    def may_be_one(self) -> bool:
        """Whether it is one if the rows around it are: one word stands behind an address without a query."""
        is_word = bool(self.behind) and bool(_WORD.fullmatch(self.behind[0].text))
        return self.is_certain or (is_word and not set("?#") & set(self.address))


def read_table(lines: Sequence[str], is_address: Callable[[str], bool]) -> list[TableRow]:
    """The rows, where these lines, none of them blank, are a table of addresses and titles; else none."""
    text = "\n".join(lines)
    for separator in SEPARATORS:
        if separator in text:
            rows = [_make_row(*found, separator, is_address) for found in _split_rows(text, separator)]
            if _is_table(rows, separator):
                return rows
    return []


def _is_table(rows: list[TableRow], separator: str) -> bool:
    """Whether rows have addresses, all but a header and a few, and titles beside them."""
    found = [row for row in rows if row.address]
    if not found or len(rows) - len(found) > 1 + len(rows) // 10 or 2 * len(found) < len(rows):
        return False
    if separator == "\t":
        return all(row.before or row.behind for row in found)
    filled = [row for row in found if not row.is_empty]
    if filled and 2 * sum(row.is_certain for row in filled) >= len(filled):
        return True
    return len(filled) > 1 and all(row.may_be_one for row in filled)


def _split_rows(text: str, separator: str) -> list[tuple[int, list[Field]]]:
    """The fields of each row, and the line on which it begins: a quoted field may go over several."""
    rows: list[tuple[int, list[Field]]] = [(0, [])]
    at = line = 0
    while match := _FIELDS[separator].match(text, at):
        quoted = match["quoted"]
        raw = match["plain"] if quoted is None else quoted.replace('""', '"')
        rows[-1][1].append(Field(raw, quoted is not None))
        line += match[0].count("\n")
        at = match.end() + 1
        if at > len(text):
            break
        if text[at - 1] == "\n":
            line += 1
            rows.append((line, []))
    return rows


def _make_row(line: int, fields: list[Field], separator: str, is_address: Callable[[str], bool]) -> TableRow:
    addresses = [at for at, field in enumerate(fields) if is_address(field.text.strip())]
    if not addresses:
        return TableRow(line, "", tuple(fields), ())
    at = next((at for at in addresses if "://" in fields[at].text), addresses[0])
    address, end = fields[at].text.strip(), at + 1
    while end < len(fields) and not fields[at].is_quoted and _is_part_of_address(fields[end], is_address):
        address += separator + fields[end].text
        end += 1
    if not fields[at].is_quoted:
        address = address.rstrip(".,;:!?…")  # the punctuation of a sentence
    return TableRow(line, address, tuple(fields[:at]), tuple(fields[end:]))


def _is_part_of_address(field: Field, is_address: Callable[[str], bool]) -> bool:
    """Whether a separator before this belongs to the address: what follows is the rest of a path or a query."""
    if field.is_quoted or is_address(field.text) or "://" in field.text:
        return False
    return bool(_ADDRESS_PART.fullmatch(field.text))

"""Other tools' files and pastes as clippings, with a reason for each row refused.

A format is told by what is in the content and never by a file's name. Each is a row of `FORMATS` and a module in
`formats/` that reads it. Pure: nothing is looked up, fetched or written here.
"""

import re
from collections.abc import Callable
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from workbench.curation.clipping import ImportResult
from workbench.curation.model import UserError
from workbench.curation.text.cleaning import clean_line
from workbench.intake.decode import decode_head, decode_text
from workbench.intake.formats.link_list import parse_list
from workbench.intake.text.cells import has_plain_columns

HEAD_SIZE: Final = 4096
"""Characters, and bytes, a format is told by: enough for a licence comment or a doctype before the first mark."""


class Head(Struct, frozen=True):
    """The beginning of what is to be read. `data` is empty where it is text from the start, such as a paste.

    `text` has neither a byte order mark nor carriage returns before line feeds.
    """

    data: bytes
    text: str


class Format(Struct, frozen=True, kw_only=True):
    """A format.

    `name` is what `--format` takes, `description` what people call it. `matches` says whether a head looks like it,
    `order` why it is asked where it stands in the table. `parse` reads a file's bytes, `parse_text` what is text from
    the start; a format that is no text has no `parse_text`. One that has neither cannot be read yet. `is_issue`: it
    is an issue of the workbench, which publishing reads back.
    """

    name: str
    description: str
    order: str
    matches: Callable[[Head], bool]
    parse: Callable[[bytes], ImportResult] | None = None
    parse_text: Callable[[str], ImportResult] | None = None
    is_issue: bool = False


def _parse_decoded(parse_text: Callable[[str], ImportResult]) -> Callable[[bytes], ImportResult]:
    """How a text format reads bytes: decoded, and with a note where the encoding had to be guessed."""

    def parse(data: bytes) -> ImportResult:
        text, notes = decode_text(data)
        result = parse_text(text)
        return replace(result, notes=(*notes, *result.notes))

    return parse


_FRONT_MATTER: Final = re.compile(r"\s*---\n(?:(?!---).*\n)*?number:.*\n(?:(?!---).*\n)*?---\n")
_HTML: Final = re.compile(
    r"\s*(?:<!--[^>]*-->\s*)*<(?:!doctype|\?xml|html|head|body|title|meta|dl|dt|h1|opml|rss|feed)\b", re.I
)
_JSON: Final = re.compile(r"\s*(?:\{\s*[\"}]|\[\s*[\[{\"\]])")
_CSV: Final = re.compile(
    r"(?=[^\n]*[,;\t])(?:[\w \"]+[,;\t])*\"?(?:url|uri|href|link)\"?(?:[,;\t][\w \"]*)*\n", re.I
)

FORMATS: Final = (
    Format(
        name="binary",
        description="a binary file",
        order="first: decoded as text, its bytes could look like anything",
        matches=lambda head: head.data.startswith((b"PK\x03\x04", b"%PDF-")) or "\0" in head.text,
    ),
    Format(
        name="markdown",
        description="an issue of the workbench in Markdown",
        order="before the lists: its body is full of links, and each would be saved",
        matches=lambda head: bool(_FRONT_MATTER.match(head.text)),
        is_issue=True,
    ),
    Format(
        name="html",
        description="HTML or XML",
        order="before JSON and tables: its first mark is the surest of the three",
        matches=lambda head: bool(_HTML.match(head.text)),
    ),
    Format(
        name="json",
        description="JSON",
        order="before tables: a bracket and a quote are not how a header row begins",
        matches=lambda head: bool(_JSON.match(head.text)),
    ),
    Format(
        name="table",
        description="a table of comma-separated values",
        order="before the tables of other tools: it has no columns but those of links",
        matches=lambda head: has_plain_columns(head.text),
        parse=_parse_decoded(parse_list),
        parse_text=parse_list,
    ),
    Format(
        name="csv",
        description="a table of comma-separated values",
        order="last but the list: any line with commas and the word url could be prose",
        matches=lambda head: bool(_CSV.match(head.text)),
    ),
    Format(
        name="list",
        description="a plain list of links",
        order="last: it takes whatever no other format took",
        matches=lambda _: True,
        parse=_parse_decoded(parse_list),
        parse_text=parse_list,
    ),
)
"""Every format, in the order in which they are asked: the first that matches is it."""

READABLE_FORMATS: Final = tuple(
    format.name for format in FORMATS if format.parse is not None or format.is_issue
)
"""The names that `--format` takes."""


def detect_format(data: bytes) -> Format:
    """The format that a file's bytes look like, readable or not."""
    return _match_format(data[:HEAD_SIZE], decode_head(data[: 4 * HEAD_SIZE]))


def choose_format(data: bytes, name: str | None = None) -> Format:
    """The format of that name, else the one the bytes look like. `UserError` where no format has the name."""
    return detect_format(data) if name is None else _find_format(name)


def parse_import(data: bytes, name: str, format: str | None = None) -> ImportResult:
    """Read a file, called `name` in messages, as `format` or as what it looks like.

    Raises `UserError` where nothing reads that format. One bad row never fails the whole.
    """
    chosen = choose_format(data, format)
    if chosen.parse is None:
        raise _make_unreadable_error(name, chosen)
    return _note_mismatch(chosen.parse(data), chosen, detect_format(data))


def parse_text(text: str, name: str, format: str | None = None) -> ImportResult:
    """The same for what is text from the start: a paste, or the arguments of a command."""
    detected = _match_format(b"", text)
    chosen = detected if format is None else _find_format(format)
    if chosen.parse_text is None:
        raise _make_unreadable_error(name, chosen)
    return _note_mismatch(chosen.parse_text(text), chosen, detected)


def _match_format(data: bytes, text: str) -> Format:
    head = Head(data, text[:HEAD_SIZE].replace("\r\n", "\n").lstrip("\ufeff"))
    return next(format for format in FORMATS if format.matches(head))


def _find_format(name: str) -> Format:
    for format in FORMATS:
        if format.name == name:
            return format
    raise UserError(f"There is no format “{clean_line(name)}”: {', '.join(READABLE_FORMATS)}.")


def _make_unreadable_error(name: str, format: Format) -> UserError:
    return UserError(
        f"“{clean_line(name)}” is {format.description}, which is not read yet: save its links as text, one a line."
    )


def _note_mismatch(result: ImportResult, chosen: Format, detected: Format) -> ImportResult:
    """The result with a note where it was read as something else than it looks like."""
    if chosen is detected:
        return result
    note = f"Read as {chosen.description}, as asked; it looks like {detected.description}."
    return replace(result, notes=(*result.notes, note))

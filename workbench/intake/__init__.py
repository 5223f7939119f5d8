"""Bytes of other tools' files and pastes -> clippings, with a reason for each row refused.

The one place that tells formats apart, by what is in the bytes and never by a file's name. Each format is one
module that reads text; a new one is a row in the table. Pure: nothing is looked up, fetched or written.
"""

import re
from collections.abc import Callable
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from workbench.curation.clipping import ImportResult
from workbench.curation.model import UserError
from workbench.curation.text.cleaning import clean_line
from workbench.intake.decode import decode_text
from workbench.intake.formats.link_list import parse_list

HEAD_CHARS: Final = 4096
"""Characters a format is told by: enough for a licence comment or a doctype before the first mark."""


class _Format(Struct, frozen=True):
    """A format: its name for `--format`, what it is to people, how its head looks, and what reads it."""

    name: str
    description: str
    matches: Callable[[str], bool]
    parse: Callable[[str], ImportResult] | None = None


_FRONT_MATTER: Final = re.compile(r"\s*---\n(?:(?!---).*\n)*?number:.*\n(?:(?!---).*\n)*?---\n")
_HTML: Final = re.compile(
    r"\s*(?:<!--[^>]*-->\s*)*<(?:!doctype|\?xml|html|head|body|title|meta|dl|dt|h1|opml|rss|feed)\b", re.I
)
_JSON: Final = re.compile(r"\s*(?:\{\s*[\"}]|\[\s*[\[{\"\]])")
_CSV: Final = re.compile(
    r"(?=[^\n]*[,;\t])(?:[\w \"]+[,;\t])*\"?(?:url|uri|href|link)\"?(?:[,;\t][\w \"]*)*\n", re.I
)

# In this order: the first that looks right is it, and a list is what remains.
_FORMATS: Final = (
    _Format("binary", "a binary file", lambda head: "\0" in head or head.startswith(("PK\x03\x04", "%PDF-"))),
    _Format(
        "markdown", "an issue of the workbench in Markdown", lambda head: bool(_FRONT_MATTER.match(head))
    ),
    _Format("html", "HTML or XML", lambda head: bool(_HTML.match(head))),
    _Format("json", "JSON", lambda head: bool(_JSON.match(head))),
    _Format("csv", "a table of comma-separated values", lambda head: bool(_CSV.match(head))),
    _Format("list", "a plain list of links", lambda _: True, parse_list),
)


def detect_format(data: bytes) -> str:
    """The name of the format these bytes are in: `markdown` (an issue of ours, which publishing reads back),
    `list`, or one that cannot be read yet (`html`, `json`, `csv`, `binary`)."""
    return _format_of_text(decode_text(data)[0]).name


def parse_import(data: bytes, name: str, format: str | None = None) -> ImportResult:
    """Read a file or a paste, called `name` in messages, as `format` or as what it looks like.

    Raises `UserError` where nothing reads that format. One bad row never fails the whole.
    """
    text, notes = decode_text(data)
    detected = _format_of_text(text)
    chosen = detected if format is None else _require_format(format)
    if chosen.parse is None:
        raise UserError(
            f"“{clean_line(name)}” is {chosen.description}, which is not read yet: save its links as text, one a line."
        )
    if chosen is not detected:
        notes = (*notes, f"Read as {chosen.description}, as asked; it looks like {detected.description}.")
    reading = chosen.parse(text)
    return replace(reading, notes=(*notes, *reading.notes))


def _format_of_text(text: str) -> _Format:
    head = text[:HEAD_CHARS].replace("\r\n", "\n").lstrip("\ufeff")
    return next(format for format in _FORMATS if format.matches(head))


def _require_format(name: str) -> _Format:
    for format in _FORMATS:
        if format.name == name:
            return format
    known = ", ".join(format.name for format in _FORMATS if format.parse)
    raise UserError(f"There is no format “{clean_line(name)}”: {known}.")

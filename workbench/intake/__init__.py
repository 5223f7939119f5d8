"""Other tools' files and pastes as clippings, with a reason for each row refused.

A format is told by what is in the content and never by a file's name. Each is a module in `formats/` and a row of the
table there. Pure: nothing is looked up, fetched or written here.
"""

from typing import Final

from msgspec.structs import replace

from workbench.curation.clipping import ImportResult
from workbench.curation.model import UserError
from workbench.curation.text.cleaning import clean_line
from workbench.intake.content import Content
from workbench.intake.format import Format, FormatError
from workbench.intake.formats import FORMATS

READABLE_FORMATS: Final = tuple(
    format.name for format in FORMATS if format.parse is not None or format.is_issue
)
"""The names that `--format` takes."""


def detect_format(content: Content) -> Format:
    """The format that content looks like, readable or not."""
    return next(format for format in FORMATS if format.matches(content))


def choose_format(content: Content, name: str | None = None) -> Format:
    """The format of that name, else the one it looks like. `UserError` where no format has the name."""
    return detect_format(content) if name is None else _find_format(name)


def parse_import(data: bytes, name: str, format: str | None = None) -> ImportResult:
    """Read a file, called `name` in messages, as `format` or as what it looks like.

    Raises `UserError` where nothing reads that format. One bad row never fails the whole.
    """
    return parse_content(Content(data), name, format)


def parse_text(text: str, name: str, format: str | None = None) -> ImportResult:
    """The same for what is text from the start: a paste, or the arguments of a command."""
    return parse_content(Content(b"", text), name, format)


def parse_content(content: Content, name: str, format: str | None = None) -> ImportResult:
    """The same for content of either kind."""
    detected = detect_format(content)
    chosen = detected if format is None else _find_format(format)
    if chosen.parse is None or (not chosen.is_text and not content.data):
        raise _make_unreadable_error(name, chosen)
    try:
        result = chosen.parse(content)
    except FormatError as error:
        raise UserError(f"“{clean_line(name)}” {error}") from error
    notes = content.notes if chosen.is_text else ()
    if chosen is not detected and content.head.strip():
        mismatch = f"Read as {chosen.description}, as asked; it looks like {detected.description}."
        return replace(result, notes=(*notes, *result.notes, mismatch))
    return replace(result, notes=(*notes, *result.notes))


def _find_format(name: str) -> Format:
    for format in FORMATS:
        if format.name == name:
            return format
    raise UserError(f"There is no format “{clean_line(name)}”: {', '.join(READABLE_FORMATS)}.")


def _make_unreadable_error(name: str, format: Format) -> UserError:
    refusal = format.refusal or (
        f"is {format.description}, which is not read yet: save its links as text, one a line."
    )
    return UserError(f"“{clean_line(name)}” {refusal}")

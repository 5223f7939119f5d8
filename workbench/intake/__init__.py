"""Other tools' files and pastes as clippings, with a reason for each row refused.

A format is told by what is in the content and never by a file's name. Each is a module in `formats/` and a row of the
table there. Pure: nothing is looked up, fetched or written here.

The table is imported where content is held against it: to save a link takes none of the formats.
"""

from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from workbench.curation.clipping import ImportResult, RejectedRow
from workbench.curation.model import UserError
from workbench.curation.text.cleaning import clean_line
from workbench.intake.content import Content
from workbench.intake.errors import MAX_ROWS, FormatError, PastIssuesError, RowLimitError
from workbench.intake.format import Format

_NOTHING: Final = b"\xef\xbb\xbf \r\n\t[]{}"  # what an empty file or an empty document in JSON consists of


def detect_format(content: Content) -> Format:
    """The format that content looks like, readable or not."""
    from workbench.intake.formats import FORMATS  # noqa: PLC0415 - see above

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
    """The same for content of either kind. What a zip file holds is one result."""
    parts = parse_parts(content, name, format)
    if len(parts) == 1:
        return parts[0].result
    return ImportResult(
        format=" ".join(dict.fromkeys(part.result.format for part in parts)),
        clippings=tuple(clipping for part in parts for clipping in part.result.clippings),
        rejected=tuple(refusal for part in parts for refusal in part.result.rejected),
        notes=tuple(f"{part.name}: {note}" for part in parts for note in part.result.notes),
    )


class ParsedPart(Struct, frozen=True):
    """A file, or a file within one, as it was read: what messages call it, its format, what it held."""

    name: str
    format: Format
    result: ImportResult


def parse_parts(content: Content, name: str, format: str | None = None) -> list[ParsedPart]:
    """`parse_content`, the files in a zip file each for itself. One that cannot be read is a refusal without a row."""
    detected = detect_format(content)
    chosen = detected if format is None else _find_format(format)
    if detected.unpack is not None:
        return _parse_members(content, name, detected, format)
    return [ParsedPart(clean_line(name), chosen, _parse_as(chosen, content, name, detected))]


def _parse_as(chosen: Format, content: Content, name: str, detected: Format) -> ImportResult:
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


def _parse_members(content: Content, name: str, archive: Format, format: str | None) -> list[ParsedPart]:
    """The parts that the files in a zip file are, and one of itself for those that cannot be read."""
    parts: list[ParsedPart] = []
    refusals: list[RejectedRow] = []
    try:
        for member in archive.unpack(content.data) if archive.unpack else ():
            if not member.fault and not member.data.strip(_NOTHING):
                continue  # Pocket's zip has an empty list beside the links
            own = Content(member.data, watch=content.watch)
            title = f"{clean_line(name)}/{member.name}"
            if member.fault:
                refusals.append(
                    RejectedRow(0, f"{member.name} is left out, since {member.fault}", member.name)
                )
            elif (found := detect_format(own)).holds_issues:
                raise _make_unreadable_error(name, found)
            else:
                try:
                    parts += parse_parts(own, title, format)
                    if sum(part.result.row_count for part in parts) > MAX_ROWS:
                        raise RowLimitError
                except UserError as error:
                    refusals.append(RejectedRow(0, str(error).rstrip("."), member.name))
    except FormatError as error:
        raise UserError(f"“{clean_line(name)}” {error}") from error
    if refusals:
        parts.append(
            ParsedPart(clean_line(name), archive, ImportResult(format=archive.name, rejected=tuple(refusals)))
        )
    return parts


def _find_format(name: str) -> Format:
    from workbench.intake.formats import FORMATS, READABLE_FORMATS  # noqa: PLC0415 - see above

    for format in FORMATS:
        if format.name == name:
            return format
    raise UserError(f"There is no format “{clean_line(name)}”: {', '.join(READABLE_FORMATS)}.")


def _make_unreadable_error(name: str, format: Format) -> UserError:
    refusal = format.refusal or (
        f"is {format.description}, which is not read yet: save its links as text, one a line."
    )
    error = PastIssuesError if format.holds_issues else UserError
    return error(f"“{clean_line(name)}” {refusal}")

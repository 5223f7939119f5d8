"""The fields at the top of a text: front matter between two fences, or lines of `Name: value`."""

import re
from typing import Final

_FIELD: Final = re.compile(r":?([A-Za-z_][\w -]{0,30}?)\s*:(?:\s+(.*))?\s*")
_FENCES: Final = ("---", "+++")
_MAX_HEADER_LINES: Final = 40
TITLE_FIELDS: Final = ("title", "subject", "name")
DATE_FIELDS: Final = (
    "date", "pubdatetime", "pubdate", "published", "published_at", "publish_date", "created", "createdon",
)  # fmt: skip


def split_header(text: str) -> tuple[dict[str, str], str]:
    """The fields at the top of a text, by name in lower case, and the body. No fields where it has none.

    Known are front matter between dashes or pluses, and lines of `Name: value` up to the first empty one.
    """
    lines = text.removeprefix("\ufeff").split("\n")
    start = next((at for at, line in enumerate(lines) if line.strip()), 0)
    fence = lines[start].strip()
    if fence in _FENCES:
        end = next((at for at in range(start + 1, len(lines)) if lines[at].strip() == fence), None)
        if end is None or not _holds_fields(lines[start + 1 : end]):
            return {}, text
        return _read_fields(lines[start + 1 : end]), "\n".join(lines[end + 1 :])
    end = start
    while end < min(len(lines), start + _MAX_HEADER_LINES) and _FIELD.fullmatch(lines[end]):
        end += 1
    fields = _read_fields(lines[start:end])
    is_ended = end == len(lines) or not lines[end].strip()
    is_header = is_ended and not fields.keys().isdisjoint((*TITLE_FIELDS, *DATE_FIELDS))
    return (fields, "\n".join(lines[end:])) if is_header else ({}, text)


def _holds_fields(lines: list[str]) -> bool:
    """Whether what stands between two fences is front matter and no part of the issue."""
    written = [line for line in lines if line.strip()]
    return bool(written) and _FIELD.match(written[0].replace(" = ", ": ", 1)) is not None


def _read_fields(lines: list[str]) -> dict[str, str]:
    fields: dict[str, str] = {}
    for line in lines:
        found = _FIELD.fullmatch(line.replace(" = ", ": ", 1))
        if found:
            fields.setdefault(found[1].lower(), _unquote(found[2] or ""))
    return fields


def _unquote(value: str) -> str:
    value = value.removeprefix("! ").strip()
    if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
        inner = value[1:-1]
        return (
            inner.replace("''", "'") if value[0] == "'" else inner.replace('\\"', '"').replace("\\\\", "\\")
        )
    return value

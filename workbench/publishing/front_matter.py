"""The front matter of an issue's file: the lines above the text with number, title, subtitle, preview text, date, state
and, once readers find it somewhere, its address.

It is YAML whose texts are JSON strings, so no title can be taken for a number, a date or another key. The title
stands there as readers see it; reading removes the publication's pattern again. The text below is read in `parse/`.
"""

import re
from collections.abc import Iterator
from typing import Final, Literal, TypeAlias

import msgspec
from msgspec import Struct

from workbench.curation.numbering import MAX_ISSUE_NUMBER, parse_issue_date, parse_issue_number
from workbench.curation.publication import Publication, match_pattern
from workbench.curation.text.cleaning import clean_line, to_safe_url
from workbench.publishing.layout import Edition

IssueState: TypeAlias = Literal["draft", "published"]
FRONT_MATTER_FIELDS: Final = ("number", "title", "subtitle", "preview", "date", "state", "url")


class ParseProblem(Struct, frozen=True):
    """A part of a file that could not be read: its line (from 1), a sentence that says so, and its text."""

    line: int
    message: str
    text: str = ""


class FrontMatter(Struct, frozen=True, kw_only=True):
    """The fields of front matter, None for a missing one. `title` holds the highlights alone."""

    number: int | None
    title: str | None
    subtitle: str | None
    preview: str | None
    date: str | None
    state: IssueState | None
    url: str | None


def render_front_matter(edition: Edition) -> str:
    """The front matter of an edition, with the lines of dashes around it."""
    values = {name: getattr(edition, name) for name in FRONT_MATTER_FIELDS}
    if not edition.url:
        del values["url"]
    lines = [
        f"{name}: {value if name == 'state' else msgspec.json.encode(value).decode()}"
        for name, value in values.items()
    ]
    return "\n".join(["---", *lines, "---", ""])


def extract_front_matter(lines: list[str], problems: list[ParseProblem]) -> dict[str, str]:
    """Read the fields as text by name. Blanks their lines, so that the other lines keep their numbers."""
    end = next((at for at, line in enumerate(lines) if at and line == "---"), 0)
    inside = lines[1:end] if lines[0] == "---" else []
    if not any(re.match(r"(?:number|title)\s*:", line) for line in inside):
        problems.append(
            ParseProblem(1, "There is no front matter: it would tell number, title, subtitle and date.")
        )
        return {}
    fields: dict[str, str] = {}
    for at, line in enumerate(inside, start=2):
        name, colon, value = (part.strip() for part in line.partition(":"))
        if name in FRONT_MATTER_FIELDS and colon:
            fields[name] = clean_line(_unquote(value))
        elif line:
            problems.append(
                ParseProblem(at, f"The front matter has no field “{clean_line(name, limit=40)}”.", line)
            )
    lines[: end + 1] = [""] * (end + 1)
    return fields


def _unquote(value: str) -> str:
    if value[:1] == '"':
        try:
            return msgspec.json.decode(value, type=str)
        except msgspec.DecodeError:
            return value.strip('"')
    return value[1:-1].replace("''", "'") if len(value) > 1 and value[0] == value[-1] == "'" else value


def interpret_front_matter(
    fields: dict[str, str], publication: Publication
) -> tuple[FrontMatter, list[ParseProblem]]:
    """The values of the fields for this publication, and the fields that are not understood."""
    number = _parse_number(fields, publication)
    title, date, state = fields.get("title"), fields.get("date"), fields.get("state")
    url = fields.get("url")
    # Who edits the number may leave the old one in the title.
    highlights = None
    if title is not None:
        highlights = publication.parse_highlights(number or 0, title)
        highlights = publication.parse_renumbered_highlights(title) if highlights is None else highlights
    subtitle = fields.get("subtitle")
    pattern_parts = match_pattern(publication.subtitle, subtitle or "", number=str(number or 0))
    pattern_parts = pattern_parts or match_pattern(publication.subtitle, subtitle or "") or {}
    front = FrontMatter(
        number=number,
        title=title if highlights is None else highlights,
        subtitle=None if subtitle is None else pattern_parts.get("subtitle", subtitle),
        preview=fields.get("preview"),
        date=None if date is None else parse_issue_date(date),
        state="published" if state == "published" else "draft" if state == "draft" else None,
        url=to_safe_url(url) if url else url,
    )
    unmatched = title is not None and highlights is None
    return front, list(_iter_field_problems(fields, front, is_title_unmatched=unmatched))


def _parse_number(fields: dict[str, str], publication: Publication) -> int | None:
    value = fields.get("number")
    if value is None:
        value = (match_pattern(publication.title, fields.get("title", "")) or {}).get("number", "")
    return parse_issue_number(value)


def _iter_field_problems(
    fields: dict[str, str], front: FrontMatter, *, is_title_unmatched: bool
) -> Iterator[ParseProblem]:
    number_help = f"12, at most {MAX_ISSUE_NUMBER}"
    examples = {
        "number": number_help,
        "date": "2026-11-29",
        "state": "draft or published",
        "url": "https://blog.example.org/p/12",
    }
    for name, example in examples.items():
        value = fields.get(name)
        if value is not None and getattr(front, name) is None:
            yield ParseProblem(
                1, f"The front matter's {name} “{value}” is not understood: write it as {example}.", value
            )
    if is_title_unmatched:
        message = "The title does not follow the publication's pattern: all of it was read as the highlights."
        yield ParseProblem(1, message, fields["title"])

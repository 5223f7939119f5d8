"""Archives with a file for each link: title, address and category in front matter, the blurb below it.

The links of one folder are an issue (`2019/3`), else those of one week.
"""

from collections import defaultdict
from datetime import date
from typing import Final
from urllib.parse import urlsplit

from msgspec import Struct

from workbench.curation.archive.past_issue import PastEntry, PastIssue, PastSection
from workbench.curation.model import LabelledLink
from workbench.curation.text.cleaning import clean_line, clean_lines, to_safe_url
from workbench.intake.past_issues.content_builder import ContentBuilder
from workbench.intake.past_issues.days import parse_day
from workbench.intake.past_issues.header_fields import split_header
from workbench.intake.past_issues.source_files import OpenFile

_MIN_NOTES: Final = 3
_NO_TEXT: Final = ("undefined", "null")
_DATES: Final = ("createdon", "date", "created", "published")


class _Note(Struct, frozen=True):
    file: OpenFile
    title: str
    url: str
    category: str
    date: str
    text: str


def read_link_notes(files: dict[str, OpenFile], builder: ContentBuilder) -> None:
    """Read the notes among the files, where there are some of several sites, and take them out."""
    notes = [note for file in files.values() if (note := _read_note(file)) is not None]
    if len(notes) < _MIN_NOTES or len({urlsplit(note.url).hostname for note in notes}) == 1:
        return
    groups: defaultdict[str, list[_Note]] = defaultdict(list)
    for note in notes:
        del files[note.file.name]
        groups[_group_of(note)].append(note)
    for name, group in groups.items():
        builder.add_issues([_make_issue(name, group)], name)


def _read_note(file: OpenFile) -> _Note | None:
    """The link that a file holds; None where it is another kind of file."""
    if file.ending not in ("md", "markdown", "yml", "yaml", "txt") or "url" not in file.content.head:
        return None
    text = file.content.text
    fields, body = split_header(text if text.lstrip().startswith("---") else f"---\n{text}\n---\n")
    title, url = fields.get("title", ""), fields.get("url", "") or fields.get("link", "")
    if title.startswith(("http://", "https://")) and "://" not in url:
        title, url = url, title
    safe = to_safe_url(url) if url.startswith(("http://", "https://")) else None
    if safe is None or not title or "number" in fields:
        return None
    day = next(filter(None, (parse_day(fields.get(key, "")) for key in _DATES)), "")
    category = clean_line(fields.get("category", ""))
    below = clean_lines(body).strip()
    return _Note(file, clean_line(title), safe, category, day, "" if below in _NO_TEXT else below)


def _group_of(note: _Note) -> str:
    """The issue that a note is of: its folder where that has a number, else its week."""
    folder = note.file.folder
    if any(map(str.isdigit, folder.rpartition("/")[2])) or not note.date:
        return folder
    year, week, _ = date.fromisoformat(note.date).isocalendar()
    return f"{year}-W{week:02}"


def _make_issue(name: str, notes: list[_Note]) -> PastIssue:
    by_category: defaultdict[str, list[PastEntry]] = defaultdict(list)
    for note in sorted(notes, key=lambda note: note.date):
        by_category[note.category].append(PastEntry(note.title, (LabelledLink("", note.url),), note.text))
    return PastIssue(
        date=max(note.date for note in notes),
        title=clean_line(name),
        sections=tuple(
            PastSection(category.replace("-", " ").capitalize(), tuple(entries))
            for category, entries in by_category.items()
        ),
    )

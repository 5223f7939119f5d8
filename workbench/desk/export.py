"""Exporting an issue: what is written under which name, and the promise that an edited file is never overwritten."""

from hashlib import sha256

from msgspec import Struct

from workbench.curation.model import Issue, Refused
from workbench.desk import issues
from workbench.desk.ports import Shelf
from workbench.desk.present import Present
from workbench.publishing import Edition, body, edition, entry_markdown, markdown, plain, slug


class Export(Struct, frozen=True):
    """A file to be: its name in `issues/`, its text, the sha256 by which an edit is noticed."""

    name: str
    text: str
    digest: str


def printed(present: Present, issue: Issue) -> Edition:
    """What readers would get of an issue now."""
    own = issues.printed(present, issue)
    return edition(issue, own, present.publication)


def prepare(present: Present, issue: Issue) -> Export:
    """The issue's Markdown under its name, which is fixed at first export."""
    made = printed(present, issue)
    text = markdown(made)
    return Export(issue.file or slug(issue.number, issue.title), text, digest(text))


def part(present: Present, issue: Issue, part: str) -> str:
    """A part as text: title, subtitle, body (Markdown without front matter), text (plain) or `entry:17`."""
    made = printed(present, issue)
    if part in ("title", "subtitle"):
        return made.title if part == "title" else made.subtitle
    if part.startswith("entry:"):
        return _entry(present, issue, int(part.removeprefix("entry:")))
    return plain(made) if part == "text" else body(made)


def _entry(present: Present, issue: Issue, id: int) -> str:
    entry = present.entries.get(id)
    if entry is None or entry.issue != issue.id:
        raise Refused("Put the cursor on an entry of the issue first.")
    return entry_markdown(entry)


def write(shelf: Shelf, issue: Issue, export: Export) -> str:
    """Write it and return the path; `Refused`, with nothing written, where somebody edited what is there."""
    there = shelf.read(export.name)
    if there is not None and digest(there) not in (issue.exported, export.digest):
        raise Refused(
            f"issues/{export.name} was edited by hand and stays as it is: "
            f"`workbench import` reads the edits in, --output writes elsewhere."
        )
    return shelf.write(export.name, export.text)


def digest(text: str) -> str:
    """The sha256 of a text as written to disk."""
    return sha256(text.encode("utf-8", "replace")).hexdigest()

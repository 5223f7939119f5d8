"""What leaves the desk of an issue: which file under which name, which passage to the clipboard.

Here is kept the promise that a file which somebody edited is never overwritten.
"""

from hashlib import sha256

from msgspec import Struct
from msgspec.structs import replace

from workbench.curation.model import Entry, Issue, Refused
from workbench.curation.publication import Target
from workbench.desk import issues
from workbench.desk.ports import Shelf
from workbench.desk.present import Present
from workbench.publishing import (
    Edition,
    Passage,
    copy_page,
    edition,
    entries,
    markdown,
    passages,
    slug,
)


class Export(Struct, frozen=True):
    """A file to be: its name in `issues/`, its text, the sha256 by which an edit is noticed."""

    name: str
    text: str
    digest: str


class Page(Struct, frozen=True):
    """A copy page to be: its name in `issues/`, its text. Made of the issue alone, it replaces what is there."""

    name: str
    text: str


def printed(present: Present, issue: Issue) -> Edition:
    """What readers would get of an issue now."""
    own = issues.printed(present, issue)
    return edition(issue, own, present.publication)


def prepare(present: Present, issue: Issue) -> Export:
    """The issue's Markdown under its name, which is fixed at first export."""
    made = printed(present, issue)
    text = markdown(made)
    return Export(issue.file or slug(issue.number, issue.title), text, digest(text))


def page(present: Present, issue: Issue, target: Target) -> Page:
    """The issue's copy page for that target, named after its file."""
    name = issue.file or slug(issue.number, issue.title)
    return Page(f"{name.removesuffix('.md')}.copy.html", copy_page(printed(present, issue), target))


def passage(present: Present, issue: Issue, key: str, target: Target) -> Passage:
    """What is copied for that target: `title`, `subtitle`, `body`, `body:2` of the body cut at its videos,
    `entry:17` or `video:17:1` by the entry's document id. `Refused` where the issue has none such.
    """
    kind, _, rest = key.partition(":")
    if kind in ("entry", "video"):
        entry = _own(present, issue, int(rest.partition(":")[0]))
        some = entries(_with(present, issue, entry), target)
    else:
        some = passages(printed(present, issue), target, cut=bool(rest))
    found = next((one for one in some if one.key == key), None)
    if found is None:
        raise Refused(_lacking(issue.number, kind, rest, target))
    return found


def _with(present: Present, issue: Issue, entry: Entry) -> Edition:
    """The issue as printed; an entry of its bench stands in it as it would be placed, last of its section."""
    own = issues.printed(present, issue)
    if entry.slot is None:
        own = [*own, replace(entry, slot=len(own) + 1)]
    return edition(issue, own, present.publication)


def _lacking(number: int, kind: str, rest: str, target: Target) -> str:
    match kind:
        case "video":
            return f"This entry has no video that goes into {target.name} by itself."
        case "body":
            return f"The body of issue #{number} has no part {rest} for {target.name}."
    return f"Issue #{number} has no {kind}: `workbench issue set {kind} TEXT` writes one."


def _own(present: Present, issue: Issue, id: int) -> Entry:
    entry = present.entries.get(id)
    if entry is None or entry.issue != issue.id:
        raise Refused("Put the cursor on an entry of the issue first.")
    return entry


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

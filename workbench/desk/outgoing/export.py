"""An issue on its way out: as a file with its copy page beside it, and as passages for a clipboard.

A file that somebody edited is never overwritten: with the issue stands the digest of what was written last.
"""

from functools import partial
from hashlib import sha256

from msgspec import Struct
from msgspec.structs import replace

from workbench.curation.model import Entry, EntryId, Issue, IssueId, UserError
from workbench.curation.publication import Target
from workbench.desk.desk import Desk
from workbench.desk.ports import IssueFiles
from workbench.desk.state import State, Touched
from workbench.desk.steps import Steps
from workbench.desk.verbs import issues
from workbench.publishing import (
    Edition,
    Passage,
    PassageKey,
    build_edition,
    build_entry_passages,
    build_passages,
    make_file_name,
    render_copy_page,
    render_markdown,
)


class ExportFile(Struct, frozen=True):
    """A Markdown file to write: its name in `issues/`, its text, and the sha256 by which an edit is noticed later."""

    name: str
    text: str
    digest: str


class CopyPageFile(Struct, frozen=True):
    """A copy page to write: its name in `issues/` and its text. It replaces the one that is there."""

    name: str
    text: str


def edition_of(state: State, issue: Issue) -> Edition:
    """The issue as its readers would get it now, laid out."""
    return build_edition(issue, issues.printed_entries(state, issue), state.publication)


def prepare_export(state: State, issue: Issue) -> ExportFile:
    """The issue's Markdown, and its file's name, which is fixed at first export."""
    text = render_markdown(edition_of(state, issue))
    return ExportFile(issue.file or make_file_name(issue.number, issue.title), text, digest_of(text))


def prepare_copy_page(state: State, issue: Issue, target: Target) -> CopyPageFile:
    """The issue's copy page for that target, named after its file."""
    name = issue.file or make_file_name(issue.number, issue.title)
    return CopyPageFile(
        f"{name.removesuffix('.md')}.copy.html", render_copy_page(edition_of(state, issue), target)
    )


def passage_of(state: State, issue: Issue, key: PassageKey, target: Target) -> Passage:
    """What is copied for that target. `UserError` where the issue has no such passage."""
    if key.piece is not None:
        entry = _require_entry(state, issue, key.piece.entry_id)
        some = build_entry_passages(_edition_with(state, issue, entry), target)
    else:
        some = build_passages(edition_of(state, issue), target, split_at_videos=key.number > 0)
    found = next((one for one in some if one.key == key), None)
    if found is None:
        raise UserError(_describe_missing(issue.number, key, target))
    return found


def _edition_with(state: State, issue: Issue, entry: Entry) -> Edition:
    """The issue as printed; an entry of its bench stands in it as it would be placed, last of its section."""
    own = issues.printed_entries(state, issue)
    if entry.slot is None:
        own = [*own, replace(entry, slot=len(own) + 1)]
    return build_edition(issue, own, state.publication)


def _describe_missing(number: int, key: PassageKey, target: Target) -> str:
    match key.kind:
        case "video":
            return f"This entry has no video that goes into {target.name} by itself."
        case "body":
            return f"The body of issue #{number} has no part {key.number} for {target.name}."
    return f"Issue #{number} has no {key.kind}: `workbench issue set {key.kind} TEXT` writes one."


def _require_entry(state: State, issue: Issue, id: EntryId | None) -> Entry:
    entry = state.entries.get(id) if id is not None else None
    if entry is None or entry.issue != issue.id:
        raise UserError("Put the cursor on an entry of the issue first.")
    return entry


class ExportResult(Struct, frozen=True):
    """Where an issue was written: the paths of its Markdown and its copy page.

    Where the copy page could not be written its path is empty, and `copy_page_error` says why.
    """

    path: str
    copy_page: str
    copy_page_error: str
    touched: Touched


def export_issue(desk: Desk, issue_files: IssueFiles, issue_id: IssueId) -> Steps[ExportResult]:
    """Write an issue's Markdown, remember its digest with the issue, and write the copy page for the first target.

    `UserError`, with nothing written, where somebody edited the file that is there or it cannot be written. A copy
    page that cannot be written is part of the result, since the Markdown is there by then.
    """
    issue = desk.state.get_issue(issue_id)
    export = prepare_export(desk.state, issue)
    path = yield partial(write_export, issue_files, issue, export)
    done = yield from desk.do_in_steps(
        lambda state: issues.record_export(state, issue.id, export.name, export.digest)
    )
    page, error = "", ""
    try:
        page = yield from write_copy_page(desk.state, issue_files, issue, desk.state.publication.targets[0])
    except UserError as refusal:
        error = str(refusal)
    return ExportResult(path, page, error, done.touched)


def write_copy_page(state: State, issue_files: IssueFiles, issue: Issue, target: Target) -> Steps[str]:
    """Write the issue's copy page for a target, over the one that is there; returns its path."""
    page = prepare_copy_page(state, issue, target)
    path: str = yield partial(issue_files.write, page.name, page.text)
    return path


def write_export(issue_files: IssueFiles, issue: Issue, export: ExportFile) -> str:
    """Write the Markdown; returns its path. `UserError`, with nothing written, where somebody edited the file."""
    existing = issue_files.read(export.name)
    if existing is not None and digest_of(existing) not in (issue.exported, export.digest):
        raise UserError(
            f"issues/{export.name} was edited by hand and stays as it is: "
            f"`workbench import` reads the edits in, --output writes elsewhere."
        )
    return issue_files.write(export.name, export.text)


def digest_of(text: str) -> str:
    """The sha256 of a text as written to disk."""
    return sha256(text.encode("utf-8", "replace")).hexdigest()

"""An issue as a file in `issues/`, with its copy page beside it.

A file that somebody edited is never overwritten: with the issue stands the digest of what was written last.
"""

from collections.abc import Iterator
from functools import partial
from hashlib import sha256
from typing import Final

from msgspec import Struct

from workbench.curation.change import Change
from workbench.curation.model import Issue, IssueId, UserError
from workbench.curation.publication import Target
from workbench.desk.blocks import resolve_blocks
from workbench.desk.desk import Desk
from workbench.desk.ports import CardPainter, IssueFiles
from workbench.desk.state import State
from workbench.desk.steps import Steps
from workbench.desk.touched import Touched
from workbench.desk.verbs import issues
from workbench.publishing.card import build_card
from workbench.publishing.copy_page import render_copy_page
from workbench.publishing.edition_formats import make_file_name, render_markdown
from workbench.publishing.layout import Edition, build_edition

FOLLOWED_FIELDS: Final = ("state", "url")
"""What becomes of an issue once it is out: its file says it at once."""


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
    return build_edition(
        resolve_blocks(state, issue), issues.printed_entries(state, issue), state.publication
    )


def prepare_export(state: State, issue: Issue) -> ExportFile:
    """The issue's Markdown, and its file's name, which is fixed at first export."""
    text = render_markdown(edition_of(state, issue))
    return ExportFile(issue.file or make_file_name(issue.number, issue.title), text, digest_of(text))


def prepare_copy_page(state: State, issue: Issue, target: Target, card: bytes = b"") -> CopyPageFile:
    """The issue's copy page for that target, with its card where there is one. It is named after the issue's file; for
    another target than the first one by it, too."""
    name = (issue.file or make_file_name(issue.number, issue.title)).removesuffix(".md")
    if target.key != state.publication.targets[0].key:
        name = f"{name}.{target.key}"
    return CopyPageFile(f"{name}.copy.html", render_copy_page(edition_of(state, issue), target, card))


class ExportResult(Struct, frozen=True):
    """Where an issue was written: the paths of its Markdown and its copy page.

    Where the copy page or the card could not be written, its path is empty and `copy_page_error` says why. Without
    `[card] automatic` no card is drawn.
    """

    path: str
    copy_page: str
    copy_page_error: str
    card: str
    card_error: str
    touched: Touched


def export_issue(
    desk: Desk, issue_files: IssueFiles, painter: CardPainter, issue_id: IssueId
) -> Steps[ExportResult]:
    """Write an issue's Markdown, remember its digest with the issue, and write the copy page for the first target.

    `UserError`, with nothing written, where somebody edited the file that is there or it cannot be written. A copy
    page that cannot be written is part of the result, since the Markdown is there by then.
    """
    issue = desk.state.get_issue(issue_id)
    export = prepare_export(desk.state, issue)
    path = yield partial(write_export, issue_files, issue, export)
    done = yield from desk.do_in_steps(partial(_record_export, issue_id=issue.id, export=export))
    card, card_error, page, error = "", "", "", ""
    if desk.state.publication.card.automatic:
        try:
            card = yield from write_card(desk.state, issue_files, painter, issue)
        except UserError as refusal:
            card_error = str(refusal)
    try:
        page = yield from write_copy_page(desk.state, issue_files, issue, desk.state.publication.targets[0])
    except UserError as refusal:
        error = str(refusal)
    return ExportResult(path, page, error, card, card_error, done.touched)


class FollowResult(Struct, frozen=True):
    """What became of the files of issues whose state or address changed: what to say of them, one sentence each, and
    whose rows changed."""

    messages: tuple[str, ...]
    touched: Touched


def follow_state(desk: Desk, issue_files: IssueFiles, change: Change) -> Steps[FollowResult]:
    """Write the files of the issues that this change published, reopened or gave an address anew, so that they say it
    too.

    A file that is not there is not made. One that somebody edited stays as it is, and that is said.
    """
    touched, messages = Touched(), []
    for issue, field in _iter_restated(desk.state, change):
        existing = yield partial(issue_files.read, issue.file)
        if existing is None:
            continue
        if digest_of(existing) != issue.exported:
            messages.append(
                f"issues/{issue.file} was edited by hand, so its {field} still has to become "
                f"{getattr(issue, field) or 'empty'}."
            )
            continue
        export = prepare_export(desk.state, issue)
        yield partial(write_export, issue_files, issue, export)
        done = yield from desk.do_in_steps(partial(_record_export, issue_id=issue.id, export=export))
        touched |= done.touched
    return FollowResult(tuple(messages), touched)


def is_followed(change: Change) -> bool:
    """Whether files of issues have to say what this change did."""
    return any(edit.table == "issues" and edit.fields.intersection(FOLLOWED_FIELDS) for edit in change.edits)


def _iter_restated(state: State, change: Change) -> Iterator[tuple[Issue, str]]:
    """The issues with a file whose state or address this change set, undoing and redoing included, and which it was."""
    for edit in change.edits:
        if edit.table != "issues" or None in (edit.before, edit.after):
            continue
        field = next((name for name in FOLLOWED_FIELDS if name in edit.fields), "")
        issue = state.find_issue(IssueId(edit.id))
        if field and issue is not None and issue.file:
            yield issue, field


def _record_export(state: State, issue_id: IssueId, export: ExportFile) -> Change:
    return issues.record_export(state, issue_id, export.name, export.digest, export.text)


def name_card(issue: Issue) -> str:
    """The name in `issues/` of an issue's social card."""
    return f"{(issue.file or make_file_name(issue.number, issue.title)).removesuffix('.md')}.card.png"


def draw_card(state: State, painter: CardPainter, issue: Issue) -> bytes:
    """The issue's social card as a PNG. `UserError` where it has no title or cannot be drawn."""
    return painter.draw(build_card(edition_of(state, issue), state.publication))


def write_card(state: State, issue_files: IssueFiles, painter: CardPainter, issue: Issue) -> Steps[str]:
    """Draw the issue's social card over the one that is there; returns its path. A picture of the editor's own stays:
    `UserError`."""
    name = name_card(issue)
    existing = yield partial(issue_files.read_picture, name)
    if existing is not None and not painter.is_drawn_here(existing):
        raise UserError(f"issues/{name} is a picture of your own and stays: --output FILE writes elsewhere.")
    picture: bytes = yield partial(draw_card, state, painter, issue)
    path: str = yield partial(issue_files.write_picture, name, picture)
    return path


def write_copy_page(state: State, issue_files: IssueFiles, issue: Issue, target: Target) -> Steps[str]:
    """Write the issue's copy page for a target, over the one that is there; returns its path."""
    card = yield partial(issue_files.read_picture, name_card(issue))
    page = prepare_copy_page(state, issue, target, card or b"")
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

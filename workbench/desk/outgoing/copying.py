"""Copying to a clipboard: which passage, in which order clipboards are tried, and what is left where none takes it.

Plain text goes to the system's clipboard, else through the terminal to the one in front of the person. Rich text goes
to the system's clipboard, else to a terminal that answers for it. Where neither takes it the copy page has to do, which
the caller writes or offers. What copies waits for other programs.
"""

from contextlib import suppress

from msgspec.structs import replace

from workbench.curation.model import Entry, EntryId, Issue, UserError
from workbench.curation.publication import Target
from workbench.desk.blocks import resolve_blocks
from workbench.desk.outgoing.export import edition_of
from workbench.desk.ports import Clipboard, Terminal
from workbench.desk.state import State
from workbench.desk.verbs import issues
from workbench.publishing.layout import Edition, build_edition
from workbench.publishing.passages import (
    Passage,
    PassageKey,
    build_entry_passages,
    build_passages,
    key_of_entry,
)
from workbench.publishing.posts import build_post_passages


class RichTextError(UserError):
    """No clipboard here takes rich text; the copy page has a button for it."""


def copy_text(system: Clipboard, terminal: Terminal, text: str) -> str:
    """Copy plain text; returns the sentence that says where it went. `UserError` where neither takes it."""
    with suppress(UserError):
        return system.copy(text)
    # Where both refuse, the terminal's sentence is of more use: it names the limit, or what to do without a terminal.
    return terminal.copy(text)


def copy_rich(system: Clipboard, terminal: Terminal, html: str, text: str) -> str:
    """Copy rich text, with plain text beside it; returns the sentence that says what is there now.

    `RichTextError`, with the reason of the system's clipboard, where neither takes it.
    """
    try:
        return system.copy_rich(html, text)
    except UserError as refusal:
        reason = refusal
    with suppress(UserError):
        return terminal.copy_rich(html, text)
    raise RichTextError(str(reason))


def copy_passage(system: Clipboard, terminal: Terminal, passage: Passage, form: str) -> str:
    """Copy a passage as `rich`, `markdown` or `text`; one without HTML goes as text instead of rich.

    Returns and raises what `copy_rich` and `copy_text` do.
    """
    if form == "rich" and passage.html:
        return copy_rich(system, terminal, passage.html, passage.text)
    return copy_text(system, terminal, passage.markdown if form == "markdown" else passage.text)


def passage_of_entry(state: State, entry: Entry) -> Passage:
    """An entry as it is copied for the publication's first target."""
    issue, target = state.get_issue(entry.issue), state.publication.targets[0]
    return passage_of(state, issue, key_of_entry(entry.id), target)


def passage_of(state: State, issue: Issue, key: PassageKey, target: Target) -> Passage:
    """What is copied for that target. `UserError` where the issue has no such passage."""
    if key.kind == "post":
        return _find_post(state, issue, key)
    if key.piece is not None:
        entry = _require_entry(state, issue, key.piece.entry_id)
        passages = build_entry_passages(_edition_with(state, issue, entry), target)
    else:
        passages = build_passages(edition_of(state, issue), target, split_at_videos=key.number > 0)
    found = next((passage for passage in passages if passage.key == key), None)
    if found is None:
        raise UserError(_describe_missing(issue.number, key, target))
    return found


def _find_post(state: State, issue: Issue, key: PassageKey) -> Passage:
    posts = build_post_passages(edition_of(state, issue), state.publication)
    found = next((post for post in posts if post.key == key), None)
    if found is None:
        known = ", ".join(post.key.name for post in posts) or "none"
        raise UserError(f"workbench.toml has no post “{key.name}”; there are: {known}.")
    if found.lacks_url:
        raise UserError(
            f"It is not known where readers find issue #{issue.number}: `workbench issue set url https://… "
            f"--issue {issue.number}` says it."
        )
    return found


def _edition_with(state: State, issue: Issue, entry: Entry) -> Edition:
    """The issue laid out with this entry in it: one of the bench as if it were placed, last in its section."""
    entries = issues.printed_entries(state, issue)
    if entry.slot is None:
        entries = [*entries, replace(entry, slot=len(entries) + 1)]
    return build_edition(resolve_blocks(state, issue), entries, state.publication)


def _describe_missing(number: int, key: PassageKey, target: Target) -> str:
    match key.kind:
        case "video":
            return f"This entry has no video that goes into {target.name} by itself."
        case "body":
            return f"The body of issue #{number} has no part {key.number} for {target.name}."
    name = "preview text" if key.kind == "preview" else key.kind
    return f"Issue #{number} has no {name}: `workbench issue set {key.kind} TEXT` writes one."


def _require_entry(state: State, issue: Issue, id: EntryId | None) -> Entry:
    entry = state.entries.get(id) if id is not None else None
    if entry is None or entry.issue != issue.id:
        raise UserError("Put the cursor on an entry of the issue first.")
    return entry

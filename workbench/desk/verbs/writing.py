"""Writing: the text of pieces.

A piece is an entry, or the issue's title, subtitle, greeting, a TL;DR line or the closing. Its key is the word
that names it (`title`, `tldr:papers`, `entry:17`), the same on screen and in findings.
"""

from collections.abc import Sequence
from typing import Any

from workbench.curation.change import Change
from workbench.curation.model import Entry, EntryId, Issue, IssueId, LabelledLink, LinkId, UserError
from workbench.curation.text.cleaning import clean_line, clean_lines, to_safe_url
from workbench.desk.change_builder import ChangeBuilder, display_name
from workbench.desk.state import State

ONE_LINE_FIELDS = ("title", "subtitle", "date")
PROSE_FIELDS = ("greeting", "closing", "unplaced")


def piece_keys_of(state: State, issue: Issue) -> list[str]:
    """The keys of an issue's pieces in reading order, bench left out."""
    entries = [entry for entry in state.entries_in(issue.id) if entry.slot is not None]
    tldr = [f"tldr:{section.key}" for section in issue.sections]
    placed = [f"entry:{entry.id}" for entry in entries]
    return [
        "title",
        "subtitle",
        "greeting",
        *tldr,
        *placed,
        "closing",
        *(["unplaced"] if issue.unplaced else []),
    ]


def text_of(state: State, issue: Issue, piece: str) -> str:
    """What is written in a piece: for an entry its blurb."""
    word, _, key = piece.partition(":")
    if word == "entry":
        entry = state.entries.get(EntryId(int(key)))
        return entry.blurb if entry else ""
    return issue.tldr.get(key, "") if word == "tldr" else str(getattr(issue, word))


def write_entry(
    state: State,
    entry: EntryId,
    *,
    title: str | None = None,
    blurb: str | None = None,
    links: Sequence[LabelledLink] | None = None,
) -> Change:
    """Write an entry; what is None stays. `UserError` where a link is no web address or the issue is published."""
    found = _require_entry(state, entry)
    builder = ChangeBuilder(state)
    builder.draft_to_edit(found.issue)
    if title is not None:
        builder.set(found, title=clean_line(title))
    if blurb is not None:
        builder.set(found, blurb=clean_lines(blurb).strip())
    if links is not None:
        builder.set(found, links=tuple(_clean_link(link) for link in links))
    return builder.build(f"Wrote {display_name(state.get_link(found.link))}")


def write_entry_of_link(
    state: State,
    link: LinkId,
    *,
    issue_id: IssueId | None = None,
    title: str | None = None,
    blurb: str | None = None,
    links: Sequence[LabelledLink] = (),
) -> Change:
    """`write_entry` by link id: its entry in the draft; links are added, or replace those of the same label."""
    draft = state.get_issue(issue_id) if issue_id is not None else state.newest_draft()
    entry = state.find_entry(draft.id, link) if draft else None
    if entry is None:
        raise UserError(f"{display_name(state.get_link(link))} is not in the issue: place it first.")
    labels = {more.label for more in links}
    merged = (*(old for old in entry.links if old.label not in labels), *links) if links else None
    return write_entry(state, entry.id, title=title, blurb=blurb, links=merged)


def set_issue_field(state: State, field: str, value: str, *, issue_id: IssueId | None = None) -> Change:
    """Write a piece that is the issue's own: title, subtitle, greeting, closing, date or `tldr.SECTION`."""
    builder = ChangeBuilder(state)
    draft = builder.draft_to_edit(issue_id)
    builder.set(draft, **_field_values_of(builder, draft, field.replace(":", ".", 1), value))
    return builder.build(f"Wrote the {field.replace('tldr.', 'TL;DR line of ')} of issue #{draft.number}")


def _field_values_of(builder: ChangeBuilder, draft: Issue, field: str, value: str) -> dict[str, Any]:
    if field.startswith("tldr."):
        key = builder.require_section(draft, field.removeprefix("tldr.")).key
        lines = {**draft.tldr, key: clean_line(value, limit=2000)}
        return {"tldr": {key: line for key, line in lines.items() if line}}
    if field == "date":
        return {"date": _parse_date(value)}
    if field in ONE_LINE_FIELDS:
        return {field: clean_line(value)}
    if field in PROSE_FIELDS:
        return {field: clean_lines(value).strip()}
    raise UserError(
        f"An issue has no field “{clean_line(field)}”: title, subtitle, greeting, closing, date or tldr.SECTION."
    )


def _parse_date(value: str) -> str:
    from datetime import date  # noqa: PLC0415 - only this one field needs it

    try:
        return date.fromisoformat(value).isoformat() if value else ""
    except ValueError:
        raise UserError(f"“{clean_line(value)}” is not a date: write it as 2026-11-29.") from None


def _require_entry(state: State, id: EntryId) -> Entry:
    if id not in state.entries:
        raise UserError("That entry is no longer in the issue.")
    return state.entries[id]


def _clean_link(link: LabelledLink) -> LabelledLink:
    url = to_safe_url(link.url)
    if url is None:
        raise UserError(f"“{clean_line(link.url)}” is not a web address: a link begins with https://.")
    return LabelledLink(clean_line(link.label, limit=80), url)

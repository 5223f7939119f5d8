"""Writing: the text of pieces.

A piece is an entry, or the issue's title, subtitle, greeting, a TL;DR line or the closing. Its key is the word
that names it (`title`, `tldr:papers`, `entry:17`), the same on screen and in findings.
"""

from collections.abc import Sequence
from typing import Any

from workbench.curation.change import Change
from workbench.curation.cleaning import clean, clean_lines, safe_url
from workbench.curation.model import Entry, Issue, LabelledLink, Refused
from workbench.desk.present import Present
from workbench.desk.step import Step, name

ONE_LINE = ("title", "subtitle", "date")
PROSE = ("greeting", "closing", "unplaced")


def pieces(present: Present, issue: Issue) -> list[str]:
    """The keys of an issue's pieces in reading order, bench left out."""
    entries = [entry for entry in present.entries_in(issue.id) if entry.slot is not None]
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


def text_of(present: Present, issue: Issue, piece: str) -> str:
    """What is written in a piece: for an entry its blurb."""
    word, _, key = piece.partition(":")
    if word == "entry":
        entry = present.entries.get(int(key))
        return entry.blurb if entry else ""
    return issue.tldr.get(key, "") if word == "tldr" else str(getattr(issue, word))


def write(
    present: Present,
    entry: int,
    *,
    title: str | None = None,
    blurb: str | None = None,
    links: Sequence[LabelledLink] | None = None,
) -> Change:
    """Write an entry; what is None stays. `Refused` where a link is no web address or the issue is published."""
    found = _entry(present, entry)
    step = Step(present)
    step.draft(found.issue)
    if title is not None:
        step.set(found, title=clean(title))
    if blurb is not None:
        step.set(found, blurb=clean_lines(blurb).strip())
    if links is not None:
        step.set(found, links=tuple(_checked(link) for link in links))
    return step.change(f"Wrote {name(present.link(found.link))}")


def write_link(
    present: Present,
    link: int,
    *,
    issue: int | None = None,
    title: str | None = None,
    blurb: str | None = None,
    links: Sequence[LabelledLink] = (),
) -> Change:
    """`write` by link id: its entry in the draft; links are added, or replace those of the same label."""
    draft = present.issue(issue) if issue is not None else present.draft()
    entry = present.entry(draft.id, link) if draft else None
    if entry is None:
        raise Refused(f"{name(present.link(link))} is not in the issue: place it first.")
    labels = {more.label for more in links}
    merged = (*(old for old in entry.links if old.label not in labels), *links) if links else None
    return write(present, entry.id, title=title, blurb=blurb, links=merged)


def set_field(present: Present, field: str, value: str, *, issue: int | None = None) -> Change:
    """Write a piece that is the issue's own: title, subtitle, greeting, closing, date or `tldr.SECTION`."""
    step = Step(present)
    draft = step.draft(issue)
    step.set(draft, **_field(step, draft, field.replace(":", ".", 1), value))
    return step.change(f"Wrote the {field.replace('tldr.', 'TL;DR line of ')} of issue #{draft.number}")


def _field(step: Step, draft: Issue, field: str, value: str) -> dict[str, Any]:
    if field.startswith("tldr."):
        key = step.section(draft, field.removeprefix("tldr.")).key
        lines = {**draft.tldr, key: clean(value, limit=2000)}
        return {"tldr": {key: line for key, line in lines.items() if line}}
    if field == "date":
        return {"date": _date(value)}
    if field in ONE_LINE:
        return {field: clean(value)}
    if field in PROSE:
        return {field: clean_lines(value).strip()}
    raise Refused(
        f"An issue has no field “{clean(field)}”: title, subtitle, greeting, closing, date or tldr.SECTION."
    )


def _date(value: str) -> str:
    from datetime import date  # noqa: PLC0415 - only this one field needs it

    try:
        return date.fromisoformat(value).isoformat() if value else ""
    except ValueError:
        raise Refused(f"“{clean(value)}” is not a date: write it as 2026-11-29.") from None


def _entry(present: Present, id: int) -> Entry:
    if id not in present.entries:
        raise Refused("That entry is no longer in the issue.")
    return present.entries[id]


def _checked(link: LabelledLink) -> LabelledLink:
    url = safe_url(link.url)
    if url is None:
        raise Refused(f"“{clean(link.url)}” is not a web address: a link begins with https://.")
    return LabelledLink(clean(link.label, limit=80), url)

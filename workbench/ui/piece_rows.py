"""The pieces of an issue as rows: the one place that knows their order on screen, their labels and their counts.

`–` stands for what is to be written, `·` for what can wait: an open slot, the TL;DR line of an empty section.
"""

from collections.abc import Collection, Iterator
from typing import Final, Literal, TypeAlias

from msgspec import Struct

from workbench.curation.model import Entry, Issue, Section
from workbench.curation.preflight import meter, words
from workbench.desk.present import Present

Look: TypeAlias = Literal["section", "piece", "quiet"]
LABELS: Final = 15  # cells of the column of labels, wide enough for `TL;DR Learning`
DIGITS: Final = 5  # sections that a digit fills


class PieceRow(Struct, frozen=True):
    """One line. `piece` is empty where no piece stands (a section's head, an open slot); `group` is what `{`
    and `}` go by. `lead` keeps its cells, `text` gives way, `tail` stands at the right edge."""

    piece: str
    group: str
    lead: str
    text: str
    tail: str = ""
    look: Look = "piece"


def rows(present: Present, issue: Issue, unsaved: Collection[str] = ()) -> list[PieceRow]:
    """The rows of an issue in reading order, each section's bench beneath its slots."""
    return [_told(row, unsaved) for row in _rows(present, issue)]


def name(present: Present, issue: Issue, piece: str) -> str:
    """What a piece is called in a sentence or a title: `Papers 2`, `TL;DR Papers`, `greeting`."""
    word, _, key = piece.partition(":")
    if word == "tldr":
        return f"TL;DR {issue.section(key).label}"
    if word != "entry":
        return word
    entry = present.entries[int(key)]
    return f"{issue.section(entry.section).name} {entry.slot or 'bench'}"


def _told(row: PieceRow, unsaved: Collection[str]) -> PieceRow:
    if row.piece not in unsaved or not row.piece:
        return row
    return PieceRow(row.piece, row.group, row.lead, row.text, "not saved", row.look)


def _rows(present: Present, issue: Issue) -> Iterator[PieceRow]:
    entries = present.entries_in(issue.id)
    yield _line("title", "head", issue.title)
    yield _line("subtitle", "head", issue.subtitle)
    yield _line("greeting", "head", issue.greeting, counted=True)
    for section in issue.sections:
        waits = not any(entry.section == section.key and entry.slot for entry in entries)
        label = f"TL;DR {section.label}"
        yield _line(f"tldr:{section.key}", "tldr", issue.tldr.get(section.key, ""), label, waits=waits)
    for digit, section in enumerate(issue.sections, start=1):
        yield from _section(digit, section, [entry for entry in entries if entry.section == section.key])
    yield _line("closing", "end", issue.closing, counted=True)
    if issue.unplaced:
        yield _line("unplaced", "end", issue.unplaced, counted=True)


def _line(
    piece: str, group: str, text: str, label: str = "", *, counted: bool = False, waits: bool = False
) -> PieceRow:
    lead = f"   {label or piece}"[: LABELS + 2].ljust(LABELS + 3)
    if not text:
        return PieceRow(piece, group, lead, "·" if waits else "–", look="quiet")
    return PieceRow(piece, group, lead, text, f"{words(text)} w" if counted else "")


def _section(digit: int, section: Section, entries: list[Entry]) -> Iterator[PieceRow]:
    standing = {entry.slot: entry for entry in entries if entry.slot is not None}
    key = f" {digit} " if digit <= DIGITS else "   "
    yield PieceRow("", section.key, key, section.name, f"{len(standing)}/{section.slots}", "section")
    for slot in range(1, max(section.slots, *standing, 0) + 1):
        if slot in standing:
            yield _entry(standing[slot], section, "   ")
        else:
            yield PieceRow("", section.key, "   ", "·", look="quiet")
    for entry in entries:
        if entry.slot is None:
            yield _entry(entry, section, "   bench  ", "quiet")


def _entry(entry: Entry, section: Section, lead: str, look: Look = "piece") -> PieceRow:
    count = words(entry.blurb)
    verdict = meter(count, section.blurb_words)
    told = "" if verdict in ("good", "empty") else f"{verdict} "
    tail = f"{told}{count or '–'} w"
    return PieceRow(f"entry:{entry.id}", section.key, lead, entry.title or "(no title)", tail, look)

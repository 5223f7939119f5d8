"""What the issue as a whole must have: its own pieces, and as many entries as it has slots."""

from collections.abc import Iterator

from workbench.curation.pieces import (
    CLOSING,
    GREETING,
    MAX_PREVIEW_LENGTH,
    PREVIEW,
    TITLE,
    UNPLACED,
    piece_of_block,
    piece_of_section,
    piece_of_tldr,
)
from workbench.curation.preflight.context import PreflightContext
from workbench.curation.preflight.finding import Violation
from workbench.curation.text.cleaning import clean_line


def check_title(context: PreflightContext) -> Iterator[Violation]:
    """The issue has a title."""
    if not context.issue.title.strip():
        yield Violation("title", TITLE, "The issue has no title yet.")


def check_preview(context: PreflightContext) -> Iterator[Violation]:
    """The preview text, if there is one, is as short as mail programs show it."""
    length = len(context.issue.preview)
    if length > MAX_PREVIEW_LENGTH:
        said = f"The preview text has {length} characters: mail programs show {MAX_PREVIEW_LENGTH} at most."
        yield Violation("preview", PREVIEW, said)


def check_greeting(context: PreflightContext) -> Iterator[Violation]:
    """The greeting is written."""
    if not context.issue.greeting.strip():
        yield Violation("greeting", GREETING, "The greeting is not written.")


def check_tldr(context: PreflightContext) -> Iterator[Violation]:
    """The TL;DR has a line for each section with entries, and for no other."""
    if not context.publication.tldr.printed:
        return
    filled = {entry.section for entry in context.placed}
    for section in context.issue.sections:
        if not section.capacity and section.key not in filled:
            continue  # left out of this issue on purpose, its line with it
        where, piece = f"tldr {section.key}", piece_of_tldr(section.key)
        line = context.issue.tldr.get(section.key, "").strip()
        if section.key in filled and not line:
            yield Violation(where, piece, f"The TL;DR has no line for {section.label}.")
        if line and section.key not in filled:
            said = f"The TL;DR has a line for {section.label}, which has no entry."
            yield Violation(where, piece, said)


def check_count(context: PreflightContext) -> Iterator[Violation]:
    """Each section has as many entries as slots. One without a quota has as many as it likes."""
    for section in context.issue.sections:
        count = len(context.entries_in(section))
        if section.slots is None or count == section.slots:
            continue
        said = (
            f"{count} of {section.slots} slots are filled." if section.slots > 1 else "Its one slot is empty."
        )
        if count > section.slots:
            said = f"{count} entries stand here, {section.slots} are wanted."
        yield Violation(section.key, piece_of_section(section.key), said)


def check_booking(context: PreflightContext) -> Iterator[Violation]:
    """Each block that is booked for this issue stands in it."""
    issue = context.issue
    own = {block.key for block in context.publication.blocks_of(issue)}
    for rule in context.publication.blocks:
        if rule.is_booked_for(issue.number, issue.date) and rule.key not in own:
            name = clean_line(rule.heading or rule.text, limit=60)
            said = f"“{name}” is booked for #{issue.number} and does not stand in it."
            yield Violation(f"block {rule.key}", piece_of_block(rule.key), said)


def check_closing(context: PreflightContext) -> Iterator[Violation]:
    """The closing is written."""
    if not context.issue.closing.strip():
        yield Violation("closing", CLOSING, "The closing is not written.")


def check_unplaced(context: PreflightContext) -> Iterator[Violation]:
    """No text that was read back from a file waits for its place."""
    if context.issue.unplaced:
        said = "Text that was read back found no home: move what you want of it, then empty this piece."
        yield Violation("unplaced", UNPLACED, said)

"""Remedies: the change that removes a finding, for the rules that know one.

A mend reads the context and proposes a change; it returns None where only a person can decide. Written text is not
thrown away, except a TL;DR line that has nothing to sum up. The desk makes the change, and undo takes it back.
"""

from msgspec.structs import replace

from workbench.curation.change import Change, EditCollector
from workbench.curation.model import Entry, LabelledLink
from workbench.curation.pieces import piece_of_entry, piece_of_section, piece_of_tldr
from workbench.curation.preflight.context import PreflightContext, describe_title
from workbench.curation.preflight.finding import Finding
from workbench.curation.text.address import MAX_URL_LENGTH, complete_url
from workbench.curation.text.cleaning import clean_line, to_safe_url


def mend_tldr(context: PreflightContext, finding: Finding) -> Change | None:
    """Remove the TL;DR line of a section without entries. A line that is missing has to be written."""
    for section in context.issue.sections:
        if finding.piece == piece_of_tldr(section.key) and not context.entries_in(section):
            lines = {key: line for key, line in context.issue.tldr.items() if key != section.key}
            edits = EditCollector()
            edits.set(context.issue, tldr=lines)
            return edits.build(f"Removed the TL;DR line of {section.label}")
    return None


def mend_count(context: PreflightContext, finding: Finding) -> Change | None:
    """Bench the last entries of a section that has more of them than slots. Open slots stay open."""
    for section in context.issue.sections:
        if finding.piece == piece_of_section(section.key):
            return _bench(context.entries_in(section)[section.capacity :])
    return None


def mend_twice(context: PreflightContext, finding: Finding) -> Change | None:
    """Bench the entry that is the second one about a work. The first keeps its slot."""
    return _bench(_entries_of(context, finding))


def mend_url(context: PreflightContext, finding: Finding) -> Change | None:
    """Repair the link that the finding is about, where what was meant is plain: a scheme or an escape is missing."""
    for entry in _entries_of(context, finding):
        links = tuple(
            # Its message is all that tells one link of an entry from another.
            _repair_link(link) if explain_unsafe_url(link.url) == finding.message else link
            for link in entry.links
        )
        if links != entry.links:
            edits = EditCollector()
            edits.set(entry, links=links)
            return edits.build(f"Repaired the link of “{describe_title(entry)}”")
    return None


def explain_unsafe_url(url: str) -> str:
    """What a finding says of a URL that may not be printed."""
    return f"“{clean_line(url, limit=80)}” is no web address: it would be printed as text."


def _repair_link(link: LabelledLink) -> LabelledLink:
    completed = complete_url(clean_line(link.url, limit=MAX_URL_LENGTH))
    url = to_safe_url(completed) if isinstance(completed, str) else None
    return replace(link, url=url) if url else link


def _entries_of(context: PreflightContext, finding: Finding) -> list[Entry]:
    return [entry for entry in context.placed if piece_of_entry(entry.id) == finding.piece]


def _bench(entries: list[Entry]) -> Change | None:
    """Entries keep their section: the bench of a section is where its entries wait without a slot."""
    edits = EditCollector()
    for entry in entries:
        edits.set(entry, slot=None)
    if not entries:
        return None
    names = f"“{describe_title(entries[0])}”" if len(entries) == 1 else f"{len(entries)} entries"
    return edits.build(f"Benched {names}")

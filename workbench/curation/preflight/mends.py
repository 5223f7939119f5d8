"""Remedies: the change that removes a finding, for the rules that know one.

A mend reads the context and proposes a change; it returns None where only a person can decide. Written text is not
thrown away, except a TL;DR line that has nothing to sum up. The desk makes the change, and undo takes it back.
"""

from collections.abc import Callable

from msgspec.structs import replace

from workbench.curation.change import Change, EditCollector
from workbench.curation.identity.public_url import strip_tracking
from workbench.curation.model import Entry
from workbench.curation.pieces import piece_of_block, piece_of_entry, piece_of_section, piece_of_tldr
from workbench.curation.preflight.context import PreflightContext, describe_title
from workbench.curation.preflight.cut_titles import ends_open
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


def mend_booking(context: PreflightContext, finding: Finding) -> Change | None:
    """Put the block that is booked into the issue again."""
    for rule in context.publication.blocks:
        if finding.piece == piece_of_block(rule.key):
            edits = EditCollector()
            edits.set(context.issue, blocks=(*context.publication.blocks_of(context.issue), rule.block))
            return edits.build(f"Put the block “{clean_line(rule.heading or rule.key)}” into the issue")
    return None


def mend_twice(context: PreflightContext, finding: Finding) -> Change | None:
    """Bench the entry that is the second one about a work. The first keeps its slot."""
    return _bench(_entries_of(context, finding))


def mend_url(context: PreflightContext, finding: Finding) -> Change | None:
    """Repair the link that the finding is about, where what was meant is plain: a scheme or an escape is missing."""
    return _rewrite_link(context, finding, explain_unsafe_url, _repair_url, "Repaired the link of")


def mend_tracking(context: PreflightContext, finding: Finding) -> Change | None:
    """Take the tracking parameters out of a link. Those in a text are left to the editor."""
    return _rewrite_link(
        context, finding, explain_tracking, strip_tracking, "Took tracking out of the link of"
    )


def mend_insecure(context: PreflightContext, finding: Finding) -> Change | None:
    """Write https where the page is known by it."""
    return _rewrite_link(context, finding, explain_insecure, _secure_url, "Wrote https in the link of")


def mend_rough_title(context: PreflightContext, finding: Finding) -> Change | None:
    """Write the whole title, where the link has the one that the entry's was cut from."""
    for entry in _entries_of(context, finding):
        whole = find_whole_title(context, entry)
        if whole:
            edits = EditCollector()
            edits.set(entry, title=whole)
            return edits.build(f"Completed the title of “{describe_title(entry)}”")
    return None


def _rewrite_link(
    context: PreflightContext,
    finding: Finding,
    explain: Callable[[str], str],
    rewrite: Callable[[str], str],
    label: str,
) -> Change | None:
    """Rewrite the link that the finding is about: its message is all that tells one link of an entry from another."""
    for entry in _entries_of(context, finding):
        links = tuple(
            replace(link, url=rewrite(link.url)) if explain(link.url) == finding.message else link
            for link in entry.links
        )
        if links != entry.links:
            edits = EditCollector()
            edits.set(entry, links=links)
            return edits.build(f"{label} “{describe_title(entry)}”")
    return None


def find_whole_title(context: PreflightContext, entry: Entry) -> str:
    """The link's title, where the entry's is the beginning of it and was cut; empty where it is not."""
    link = context.links.get(entry.link)
    if link is None or not ends_open(entry.title) or ends_open(link.title):
        return ""
    begins = entry.title.rstrip(" .…")
    is_longer = link.title.startswith(begins) and len(link.title) > len(entry.title)
    return link.title if begins and is_longer else ""


def explain_tracking(url: str) -> str:
    """What a finding says of a URL with tracking parameters."""
    return f"“{clean_line(url, limit=80)}” carries tracking: it tells the site where the reader came from."


def explain_insecure(url: str) -> str:
    """What a finding says of a URL without encryption."""
    return f"“{clean_line(url, limit=80)}” goes by http, and the page is known by https."


def has_secure_twin(context: PreflightContext, url: str) -> bool:
    """Whether a URL by http has a host of which some link of the issue is known by https."""
    return url.lower().startswith("http://") and _host_of(url) in {
        _host_of(known)
        for link in context.links.values()
        for known in (link.url, *link.urls)
        if known.startswith("https://")
    }


def _host_of(url: str) -> str:
    return url.partition("://")[2].partition("/")[0].lower().removeprefix("www.")


def _secure_url(url: str) -> str:
    return f"https://{url.partition('://')[2]}"


def explain_unsafe_url(url: str) -> str:
    """What a finding says of a URL that may not be printed."""
    return f"“{clean_line(url, limit=80)}” is no web address: it would be printed as text."


def _repair_url(url: str) -> str:
    completed = complete_url(clean_line(url, limit=MAX_URL_LENGTH))
    return (to_safe_url(completed) if isinstance(completed, str) else None) or url


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

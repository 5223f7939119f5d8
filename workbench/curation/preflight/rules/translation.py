"""The rules that hold an issue against the original that it translates. Without an original they find nothing.

What the original has and the issue lacks is known from the pairs of entries; the desk makes them, and takes in what is
missing (`desk/verbs/translating.py`).
"""

from collections.abc import Iterator, Mapping
from typing import Final

from workbench.curation.change import Change, EditCollector
from workbench.curation.model import Entry, EntryId, Section
from workbench.curation.pieces import (
    CLOSING,
    GREETING,
    PREVIEW,
    SUBTITLE,
    TITLE,
    Piece,
    piece_of_section,
    piece_of_tldr,
)
from workbench.curation.preflight.context import PreflightContext, describe_title
from workbench.curation.preflight.finding import Finding, Violation, violation_at
from workbench.curation.publication import RuleId
from workbench.curation.translation.original import NoOriginal, OriginalEntry, Translation, choose_own_section

_OWN_PIECES: Final[tuple[tuple[Piece, RuleId | None], ...]] = (
    (TITLE, "title"),
    (SUBTITLE, None),
    (PREVIEW, None),
    (GREETING, "greeting"),
    (CLOSING, "closing"),
)
"""The issue's own texts, and the rule that finds one which is not written."""


def check_original(context: PreflightContext) -> Iterator[Violation]:
    """The original can be read, and has an issue that goes with this one."""
    if isinstance(context.translation, NoOriginal):
        reason = context.translation.reason
        yield Violation("original", TITLE, reason, quote=reason)


def check_missing(context: PreflightContext) -> Iterator[Violation]:
    """Each entry of the original has one here, in a slot."""
    if not isinstance(context.translation, Translation):
        return
    for one in list_missing(context):
        section = choose_own_section(one, context.issue.sections)
        said = f"“{describe_title(one.entry)}” is missing: it stands in {context.translation.original.label}."
        is_open = section is not None and len(context.entries_in(section)) < section.capacity
        is_here = any(not set(one.works).isdisjoint(works) for works in context.identities.values())
        key = section.key if section is not None else one.entry.section
        quote = one.link.identity
        yield Violation(key, piece_of_section(key), said, quote=quote, mendable=is_open and not is_here)


def list_missing(context: PreflightContext) -> list[OriginalEntry]:
    """The entries of the original that readers of this issue do not get, those on its bench included."""
    if not isinstance(context.translation, Translation):
        return []
    placed = {entry.id for entry in context.placed}
    shown = {pair.entry.id for id, pair in context.translation.pairs.items() if id in placed}
    return [one for one in context.translation.original.entries if one.entry.id not in shown]


def check_untranslated(context: PreflightContext) -> Iterator[Violation]:
    """No text is word for word the original's, and none is empty that the original has. Of an empty one that another
    rule finds it says nothing."""
    translation = context.translation
    if not isinstance(translation, Translation):
        return
    for piece, rule in _OWN_PIECES:
        text = str(getattr(context.issue, piece.kind))
        yield from _compare_text(context, translation, piece, str(piece), text, rule)
    if context.publication.tldr.printed:
        for key in dict.fromkeys(entry.section for entry in context.placed):
            line = context.issue.tldr.get(key, "")
            yield from _compare_text(context, translation, piece_of_tldr(key), f"tldr {key}", line, "tldr")
    for entry in context.placed:
        yield from _compare_entry(context, translation, entry)


def _compare_text(
    context: PreflightContext,
    translation: Translation,
    piece: Piece,
    where: str,
    text: str,
    rule: RuleId | None,
) -> Iterator[Violation]:
    if said := _describe_text(context, piece.noun, text, translation.text_of(piece), rule):
        yield Violation(where, piece, said)


def _compare_entry(context: PreflightContext, translation: Translation, entry: Entry) -> Iterator[Violation]:
    pair = translation.pairs.get(entry.id)
    if pair is None:
        return
    link = context.links.get(entry.link)
    # What a work is called by its own site is no text of the original's editor: it may stay as it is.
    is_given = entry.title in (pair.link.title, link.title if link is not None else "")
    if not (entry.title and is_given) and (
        said := _describe_text(context, "title", entry.title, pair.entry.title, "entry-title")
    ):
        yield violation_at(entry, said, "title")
    if said := _describe_text(context, "blurb", entry.blurb, pair.entry.blurb, "blurb"):
        yield violation_at(entry, said, "blurb")


def _describe_text(
    context: PreflightContext, noun: str, text: str, original: str, rule: RuleId | None
) -> str:
    if not original.strip():
        return ""
    if not text.strip():
        is_found = rule is not None and rule not in context.publication.preflight.off
        return "" if is_found else f"The {noun} is not written, and the original has one."
    is_same = text.split() == original.split()
    return f"The {noun} is word for word the original's: translate it." if is_same else ""


def check_outdated(context: PreflightContext) -> Iterator[Violation]:
    """No blurb of the original was changed since its translation was written."""
    translation = context.translation
    for entry in context.placed if isinstance(translation, Translation) else ():
        if isinstance(translation, Translation) and translation.is_outdated(entry):
            said = "The original's blurb was changed since this one was written."
            yield violation_at(entry, said, "blurb", translation.checksum_of_blurb(entry))


def check_order(context: PreflightContext) -> Iterator[Violation]:
    """Entries stand in the sections of the original, and there in its order."""
    for entry in context.placed:
        pair = _pairs_of(context).get(entry.id)
        there = pair.entry.section if pair is not None else entry.section
        section = next((part for part in context.issue.sections if part.key == there), None)
        if section is not None and section.key != entry.section:
            yield violation_at(entry, f"In the original it stands in {section.name}.")
    for section in context.issue.sections:
        here = _list_translated(context, section)
        first = next((one for one, other in zip(sorted(here), here, strict=True) if one != other), None)
        if first is not None:
            entry = next(entry for entry in context.placed if entry.id == first[1])
            said = f"The original has another order: there “{describe_title(entry)}” comes earlier."
            yield Violation(section.key, piece_of_section(section.key), said)


def mend_order(context: PreflightContext, finding: Finding) -> Change | None:
    """Put the entries of a section into the order of the original. Those that it has not there stay in their slots."""
    edits = EditCollector()
    for section in context.issue.sections:
        if finding.piece == piece_of_section(section.key):
            here = _list_translated(context, section)
            entries = {entry.id: entry for entry in context.placed}
            for (_, id), (_, place) in zip(sorted(here), here, strict=True):
                edits.set(entries[id], slot=entries[place].slot)
            return edits.build(f"Put {section.name} into the order of the original")
    return None


def _list_translated(context: PreflightContext, section: Section) -> list[tuple[int, EntryId]]:
    """The entries of a section that stand in the same one in the original, in their order, with their slots there."""
    pairs = _pairs_of(context)
    found = ((entry, pairs[entry.id].entry) for entry in context.entries_in(section) if entry.id in pairs)
    return [(there.slot or 0, entry.id) for entry, there in found if there.section == section.key]


def _pairs_of(context: PreflightContext) -> Mapping[EntryId, OriginalEntry]:
    return context.translation.pairs if isinstance(context.translation, Translation) else {}

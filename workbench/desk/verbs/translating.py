"""Translating: an issue begun from the original, what it lacks taken in, links tied to works of the original."""

from collections.abc import Sequence
from typing import Final

from msgspec.structs import replace

from workbench.curation.change import Change
from workbench.curation.identity import Identity, identify
from workbench.curation.model import (
    MAX_SLOTS,
    Issue,
    IssueId,
    Link,
    LinkId,
    Section,
    Source,
    UserError,
)
from workbench.curation.preflight import Finding, PreflightContext
from workbench.curation.preflight.rules.translation import list_missing
from workbench.curation.text.cleaning import clean_line
from workbench.curation.translation.original import (
    OriginalEntry,
    OriginalIssue,
    Translation,
    choose_own_section,
)
from workbench.desk.change_builder import ChangeBuilder, display_name
from workbench.desk.originals import Originals
from workbench.desk.state import State
from workbench.desk.translating import find_next_original, find_translation
from workbench.desk.verbs.ideas import make_idea
from workbench.desk.verbs.issues import require_issue

_VIA: Final = "original"
"""How links remember that they came from the original."""


def translate_issue(state: State, number: int | None = None, *, own_number: int | None = None) -> Change:
    """Begin the issue that translates the original's of that number, else of the next one, with its entries in their
    order. Their blurbs stay to be written. `own_number` is for a translation that counts its issues otherwise.

    `UserError` where there is no such original, or an issue translates it already.
    """
    originals = require_originals(state)
    original = _require_original(state, originals, number)
    begun = _find_translated(state, original.issue.number)
    if begun is not None:
        raise UserError(
            f"Issue #{begun.number} is the translation of {original.label}: F shows what it lacks, M takes it in."
        )
    builder = ChangeBuilder(state)
    issue = builder.add_issue(
        _choose_number(state, original.issue.number) if own_number is None else own_number
    )
    sections = tuple(_fit_section(section, original) for section in issue.sections)
    issue = replace(issue, sections=sections, original=original.issue.number)
    builder.create(issue)
    taken = _take_in_entries(builder, originals, issue, original.entries)
    left = len(original.entries) - taken
    more = f"; {left} of its entries {'has' if left == 1 else 'have'} no room here" if left else ""
    entries = "1 entry" if taken == 1 else f"{taken} entries"
    return builder.build(f"Issue #{issue.number} translates {original.label}, {entries} to write{more}")


def take_in_missing(state: State, context: PreflightContext, findings: Sequence[Finding]) -> Change:
    """Take in the entries of the original that these findings miss. `UserError` where no section takes one."""
    originals = require_originals(state)
    wanted = {finding.quote for finding in findings}
    missing = [one for one in list_missing(context) if one.link.identity in wanted]
    if not missing:
        raise UserError("Nothing of the original is missing here any more.")
    builder = ChangeBuilder(state)
    draft = builder.draft_to_edit(context.issue.id)
    taken = _take_in_entries(builder, originals, draft, missing)
    if not taken:
        raise UserError(
            "Nothing of that can be taken in: its section is full, where = gives a slot more, or its link stands here."
        )
    named = f"“{clean_line(missing[0].entry.title, limit=50)}”" if len(missing) == 1 else f"{taken} entries"
    return builder.build(f"Took in {named} from the original, to be translated")


def tie_link(state: State, link: LinkId, address: str, *, issue_id: IssueId | None = None) -> Change:
    """Tie the entry of a link to the one of the original that leads to an address: it is the translation of that one,
    although it leads elsewhere. `UserError` where the original's issue has no such entry."""
    draft = require_issue(state, None) if issue_id is None else state.get_issue(issue_id)
    original = require_translation(state, draft).original
    if state.find_entry(draft.id, link) is None:
        raise UserError(f"{display_name(state.get_link(link))} is not in the issue: place it first.")
    work = identify(address)
    key = work.key if isinstance(work, Identity) else address
    for one in original.entries:
        if key in (one.link.identity, *one.works):
            return tie_to_work(state, link, one.link.identity)
    called = clean_line(address, limit=80)
    raise UserError(f"No entry of {original.label} leads to {called}: `workbench issue original` lists them.")


def tie_to_work(state: State, link: LinkId, work: str) -> Change:
    """Tie a link to the work of that identity in the original; an empty one unties it."""
    found = state.get_link(link)
    if found.original == work:
        raise UserError(f"{display_name(found)} is {'tied to it already' if work else 'not tied'}.")
    builder = ChangeBuilder(state)
    builder.set(found, original=work)
    if not work:
        return builder.build(f"Untied {display_name(found)} from the original's {found.original}")
    return builder.build(f"Tied {display_name(found)} to the original's {work}")


def require_originals(state: State) -> Originals:
    """The original's issues. `UserError` where this newsletter is no translation, or the original cannot be read."""
    if state.originals is None:
        raise UserError(
            "This newsletter is no translation: [translation] in workbench.toml names its original."
        )
    state.originals.keep_up()
    if state.originals.trouble:
        raise UserError(state.originals.trouble)
    if not state.originals.is_read:
        raise UserError("The original is being read: once more in a moment.")
    return state.originals


def require_translation(state: State, issue: Issue) -> Translation:
    """An issue beside its original. `UserError` where there is none."""
    require_originals(state)
    found = find_translation(state, issue)
    if isinstance(found, Translation):
        return found
    raise UserError(f"Issue #{issue.number} has not begun." if found is None else found.reason)


def list_to_tie(state: State, issue_id: IssueId) -> tuple[OriginalIssue, list[OriginalEntry]]:
    """The original of an issue, and its entries that have no translation here. `UserError` where there is none."""
    translation = require_translation(state, state.get_issue(issue_id))
    if not (unpaired := translation.list_unpaired()):
        raise UserError(f"Each entry of {translation.original.label} has its translation here.")
    return translation.original, unpaired


def _require_original(state: State, originals: Originals, number: int | None) -> OriginalIssue:
    found = find_next_original(state, originals) if number is None else originals.find_issue(number)
    if found is not None:
        return found
    if number is not None:
        there = ", ".join(f"#{other}" for other in list(originals.issues)[:5]) or "none yet"
        raise UserError(f"The original has no issue #{number}: its newest are {there}.")
    raise UserError(
        "All issues of the original are translated." if originals.issues else "The original has no issue yet."
    )


def _find_translated(state: State, number: int) -> Issue | None:
    """The issue that says it is the translation of the original's of that number, or has that number itself."""
    issues = state.issues.values()
    return next(
        (issue for issue in issues if number == (issue.number if issue.original is None else issue.original)),
        None,
    )


def _choose_number(state: State, original: int) -> int:
    """The number for the translation of the original's of that number, as far apart as the last ones are."""
    said = ((issue.number, issue.original) for issue in state.issues.values())
    number, other = max(((here, there) for here, there in said if there is not None), default=(0, 0))
    return max(0, original + number - other)


def _fit_section(section: Section, original: OriginalIssue) -> Section:
    """The section with as many slots as the original's issue fills, where it has a quota at all."""
    count = sum(one.entry.section == section.key for one in original.entries)
    there = next((part for part in original.issue.sections if part.key == section.key), None)
    if section.slots is None or there is None:
        return section
    slots = there.slots if there.slots is not None else section.slots
    return replace(section, slots=min(MAX_SLOTS, max(slots, count)))


def _take_in_entries(
    builder: ChangeBuilder, originals: Originals, issue: Issue, wanted: Sequence[OriginalEntry]
) -> int:
    """Make the entries that translate these, as far as their sections have room; how many. What was written for one
    before comes back, else it begins with the original's title and links."""
    taken: set[LinkId] = set()
    for one in wanted:
        section, link = choose_own_section(one, issue.sections), _find_link(builder.state, one)
        standing = None if link is None else builder.state.find_entry(issue.id, link.id)
        is_here = link is not None and (
            link.id in taken or (standing is not None and standing.slot is not None)
        )
        if section is None or is_here:
            continue
        link = _take_in_link(builder, originals, one, link)
        try:
            slot = builder.take_open_slot(issue, section, link)
        except UserError:
            continue
        entry = builder.add_entry(issue, link, section, slot)
        if link.words is None and entry.id not in builder.state.entries:
            builder.set(entry, title=one.entry.title, links=one.entry.links)
        taken.add(link.id)
    return len(taken)


def _find_link(state: State, one: OriginalEntry) -> Link | None:
    """The link of that work here, or the one that it was joined to; None where nobody saved it. Ideas are of one
    library only."""
    keys = () if one.link.is_idea else (one.link.identity, *one.link.aliases)
    found = next((link for link in map(state.by_identity, keys) if link is not None), None)
    return state.links.get(found.joined, found) if found is not None and found.joined is not None else found


def _take_in_link(
    builder: ChangeBuilder, originals: Originals, one: OriginalEntry, link: Link | None
) -> Link:
    """The link that is there, else a new one of that work, with the text that is kept of it in the original where none
    is kept here."""
    if link is None and one.link.is_idea:
        idea = make_idea(builder, one.link.title or one.entry.title, via=_VIA)
        builder.set(idea, original=one.link.identity)
        return replace(idea, original=one.link.identity)
    if link is None:
        link = Link(
            id=LinkId(builder.allocate_id("links")), url=one.link.url, identity=one.link.identity, kind=one.link.kind,
            title=one.link.title, title_by=one.link.title_by, urls=one.link.urls, aliases=one.link.aliases,
            related=one.link.related, fetched=one.link.fetched, added=builder.state.now, via=_VIA,
        )  # fmt: skip
        builder.create(link)
    source = originals.source_of(one)
    if source != Source(id=source.id) and builder.state.find_fields("sources", link.id) is None:
        builder.create(replace(source, id=link.id))
    return link

"""Preflight of an issue: what it finds, and mending a finding.

The rules are in `curation/preflight/`. They are handed what only the desk has: the other issues, and how prose is
printed.
"""

from collections.abc import Sequence
from functools import partial
from typing import Final

from msgspec.structs import replace

from workbench.curation.archive.marks import Repeat
from workbench.curation.change import Change, join_changes
from workbench.curation.link_check import PrintedLink
from workbench.curation.model import Entry, EntryId, Issue, IssueId, UserError
from workbench.curation.preflight import (
    PREFLIGHT_RULES,
    Finding,
    PreflightContext,
    PreflightReport,
    build_preflight_context,
    propose_mend,
    propose_mends,
    run_preflight,
    split_off_waived,
)
from workbench.curation.preflight.body_size import PieceMeasurer
from workbench.curation.preflight.source_check.known_text import KnownText
from workbench.curation.publication import Target
from workbench.curation.text.cleaning import to_safe_url
from workbench.curation.translation.original import NoOriginal, Translation
from workbench.desk.address_learning import learn_addresses
from workbench.desk.archive_access import can_ask_archive
from workbench.desk.blocks import list_block_rules, resolve_blocks, unresolve_blocks
from workbench.desk.change_builder import ChangeBuilder
from workbench.desk.coming import list_entries
from workbench.desk.state import State
from workbench.desk.steps import Steps
from workbench.desk.verbs.issues import printed_entries
from workbench.desk.words import list_own_words
from workbench.publishing.prose import links
from workbench.publishing.prose.misprints import find_misprints

RULES_ON_SOURCES: Final = tuple(rule for rule in PREFLIGHT_RULES if rule.reads_sources)


def check_issue(
    state: State, issue: Issue, target: Target | None = None, *, with_sources: bool = True
) -> list[Finding]:
    """Preflight: what stands between this draft and publishing, errors first. What is waived is left out.

    `target` is where the issue is to go, the publication's first one if it is None. Without sources nothing is
    compared with them and no mail is measured, which takes a moment when it is done for the first time.
    """
    return list(review_issue(state, issue, target, with_sources=with_sources).findings)


def review_issue(
    state: State, issue: Issue, target: Target | None = None, *, with_sources: bool = True
) -> PreflightReport:
    """Preflight with what is waived, apart."""
    context = preflight_context_of(state, issue, target, with_sources=with_sources)
    return split_off_waived(context, run_preflight(context))


def mend_finding(state: State, issue_id: IssueId, finding: Finding) -> Change:
    """Remove what preflight found. `UserError` where it is gone, only a person can, or the issue is published."""
    issue = ChangeBuilder(state).draft_to_edit(issue_id)
    context = preflight_context_of(state, issue)
    if finding not in run_preflight(context):
        raise UserError("That is mended already.")
    if finding.rule == "missing" and finding.mendable:
        return _take_in_missing(state, context, [finding])
    change = propose_mend(context, finding)
    if change is None:
        raise UserError("Only you can mend this one: enter goes there.")
    return _complete_mend(state, issue, change)


def mend_findings(state: State, issue_id: IssueId, rule: str) -> Change:
    """Remove all that a rule of preflight finds and can mend, as one change. `UserError` where that is nothing."""
    issue = ChangeBuilder(state).draft_to_edit(issue_id)
    context = preflight_context_of(state, issue)
    if rule == "missing":
        return _take_in_missing(state, context, [one for one in run_preflight(context) if one.rule == rule])
    change = propose_mends(context, rule)
    if change is None:
        raise UserError("Only you can mend findings of this kind: enter goes there.")
    return _complete_mend(state, issue, change)


def _complete_mend(state: State, issue: Issue, change: Change) -> Change:
    """The change of a mend with what only the desk knows: the issue's own blocks, and what links learn by it."""
    change = unresolve_blocks(change, issue)
    learned = learn_addresses(state, change)
    return join_changes([change, learned.build(change.label)]) if learned else change


def preflight_context_of(
    state: State, issue: Issue, target: Target | None = None, *, with_sources: bool = True
) -> PreflightContext:
    """What the rules of preflight look at, for this issue."""
    saved = {entry.link: state.links[entry.link] for entry in list_entries(state, issue)}
    entries = printed_entries(state, issue)
    settings = replace(state.publication.preflight, words=list_own_words(state))
    publication = replace(state.publication, blocks=list_block_rules(state), preflight=settings)
    return build_preflight_context(
        resolve_blocks(state, issue),
        entries,
        saved,
        publication,
        _find_repeats(state, entries),
        find_misprints,
        links,
        target,
        _list_own_targets(state, issue),
        measure_pieces=_load_measure() if with_sources else None,
        find_known_text=partial(find_known_text, state) if with_sources else None,
        checked=state.link_checks.list_news(state.clock()),
        translation=_find_translation(state, issue),
    )


def _find_translation(state: State, issue: Issue) -> Translation | NoOriginal | None:
    if state.originals is None:
        return None
    from workbench.desk.translating import find_translation  # noqa: PLC0415 - most newsletters are no translation

    return find_translation(state, issue)


def _take_in_missing(state: State, context: PreflightContext, findings: Sequence[Finding]) -> Change:
    from workbench.desk.verbs.translating import take_in_missing  # noqa: PLC0415 - as above

    return take_in_missing(state, context, findings)


def list_printed_links(state: State, issue: Issue) -> list[PrintedLink]:
    """Every address to which readers of an issue would be led, each once, those of entries first."""
    context = preflight_context_of(state, issue, with_sources=False)
    saved = {
        to_safe_url(link.url): context.links[entry.link].added[:10]
        for entry in context.placed
        for link in entry.links
        if entry.link in context.links
    }
    urls = dict.fromkeys(place.url for place in context.iter_links())
    return [PrintedLink(url, saved.get(url, "")) for url in urls]


def compare_entry(state: State, entry: Entry) -> list[Finding]:
    """What the sources of one entry say against its blurb as it is saved. What is waived is left out."""
    context = build_preflight_context(
        state.get_issue(entry.issue),
        [entry],
        {entry.link: state.links[entry.link]},
        state.publication,
        {},
        find_misprints,
        links,
        find_known_text=partial(find_known_text, state),
    )
    rules = [rule for rule in RULES_ON_SOURCES if rule.scope == "entry"]
    return list(split_off_waived(context, run_preflight(context, rules)).findings)


def find_known_text(state: State, entry: Entry) -> KnownText | None:
    """What is kept of the works of an entry, those that were joined to its link included; None where that is little."""
    return state.known_texts.find(entry.link)


def compare_with_sources_in_steps(state: State, issue: Issue | None) -> Steps[None]:
    """Compare an issue with its sources, away from the screen, so that the next preflight has it at hand."""
    if issue is None:
        return
    written = [entry.link for entry in printed_entries(state, issue) if entry.blurb]
    yield from state.known_texts.read_in_steps(written)
    yield partial(run_preflight, preflight_context_of(state, issue), RULES_ON_SOURCES)


def _load_measure() -> PieceMeasurer:
    from workbench.publishing.passages import measure_pieces  # noqa: PLC0415 - the screen begins without it

    return measure_pieces


def _list_own_targets(state: State, issue: Issue) -> list[Target]:
    """The targets that the newsletter goes to: the publication's first one, those whose site it names, and those that
    this issue or the one before it has a draft at. The publication may list others that the editor never uses."""
    earlier = (other for other in state.issues.values() if other.number < issue.number)
    before = max(earlier, key=lambda other: other.number, default=issue)
    first, *others = state.publication.targets
    return [
        first,
        *(
            target
            for target in others
            if target.url or target.key in issue.drafts or target.key in before.drafts
        ),
    ]


def _find_repeats(state: State, entries: Sequence[Entry]) -> dict[EntryId, Sequence[Repeat]]:
    """In which issues readers had the works of these entries; nothing while a screen has not read the archive yet."""
    if not can_ask_archive(state):
        return {}
    from workbench.desk.repeats import find_entry_repeats  # noqa: PLC0415 - a screen starts without it

    found = zip(entries, find_entry_repeats(state, entries), strict=True)
    return {entry.id: repeats for entry, repeats in found if repeats}

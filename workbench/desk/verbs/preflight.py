"""Preflight of an issue: what it finds, and mending a finding.

The rules are in `curation/preflight/`. They are handed what only the desk has: the other issues, and how prose is
printed.
"""

from workbench.curation.change import Change
from workbench.curation.model import Issue, IssueId, UserError
from workbench.curation.preflight import (
    Finding,
    PreflightContext,
    PreflightReport,
    build_preflight_context,
    propose_mend,
    propose_mends,
    run_preflight,
    split_off_waived,
)
from workbench.curation.publication import Target
from workbench.desk.change_builder import ChangeBuilder
from workbench.desk.coming import list_entries
from workbench.desk.related import find_twins
from workbench.desk.state import State
from workbench.desk.verbs.issues import printed_entries
from workbench.publishing import find_misprints


def check_issue(state: State, issue: Issue, target: Target | None = None) -> list[Finding]:
    """Preflight: what stands between this draft and publishing, errors first. What is waived is left out.

    `target` is where the issue is to go, the publication's first one if it is None.
    """
    return list(review_issue(state, issue, target).findings)


def review_issue(state: State, issue: Issue, target: Target | None = None) -> PreflightReport:
    """Preflight with what is waived, apart."""
    context = preflight_context_of(state, issue, target)
    return split_off_waived(context, run_preflight(context))


def mend_finding(state: State, issue_id: IssueId, finding: Finding) -> Change:
    """Remove what preflight found. `UserError` where it is gone, only a person can, or the issue is published."""
    context = preflight_context_of(state, ChangeBuilder(state).draft_to_edit(issue_id))
    if finding not in run_preflight(context):
        raise UserError("That is mended already.")
    change = propose_mend(context, finding)
    if change is None:
        raise UserError("Only you can mend this one: enter goes there.")
    return change


def mend_findings(state: State, issue_id: IssueId, rule: str) -> Change:
    """Remove all that a rule of preflight finds and can mend, as one change. `UserError` where that is nothing."""
    context = preflight_context_of(state, ChangeBuilder(state).draft_to_edit(issue_id))
    change = propose_mends(context, rule)
    if change is None:
        raise UserError("Only you can mend findings of this kind: enter goes there.")
    return change


def preflight_context_of(state: State, issue: Issue, target: Target | None = None) -> PreflightContext:
    """What the rules of preflight look at, for this issue."""
    links = {entry.link: state.links[entry.link] for entry in list_entries(state, issue)}
    published = _find_other_issues(state, issue)
    entries = printed_entries(state, issue)
    return build_preflight_context(
        issue, entries, links, state.publication, published, find_misprints, target
    )


def _find_other_issues(state: State, issue: Issue) -> dict[str, tuple[int, ...]]:
    found: dict[str, tuple[int, ...]] = {}
    for entry in printed_entries(state, issue):
        link = state.links[entry.link]
        same = (link.id, *(twin.id for twin in find_twins(state, link)))
        others = {number for id in same for number in state.published_numbers_of(id)} - {issue.number}
        if others:
            found[link.identity] = tuple(sorted(others))
    return found

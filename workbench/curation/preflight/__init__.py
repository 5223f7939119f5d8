"""Preflight: what stands between a draft and its readers, as a table of rules.

`run_preflight` applies `PREFLIGHT_RULES` to one issue and returns findings. It reads and stops nothing. A rule that
knows a remedy has a `mend`: `propose_mend` gives the change, and the caller decides whether to make it.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby

from msgspec.structs import replace

from workbench.curation.change import Change, join_changes
from workbench.curation.preflight.context import PreflightContext, build_preflight_context, follow_change
from workbench.curation.preflight.finding import (
    LEVELS,
    Finding,
    Level,
    Rule,
    count_levels,
    has_errors,
    select_answerable,
)
from workbench.curation.preflight.rules import PREFLIGHT_RULES
from workbench.curation.preflight.waivers import (
    PreflightReport,
    WaivedFinding,
    build_waiver,
    split_off_waived,
)

__all__ = [
    "LEVELS",
    "PREFLIGHT_RULES",
    "Finding",
    "Level",
    "PreflightContext",
    "PreflightReport",
    "Rule",
    "WaivedFinding",
    "build_preflight_context",
    "build_waiver",
    "count_levels",
    "has_errors",
    "propose_mend",
    "propose_mends",
    "run_preflight",
    "select_answerable",
    "split_off_waived",
]


def run_preflight(context: PreflightContext, rules: Sequence[Rule] = PREFLIGHT_RULES) -> list[Finding]:
    """All that the rules find in the issue, errors first, then in the order of the table.

    Rules that the publication switches off are left out. Neighbouring rules with the scope `entry`, or `text`, are
    listed place by place, so that all that is wrong with one entry stands together.
    """
    off = context.publication.preflight.off
    place = {piece: at for at, (_, piece, _) in enumerate(context.iter_texts())}
    found: list[Finding] = []
    for scope, group in groupby((rule for rule in rules if rule.id not in off), key=lambda rule: rule.scope):
        here = [finding for rule in group for finding in _apply_rule(rule, context)]
        found += here if scope == "issue" else sorted(here, key=lambda finding: place[finding.piece])
    return sorted(found, key=lambda finding: LEVELS.index(finding.level))


def propose_mend(
    context: PreflightContext, finding: Finding, rules: Sequence[Rule] = PREFLIGHT_RULES
) -> Change | None:
    """The change that removes a finding; None where its rule knows none."""
    rule = next((rule for rule in rules if rule.id == finding.rule), None)
    return rule.mend(context, finding) if rule is not None and rule.mend is not None else None


def propose_mends(context: PreflightContext, rule: str) -> Change | None:
    """One change that removes all that this rule finds and can mend; None where there is nothing of that kind.

    A mend may remove, or change, what the next one would have been about. So each is computed on what the one before
    it leaves.
    """
    rules = [known for known in PREFLIGHT_RULES if known.id == rule]
    changes: list[Change] = []
    for _ in run_preflight(context, rules):
        found = next((finding for finding in run_preflight(context, rules) if finding.mendable), None)
        change = None if found is None else propose_mend(context, found, rules)
        if change is None:
            break
        changes.append(change)
        context = follow_change(context, change)
    return join_changes(changes) if changes else None


def _apply_rule(rule: Rule, context: PreflightContext) -> Iterator[Finding]:
    for at in rule.check(context):
        finding = Finding(
            at.level or rule.level, rule.id, at.where, at.message, at.piece, field=at.field, quote=at.quote
        )
        mendable = at.mendable or (rule.mend is not None and rule.mend(context, finding) is not None)
        yield replace(finding, mendable=True) if mendable else finding

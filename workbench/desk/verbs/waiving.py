"""Waiving findings: the editor goes out with what preflight found, and says why if that is worth saying."""

from collections.abc import Sequence

from workbench.curation.change import Change
from workbench.curation.model import Issue, IssueId, UserError, Waiver
from workbench.curation.pieces import Piece
from workbench.curation.preflight import Finding, build_waiver, run_preflight
from workbench.curation.text.cleaning import clean_line, require_line
from workbench.desk.change_builder import ChangeBuilder
from workbench.desk.state import State
from workbench.desk.verbs.preflight import preflight_context_of
from workbench.desk.verbs.writing import entry_of_piece


def waive_findings(state: State, issue_id: IssueId, findings: Sequence[Finding], reason: str = "") -> Change:
    """Waive findings of a draft, until the text that they are about changes. A new reason replaces the one before.

    `UserError` where one of them is no longer found, or the issue is published.
    """
    builder = ChangeBuilder(state)
    issue = builder.draft_to_edit(issue_id)
    waivers = _waivers_of(state, issue, findings, require_line(reason, "The reason"))
    builder.set(issue, waivers=(*_leave_out(issue, waivers), *waivers))
    return builder.build(f"Waived {_describe_findings(findings)} of issue #{issue.number}")


def withdraw_waivers(state: State, issue_id: IssueId, findings: Sequence[Finding]) -> Change:
    """Have findings count again. `UserError` where one of them is no longer found, or the issue is published."""
    builder = ChangeBuilder(state)
    issue = builder.draft_to_edit(issue_id)
    builder.set(issue, waivers=_leave_out(issue, _waivers_of(state, issue, findings, "")))
    return builder.build(f"Withdrew the waiver of {_describe_findings(findings)} of issue #{issue.number}")


def find_by_rule(state: State, issue: Issue, rule: str, place: str | None) -> list[Finding]:
    """What that rule finds in an issue, waived or not, at a place if one is given: a link's id, a section's key, or a
    field's name such as `title` and `tldr.papers`. `UserError` where it finds nothing there."""
    found = run_preflight(preflight_context_of(state, issue))
    by_rule = [finding for finding in found if finding.rule == rule]
    at_place = [finding for finding in by_rule if place is None or _is_at(state, finding.piece, place)]
    if not at_place:
        where = f" at “{clean_line(place)}”" if place is not None and by_rule else ""
        rules = ", ".join(dict.fromkeys(finding.rule for finding in found)) or "none"
        raise UserError(
            f"No finding of the rule “{clean_line(rule)}”{where} in issue #{issue.number}: these rules find something: "
            f"{rules}."
        )
    return at_place


def _is_at(state: State, piece: Piece, place: str) -> bool:
    entry = entry_of_piece(state, piece)
    if entry is not None:
        return str(entry.link) == place
    return place in (str(piece).replace(":", "."), piece.key if piece.kind == "section" else "")


def _waivers_of(state: State, issue: Issue, findings: Sequence[Finding], reason: str) -> list[Waiver]:
    context = preflight_context_of(state, issue)
    present = run_preflight(context)
    if any(finding not in present for finding in findings):
        raise UserError("That is not found any more: F shows what is.")
    return [build_waiver(context, finding, reason) for finding in findings]


def _leave_out(issue: Issue, waivers: Sequence[Waiver]) -> tuple[Waiver, ...]:
    """The issue's waivers without those of the same findings."""
    again = {(waiver.rule, waiver.piece, waiver.digest) for waiver in waivers}
    return tuple(held for held in issue.waivers if (held.rule, held.piece, held.digest) not in again)


def _describe_findings(findings: Sequence[Finding]) -> str:
    if len(findings) == 1:
        return f"“{clean_line(findings[0].message, limit=60).rstrip('.')}”"
    return f"{len(findings)} findings"

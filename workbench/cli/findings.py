"""Findings on the command line: as rows, as sentences, as JSON."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from workbench.cli.output import format_count, format_json, format_row, info, write_out

if TYPE_CHECKING:
    from workbench.curation.preflight import Finding, PreflightReport, WaivedFinding


def print_findings(issue_number: int, findings: Sequence["Finding"], as_json: bool) -> int:
    """Write findings about an issue to standard output, as rows or as JSON; returns the exit code."""
    if as_json:
        write_out(format_json(_build_findings_fields(issue_number, findings)))
    else:
        write_out("".join(format_row(finding.level, finding.where, finding.message) for finding in findings))
    info(f"Issue #{issue_number}: {_format_counts(findings)}.")
    return 1 if findings else 0


def print_report(
    issue_number: int, report: "PreflightReport", as_json: bool, more_fields: Mapping[str, object] = {}
) -> int:
    """Write what preflight found to standard output; returns the exit code. What is waived comes last, and does not
    count; nor do hints. `more_fields` are further ones of the JSON."""
    if as_json:
        fields = _build_findings_fields(issue_number, report.findings)
        fields["hints"] = _count(report.findings, "hint")
        fields["waived"] = [_build_waived_fields(each) for each in report.waived]
        write_out(format_json({**fields, **more_fields}))
    else:
        rows = [format_row(finding.level, finding.where, finding.message) for finding in report.findings]
        rows += [format_row("waived", each.finding.where, _describe_waived(each)) for each in report.waived]
        write_out("".join(rows))
    waived = f", {len(report.waived)} waived" if report.waived else ""
    info(f"Issue #{issue_number}: {_format_counts(report.findings)}{waived}.")
    return 1 if any(finding.level != "hint" for finding in report.findings) else 0


def _format_counts(findings: Sequence["Finding"]) -> str:
    errors, warnings, hints = (_count(findings, level) for level in ("error", "warning", "hint"))
    said = f"{format_count(errors, 'error')}, {format_count(warnings, 'warning')}"
    return f"{said}, {format_count(hints, 'hint')}" if hints else said


def _count(findings: Sequence["Finding"], level: str) -> int:
    return sum(finding.level == level for finding in findings)


def _build_findings_fields(issue_number: int, findings: Sequence["Finding"]) -> dict[str, object]:
    return {
        "issue": issue_number,
        "errors": _count(findings, "error"),
        "warnings": _count(findings, "warning"),
        "findings": [build_finding_fields(finding) for finding in findings],
    }


def _build_waived_fields(waived: "WaivedFinding") -> dict[str, str]:
    return {**build_finding_fields(waived.finding), "reason": waived.reason}


def _describe_waived(waived: "WaivedFinding") -> str:
    return f"{waived.finding.message} ({waived.reason})" if waived.reason else waived.finding.message


def build_finding_fields(finding: "Finding") -> dict[str, str]:
    """A finding as `check`, `proof` and `draft` write it in JSON."""
    return {"level": finding.level, "rule": finding.rule, "where": finding.where, "message": finding.message}


def describe_findings(findings: Iterable["Finding"]) -> None:
    """Write each finding as one sentence to standard error, beside what a command is asked for."""
    for finding in findings:
        info(f"{finding.level}: {finding.where}: {finding.message}")

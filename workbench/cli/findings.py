"""Findings on the command line: as rows, as sentences, as JSON."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from workbench.cli.output import format_count, format_json, format_row, info, write_out

if TYPE_CHECKING:
    from workbench.curation.preflight import Finding


def print_findings(issue_number: int, findings: Sequence["Finding"], as_json: bool) -> int:
    """Write an issue's findings to standard output, as rows or as JSON; returns the exit code."""
    errors = sum(finding.level == "error" for finding in findings)
    if as_json:
        write_out(format_json({
            "issue": issue_number, "errors": errors, "warnings": len(findings) - errors,
            "findings": [build_finding_fields(finding) for finding in findings],
        }))  # fmt: skip
    else:
        write_out("".join(format_row(finding.level, finding.where, finding.message) for finding in findings))
    info(
        f"Issue #{issue_number}: {format_count(errors, 'error')}, {format_count(len(findings) - errors, 'warning')}."
    )
    return 1 if findings else 0


def build_finding_fields(finding: "Finding") -> dict[str, str]:
    """A finding as `check`, `proof` and `draft` write it in JSON."""
    return {"level": finding.level, "rule": finding.rule, "where": finding.where, "message": finding.message}


def describe_findings(findings: Iterable["Finding"]) -> None:
    """Write each finding as one sentence to standard error, beside what a command is asked for."""
    for finding in findings:
        info(f"{finding.level}: {finding.where}: {finding.message}")

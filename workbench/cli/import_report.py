"""What became of the rows of a file or a paste, as sentences and as JSON. `add` and `import` report alike."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from msgspec import Struct

from workbench.cli.output import info

if TYPE_CHECKING:
    from workbench.desk.incoming.take_in import IntakeResult, RowOutcome

OUTCOME_KINDS: Final = ("added", "merged", "already_published", "refused")


class FileResult(Struct):
    """What became of one file or paste. `row_label` is what messages call its rows, `notes` are about the whole."""

    row_label: str
    intake: "IntakeResult"
    notes: Sequence[str] = ()


def print_outcomes(results: Sequence[FileResult]) -> int:
    """Write a sentence for each row to standard error; returns the exit code, 1 where any row was refused."""
    for one in results:
        for note in one.notes:
            info(note)
        for outcome in one.intake.outcomes:
            info(_format_outcome(one.row_label, outcome))
        info(
            f"{one.intake.change.label}."
            if one.intake.change.edits or one.intake.outcomes
            else "Nothing is new."
        )
    return 1 if any(one.intake.count("refused") for one in results) else 0


def _format_outcome(row_label: str, outcome: "RowOutcome") -> str:
    if not outcome.row:
        return f"{row_label}: {outcome.reason}"
    match outcome.result:
        case "added":
            became = f"added as {outcome.link}{', ' if outcome.reason else ''}{outcome.reason}"
        case "merged":
            became = f"merged into {outcome.link}, {outcome.reason}"
        case "already_published":
            became = f"known as {outcome.link}, {outcome.reason}"
        case _:
            became = f"refused, {outcome.reason}"
    return f"{row_label} {outcome.row}: {became} ({outcome.text})"


def build_import_summary(results: Sequence["IntakeResult"]) -> dict[str, Any]:
    """What became of all files as `--json` writes it: counts by outcome, ids of links, refused rows."""
    outcomes = [outcome for intake in results for outcome in intake.outcomes]
    refused = [outcome for outcome in outcomes if outcome.result == "refused"]
    return {
        "format": " ".join(dict.fromkeys(intake.format for intake in results)),
        "rows": len(outcomes),
        **{what: sum(outcome.result == what for outcome in outcomes) for what in OUTCOME_KINDS},
        "links": list(dict.fromkeys(link for intake in results for link in intake.links)),
        "refusals": [{"row": row.row, "reason": row.reason, "text": row.text} for row in refused],
    }

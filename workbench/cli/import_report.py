"""What became of the rows of a file or a paste, as sentences and as JSON. `add` and `import` report alike.

Of many rows only those are told that want to be looked at, a few of each kind; the rest is counted.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, Literal

from workbench.cli.output import info

if TYPE_CHECKING:
    from workbench.desk.incoming.importing import ImportedFile
    from workbench.desk.incoming.take_in import IntakeResult, RowOutcome

OUTCOME_KINDS: Final = ("added", "merged", "already_published", "refused")

MAX_LISTED: Final = 60
"""Rows that are told one by one; of more, only what wants to be looked at."""
MAX_LISTED_OF_KIND: Final = 20
"""Rows of one outcome that are told where there are many."""


def print_outcomes(intake: "IntakeResult", notes: Sequence[str]) -> int:
    """Write what became of a paste's lines to standard error, the sum last; returns the exit code, 1 where any was
    refused."""
    for note in notes:
        info(note)
    _print_rows(intake.outcomes, {"": "line"})
    info(f"{intake.change.label}." if intake.change.edits or intake.outcomes else "Nothing is new.")
    return _exit_code([intake])


def print_import(
    files: Sequence["ImportedFile"], intakes: Sequence["IntakeResult"], label: str, *, is_dry_run: bool
) -> int:
    """Write what became of files to standard error, the sum first; returns the exit code, 1 where any row was
    refused."""
    from workbench.desk.incoming.importing import label_rows

    outcomes = [outcome for intake in intakes for outcome in intake.outcomes]
    rows = Counter(outcome.file for outcome in outcomes)
    for file in files:
        if not file.is_issue:
            info(f"{file.name}: {file.description}, {_count_rows(rows[file.name])}.")
        for note in file.notes:
            info(note if len(files) == 1 else f"{file.name}: {note}")
    is_new = any(intake.change.edits for intake in intakes)
    info(f"{label}." if is_new or outcomes else "Nothing is new.")
    archived = sum(intake.archived for intake in intakes)
    if archived and not any(outcome.result == "skipped" for outcome in outcomes):
        info(
            f"Archived in the tool it is from: {_count_rows(archived)}. --skip-archived leaves such rows out."
        )
    if not is_dry_run and any(intake.count("added") for intake in intakes):
        info("No site was asked: `workbench fetch` asks about what waits in the inbox, the newest first.")
    _print_rows(outcomes, label_rows(files), " --json has every row.")
    if is_dry_run:
        info("This was a dry run: nothing was saved.")
    return _exit_code(intakes)


def _exit_code(intakes: Sequence["IntakeResult"]) -> int:
    return 1 if any(intake.count("refused") for intake in intakes) else 0


def _count_rows(count: int) -> str:
    return "1 row" if count == 1 else f"{count:,} rows"


def _print_rows(outcomes: Sequence["RowOutcome"], row_labels: Mapping[str, str], advice: str = "") -> None:
    from workbench.desk.incoming.take_in import describe_row

    shown = list(outcomes) if len(outcomes) <= MAX_LISTED else list(_iter_notable(outcomes))
    for outcome in shown:
        info(describe_row(row_labels[outcome.file], outcome))
    left = Counter(outcome.result for outcome in outcomes)
    left.subtract(outcome.result for outcome in shown)
    counts = [f"{left[what]:,} {word}" for what, word in _WORDS.items() if left[what]]
    if counts:
        info(f"Not listed: {', '.join(counts)}.{advice}")


def _iter_notable(outcomes: Sequence["RowOutcome"]) -> Iterator["RowOutcome"]:
    """The rows that want to be looked at, so many of each outcome, in their order."""
    seen: Counter[str] = Counter()
    for outcome in outcomes:
        if not outcome.is_plain and seen[outcome.result] < MAX_LISTED_OF_KIND:
            seen[outcome.result] += 1
            yield outcome


_WORDS: Final[dict[Literal["added", "merged", "already_published", "skipped", "refused"], str]] = {
    "added": "added",
    "merged": "known already",
    "already_published": "already published",
    "skipped": "archived and left out",
    "refused": "refused",
}


def build_import_summary(intakes: Sequence["IntakeResult"]) -> dict[str, Any]:
    """What became of all rows as `--json` writes it: counts by outcome, ids of links, refused rows."""
    outcomes = [outcome for intake in intakes for outcome in intake.outcomes]
    refused = [outcome for outcome in outcomes if outcome.result == "refused"]
    return {
        "format": " ".join(dict.fromkeys(intake.format for intake in intakes)),
        "rows": len(outcomes),
        **{what: sum(outcome.result == what for outcome in outcomes) for what in OUTCOME_KINDS},
        "links": list(dict.fromkeys(link for intake in intakes for link in intake.links)),
        "refusals": [{"row": row.row, "reason": row.reason, "text": row.text} for row in refused],
    }


def list_outcomes(intakes: Sequence["IntakeResult"]) -> dict[str, Any]:
    """What an import tells besides: how many rows are archived where they come from, how many were left out for that,
    and what became of each row."""
    outcomes = [outcome for intake in intakes for outcome in intake.outcomes]
    return {
        "archived": sum(intake.archived for intake in intakes),
        "skipped": sum(outcome.result == "skipped" for outcome in outcomes),
        "outcomes": [
            {
                "file": outcome.file,
                "row": outcome.row,
                "result": outcome.result,
                "link": outcome.link,
                "reason": outcome.reason,
                "key": outcome.key,
                "text": outcome.text,
            }
            for outcome in outcomes
        ],
    }

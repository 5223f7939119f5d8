"""What an import of past issues did, or would do: sentences for people, and the document that `--json` writes."""

from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from workbench.cli.output import format_count, info

if TYPE_CHECKING:
    from workbench.curation.archive.old_sections import OldSection
    from workbench.desk.incoming.archive_outcomes import ArchiveImport, PastOutcome
    from workbench.intake.past_issues.archive_content import LeftOut

MAX_ROWS_SHOWN: Final = 20
"""Issues that are told one by one, and sections that are asked about."""
_MAX_NAMED: Final = 3


def print_archive_import(done: "ArchiveImport", notes: Sequence[str], *, is_dry_run: bool) -> None:
    """Say what became of the issues, of their sections, and of what was left out."""
    info(f"{done.change.label}.")
    for outcome in done.added[:MAX_ROWS_SHOWN]:
        info(describe_past_issue(outcome))
    if len(done.added) > MAX_ROWS_SHOWN:
        info(f"… and {len(done.added) - MAX_ROWS_SHOWN:,} more. --json has every issue.")
    if done.added:
        info(_add_up(done.added))
        _print_given_numbers(done.added)
        _print_own_sections(done.sections)
    for sentence in (*notes, *_group_left_out(done.left_out)):
        info(sentence)
    if is_dry_run:
        info("This was a dry run: nothing was saved.")


def describe_past_issue(outcome: "PastOutcome") -> str:
    """One issue in a line: `#12 2020-01-05 “Gates”: 17 entries, 3 mentions (0012.md)`."""
    head = " ".join(filter(None, (f"#{outcome.number}", outcome.date)))
    counts = [_count(outcome.entries, "entry", "entries"), format_count(outcome.mentions, "mention")]
    if outcome.unplaced:
        counts.append(f"{format_count(outcome.unplaced, 'line')} without a place")
    return f"{head} “{outcome.title}”: {', '.join(counts)} ({outcome.file})"


def describe_section(section: "OldSection") -> str:
    """How much stands in a section: `Articles (412 entries in 80 issues)`."""
    entries = _count(section.entries, "entry", "entries")
    return f"{section.name} ({entries} in {format_count(section.issues, 'issue')})"


def _add_up(outcomes: Sequence["PastOutcome"]) -> str:
    entries, further, mentions = (
        sum(getattr(outcome, name) for outcome in outcomes) for name in ("entries", "further", "mentions")
    )
    unplaced = sum(outcome.unplaced for outcome in outcomes)
    said = (
        f"{entries + further + mentions:,} links: {_count(entries, 'entry', 'entries')}, "
        f"{further:,} further of entries, {format_count(mentions, 'mention')}"
    )
    lines = "1 line of text is" if unplaced == 1 else f"{unplaced:,} lines of text are"
    return f"{said}; {lines} kept without a place." if unplaced else f"{said}."


def _print_given_numbers(outcomes: Sequence["PastOutcome"]) -> None:
    given = [outcome.number for outcome in outcomes if outcome.is_numbered]
    if given:
        which = f"#{given[0]}" if len(given) == 1 else f"#{min(given)} to #{max(given)}"
        issues = "1 issue has" if len(given) == 1 else f"{len(given):,} issues have"
        info(f"{issues} no number of their own: by dates and files they get {which}.")


def _print_own_sections(sections: Sequence["OldSection"]) -> None:
    own = [section for section in sections if section.is_own]
    if own:
        shown = ", ".join(map(describe_section, own[:MAX_ROWS_SHOWN]))
        more = f" and {len(own) - MAX_ROWS_SHOWN:,} more" if len(own) > MAX_ROWS_SHOWN else ""
        info(
            f"Sections of their own: {shown}{more}. --section “{own[0].name}=KEY” makes one of today's of it."
        )


def _group_left_out(left_out: Sequence["LeftOut"]) -> list[str]:
    by_reason: defaultdict[str, list[str]] = defaultdict(list)
    for left in left_out:
        by_reason[left.reason].append(f"“{left.text}” in {left.file}" if left.text else left.file)
    return [
        f"Left out, {reason}: {', '.join(names[:_MAX_NAMED])}"
        + (f" and {len(names) - _MAX_NAMED:,} more." if len(names) > _MAX_NAMED else ".")
        for reason, names in by_reason.items()
    ]


def _count(count: int, one: str, many: str) -> str:
    return f"1 {one}" if count == 1 else f"{count:,} {many}" if count else f"no {many}"


def build_archive_summary(done: "ArchiveImport", notes: Sequence[str]) -> dict[str, Any]:
    """All of it as `--json` writes it."""
    return {
        "issues": [_build_issue_fields(outcome) for outcome in done.added],
        "known": [_build_issue_fields(outcome) for outcome in done.known],
        "sections": [
            {
                "name": section.name,
                "key": section.key,
                "entries": section.entries,
                "issues": section.issues,
                "own": section.is_own,
            }
            for section in done.sections
        ],
        "refusals": [
            {"file": left.file, "row": left.row, "reason": left.reason, "text": left.text}
            for left in done.left_out
        ],
        "notes": list(notes),
    }


def _build_issue_fields(outcome: "PastOutcome") -> dict[str, Any]:
    return {
        "number": outcome.number,
        "date": outcome.date,
        "title": outcome.title,
        "file": outcome.file,
        "sections": [{"name": name, "key": key, "entries": count} for name, key, count in outcome.sections],
        "entries": outcome.entries,
        "further": outcome.further,
        "mentions": outcome.mentions,
        "unplaced": outcome.unplaced,
        "numbered": outcome.is_numbered,
    }

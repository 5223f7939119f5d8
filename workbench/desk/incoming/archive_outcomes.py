"""What became of past issues that were taken in: counts that add up, and a sentence for all of them."""

from collections import Counter
from collections.abc import Sequence

from msgspec import Struct

from workbench.curation.archive.old_sections import OldSection, SectionKeys, name_of_heading
from workbench.curation.archive.past_issue import PastIssue
from workbench.curation.change import Change
from workbench.intake.past_issues.archive_content import LeftOut


class PastOutcome(Struct, frozen=True, kw_only=True):
    """What became of a past issue: counts of what stands in it. `sections` are name, key and number of entries of each.

    `entries`, `further` (the second and third links of entries) and `mentions` together are the links of the file,
    `unplaced` are lines of text. `is_numbered`: it had no number of its own. `is_known`: the library has it.
    """

    number: int
    date: str
    title: str
    file: str
    sections: tuple[tuple[str, str, int], ...]
    entries: int
    further: int
    mentions: int
    unplaced: int
    is_numbered: bool = False
    is_known: bool = False


class ArchiveImport(Struct, frozen=True, kw_only=True):
    """The change that takes past issues in, what became of each, and what was left out with its reason.

    `sections` are the sections of all that were read, those of issues that are known already included.
    """

    change: Change
    outcomes: tuple[PastOutcome, ...]
    left_out: tuple[LeftOut, ...]
    sections: tuple[OldSection, ...]

    @property
    def added(self) -> list[PastOutcome]:
        """The issues that are new."""
        return [outcome for outcome in self.outcomes if not outcome.is_known]

    @property
    def known(self) -> list[PastOutcome]:
        """The issues that the library has already."""
        return [outcome for outcome in self.outcomes if outcome.is_known]


def build_known_outcome(past: PastIssue, number: int, keys: SectionKeys) -> PastOutcome:
    """What the file of an issue holds that the library has already, though none of it is taken in again."""
    counts: Counter[tuple[str, str]] = Counter()
    for part in past.sections:
        counts[name_of_heading(part.heading), keys.key_of(part.heading)] += len(part.entries)
    entries = [entry for part in past.sections for entry in part.entries]
    return PastOutcome(
        number=number, date=past.date, title=past.title, file=past.file,
        sections=tuple((name, key, count) for (name, key), count in counts.items()),
        entries=len(entries), further=sum(max(0, len(entry.links) - 1) for entry in entries),
        mentions=len(past.mentions), unplaced=count_text_lines(past.unplaced), is_known=True,
    )  # fmt: skip


def count_text_lines(text: str) -> int:
    """How many lines of a text have something in them."""
    return sum(bool(line.strip()) for line in text.splitlines())


def describe_outcomes(outcomes: Sequence[PastOutcome]) -> str:
    """What is done, in a sentence: `Imported 3 past issues, #1 to #3: 52 entries, 12 mentions`."""
    added = [outcome for outcome in outcomes if not outcome.is_known]
    known = len(outcomes) - len(added)
    if not added:
        return _describe_known(known)
    numbers = sorted(outcome.number for outcome in added)
    several = f"{len(added):,} past issues, #{numbers[0]} to #{numbers[-1]}"
    counts = [
        _format_count(sum(outcome.entries for outcome in added), "entry", "entries"),
        _format_count(sum(outcome.mentions for outcome in added), "mention", "mentions"),
        *([f"{known:,} known already"] if known else []),
    ]
    return f"Imported {f'issue #{numbers[0]}' if len(added) == 1 else several}: {', '.join(counts)}"


def _describe_known(count: int) -> str:
    if not count:
        return "There is no past issue in it"
    which = "the issue is" if count == 1 else f"all {count:,} issues are"
    return f"Nothing is new: {which} known already"


def _format_count(count: int, one: str, many: str) -> str:
    return f"1 {one}" if count == 1 else f"{count:,} {many}"

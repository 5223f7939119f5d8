"""The two rules that hold a blurb against the text kept of its works: its numbers, and how it spells its names.

Neither says that anything is wrong: what an editor writes may come from the paper, the talk or the page itself. What
compares is imported where there is something to compare, since the screen begins without it.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from workbench.curation.change import Change, EditCollector
from workbench.curation.model import Entry
from workbench.curation.pieces import piece_of_entry
from workbench.curation.preflight.context import PreflightContext, describe_title
from workbench.curation.preflight.finding import Finding, Violation, violation_at
from workbench.curation.preflight.source_check.known_text import KnownText

if TYPE_CHECKING:
    from workbench.curation.preflight.source_check.names import OtherSpelling
    from workbench.curation.preflight.source_check.numbers import UnsourcedNumber

_FIELD: Final = "blurb"


def check_numbers(context: PreflightContext) -> Iterator[Violation]:
    """Every number of a blurb that its source text does not have, by value, with the nearest one that it has."""
    for entry, known in _iter_known(context):
        from workbench.curation.preflight.source_check.numbers import compare_numbers  # noqa: PLC0415 - see above

        years = known.years | {int(year) for year in [context.issue.date[:4]] if year.isdecimal()}
        found = compare_numbers(entry.blurb, known.text, frozenset(years))
        yield from (
            violation_at(entry, _describe_number(number, known), _FIELD, number.quote)
            for number in {number.quote: number for number in found}.values()
        )


def check_names(context: PreflightContext) -> Iterator[Violation]:
    """Every name of a blurb that its source text spells in another way, or that is one letter off one of its names."""
    for entry, known in _iter_known(context):
        for name in _compare_names(entry, known):
            yield violation_at(entry, _describe_name(name, known), _FIELD, name.quote)


def mend_name(context: PreflightContext, finding: Finding) -> Change | None:
    """Spell the name as the source does, wherever the blurb has it."""
    for entry, known in _iter_known(context):
        names = _compare_names(entry, known) if piece_of_entry(entry.id) == finding.piece else ()
        for name in names:
            if _describe_name(name, known) == finding.message:
                from workbench.curation.preflight.source_check.names import respell  # noqa: PLC0415 - see above

                edits = EditCollector()
                edits.set(entry, blurb=respell(entry.blurb, name))
                return edits.build(
                    f"Spelled “{name.spelling}” as its source does, in “{describe_title(entry)}”"
                )
    return None


def _iter_known(context: PreflightContext) -> Iterator[tuple[Entry, KnownText]]:
    for entry in context.placed:
        if (known := context.known_texts.get(entry.id)) is not None:
            yield entry, known


def _compare_names(entry: Entry, known: KnownText) -> "tuple[OtherSpelling, ...]":
    from workbench.curation.preflight.source_check.names import compare_names  # noqa: PLC0415 - see above

    return compare_names(entry.blurb, known.text, known.authors)


def _describe_number(number: "UnsourcedNumber", known: KnownText) -> str:
    where = f"the source text ({known.called})"
    if number.stands_elsewhere:
        return f"“{number.quote}” is not beside these words in {where}: there it has “{number.nearest}”."
    nearest = f"the nearest there is “{number.nearest}”." if number.nearest else "it names no number."
    return f"“{number.quote}” is not in {where}: {nearest}"


def _describe_name(name: "OtherSpelling", known: KnownText) -> str:
    return f"“{name.quote}” is not in the source text ({known.called}): it has “{name.spelling}”."

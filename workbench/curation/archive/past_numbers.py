"""The numbers of past issues: those that their files state, and for the others the next free one by date.

Numbers that begin anew with each year name no issue: then all of an archive are numbered by date.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Final

from workbench.curation.archive.past_issue import PastIssue

_MAX_DOUBLES: Final = 0.05
"""The share of issues whose number another one has too, up to which that is a slip."""
_MIN_DOUBLES: Final = 3
_NEAR: Final = 60  # numbers of a year or so


def number_past_issues(
    issues: Sequence[PastIssue], numbers: Sequence[int | None], taken: Collection[int]
) -> list[int]:
    """A number for each issue, in the order given. `numbers` are those that they have, `taken` those of other issues.

    One without a number gets the first that is free behind the issue before it in time. An issue without a date comes
    after the file before it.
    """
    given = list(numbers)
    used = {*taken, *(number for number in given if number is not None)}
    last = 0
    for at in _order_by_date(issues):
        number = given[at]
        if number is None:
            number = last + 1
            while number in used:
                number += 1
            used.add(number)
            given[at] = number
        last = number
    return [number for number in given if number is not None]


def list_stated_numbers(issues: Sequence[PastIssue]) -> list[int | None]:
    """The number that each issue has by its file; None for all where they begin anew, and where it is but a year."""
    dates: defaultdict[int, set[str]] = defaultdict(set)
    for issue in issues:
        if issue.number is not None:
            dates[issue.number].add(issue.date)
    doubles = sum(len(days) for days in dates.values() if len(days) > 1)
    if doubles > _MIN_DOUBLES and doubles > _MAX_DOUBLES * len(issues):
        return [None] * len(issues)
    return [None if _is_year(issue, dates) else issue.number for issue in issues]


def _is_year(issue: PastIssue, numbers: Collection[int]) -> bool:
    """Whether an issue's number is the year it is of, and no other one is near it."""
    number = issue.number
    if number is None or str(number) != issue.date[:4]:
        return False
    return not any(number != other and abs(number - other) <= _NEAR for other in numbers)


def _order_by_date(issues: Sequence[PastIssue]) -> list[int]:
    dates: list[str] = []
    for issue in issues:
        dates.append(issue.date or (dates[-1] if dates else ""))
    return sorted(range(len(issues)), key=lambda at: dates[at])

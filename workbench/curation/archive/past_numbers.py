"""The numbers of past issues that have none in their files: by date, else in the order of the files."""

from collections.abc import Collection, Sequence

from workbench.curation.archive.past_issue import PastIssue


def number_past_issues(
    issues: Sequence[PastIssue], known: Sequence[int | None], taken: Collection[int]
) -> list[int]:
    """The number of each issue, in the order given. `known` has those that the library knows them by.

    One without a number gets the first that is free behind the issue before it in time; `taken` are those of other
    issues of the library. An issue without a date comes after the file before it.
    """
    numbers = [old if one.number is None else one.number for one, old in zip(issues, known, strict=True)]
    used = {*taken, *(number for number in numbers if number is not None)}
    last = 0
    for at in _order_by_date(issues):
        number = numbers[at]
        if number is None:
            number = last + 1
            while number in used:
                number += 1
            used.add(number)
            numbers[at] = number
        last = number
    return [number for number in numbers if number is not None]


def _order_by_date(issues: Sequence[PastIssue]) -> list[int]:
    dates: list[str] = []
    for issue in issues:
        dates.append(issue.date or (dates[-1] if dates else ""))
    return sorted(range(len(issues)), key=lambda at: dates[at])

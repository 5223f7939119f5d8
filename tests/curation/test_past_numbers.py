"""Numbers of past issues: those of their files, unless they begin anew, and the others by date."""

from workbench.curation.archive.past_issue import PastIssue
from workbench.curation.archive.past_numbers import list_stated_numbers, number_past_issues


def issues_of(*facts: tuple[int | None, str]) -> list[PastIssue]:
    return [PastIssue(number=number, date=date, file=f"{at}.md") for at, (number, date) in enumerate(facts)]


def number(*facts: tuple[int | None, str], taken: tuple[int, ...] = ()) -> list[int]:
    issues = issues_of(*facts)
    return number_past_issues(issues, list_stated_numbers(issues), taken)


def test_an_issue_without_a_number_stands_between_its_neighbours() -> None:
    assert number((17, "2020-01-01"), (None, "2020-01-15"), (19, "2020-01-08")) == [17, 20, 19]
    assert number((17, "2020-01-01"), (None, "2020-01-08"), (19, "2020-01-15")) == [17, 18, 19]


def test_without_any_number_dates_decide_and_then_the_order_of_the_files() -> None:
    assert number((None, "2020-02-01"), (None, "2020-01-01"), (None, "")) == [3, 1, 2]
    assert number((None, ""), (None, ""), taken=(1,)) == [2, 3]


def test_numbers_that_begin_anew_with_each_year_are_none() -> None:
    years = [(at, f"{year}-01-{at:02}") for year in (2019, 2020) for at in range(1, 6)]
    assert number(*years) == list(range(1, 11))


def test_one_number_twice_is_a_slip_and_keeps_the_others() -> None:
    facts = [(at, f"2019-01-{at:02}") for at in range(1, 30)]
    assert number(*facts, (5, "2019-02-01"))[-1] == 5


def test_a_year_is_no_number_among_small_ones() -> None:
    facts = [(5, "2016-06-27"), (2016, "2016-07-03"), (6, "2016-07-04")]
    assert number(*facts) == [5, 7, 6]
    assert number((2015, "2015-06-27"), (2016, "2016-07-03")) == [2015, 2016]

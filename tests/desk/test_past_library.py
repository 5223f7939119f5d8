"""The library that measures are made on is one: the doctor has nothing to say of it."""

from pathlib import Path

from tests.support.libraries import list_library_errors
from tests.support.past_issues import Size, make_past_library, write_past_workspace


def test_the_library_with_years_behind_it_has_no_errors(tmp_path: Path) -> None:
    write_past_workspace(tmp_path, Size(issues=6, entries=7, links=60))
    assert list_library_errors(tmp_path) == set()


def test_two_runs_make_the_same_library() -> None:
    size = Size(issues=3, entries=4, links=20)
    assert make_past_library(size) == make_past_library(size)

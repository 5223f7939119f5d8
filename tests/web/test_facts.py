"""Numbers and dates of sites as people read them."""

import pytest

from workbench.web.facts import (
    count_noun,
    date_of_timestamp,
    format_duration,
    format_reading_time,
    parse_date,
)


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (0, "0 stars"),
        (1, "1 star"),
        (999, "999 stars"),
        (1_000, "1k stars"),
        (8_149, "8.1k stars"),
        (99_949, "99.9k stars"),
        (146_200, "146k stars"),
        (999_499, "999k stars"),
        (999_500, "1M stars"),
        (41_836_153, "41.8M stars"),
    ],
)
def test_a_count_is_short_and_never_a_thousand_thousands(number: int, said: str) -> None:
    assert count_noun(number, "star") == said


def test_a_length_has_hours_only_where_there_are_some() -> None:
    assert [format_duration(42), format_duration(142), format_duration(6980)] == ["0:42", "2:22", "1:56:20"]


def test_what_can_be_read_takes_a_minute_at_least() -> None:
    assert [format_reading_time(0), format_reading_time(3), format_reading_time(2_760)] == [
        "",
        "1 min",
        "12 min",
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("2026-11-22T17:43:40Z", "2026-11-22"),
        ("2017/6/12", "2017-06-12"),
        (" 2026-11 ", "2026-11"),
        ("2026", "2026"),
        ("2026-02-30", ""),
        ("2026-13", ""),
        ("22 November 2026", "2026-11-22"),
        ("Sun, 22 Nov 2026 07:34:36 GMT", "2026-11-22"),
        ("November 22nd, 2026", "2026-11-22"),
        ("Nov. 2026", "2026-11"),
        ("2026 Nov 22", "2026-11-22"),
        ("22.11.2026", "2026-11-22"),
        ("20261122T17:43:40Z", "2026-11-22"),
        ("20261399", ""),
        ("202611", ""),
        ("20261122123", ""),
        ("31 February 2026", ""),
        ("Maybe 22, 2026", ""),
        ("", ""),
    ],
)
def test_a_date_is_as_exact_as_the_site_says_and_no_other_day(text: str, said: str) -> None:
    assert parse_date(text) == said


def test_a_time_that_no_calendar_has_is_no_day() -> None:
    assert [date_of_timestamp(0), date_of_timestamp(1e30)] == ["1970-01-01", ""]

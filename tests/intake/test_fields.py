"""The fields that every format shares: moments, tags, titles, and what becomes of a row."""

from datetime import UTC, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from workbench.curation.model import format_time
from workbench.intake.dates import parse_time
from workbench.intake.import_builder import ImportBuilder
from workbench.intake.tags import parse_tags, tags_of_folders
from workbench.intake.titles import find_title

MOMENT = "2016-09-08T09:55:58Z"
NOON = datetime(2016, 9, 8, 9, 55, 58, tzinfo=UTC)
SECONDS = int(NOON.timestamp())


@pytest.mark.parametrize(
    "value",
    [
        SECONDS,
        str(SECONDS),
        f"{SECONDS}.75",
        SECONDS * 1000,
        SECONDS * 1_000_000,
        (SECONDS + 11_644_473_600) * 1_000_000,
        str((SECONDS + 11_644_473_600) * 1_000_000),
        SECONDS * 1_000_000_000,
        "2016-09-08T11:55:58+0200",
        "2016-09-08T11:55:58+02:00",
        "2016-09-08T09:55:58.123456Z",
        "2016-09-08 09:55:58.1234567 UTC",
        " 2016-09-08 09:55:58 ",
        "2016/09/08 09:55:58 GMT",
        "20160908T095558Z",
        "Thu, 08 Sep 2016 11:55:58 +0200",
    ],
)
def test_a_moment_is_read_however_it_is_written(value: object) -> None:
    assert parse_time(value) == MOMENT


def test_a_day_is_its_midnight() -> None:
    assert parse_time("2016-09-08") == parse_time("20160908") == "2016-09-08T00:00:00Z"


@pytest.mark.parametrize(
    "value",
    [
        None,
        "",
        "0",
        0,
        -5,
        True,
        "never",
        "1601-01-01",
        "9999-99-99",
        10**19,
        265_046_774_399_999_984,
        float("nan"),
        float("inf"),
        "9" * 400,
        [],
        {},
        "1752",
        3,
        "0001-01-01T00:00:00Z",
        "2016-13-45",
        "9" * 20,
        "Thu, 99 Foo 2016 1:2:3",
    ],
)
def test_what_can_be_no_moment_of_a_bookmark_is_none(value: object) -> None:
    assert parse_time(value) == ""


@given(st.datetimes(datetime(1991, 1, 1), datetime(2099, 1, 1), timezones=st.just(UTC)))
def test_a_moment_comes_back_from_every_unit(moment: datetime) -> None:
    seconds = int(moment.timestamp())
    written = format_time(moment.replace(microsecond=0))
    assert {parse_time(seconds * unit) for unit in (1, 1000, 1_000_000)} == {written}
    assert parse_time(written) == parse_time(moment.isoformat()) == written


@given(st.text() | st.integers() | st.floats())
@example(265_046_774_399_999_984)
def test_any_value_is_a_moment_or_none(value: object) -> None:
    assert len(parse_time(value)) in (0, 20)


@pytest.mark.parametrize(
    ("value", "tags"),
    [
        ("a,b", ("a", "b")),
        ("a, b c ,,", ("a", "b c")),
        ("a|b", ("a", "b")),
        ("a;b", ("a", "b")),
        ('["a", "b, c"]', ("a", "b, c")),
        ("['a', 'it\\'s', \"b\"]", ("a", "it's", "b")),
        ("['a' 'b'", ("['a' 'b'",)),
        ("[]", ()),
        ([""], ()),
        (["a", None, "A", 7, {"name": "b"}, {"title": None}, ["x"]], ("a", "7", "b")),
        (None, ()),
        (5, ()),
        ("a\x1b[31m,\u200b", ("a",)),
        ("[" * 100_000, None),
    ],
)
def test_tags_are_read_however_they_are_written(value: object, tags: tuple[str, ...] | None) -> None:
    assert parse_tags(value) == tags if tags is not None else len(parse_tags(value)) == 1


def test_tags_parted_by_something_else_may_hold_commas() -> None:
    assert parse_tags("a b,c  d", " ") == ("a", "b,c", "d")
    assert parse_tags("a b|c,d", "|") == ("a b", "c,d")


def test_folders_that_a_tool_has_by_itself_are_no_tags() -> None:
    assert tags_of_folders(("Bookmarks bar", "AI", "Papers", "ai")) == ("AI", "Papers")
    assert tags_of_folders(("Weitere Lesezeichen", "Unread")) == ()


@pytest.mark.parametrize(
    "title",
    [
        None,
        "",
        " ",
        5,
        "No title found",
        "null",
        "https://example.com/a",
        "example.com/a/",
        "http://www.example.com/a",
        "https://example.com/other…",
        "Untitled (https://example.com/a)",
        "Just a moment...",
        "…",
        "Before you continue",
    ],
)
def test_what_stands_in_the_place_of_a_title_is_none(title: object) -> None:
    assert find_title(title, "https://example.com/a") == ""


@pytest.mark.parametrize(
    ("given", "title"),
    [
        ("(17) Gates - YouTube", "Gates - YouTube"),
        ("(1984) ", "(1984)"),
        ("https://example.com explained", "https://example.com explained"),
        ("Moments in time\n", "Moments in time"),
        ("A\x1b[2Jb", "Ab"),
    ],
)
def test_a_title_is_kept_without_what_is_none_of_it(given: str, title: str) -> None:
    assert find_title(given, "https://example.com/a") == title


def test_a_field_that_cannot_be_used_never_refuses_a_row() -> None:
    builder = ImportBuilder("x")
    builder.add(1, " https://example.com/a ", title=["x"], note=7, tags=("A", "a"), added="yesterday")
    (clipping,) = builder.build().clippings
    assert (clipping.url, clipping.title, clipping.note) == ("https://example.com/a", "", "")
    assert (clipping.tags, clipping.added) == (("A",), "")
    assert builder.build().notes == ("The date in row 1 is none that can be, and was left out.",)


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("javascript:void(0)", "not a web address: javascript"),
        ("place:sort=8", "not a web address: place"),
        ("file:///etc/passwd", "not a web address: file"),
        ("not a url", "not a web address"),
        ("https://www.mercari.comundefined", "not a host: www.mercari.comundefined"),
        ("", "no address"),
        (None, "no address"),
        (["https://example.com"], "no address"),
    ],
)
def test_what_is_no_web_address_is_refused_with_the_reason(url: object, reason: str) -> None:
    builder = ImportBuilder("x")
    builder.add(3, url, title="t")
    (refusal,) = builder.build().rejected
    assert (refusal.row, refusal.reason, builder.build().clippings) == (3, reason, ())


def test_an_address_that_holds_a_password_is_warned_of() -> None:
    builder = ImportBuilder("x")
    for row in (1, 2):
        builder.add(row, "https://me:secret@example.com/a")
    (note,) = builder.build().notes
    assert "2 addresses hold a user name or a password, see row 1" in note
    assert "secret" not in note

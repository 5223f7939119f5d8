"""The cleaning door: nothing that acts, hides or towers gets through; what scripts and emoji need does."""

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.curation.text.cleaning import (
    MAX_INDENT,
    MAX_MARKS,
    clean_line,
    clean_lines,
    find_unfit_char,
    to_safe_url,
)

NASTY = st.text(
    st.sampled_from(
        "ab \t\n\r\x00\x07\x1b[]0;m\\P_^XON\x7f\x85\x90\x98\x9b\x9c\x9d\x9e\u0301\u0302\u0489\u200b\u200c\u200d\u202e"
    )
    | st.sampled_from("\u2028\ufe0f\ufeff\ud800\udc00\ufdd0\uffff\U000e0041\U0001f469é漢")
    | st.characters()
)
ACTS = {"Cc", "Cs", "Zl", "Zp"}


@given(NASTY)
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    assert clean_line(clean_line(text)) == clean_line(text)
    assert clean_lines(clean_lines(text)) == clean_lines(text)


@given(NASTY)
def test_nothing_a_terminal_obeys_and_no_tower_of_marks_is_left(text: str) -> None:
    for cleaned in (clean_line(text), clean_lines(text).replace("\n", "").replace("\t", "")):
        assert not {unicodedata.category(char) for char in cleaned} & ACTS
        marks = "".join("m" if unicodedata.category(char)[0] == "M" else " " for char in cleaned)
        assert max(map(len, marks.split()), default=0) <= MAX_MARKS


@given(NASTY, st.integers(1, 20))
def test_a_limit_holds(text: str, limit: int) -> None:
    assert len(clean_line(text, limit=limit)) <= limit
    assert len(clean_lines(text, limit=limit)) <= limit


@pytest.mark.parametrize(
    ("dirty", "cleaned"),
    [
        ("\x1b[31mred\x1b[0m", "red"),
        ("\x9b31mred", "red"),
        ("a\x1b]52;c;AAAA\x07b\x1b]8;;x\x1b\\c", "abc"),
        ("a\x9d0;evil\x9cb", "ab"),
        ("a\x1b]0;evil", "a"),
        ("a\x1bPq#0~~\x1b\\b\x1b_x\x1b\\c\x1b^x\x1b\\d\x1bXx\x1b\\e", "abcde"),
        ("a\x1b[38;5", "a"),
        ("a\x1b(B\x1b7b\x1b", "ab"),
        ("a\x1b]0;x\x1b[2Jb", "ab"),
    ],
)
def test_whole_escape_sequences_go_and_leave_no_tail(dirty: str, cleaned: str) -> None:
    assert clean_line(dirty) == cleaned


def test_an_unfinished_sequence_takes_its_line_and_no_more() -> None:
    assert clean_lines("a\x1b]0;evil\nnext") == "a\nnext"
    assert clean_lines("a\x1b]52;c;AA\nAA\x07b") == "ab"


@pytest.mark.parametrize(
    "text",
    ["👩🏽‍💻 at work", "❤️ it", "می‌خواهم", "क्‍ष", "Đặng Thùy", "שָׁלוֹם", "漢字かな", "e\u0301"],
)
def test_what_scripts_and_emoji_need_survives(text: str) -> None:
    assert clean_line(text) == text


@pytest.mark.parametrize(
    ("dirty", "cleaned"),
    [
        ("in\u202evert\u2066ed\u200f", "inverted"),
        ("zero\u200bwidth\u2060\ufeff\u00ad", "zerowidth"),
        ("tag\U000e0041\U000e007fs", "tags"),
        ("a\ufff9b\ufffac\ufffb", "abc"),
        ("lone\ud800 none\uffff\ufdd0", "lone\ufffd none\ufffd\ufffd"),
        ("e" + "\u0301" * 50, "e" + "\u0301" * 4),
        ("e" + "\u0301\u200d" * 50, "e" + "\u0301\u200d" * 4),
        ("\u200d\ufe0f \u200c", ""),
        ("  a\u00a0\u3000 b\r\n\tc\x00\u2028d ", "a b c d"),
    ],
)
def test_what_hides_turns_or_towers_goes(dirty: str, cleaned: str) -> None:
    assert clean_line(dirty) == cleaned


def test_lines_keep_their_tabs_and_their_indentation_within_reason() -> None:
    assert clean_lines("a  b \r\n  - c\td\re") == "a b\n  - c\td\ne"
    assert clean_lines(" " * 60_000 + "x") == " " * MAX_INDENT + "x"
    assert clean_lines("a\n\n \n\n\x00\nb") == "a\n\nb"


def test_a_hostile_megabyte_takes_no_longer_than_a_page() -> None:
    patterns = (" ", "\x1b]", "\x9d", "\u0301", "\x1b[", "\x1b]a\n", "\u200d", "a\x00")
    start = time.perf_counter()
    for pattern in patterns:
        clean_line(pattern * (1_000_000 // len(pattern)))
        clean_lines(pattern * (1_000_000 // len(pattern)))
    assert time.perf_counter() - start < 20


@pytest.mark.parametrize(
    "url",
    [
        "https://example.com",
        "http://example.com:8080/a?b=c#d",
        "https://ja.wikipedia.org/wiki/日本",
        "https://bücher.example/",
        "https://xn--bcher-kva.example/",
        "https://[2001:db8::1]/x",
        "https://127.0.0.1/",
        "https://en.wikipedia.org/wiki/A_(b)",
    ],
)
def test_an_ordinary_url_may_be_written_as_it_is(url: str) -> None:
    assert to_safe_url(url) == url


@pytest.mark.parametrize(
    "url",
    [
        "",
        "example.com",
        "javascript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "//example.com/x",
        "https://",
        "https:///x",
        "https://exa mple.com",
        "https://example.com/a b",
        "https://example.com/a\\b",
        "https://example.com/\x1b[31m",
        "https://example.com/\u202etxt",
        "https://example.com/a\u200bb",
        "https://exam\u200dple.com/",
        "https://-x.example/",
        "https://a..b/",
        "https://2130706433/",
        "https://127.0.1/",
        "https://[::1/x",
        "https://example.com:99999/",
        "https://example.com:0/",
        "https://℀.example/",
        "https://" + "a" * 64 + ".example/",
        "https://example.com/" + "a" * 4096,
        "https://example.com/\ud800",
    ],
)
def test_what_is_no_safe_url_is_never_written(url: str) -> None:
    assert to_safe_url(url) is None


def test_what_could_end_an_attribute_or_a_bracket_is_encoded() -> None:
    assert to_safe_url('https://example.com/?q="<b>`') == "https://example.com/?q=%22%3Cb%3E%60"


@pytest.mark.parametrize(
    ("url", "written"),
    [
        ("http://user:secret@example.com/a", "http://example.com/a"),
        ("https://bank.example@evil.example/?a=b@c", "https://evil.example/?a=b@c"),
        ("HTTPS://a@b:c@example.com:8080#x@y", "HTTPS://example.com:8080#x@y"),
        ("https://medium.com/@jane/a-story", "https://medium.com/@jane/a-story"),
    ],
)
def test_a_user_name_and_a_password_are_never_written(url: str, written: str) -> None:
    assert to_safe_url(url) == written


@given(st.text(), st.sampled_from(["https://example.com/", "https://", "http://a.b?", "https://a:b@", ""]))
def test_a_safe_url_stays_safe(text: str, front: str) -> None:
    url = to_safe_url(front + text)
    if url is not None:
        assert to_safe_url(url) == url
        assert find_unfit_char(url) is None
        assert url.startswith(("http://", "https://"))


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("one  \ntwo", "one  \ntwo"),
        ("one     \r\ntwo", "one  \ntwo"),
        ("one \ntwo", "one\ntwo"),
        ("one  \n\ntwo  ", "one\n\ntwo"),
        ("one\\  \ntwo", "one\\\ntwo"),
        (">  \n> one  \n> two", ">\n> one  \n> two"),
        ("> - one\n>   - two", "> - one\n>   - two"),
        (">" + " " * 60 + "one  two", ">" + " " * MAX_INDENT + "one two"),
    ],
)
def test_spaces_stay_where_they_mean_something(text: str, cleaned: str) -> None:
    assert clean_lines(text) == cleaned

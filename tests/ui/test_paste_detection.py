"""Keys and pastes where the terminal does not tell them apart: by what was sent."""

from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.ui.keys.paste_detection import is_pasted_text
from workbench.ui.keys.table import ACTIONS

TRIAGE_KEYS: Final = sorted(
    key
    for action in ACTIONS
    if action.context in ("inbox", "lists") and action.name not in ("link.title", "link.open")
    for key in (*action.keys, " " * (action.name == "mark.toggle"))
    if len(key) == 1
)
WORDS: Final = (
    "agents",
    "need",
    "rules",
    "because",
    "nobody",
    "stops",
    "them",
    "otherwise",
    "gated",
    "video",
)
ADDRESSES: Final = ("https://a.b/c", "HTTP://EXAMPLE.COM", "www.example.com/x", "arxiv.org/abs/2510.25445")

words = st.lists(st.sampled_from(WORDS), min_size=4)


@given(st.sampled_from("jkxlb>u1 +"), st.integers(0, 5000))
def test_a_key_held_down_is_keys_however_often_it_comes(key: str, times: int) -> None:
    assert not is_pasted_text(key * times)


@given(st.text(st.sampled_from(TRIAGE_KEYS), max_size=40))
def test_what_triage_types_ahead_is_keys(keys: str) -> None:
    assert not is_pasted_text(keys)


@pytest.mark.parametrize("keys", ["xxlb1>u", "/gated\rx", "F\r", ":undo\r", " j j +", "[[[[[[", "\t}}\r"])
def test_keys_and_a_word_for_a_field_are_keys(keys: str) -> None:
    assert not is_pasted_text(keys)


@given(st.text(max_size=30), st.sampled_from(ADDRESSES), st.text(max_size=30))
def test_whatever_holds_an_address_is_a_paste(before: str, address: str, after: str) -> None:
    assert is_pasted_text(f"{before} {address} {after}")


@given(words, st.sampled_from([" ", "\n", ", "]))
def test_prose_and_lines_of_words_are_a_paste(said: list[str], between: str) -> None:
    assert is_pasted_text(between.join(said))


@pytest.mark.parametrize("text", ["первая строка", "論文一二三四", "Gute Güte", "one title\ntwo title"])
def test_letters_that_no_key_is_and_short_lines_are_a_paste(text: str) -> None:
    assert is_pasted_text(text)


def test_a_long_jumble_is_a_paste() -> None:
    assert is_pasted_text("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk" * 9)


@given(st.text(), st.text())
def test_what_follows_a_paste_belongs_to_it(text: str, more: str) -> None:
    assert not is_pasted_text(text) or is_pasted_text(text + more)

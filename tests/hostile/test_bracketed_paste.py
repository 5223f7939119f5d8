"""A paste is text: however the terminal cuts it up, nothing in it is a key, a click or the end of the paste."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual import events
from textual._xterm_parser import XTermParser

from workbench.ui.keys import bracketed_paste
from workbench.ui.keys.bracketed_paste import PASTE_END, PASTE_START, MarksAnswer, PasteFilter

TYPED = st.text(st.sampled_from("xq:/"), max_size=9)
PASTED = st.text(st.sampled_from("aq\x1b\x11\r[]<0;10M201~A\x07\\\u202e"), max_size=60).filter(
    lambda text: PASTE_END not in text
)


@given(TYPED, PASTED, st.lists(st.integers(1, 9), min_size=1))
def test_a_paste_reaches_textual_as_one_paste_and_no_key_comes_of_it(
    typed: str, pasted: str, cuts: list[int]
) -> None:
    bracketed_paste.patch_bracketed_paste()
    heard = _feed_parser(f"{typed}{PASTE_START}{pasted}{PASTE_END}{typed}", cuts)
    keys = "".join(event.character or "" for event in heard if isinstance(event, events.Key))
    assert keys == typed * 2
    texts = [event.text for event in heard if isinstance(event, events.Paste)]
    assert texts == [bracketed_paste.remove_escapes(pasted)]
    assert "\x1b" not in texts[0]
    assert len(heard) == len(keys) + 1


def test_the_rest_of_the_input_is_left_alone() -> None:
    assert PasteFilter().filter_input("a\x1b[A\x1b[<0;1;1M\x1b") == "a\x1b[A\x1b[<0;1;1M\x1b"


def test_a_sequence_in_a_paste_can_still_be_told_as_one() -> None:
    assert bracketed_paste.remove_escapes("a\x1b]52;c;x\x1b\\b\x1bc") == "a\x9d52;c;x\x9cbc"


@given(st.sampled_from(["\x1b[?2004;1$y", "\x1b[?2004;3$y"]), st.integers(0, 11))
def test_a_terminal_that_marks_pastes_is_heard_however_its_answer_is_cut(said: str, cut: int) -> None:
    answer = MarksAnswer()
    heard = [answer.is_found_in(piece) for piece in ("jj\x1b[?2026;2$y", said[:cut], f"{said[cut:]}k", "l")]
    assert heard.count(True) == 1


@pytest.mark.parametrize("said", ["\x1b[?2004;0$y", "\x1b[?2004;2$y", "\x1b[?2026;1$y", "2004;1$y"])
def test_any_other_answer_is_none(said: str) -> None:
    assert not MarksAnswer().is_found_in(said)


def _feed_parser(sent: str, cuts: list[int]) -> list[Any]:
    heard: list[Any] = []
    parser, at = XTermParser(), 0
    while sent:
        piece, sent = sent[: cuts[at % len(cuts)]], sent[cuts[at % len(cuts)] :]
        heard += parser.feed(piece)
        at += 1
    return heard

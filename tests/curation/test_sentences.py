"""Sentences of a text, found well enough to quote one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.curation.text.sentences import find_sentences


def sentences_of(text: str) -> list[str]:
    return [" ".join(text[begin:end].split()) for begin, end in find_sentences(text)]


@pytest.mark.parametrize(
    "sentences",
    [
        ["One sentence.", "Another one!", "A third?", "And no stop at the end"],
        ["We follow Smith et al. (2020), cf. Fig. 3, and use e.g. Adam.", "It works."],
        ["J. K. Rowling and Dr. A. Turing met vs. nobody.", "So it was."],
        ["Version 3.5 of Node.js is out.", "So is 4."],
        ["See https://example.com/a.b?c=d.e.", "Then go on."],
        ["He said “Stop.”", "She did (really!)", "They left…", "Nobody came."],
        ["Wait... what is this?", "A pause."],
        ["It costs $3.50 today.", "Tomorrow more."],
        ["这是一句话。", "这是另一句！", "最后一句"],
        ["「はい。」", "そうです。"],
    ],
)
def test_sentences_are_found(sentences: list[str]) -> None:
    glue = "" if sentences[0][0] in "这「" else " "
    assert sentences_of(glue.join(sentences)) == sentences


def test_headings_lists_and_paragraphs_end_a_sentence_without_a_stop() -> None:
    text = "# Abstract\n\nA first line\nthat goes on. End\n\n- one item\n- two items\n1. Numbered. More of it\n2. Last"
    assert sentences_of(text) == [
        "# Abstract", "A first line that goes on.", "End", "- one item", "- two items", "1. Numbered.", "More of it",
        "2. Last",
    ]  # fmt: skip


@given(st.text(alphabet=st.sampled_from("aB.!? \n\t1)(“”。-*e,g"), max_size=60))
def test_nothing_is_lost_nothing_is_told_twice_and_nothing_is_blank(text: str) -> None:
    spans = find_sentences(text)
    edges = [0, *(edge for span in spans for edge in span), len(text)]
    assert edges == sorted(edges)
    assert all(text[begin:end] == text[begin:end].strip() != "" for begin, end in spans)
    between = "".join(text[end:begin] for end, begin in zip(edges[::2], edges[1::2], strict=True))
    assert between.strip() == ""


def test_a_long_text_takes_no_time() -> None:
    text = "A word e.g. this. " * 20_000
    assert len(find_sentences(text)) == 20_000

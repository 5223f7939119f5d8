"""Numbers of a blurb against its source: what is one value, what is no number, and what is named as not there."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.curation.preflight.source_check.numbers import UnsourcedNumber, find_unsourced_numbers
from workbench.curation.preflight.source_check.source_text import SourceText


def find(blurb: str, source: str, *years: int) -> list[UnsourcedNumber]:
    return list(find_unsourced_numbers(blurb, SourceText(source), years))


def quotes(blurb: str, source: str, *years: int) -> list[tuple[str, str]]:
    return [(found.quote, found.nearest) for found in find(blurb, source, *years)]


@pytest.mark.parametrize(
    ("blurb", "source"),
    [
        ("a 15B model", "with 15 billion parameters"),
        ("with 15 billion parameters", "a 15B model"),
        ("4,000 tasks", "over 4k tasks"),
        ("4000 tasks", "4\u202f000 tasks"),
        ("4000 tasks", r"4\,000 tasks"),
        ("4000 tasks", "4{,}000 tasks"),
        ("4.000 Aufgaben", "4,000 tasks"),
        ("3,5 % mehr", "by 3.5%"),
        ("12’500 pages", "12,500 pages"),
        ("a 44-million atom structure", "44M atoms"),
        ("1.5 million images", "1,500,000 images"),
        ("15 lakh homes", "1.5 million homes"),
        ("3 亿 users", "300 million users"),
        ("10^6 samples", "one million samples"),
        ("3×10⁵ steps", "300,000 steps"),
        ("22x faster", r"22$\times$ faster"),
        ("22x faster", "22-fold"),
        ("a 2x gain", "doubles the gain"),
        ("10x faster", "an order of magnitude faster"),
        ("13% more", r"13\% more"),
        ("13 percent more", "13% more"),
        ("half or 50%", "by half"),
        ("52% right", "a share of 0.52"),
        ("6 languages", "six languages"),
        ("30 models", "thirty models"),
        ("thirty models", "30 models"),
        ("33% of them", "between 33-46% of them"),
        ("7B, 13B and 70B", "models of 7, 13 and 70B parameters"),
        ("0.31TB of tokens", "0.31T tokens"),
        ("24GB of memory", "24 GB of memory"),
        # Rounded, or said with a word that leaves room.
        ("52% right", "51.5% right"),
        ("16,000 APIs", "16,464 APIs"),
        ("a 32K context", "a context of 32768"),
        ("about 50 tasks", "56 tasks"),
        ("about 50 tasks", "45 tasks"),
        ("over 80 languages", "86 languages"),
        ("80+ languages", "86 languages"),
        ("up to 90% cheaper", "up to 95% cheaper"),
    ],
)
def test_one_value_written_in_two_ways_is_no_finding(blurb: str, source: str) -> None:
    assert find(blurb, source) == []


@pytest.mark.parametrize(
    "blurb",
    [
        "1) a retriever, 2) a reader, (3) a judge",
        "1. a retriever\n2. a reader\n",
        "GPT-4 and GPT-3.5/4 beat Llama 2, Gemini 2.5, CIFAR-10 and AlphaFold2",
        "3D scenes, 2-D maps, a v2 model, Qwen2.5, the 1990s, the 21st century",
        "version 1.2.3, on 2023-10-16 at 10:30, around the clock 24/7",
        "see [the page](https://example.org/2023/11/12) or https://example.org/99 or `x = 17`, as said [12, 13]",
        "images of 512x512, an 8x7B model",
        "two tasks, ten models, a hundred lines, millions of users, a billion-parameter model",
        "rank #1, No. 5, § 7",
        "in phase 3, at level 5",
    ],
)
def test_what_only_looks_like_a_number_is_none(blurb: str) -> None:
    assert find(blurb, "There is no number here.") == []


@pytest.mark.parametrize(
    ("blurb", "source", "found"),
    [
        ("It trains 22x faster.", "a 24× faster one with 3 parts", [("22x", "24×")]),
        ("With 13 tools.", "integrates 18 tools", [("13", "18")]),
        ("2350 tasks from 137 sites", "over 2,000 tasks from 137 websites", [("2350", "2,000")]),
        ("A 5B model.", "A large model.", [("5B", "")]),
        ("about 50 tasks", "70 tasks", [("50", "70")]),
        ("over 90%", "85% of all", [("90%", "85%")]),
        ("6 languages", "5.9% of them", [("6", "5.9%")]),
        ("a 2% gain", "two models", [("2%", "")]),
        ("4 tasks", "GPT-4 alone", [("4", "")]),
        ("fifty tasks", "40 tasks", [("fifty", "40")]),
        ("7B and 13B", "7B", [("13B", "")]),
    ],
)
def test_what_the_source_does_not_have_is_named_with_the_nearest_number_there(
    blurb: str, source: str, found: list[tuple[str, str]]
) -> None:
    assert quotes(blurb, source) == found


def test_the_years_of_the_work_and_of_the_issue_may_be_named() -> None:
    assert quotes("Out since 2023, read in 2026.", "A text.", 2023, 2026) == []
    assert quotes("Out since 2022.", "A text.", 2023, 2026) == [("2022", "")]
    assert quotes("All 2023 of them, and 2023 more", "2,023 things") == []


FILLING = "Many other things are told here of methods, data and people, at length and without end. "


def test_in_a_long_text_a_value_must_stand_amid_the_same_words() -> None:
    source = (
        f"The tagger reaches an accuracy of 87.3% on the Penn Treebank. {FILLING * 30}"
        "The rate of inflation in the winter was 83.7%, says the bank."
    )
    assert quotes("The tagger has an accuracy of 87.3% on the Penn Treebank.", source) == []
    (found,) = find("The tagger has an accuracy of 83.7% on the Penn Treebank.", source)
    assert (found.quote, found.nearest, found.stands_elsewhere) == ("83.7%", "87.3%", True)


def test_in_a_long_text_a_value_that_no_other_number_contradicts_may_stand_anywhere() -> None:
    source = f"Said of 42 cats. {FILLING * 30}"
    assert quotes("A study of 42 households.", source) == []


VALUES = st.integers(11, 10**13) | st.builds(
    lambda few, zeros: few * 10**zeros, st.integers(11, 999), st.integers(1, 10)
)


def _group(value: int, mark: str) -> str:
    return f"{value:,}".replace(",", mark)


def _spell(value: int) -> list[str]:
    """Ways in which people write a value."""
    ways = [str(value), *(_group(value, mark) for mark in (",", "\u2009", "\u00a0", "’"))]
    for word, scale in (("thousand", 10**3), ("million", 10**6), ("billion", 10**9), ("trillion", 10**12)):
        if value % (scale // 10) == 0 and scale <= value < 1000 * scale:
            amount, letter = f"{value / scale:g}", "K" if word == "thousand" else word[0].upper()
            ways += [f"{amount} {word}", f"{amount}-{word}", f"{amount}{letter}"]
    return ways


@given(VALUES, st.data())
def test_a_number_copied_from_the_source_is_no_finding_in_any_spelling(
    value: int, data: st.DataObject
) -> None:
    theirs, ours = (data.draw(st.sampled_from(_spell(value))) for _ in range(2))
    unit = data.draw(st.sampled_from(["", " percent", " times"]))
    assert find(f"It handles {ours}{unit} things.", f"We saw {theirs}{unit} of them, and 7 more.") == []


NOISE = st.text(st.sampled_from("0123456789.,% xkMB×-+()[]`*\n$\\^{}ea手of ’") | st.characters(), max_size=80)


@given(NOISE, NOISE)
def test_a_finding_quotes_the_blurb_where_it_says(blurb: str, source: str) -> None:
    for found in find(blurb, source):
        assert found.quote
        assert blurb[found.start : found.end].strip() == found.quote
        assert found.nearest in source


@pytest.mark.parametrize(
    "part",
    ["1 ", "1.1", "9,999,", "one ", "one-", "one hundred and ", "10^", "`", "](", "[1,", "(1", "5% ", "2x "],
)
def test_hostile_texts_take_no_longer_than_their_length_says(part: str) -> None:
    text = part * (200_000 // len(part))
    begun = time.process_time()
    find(text[:20_000] + " 17 cats", text)
    assert time.process_time() - begun < 5

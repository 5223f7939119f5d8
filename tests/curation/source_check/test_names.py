"""Names of a blurb against its source: one name in two spellings, one letter off, and what is neither."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.curation.preflight.source_check.names import (
    OtherSpelling,
    SourceNames,
    find_other_spellings,
    is_one_letter_off,
    respell,
)


def find(blurb: str, source: str) -> list[OtherSpelling]:
    return list(find_other_spellings(blurb, SourceNames(source)))


@pytest.mark.parametrize(
    ("blurb", "source", "name", "spelling"),
    [
        ("The Dreambooth method.", "We call it DreamBooth.", "Dreambooth", "DreamBooth"),
        ("ChatGPt is tested.", "We test ChatGPT.", "ChatGPt", "ChatGPT"),
        ("On LlaVA-Bench it wins.", "We report LLaVA-Bench.", "LlaVA-Bench", "LLaVA-Bench"),
        ("The Vincuna demo.", "People talk to Vicuna here.", "Vincuna", "Vicuna"),
        ("Trained on CIFAR10.", "Trained on CIFAR-10.", "CIFAR10", "CIFAR-10"),
        ("With Placket-Luce models.", "So the Plackett-Luce model.", "Placket-Luce", "Plackett-Luce"),
        ("Anthropic's Cluade wins.", "It was Claude that won.", "Cluade", "Claude"),
    ],
)
def test_a_name_that_its_source_spells_another_way_is_found(
    blurb: str, source: str, name: str, spelling: str
) -> None:
    (found,) = find(blurb, source)
    assert (found.quote, found.spelling) == (name, spelling)
    assert blurb[found.start : found.end] == name


@pytest.mark.parametrize(
    ("blurb", "source"),
    [
        ("DreamBooth and Meta’s LLMs.", "The LLM of Meta, DreamBooth"),
        ("GPT-4 is cheaper.", "GPT-3 was dear."),
        ("Transformers and Models win.", "The Transformer of the Model"),
        ("Few-Shot Learning, Text-to-SQL", "few-shot learning for Text-To-SQL"),
        ("After that, Monte Carlo.", "Alter wrote it.\nMONTE CARLO TREES\nSo we search."),
        ("A BERT-base model.", "So BERT-based models are"),
        ("A TAG-based grammar", "a TAGbased grammar"),
        ("Somebody else, Yoshua Bengio, agrees.", "A text that does not name him."),
        ("Tests show it.", "The texts show it."),
        ("The Qwen model and the Owen model.", "The Qwen model."),
        ("Read [this](https://example.org/Vincuna) and `Vincuna`.", "People talk to Vicuna."),
        ("Test, Texts", "We know Test and Texts."),
    ],
)
def test_other_differences_are_no_slips(blurb: str, source: str) -> None:
    assert find(blurb, source) == []


def test_the_authors_of_a_work_are_names_wherever_they_stand() -> None:
    source = SourceNames("A talk.\nAndrej Karpathy", ["Andrej Karpathy"])
    assert [found.spelling for found in find_other_spellings("By Andrej Karpthy.", source)] == ["Karpathy"]


def test_of_two_names_that_are_one_letter_off_none_is_proposed() -> None:
    assert find("The Marta team.", "So Maria and Marka met.") == []


@pytest.mark.parametrize(
    ("one", "other", "is_off"),
    [
        ("vincuna", "vicuna", True),
        ("cluade", "claude", True),
        ("bregman", "breiman", True),
        ("model", "models", False),
        ("gpt3a", "gpt4a", False),
        ("qwen", "owen", False),
        ("claude", "claude", False),
        ("abcd", "abdce", False),
    ],
)
def test_one_letter_off_is_one_letter_and_no_digit(one: str, other: str, is_off: bool) -> None:
    assert is_one_letter_off(one, other) is is_off
    assert is_one_letter_off(other, one) is is_off


WORDS = st.lists(st.text(st.sampled_from("aAbBcC19-’'.s "), min_size=1, max_size=9), max_size=8).map(" ".join)


@given(WORDS | st.text(max_size=60))
def test_a_text_spells_every_name_as_it_does_itself(text: str) -> None:
    assert [found for found in find(text, text) if found.spelling.casefold() == found.quote.casefold()] == []


@given(WORDS, WORDS)
def test_a_finding_quotes_the_blurb_where_it_says_and_a_spelling_of_the_source(
    blurb: str, source: str
) -> None:
    for found in find(blurb, source):
        assert blurb[found.start : found.end] == found.quote
        assert found.spelling in source


@pytest.mark.parametrize("part", ["Aaaaaaa ", "A.", "A-", "Abcdefg. Abcdefh ", "’s", "AbC-"])
def test_hostile_texts_take_no_longer_than_their_length_says(part: str) -> None:
    text = part * (200_000 // len(part))
    begun = time.process_time()
    find(text[:20_000] + " Abcdefi Aaaaaab", text)
    assert time.process_time() - begun < 5


def test_a_name_is_spelled_as_the_source_does_in_prose_only() -> None:
    blurb = "*Gatenet*: see [Gatenet](https://example.org/Gatenet), `Gatenet`, not Gatenets."
    (found,) = find(blurb, "We call it GateNet.")
    assert respell(blurb, found) == (
        "*GateNet*: see [GateNet](https://example.org/Gatenet), `Gatenet`, not Gatenets."
    )

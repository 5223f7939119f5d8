"""Titles made of three entries: short names, in the order in which readers meet them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.publishing.highlights import MAX_HIGHLIGHT_WORDS, offer_highlights, shorten_title


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("nanochat", "nanochat"),
        ("DAComp: Benchmarking Data Agents across the Full Data Lifecycle", "DAComp"),
        ("Radiance Meshes for Volumetric Reconstruction", "Radiance Meshes for Volumetric Reconstruction"),
        ("Quiet Feature Learning in Algorithmic Tasks of Transformers", "Quiet Feature Learning"),
        ("Let's build the GPT Tokenizer - Andrej Karpathy", "Let's build the GPT Tokenizer"),
        ("What is attention? A gentle introduction to it", "What is attention"),
        ("  ", ""),
    ],
)
def test_an_entry_is_named_in_a_few_words(title: str, name: str) -> None:
    assert shorten_title(title) == name


def test_a_title_is_offered_of_three_and_then_of_others() -> None:
    titles = ["Gates: all of them", "Meshes", "nanochat", "Agents"]
    assert offer_highlights(titles, 3, "en") == ["Gates, Meshes and nanochat", "Meshes, nanochat and Agents"]
    assert offer_highlights(titles, 3, "de")[0] == "Gates, Meshes, nanochat"
    assert offer_highlights(titles[:2], 3, "en") == []


@given(st.text(max_size=200))
def test_a_name_is_never_longer_than_it_may_be(title: str) -> None:
    assert len(shorten_title(title).split()) <= MAX_HIGHLIGHT_WORDS

"""Titles that are nearly the same: proposed where people would, never across a number or a denial."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.curation.search.similar import find_similar_titles, score_similarity


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Attention Is All You Need", "Attention is all you need"),
        ("Attention Is All You Need", "[1706.03762] Attention Is All You Need"),
        ("Attention Is All You Need (2017)", "Attention Is All You Need"),
        ("Let's build GPT: from scratch, in code", "Let’s Build GPT — from scratch in code."),
        ("Radiance Meshes for Volumetric Reconstruction", "Radiance Meshes for Volumetric Reconstructions"),
        ("Qwen3.5 Technical Report", "Qwen 3.5 Technical Report"),
    ],
)
def test_one_title_written_in_two_ways_is_proposed(one: str, other: str) -> None:
    assert score_similarity(one, other) >= 85


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Qwen2 Technical Report", "Qwen3 Technical Report"),
        ("Qwen3 Technical Report", "Qwen3.5 Technical Report"),
        ("Import AI 400: distillation and its limits", "Import AI 401: distillation and its limits"),
        ("Attention Is All You Need", "Attention Is Not All You Need"),
        ("Why transformers can reason at scale", "Why transformers can't reason at scale"),
        ("State of AI Report 2023: the summary", "State of AI Report 2024: the summary"),
        ("Scaling laws explained, Part II", "Scaling laws explained, Part III"),
        ("Scaling laws, the first lecture", "Scaling laws, the second lecture"),
        ("Release notes", "Release notes"),
        ("Gated Attention for Large Language Models", "Radiance Meshes for Volumetric Reconstruction"),
    ],
)
def test_another_number_a_denial_or_hardly_a_title_is_not(one: str, other: str) -> None:
    assert score_similarity(one, other) == 0


WORDS = st.lists(
    st.sampled_from(
        ["attention", "gates", "not", "Qwen2", "v3", "2024", "never", "für", "meshes", "II", "—"]
    ),
    min_size=1,
    max_size=8,
).map(" ".join)


@given(one=WORDS, other=WORDS)
def test_alike_is_alike_both_ways(one: str, other: str) -> None:
    assert score_similarity(one, other) == score_similarity(other, one)


@given(title=WORDS, first=st.integers(0, 3000), second=st.integers(0, 3000))
def test_no_title_is_alike_itself_with_another_number(title: str, first: int, second: int) -> None:
    long = f"{title} for everyone who reads"
    same = score_similarity(f"{long} {first}", f"{long} {second}") > 0
    assert same == (first == second)


def test_the_nearest_come_first_and_no_more_than_asked_for() -> None:
    titles = [
        (1, "Attention Is All You Need, annotated"),
        (2, "attention is all you need"),
        (3, "Attention Is Not All You Need"),
        (4, "Attention Is All We Need"),
        (5, ""),
    ]
    assert find_similar_titles("Attention Is All You Need", titles) == [2, 4]
    assert find_similar_titles("Attention Is All You Need", titles, limit=1) == [2]
    assert find_similar_titles("uv", [(1, "uv")]) == []

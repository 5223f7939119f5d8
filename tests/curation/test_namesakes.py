"""A repository is a paper's namesake where its name is the beginning of the title, or stands alone before a colon."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.curation.search.namesakes import name_key_of_repository, name_keys_of_title

NAMESAKES = [
    ("github:qiuzh20/gated_attention", "Gated Attention for Large Language Models: Non-linearity, Sparsity"),
    ("github:o/radiance-meshes", "Radiance Meshes for Volumetric Reconstruction"),
    ("github:o/radiancemeshes-code", "Radiance Meshes for Volumetric Reconstruction"),
    ("github:lab/dacomp", "DAComp: Benchmarking Data Agents"),
    ("gitlab:group/quiet_feature_learning", "Quiet Feature-Learning in Algorithmic Tasks"),
    ("huggingface:Lab/Gated-Attention", "A study: Gated Attention at work"),
    ("github:o/sorens_method", "Sørens Method of Everything"),
]
STRANGERS = [
    ("github:o/uv", "UV: Unwrapping Volumes"),
    ("github:astral-sh/ruff", "Ruff Estimates of Everything"),
    ("github:o/attention", "Attention Is All You Need"),
    ("github:o/large-language", "Gated Attention for Large Language Models"),
    ("github:o/gated_attention/issues/3", "Gated Attention for Large Language Models"),
    ("github:o", "Gated Attention"),
    ("arxiv:2505.06708", "2505.06708"),
    ("https://a.example/gated/attention", "Gated Attention"),
]


@pytest.mark.parametrize(("repository", "title"), NAMESAKES)
def test_a_repository_that_is_called_as_the_paper_is_its_namesake(repository: str, title: str) -> None:
    assert name_key_of_repository(repository) in name_keys_of_title(title)


@pytest.mark.parametrize(("repository", "title"), STRANGERS)
def test_short_and_passing_words_make_no_namesake(repository: str, title: str) -> None:
    key = name_key_of_repository(repository)
    assert not key or key not in name_keys_of_title(title)


@given(
    words=st.lists(st.text("abcdefgh", min_size=2, max_size=8), min_size=2, max_size=5),
    sep=st.sampled_from("-_."),
)
def test_signs_and_case_make_no_difference(words: list[str], sep: str) -> None:
    key = name_key_of_repository(f"github:o/{sep.join(words)}".lower())
    expected = len("".join(words)) >= 8
    assert (key in name_keys_of_title(" ".join(words).title() + " for Everyone")) == expected

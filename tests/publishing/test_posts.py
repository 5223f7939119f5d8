"""Short posts: what they say, how networks count, and where they are cut."""

from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.issues import ENTRIES, PUBLICATION, _make_issue
from workbench.curation.publication import DEFAULT_POSTS, PostRule
from workbench.publishing.highlights import split_highlights
from workbench.publishing.layout import build_edition
from workbench.publishing.posts import build_post_passages, measure_post, write_post

URL = "https://sieve.example/p/seven-gates-and-a-half"
TLDR = {"papers": "gates *do* work", "videos": "GPT from `scratch`", "tools": "small ones"}
PATTERN = "{title}\n\n{tldr}\n\n{url}"


def _post(limit: int = 0, pattern: str = PATTERN, **changes: object) -> str:
    issue = _make_issue(**{"url": URL, "tldr": TLDR, **changes})
    edition = build_edition(issue, ENTRIES, PUBLICATION)
    return write_post(edition, PostRule(key="p", name="P", pattern=pattern, limit=limit), PUBLICATION)


def test_a_post_says_title_summary_and_address_without_marks() -> None:
    assert _post() == (
        "Gates, Meshes & Agents - The Sieve #7\n\n"
        "📄 Papers: gates do work\n🎥 Videos: GPT from scratch\n🛠 Tools: small ones\n\n" + URL
    )


@pytest.mark.parametrize(
    ("limit", "begins"),
    [
        (
            150,
            "Gates, Meshes & Agents - The Sieve #7\n\n📄 Papers: gates do work\n🎥 Videos: GPT from scratch\n\n",
        ),
        (120, "Gates, Meshes & Agents - The Sieve #7\n\n📄 Papers: gates do work\n\n"),
        (90, "Gates, Meshes & Agents - The Sieve #7\n\n"),
        (78, "Gates, Meshes - The Sieve #7\n\n"),
        (70, "Gates - The Sieve #7\n\n"),
        (65, "Gates - The…\n\n"),
    ],
)
def test_what_is_too_long_loses_lines_of_the_summary_then_highlights_then_words(
    limit: int, begins: str
) -> None:
    assert _post(limit) == f"{begins}{URL}"


@given(
    limit=st.integers(1, 200),
    title=st.text(st.characters(exclude_characters="，、；"), max_size=60),
    line=st.text(max_size=80),
)
def test_no_limit_cuts_the_address_or_a_word(limit: int, title: str, line: str) -> None:
    post = _post(limit, title=title, tldr={"papers": line})
    assert post.endswith(URL)
    whole = _post(title=title, tldr={"papers": line}).split()
    assert {word.rstrip("…,") for word in post.split()} <= {word.rstrip("…,") for word in whole} | {""}


@pytest.mark.parametrize(
    ("text", "count", "length"),
    [
        ("é👩‍👩‍👧🇩🇪", "graphemes", 3),
        ("é👩‍👩‍👧🇩🇪", "characters", 8),
        ("né 👩‍👩‍👧", "x", 5),
        ("中文", "x", 4),
        ("“Gates” – ‘now’…", "x", 17),
        (f"see {URL}", "x", 27),
    ],
)
def test_each_network_counts_in_its_own_way(
    text: str, count: Literal["graphemes", "characters", "x"], length: int
) -> None:
    assert measure_post(text, PostRule(key="p", name="P", pattern="x", count=count)) == length


@pytest.mark.parametrize(
    ("title", "highlights"),
    [
        ("Gates, Meshes and Quiet Features", ["Gates", "Meshes", "Quiet Features"]),
        ("Gates, meshes, and search and rescue", ["Gates", "meshes", "search and rescue"]),
        ("One thing", ["One thing"]),
        ("门控、网格和特征", ["门控", "网格和特征"]),
        ("A | B & C", ["A", "B", "C"]),
        ("1,000 agents, a/b tests", ["1,000 agents", "a/b tests"]),
        ("", []),
        (" , ", []),
    ],
)
def test_highlights_are_told_apart(title: str, highlights: list[str]) -> None:
    assert split_highlights(title.strip(" ,")) == highlights


def test_the_built_in_posts_fit_their_networks() -> None:
    long = (
        "everything that caught my attention in a week with far too many papers, and what came of them " * 2
    )
    issue = _make_issue(url=URL, tldr=dict.fromkeys(TLDR, long))
    passages = build_post_passages(build_edition(issue, ENTRIES, PUBLICATION), PUBLICATION)
    assert [str(passage.key) for passage in passages] == [
        "post:linkedin",
        "post:bluesky",
        "post:x",
        "post:note",
    ]
    for passage, rule in zip(passages, DEFAULT_POSTS, strict=True):
        assert passage.text.endswith(URL)
        assert measure_post(passage.text, rule) <= (rule.limit or 10_000)

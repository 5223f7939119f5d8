"""Filtering as one types: a longer filter may look among what the shorter one found, and nowhere else."""

from collections.abc import Callable

from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.curation.query import parse
from workbench.desk.desk import Desk

WORDS = st.lists(
    st.sampled_from(
        ["attention", "GPT", "kind:", "kind:paper", "-survey", '"gated attention"', "is:placed", "OR", "a"]
    ),
    max_size=4,
)


@settings(max_examples=80, deadline=None)
@given(words=WORDS, cut=st.integers(0, 40))
def test_narrowing_finds_what_searching_everything_finds(
    words: list[str], cut: int, fresh: Callable[[], Desk]
) -> None:
    present = fresh().present
    text = " ".join(words)
    wider, query = parse(text[:cut], present.now), parse(text, present.now)
    found = present.matching(query, present.links)
    by_one = {
        id
        for id, link in present.links.items()
        if query.matches(link, present.state(id), present.haystack(id))
    }
    assert found == by_one
    if query.narrows(wider):
        assert present.matching(query, present.matching(wider, present.links)) == found

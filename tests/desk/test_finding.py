"""Filtering as one types: a longer filter may look among what the shorter one found, and nowhere else."""

from collections.abc import Callable

from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.curation.search.query import parse_query
from workbench.desk.desk import Desk

WORDS = st.lists(
    st.sampled_from(
        ["attention", "GPT", "kind:", "kind:paper", "-survey", '"gated attention"', "is:placed", "OR", "a"]
    ),
    max_size=4,
)


@settings(max_examples=80)
@given(words=WORDS, cut=st.integers(0, 40))
def test_narrowing_finds_what_searching_everything_finds(
    words: list[str], cut: int, new_desk: Callable[[], Desk]
) -> None:
    state = new_desk().state
    text = " ".join(words)
    wider, query = parse_query(text[:cut], state.now), parse_query(text, state.now)
    found = state.filter_links(query, state.links)
    by_one = {
        id
        for id, link in state.links.items()
        if query.matches(link, state.state_of(id), state.haystack_of(id))
    }
    assert found == by_one
    if query.narrows(wider):
        assert state.filter_links(query, state.filter_links(wider, state.links)) == found

"""Filtering as one types: a longer filter may look among what the shorter one found, and nowhere else."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.curation.change import Change, EditCollector
from workbench.curation.model import LinkId, Source
from workbench.curation.search.query import parse_query
from workbench.desk.desk import Desk
from workbench.desk.state import State
from workbench.desk.verbs import history, triage, writing

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
    found = state.search.filter_links(query, state.links)
    by_one = {
        id
        for id, link in state.links.items()
        if query.matches(link, state.state_of(id), state.search.haystack_of(id), state.search)
    }
    assert found == by_one
    if query.narrows(wider):
        assert state.search.filter_links(query, state.search.filter_links(wider, state.links)) == found


def find(desk: Desk, text: str) -> list[int]:
    state = desk.state
    query = parse_query(text, state.now)
    found = state.search.filter_links(query, state.links)
    return [int(id) for id in state.search.put_titles_first(query, state.ids_in("all", "oldest", found))]


def test_a_link_is_found_by_what_was_saved_and_written_and_by_its_issue(new_desk: Callable[[], Desk]) -> None:
    desk = new_desk()
    entry = next(iter(desk.state.entries.values()))
    number = desk.state.issues[entry.issue].number
    assert find(desk, 'text:"stopping rule"') == []
    desk.do(_keep_source, LinkId(5), "An agent needs a “Stopping\u00a0Rule”.")
    desk.do(writing.write_entry, entry.id, blurb="We *wave away* the naïve part.")
    assert find(desk, 'text:"stopping rule"') == find(desk, "stopping") == [5]
    assert find(desk, "blurb:naive") == find(desk, "wave") == [entry.link]
    assert entry.link in find(desk, f"issue:{number}")
    assert find(desk, f"issue:{number + 1}") == []
    desk.do(_keep_source, LinkId(5), "Nothing of the kind.")
    assert find(desk, "stopping") == []


def test_a_source_that_changes_while_all_are_read_is_found_as_it_is_now(new_desk: Callable[[], Desk]) -> None:
    desk = new_desk()
    desk.do(_keep_source, LinkId(5), "Before.")
    reading = desk.state.search.read_sources_in_steps()
    sources = next(reading)()
    desk.do(_keep_source, LinkId(5), "The stopping rule.")
    desk.do(_keep_source, LinkId(6), "Another stopping rule.")
    with pytest.raises(StopIteration):
        reading.send(sources)
    assert find(desk, "text:stopping") == [5, 6]
    assert find(desk, "text:before") == []
    with pytest.raises(StopIteration):  # they are read once
        next(desk.state.search.read_sources_in_steps())


def test_links_with_the_words_in_their_titles_come_first(new_desk: Callable[[], Desk]) -> None:
    desk = new_desk()
    titled = find(desk, "title:attention")
    first = next(id for id in desk.state.ids_in("all", "oldest") if id not in titled)
    desk.do(triage.set_note, LinkId(first), "more of attention")
    assert find(desk, "attention") == [*titled, first]


def test_a_query_that_can_mean_nothing_finds_nothing(new_desk: Callable[[], Desk]) -> None:
    assert find(new_desk(), "kind:papr") == []


def _keep_source(state: State, id: LinkId, text: str) -> Change:
    edits = EditCollector()
    if state.find_fields("sources", id) is None:
        edits.create(Source(id=id, text=text))
    else:
        edits.set(state.source_of(id), text=text)
    return edits.build("Kept a source")


def test_a_blurb_is_found_by_its_words_of_today(new_desk: Callable[[], Desk]) -> None:
    desk = new_desk()
    entry = next(iter(desk.state.entries.values()))
    assert find(desk, "zeppelin") == []
    desk.do(writing.write_entry, entry.id, blurb="A zeppelin.")
    assert find(desk, "zeppelin") == [entry.link]
    desk.do(writing.write_entry, entry.id, blurb="A balloon.")
    assert (find(desk, "zeppelin"), find(desk, "balloon")) == ([], [entry.link])
    desk.do(triage.restore_links, [entry.link])
    assert find(desk, "balloon") == []
    desk.do(history.undo_change)
    assert find(desk, "balloon") == [entry.link]


def test_once_idle_moments_were_used_no_letter_folds_a_link(
    new_desk: Callable[[], Desk], monkeypatch: pytest.MonkeyPatch
) -> None:
    state, folded = new_desk().state, list[object]()
    while not state.search.is_read:
        state.search.read_next()
    monkeypatch.setattr("workbench.desk.search.haystack_of", folded.append)
    assert state.search.filter_links(parse_query("a", state.now), state.links)
    assert folded == []

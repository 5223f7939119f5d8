"""Which issue and which entries of the original go with those of its translation."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.curation.model import Entry, EntryId, Issue, IssueId, LabelledLink, Link, LinkId
from workbench.curation.translation.original import OriginalEntry
from workbench.curation.translation.pairing import (
    PairingEntry,
    list_works,
    number_in_original,
    pair_entries,
)

WORKS = st.sampled_from("abcdef")
SOME_WORKS = st.lists(WORKS, max_size=3, unique=True).map(tuple)


def make_link(identity: str, *aliases: str) -> Link:
    return Link(id=LinkId(1), url="https://a.example", identity=identity, aliases=aliases)


def make_original(id: int, *works: str) -> OriginalEntry:
    entry = Entry(id=EntryId(id), issue=IssueId(1), link=LinkId(id), section="papers", slot=id)
    return OriginalEntry(entry, make_link(works[0] if works else f"idea:{id}"), works)


def make_entry(id: int, *works: str, tied_to: str = "") -> PairingEntry:
    return PairingEntry(EntryId(id), works, tied_to)


ORIGINALS = st.lists(SOME_WORKS, max_size=5).map(
    lambda some: [make_original(id, *works) for id, works in enumerate(some, 1)]
)
ENTRIES = st.lists(st.tuples(SOME_WORKS, st.just("") | WORKS), max_size=5).map(
    lambda some: [make_entry(id, *works, tied_to=tied_to) for id, (works, tied_to) in enumerate(some, 11)]
)


def pairs_of(entries: list[PairingEntry], originals: list[OriginalEntry]) -> dict[int, int]:
    return {id: one.entry.id for id, one in pair_entries(entries, originals).items()}


def test_entries_go_together_by_their_work_wherever_they_stand() -> None:
    assert pairs_of([make_entry(11, "b"), make_entry(12, "a")], [make_original(1, "a"), make_original(2, "b")]) == {
        11: 2, 12: 1,
    }  # fmt: skip


def test_an_entry_about_the_work_itself_comes_before_one_that_only_links_to_it_as_well() -> None:
    assert pairs_of([make_entry(11, "c", "a"), make_entry(12, "a")], [make_original(1, "a")]) == {12: 1}


def test_what_the_editor_tied_comes_first() -> None:
    entries = [make_entry(11, "a"), make_entry(12, "z", tied_to="a")]
    assert pairs_of(entries, [make_original(1, "a")]) == {12: 1}


def test_an_idea_goes_with_another_only_where_it_is_tied_to_it() -> None:
    assert pairs_of([make_entry(11), make_entry(12, tied_to="idea:1")], [make_original(1)]) == {12: 1}


def test_a_tie_to_what_the_original_no_longer_has_leaves_the_work_itself() -> None:
    assert pairs_of([make_entry(11, "a", tied_to="gone")], [make_original(1, "a")]) == {11: 1}


def test_the_works_of_an_entry_are_those_of_its_link_and_of_what_it_prints_but_no_number_of_an_idea() -> None:
    entry = Entry(
        id=EntryId(1), issue=IssueId(1), link=LinkId(1), section="papers",
        links=(LabelledLink("", "https://arxiv.org/pdf/2505.06708v2"), LabelledLink("x", "no address")),
    )  # fmt: skip
    assert list_works(entry, make_link("doi:1", "x")) == ("doi:1", "x", "arxiv:2505.06708")
    assert list_works(entry, make_link("idea:7")) == ("arxiv:2505.06708",)


@given(ENTRIES, ORIGINALS)
def test_no_two_entries_have_one_original(
    entries: list[PairingEntry], originals: list[OriginalEntry]
) -> None:
    found = pairs_of(entries, originals)
    assert len(set(found.values())) == len(found)
    assert found.keys() <= {entry.id for entry in entries}


@given(ENTRIES, ORIGINALS)
def test_only_what_is_tied_or_shares_a_work_goes_together_and_nothing_of_that_is_left_over(
    entries: list[PairingEntry], originals: list[OriginalEntry]
) -> None:
    found = pair_entries(entries, originals)
    free = [one for one in originals if one not in found.values()]
    for entry in entries:
        kin = {*entry.works, entry.tied_to} - {""}
        if entry.id in found:
            assert kin & {found[entry.id].link.identity, *found[entry.id].works}
        else:
            assert not any(kin & {one.link.identity, *one.works} for one in free)


@given(ENTRIES, ORIGINALS)
def test_a_tie_is_held_unless_another_entry_is_tied_to_the_same(
    entries: list[PairingEntry], originals: list[OriginalEntry]
) -> None:
    found = pair_entries(entries, originals)
    for entry in entries:
        held = found.get(entry.id)
        rivals = [one for one in originals if entry.tied_to in (one.link.identity, *one.works)]
        if entry.tied_to and (held is None or held not in rivals):
            tied = [other.tied_to for other in entries if other.id in found and found[other.id] in rivals]
            assert len([one for one in tied if one]) == len(rivals)


@given(st.lists(SOME_WORKS.filter(bool), max_size=5, unique_by=lambda works: works[0]))
def test_what_is_paired_here_is_paired_there(some: list[tuple[str, ...]]) -> None:
    """Two newsletters that translate each other see the same pairs, where each work stands once in each of them."""
    firsts = [works[:1] for works in some]
    here = pairs_of([make_entry(id, *works) for id, works in enumerate(firsts, 11)],
                    [make_original(id, *works) for id, works in enumerate(reversed(firsts), 1)])  # fmt: skip
    there = pairs_of([make_entry(id, *works) for id, works in enumerate(reversed(firsts), 1)],
                     [make_original(id, *works) for id, works in enumerate(firsts, 11)])  # fmt: skip
    assert {one: other for other, one in here.items()} == there


@pytest.mark.parametrize(
    ("said", "number", "expected"),
    [
        ({}, 12, 12),
        ({12: 120}, 12, 120),
        ({12: 120}, 13, 121),
        ({12: 120}, 11, 11),
        ({12: 120, 14: 124}, 13, 121),
        ({12: 120, 14: 124}, 20, 130),
    ],
)
def test_an_issue_translates_that_of_its_number_as_far_apart_as_the_last_one_said(
    said: dict[int, int], number: int, expected: int
) -> None:
    issues = {at: Issue(id=IssueId(at), number=at, original=said.get(at)) for at in range(9, 21)}
    assert number_in_original(issues[number], issues.values()) == expected

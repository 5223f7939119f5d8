"""What is typed finds what is set, and what is found is marked where it stands."""

from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from workbench.curation.search.folding import find_folded_spans, fold_text


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("don't", "Don’t"),
        ("gpt-4o", "GPT‑4o"),
        ("2019-2021", "2019–2021"),
        ("a-b", "a—b"),
        ("-1", "−1"),
        ("soren", "Søren"),
        ("soren", "So\u0308ren"),
        ("erdos", "Erdős"),
        ("efficient", "eﬃcient"),
        ("strasse", "STRAẞE"),
        ("aether oeuvre", "Æther œuvre"),
        ("lodz", "Łódź"),
        ("dinh", "Đinh"),
        ("gpt", "ＧＰＴ"),
        ("two words", "two\u00a0words"),
        ("cooperate", "co\u00adoperate"),
        ("wait...", "wait…"),
        ('"quoted"', "«quoted»"),
        ("1/2", "½"),
        ("istanbul", "İstanbul"),
        ("h2o", "H₂O"),
    ],
)
def test_what_a_keyboard_types_is_what_is_written(typed: str, written: str) -> None:
    assert fold_text(typed) == fold_text(written)


@given(st.text())
@example("ẞﬃİŉ")
def test_folding_again_changes_nothing(text: str) -> None:
    assert fold_text(fold_text(text)) == fold_text(text)


@given(st.text(), st.text())
def test_a_part_folds_to_a_part(one: str, other: str) -> None:
    assert fold_text(one + other) == fold_text(one) + fold_text(other)


@pytest.mark.parametrize(
    ("text", "terms", "spans"),
    [
        ("Gated Attention", ("attention",), [(6, 15)]),
        ("gate gated", ("gate", "gated"), [(0, 4), (5, 10)]),
        ("a.b axb", ("a.b",), [(0, 3)]),
        ("Why straße is long", ("STRASSE",), [(4, 10)]),
        ("We don’t know", ("don't",), [(3, 8)]),
        ("Ængström", ("ngstrom",), [(1, 8)]),
        ("So\u0308ren’s", ("so",), [(0, 3)]),
        ("ß", ("s",), [(0, 1)]),
        ("ＧＰＴ‑4o mini", ("gpt-4", "mini"), [(0, 5), (7, 11)]),
        ("anything", (), []),
        ("anything", ("", "any"), [(0, 3)]),
    ],
)
def test_terms_are_marked_where_they_stand_and_are_never_a_pattern(
    text: str, terms: tuple[str, ...], spans: list[tuple[int, int]]
) -> None:
    assert find_folded_spans(text, terms) == spans


@given(st.text(), st.lists(st.text(max_size=3), max_size=3))
def test_spans_come_in_order_and_fold_to_what_was_asked(text: str, terms: list[str]) -> None:
    spans = find_folded_spans(text, terms)
    assert all(start < end for start, end in spans)
    assert all(end <= start for (_, end), (start, _) in pairwise(spans))
    found = any(term and term in fold_text(text) for term in map(fold_text, terms))
    assert bool(spans) is found

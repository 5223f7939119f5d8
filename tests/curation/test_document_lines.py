"""Documents in one piece answer as a dictionary of them would, whatever changed since they were packed."""

from typing import Final

from hypothesis import given
from hypothesis import strategies as st
from msgspec import Struct

from workbench.curation.document_lines import DocumentLines, PackedDocuments

IDS: Final = st.integers(1, 300)
DOCUMENTS: Final = st.dictionaries(IDS, st.integers(0, 99))
CHANGES: Final = st.dictionaries(IDS, st.none() | st.integers(0, 99))


class Counted(Struct):
    """A document of these tests."""

    n: int


def encode(n: int) -> bytes:
    return b'{"n":%d}' % n


def pack(documents: dict[int, int]) -> PackedDocuments:
    """These documents in one piece, as a snapshot has them."""
    return PackedDocuments(
        b"".join(DocumentLines(changed={id: encode(n) for id, n in documents.items()}).iter_pieces())
    )


@given(DOCUMENTS, CHANGES)
def test_they_are_those_of_a_dictionary_with_the_same_changes(
    documents: dict[int, int], changes: dict[int, int | None]
) -> None:
    lines, expected = DocumentLines(pack(documents)), {id: encode(n) for id, n in documents.items()}
    before = lines.copy()
    for id, n in changes.items():
        if n is None:
            assert lines.pop(id, None) == expected.pop(id, None)
        else:
            lines[id] = expected[id] = encode(n)
    assert list(lines.iter_lines()) == sorted(expected.items())
    assert (list(lines), len(lines)) == (sorted(expected), len(expected))
    assert [lines.get(id) for id in range(302)] == [expected.get(id) for id in range(302)]
    assert {id: encode(one.n) for id, one in lines.decode(Counted).items()} == expected
    assert list(lines.decode(Counted)) == sorted(expected), "in the order of ids"
    text = encode(7)
    assert lines.find_ids(text) == [id for id, line in sorted(expected.items()) if line == text]
    assert dict(before) == {id: encode(n) for id, n in documents.items()}, "a copy is as it was"


@given(DOCUMENTS, CHANGES)
def test_what_is_written_of_them_is_what_would_be_written_of_all_of_them_anew(
    documents: dict[int, int], changes: dict[int, int | None]
) -> None:
    changed = {id: None if n is None else encode(n) for id, n in changes.items()}
    left = {id: n for id, n in (documents | changes).items() if n is not None}
    lines = DocumentLines(pack(documents)).overlay(changed)
    assert b"".join(lines.iter_pieces()) == pack(left).data


def test_after_some_that_are_found_by_halving_the_beginning_of_each_is_known() -> None:
    lines = DocumentLines(pack({id: id for id in range(1, 500, 3)}))
    assert [lines.get(id) for id in range(500)] == [encode(id) if id % 3 == 1 else None for id in range(500)]
    assert DocumentLines().get(1) is None

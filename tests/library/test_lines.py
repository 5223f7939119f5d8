"""Our table answers as TinyDB's own would, and opens no document that nobody asked for."""

from collections.abc import Callable, Iterable, MutableMapping
from typing import Any
from zlib import crc32

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tinydb import TinyDB, where
from tinydb.storages import MemoryStorage
from tinydb.table import Document, Table

from workbench.library.journal import parse_seq, scan_lines
from workbench.library.lines import LineDB, LineStorage, encode_json

Step = Callable[[Table], object]

COLOURS = st.sampled_from(["red", "blue", "grün"])
STEPS: st.SearchStrategy[Step] = st.one_of(
    st.builds(lambda c, id: lambda t: t.insert(Document({"colour": c}, id)), COLOURS, st.integers(1, 6)),
    st.builds(
        lambda *ids: lambda t: t.insert_multiple(Document({}, id) for id in ids), *[st.integers(1, 6)] * 3
    ),
    st.builds(lambda c, d: lambda t: t.update({"mixed": d}, where("colour") == c), COLOURS, COLOURS),
    st.builds(lambda id: lambda t: t.update({"seen": True}, doc_ids=[id]), st.integers(1, 6)),
    st.builds(lambda id: lambda t: t.upsert(Document({"colour": "up"}, id)), st.integers(1, 6)),
    st.builds(lambda id: lambda t: t.remove(doc_ids=[id]), st.integers(1, 5)),
    st.builds(lambda c: lambda t: t.remove(where("colour") == c), COLOURS),
    st.builds(lambda c: lambda t: len(t.search(where("colour") == c)), COLOURS),
    st.builds(lambda id: lambda t: t.get(doc_id=id), st.integers(1, 6)),
)


def run_step(step: Step, table: Table) -> object:
    """What a step returns, ids in their order, or the kind of exception it ends with."""
    try:
        returned = step(table)
    except ValueError:
        return ValueError
    return sorted(returned) if isinstance(returned, list) else returned


def index_by_id(documents: Iterable[Document]) -> dict[int, Document]:
    """Documents whatever their order: TinyDB's is that of insertion, ours that of ids."""
    return {document.doc_id: document for document in documents}


@settings(max_examples=60)
@given(st.lists(STEPS, max_size=12))
def test_it_does_what_tinydb_does(steps: list[Step]) -> None:
    ours, theirs = LineDB(LineStorage()).table("links"), TinyDB(storage=MemoryStorage).table("links")
    for step in steps:
        assert run_step(step, ours) == run_step(step, theirs)
        assert index_by_id(ours) == index_by_id(theirs)
        assert len(ours) == len(theirs)
        up = where("colour") == "up"
        assert index_by_id(ours.search(up)) == index_by_id(theirs.search(up))


def test_an_id_is_not_given_again_when_the_highest_document_goes() -> None:
    table = LineDB(LineStorage()).table("links")
    table.insert_multiple([{"n": 1}, {"n": 2}])
    table.remove(doc_ids=[2])
    assert table.insert({"n": 3}) == 3


def test_get_and_update_decode_the_named_document_only(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = LineStorage()
    lines.set_documents("links", {id: encode_json({"n": id}) for id in range(1, 1001)})
    decoded: list[bytes] = []
    decode: Callable[[bytes], Any] = msgspec.json.decode

    def counting(line: bytes) -> Any:
        decoded.append(line)
        return decode(line)

    monkeypatch.setattr(msgspec.json, "decode", counting)
    table = LineDB(lines).table("links")
    assert table.get(doc_id=500) == {"n": 500}
    table.update({"m": 1}, doc_ids=[501])
    table.remove(doc_ids=[502])
    assert decoded == [b'{"n":500}', b'{"n":501}', b'{"n":502}']


def test_an_update_that_fails_half_way_changes_nothing() -> None:
    table = LineDB(LineStorage()).table("links")
    table.insert_multiple([{"n": 1}, {"n": 2}])

    def broken(document: MutableMapping[Any, Any]) -> None:
        document["n"] = document["n"] * 10 if document["n"] == 1 else object()

    with pytest.raises(TypeError):
        table.update(broken)
    assert [document["n"] for document in table] == [1, 2]


def test_tables_can_be_dropped_and_listed() -> None:
    db = LineDB(LineStorage())
    for name in ("links", "votes"):
        db.table(name).insert({"n": 1})
    db.drop_table("votes")
    assert db.tables() == {"links"}
    assert db.lines.documents_checksum == _weight_of(db.lines.tables["links"].items())
    db.drop_tables()
    assert (db.tables(), db.lines.documents_checksum) == (set(), 0)


def _weight_of(documents: Iterable[tuple[int, bytes]]) -> int:
    alone = LineStorage()
    alone.set_documents("links", dict(documents))
    return alone.documents_checksum


def test_a_line_nested_without_end_is_unreadable_and_ends_nothing() -> None:
    deep = b"[" * 3000 + b"]" * 3000
    body = b'"seq":1,"schema":1,"at":"2026-11-28T00:00:00Z","library":"","change":{"label":"x","edits":'
    body += b'[["links",2,{"x":1},{"x":%b}]]}}' % deep
    line = b'{"crc":"%08x",%b' % (crc32(body), body)
    assert parse_seq(line) == 1
    scan = scan_lines([line], 0)
    assert (scan.records, scan.unreadable, scan.last_seq) == ([], [line], 1)

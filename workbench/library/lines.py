"""The documents in memory: a TinyDB whose storage keeps each document as the bytes of its JSON.

`LineStorage` is the storage, `LineTable` the table class. A document is decoded when it is asked for, so opening a
large library parses nothing; get, insert, update and remove decode the documents that they name and no others.

Nothing here is written to disk: the journal makes a change durable, the checkpoint writes the lines out.
"""

import codecs
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping
from typing import Any, Final, cast
from zlib import crc32

import msgspec
from tinydb import TinyDB
from tinydb.storages import Storage
from tinydb.table import Table

from workbench.curation.change import Edit, Fields, Record, apply_edit
from workbench.curation.document_lines import DocumentLines


# msgspec writes UTF-8. This error handler of the ASCII codec replaces each other letter by its escape in JSON, which is
# much faster than another encoder for all.
def _escape_surrogates(fault: UnicodeError) -> tuple[str, int]:
    assert isinstance(fault, UnicodeEncodeError)
    return json.dumps(fault.object[fault.start : fault.end])[1:-1], fault.end


codecs.register_error("workbench.json", _escape_surrogates)


def encode_json(value: object) -> bytes:
    """JSON in ASCII, which reads the same under every locale. UnicodeEncodeError for an unpaired surrogate."""
    data = msgspec.json.encode(value)
    return data if data.isascii() else data.decode().encode("ascii", "workbench.json")


def checksum_document(table: str, id: int, line: bytes) -> int:
    """The share of one document in the checksum: it depends on table, id and bytes, and not on its place in a file."""
    return crc32(line, crc32(table.encode()) ^ id)


class LineStorage(Storage):
    """The tables, each a mapping of id to encoded document, and what the snapshot says about them."""

    def __init__(self) -> None:
        self.tables: Final[dict[str, DocumentLines]] = {}
        self.highest_ids: Final[dict[str, int]] = {}
        """By table, the highest id that it ever had."""
        self.meta: Fields = {}
        """What another program keeps in the first document of `_meta` beside our fields."""
        self.library_id = ""
        """Which library these are of: twelve hexadecimal digits, drawn when it was made. Empty in old files."""
        self.documents_checksum = 0
        """The sum of `checksum_document` over all documents."""
        self.seq = 0
        """The number of the last change that the documents include."""

    def list_documents(self, table: str) -> list[tuple[int, bytes]]:
        """Ids and encoded documents of a table, by id. A copy: later changes do not show in it."""
        return list(self.documents_in(table).copy().iter_lines())

    def documents_in(self, table: str) -> DocumentLines:
        """The documents of a table; none where there is no such table."""
        return self.tables[table] if table in self.tables else DocumentLines()

    def get_document(self, table: str, id: int) -> Fields | None:
        """One document, decoded; None where there is none. TinyDB's own way to it takes three times as long."""
        line = self.documents_in(table).get(id)
        return None if line is None else msgspec.json.decode(line)

    def count_documents(self) -> int:
        """The number of documents, without `_meta`."""
        return sum(len(lines) for table, lines in self.tables.items() if table != "_meta")

    def next_id(self, table: str) -> int:
        """The id for a new document, which no document of the table ever had."""
        return self.highest_ids.get(table, 0) + 1

    def reserve_ids(self, highest: Mapping[str, int]) -> None:
        """Never give out these ids again."""
        for table, id in highest.items():
            self.highest_ids[table] = max(id, self.highest_ids.get(table, 0))

    def set_documents(self, table: str, lines: Mapping[int, bytes | None]) -> None:
        """Set or replace documents of a table; None removes one."""
        documents = self.tables.setdefault(table, DocumentLines())
        for id, line in lines.items():
            old = documents.get(id)
            self.documents_checksum -= checksum_document(table, id, old) if old is not None else 0
            self.documents_checksum += checksum_document(table, id, line) if line is not None else 0
            if line is None:
                documents.pop(id, None)
            else:
                documents[id] = line
        if lines:
            self.reserve_ids({table: max(lines)})

    def read(self) -> dict[str, dict[str, Any]] | None:
        """All tables decoded, as TinyDB's interface demands. `LineTable` does not use it."""
        decode = msgspec.json.decode
        tables = {
            table: {str(id): decode(line) for id, line in lines.iter_lines()}
            for table, lines in self.tables.items()
        }
        return tables or None

    def write(self, data: Mapping[str, Mapping[str, Any]]) -> None:
        """Replace all tables, as TinyDB does to drop one. `LineTable` does not use it."""
        for table in [table for table in self.tables if table not in data]:
            self.set_documents(table, dict.fromkeys(self.tables[table]))
            del self.tables[table]
        for table, documents in data.items():
            removed: dict[int, bytes | None] = dict.fromkeys(self.documents_in(table))
            self.set_documents(
                table, removed | {int(id): encode_json(document) for id, document in documents.items()}
            )


class _LazyDocuments(MutableMapping[Any, Fields]):
    """A table as TinyDB sees it during one call: decodes the documents that are read and collects the changes.

    TinyDB uses texts as ids to read and integers to update; `key` is the type of the ids here.
    """

    def __init__(self, lines: Mapping[int, bytes], key: type[int] | type[str]) -> None:
        self._lines = lines
        self._key_type = key
        self._decoded: dict[int, Fields | None] = {}

    def __getitem__(self, key: Any) -> Fields:
        id = int(key)
        if id not in self._decoded:
            self._decoded[id] = msgspec.json.decode(self._lines[id])
        document = self._decoded[id]
        if document is None:
            raise KeyError(key)
        return document

    def __setitem__(self, key: Any, document: Fields) -> None:
        self._decoded[int(key)] = document

    def __delitem__(self, key: Any) -> None:
        self[key]  # raises KeyError where there is none
        self._decoded[int(key)] = None

    def __contains__(self, key: object) -> bool:
        id = int(cast("int | str", key))
        return self._decoded[id] is not None if id in self._decoded else id in self._lines

    def __iter__(self) -> Iterator[Any]:
        ids = sorted({*self._lines, *self._decoded})
        return (self._key_type(id) for id in ids if id in self)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def clear(self) -> None:
        """Remove all documents without decoding them, as the inherited method would."""
        self._decoded = dict.fromkeys(self._lines)

    def encode_changes(self) -> dict[int, bytes | None]:
        """The documents that differ now, encoded; None for a removed one."""
        # TinyDB changes documents in place, so each one that was decoded may have changed.
        lines = {
            id: None if document is None else encode_json(document) for id, document in self._decoded.items()
        }
        return {id: line for id, line in lines.items() if line != self._lines.get(id)}


class LineTable(Table):
    """A TinyDB table over `LineStorage`. All queries of TinyDB work; they decode the documents that they test."""

    _last_given_id = 0

    def apply_edits(self, edits: Iterable[Edit]) -> None:
        """Apply the edits of this table in a change: all of them or, on an exception, none."""

        def update(documents: MutableMapping[int, Fields]) -> None:
            for edit in edits:
                after = apply_edit(documents.get(edit.id), edit)
                if after is not None:
                    documents[edit.id] = after
                elif edit.id in documents:
                    del documents[edit.id]

        self._update_table(cast("Callable[[dict[int, Mapping[str, Any]]], None]", update))

    @property
    def _encoded(self) -> Mapping[int, bytes]:
        return self._lines.documents_in(self.name)

    @property
    def _lines(self) -> LineStorage:
        assert isinstance(self.storage, LineStorage)
        return self.storage

    def _read_table(self) -> dict[str, Mapping[str, Any]]:
        return cast("dict[str, Mapping[str, Any]]", _LazyDocuments(self._encoded, str))

    def _update_table(self, updater: Callable[[dict[int, Mapping[str, Any]]], None]) -> None:
        documents = _LazyDocuments(self._encoded, int)
        updater(cast("dict[int, Mapping[str, Any]]", documents))
        self._lines.set_documents(self.name, documents.encode_changes())
        self.clear_cache()

    def _get_next_id(self) -> int:
        # TinyDB takes the ids for all documents of one call before it inserts them.
        self._last_given_id = max(self._last_given_id + 1, self._lines.next_id(self.name))
        return self._last_given_id


class LineDB(TinyDB):
    """A TinyDB whose storage is `LineStorage` and whose tables are `LineTable`."""

    table_class = LineTable

    def __init__(self, lines: LineStorage) -> None:
        super().__init__(storage=lambda: lines)
        self.lines: Final = lines

    def apply_record(self, record: Record) -> None:
        """Apply a record of the journal to the documents."""
        edits_by_table: dict[str, list[Edit]] = {}
        for edit in record.change.edits:
            edits_by_table.setdefault(edit.table, []).append(edit)
        for name, edits in edits_by_table.items():
            table = self.table(name)
            assert isinstance(table, LineTable)
            table.apply_edits(edits)
        self.lines.seq = record.seq

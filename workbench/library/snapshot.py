"""The snapshot, `library.json`: a TinyDB file with one document a line, and two kinds of checksums.

`_meta` stands first. Its `layout` says how long each table is and which checksum its bytes have, so a file as the
workbench wrote it is read and checked without looking at a document, in milliseconds (`_read_packed`). Where the layout
does not fit, as after an older workbench, the file is split into lines; the sum over the encoded documents shows that
the split was right. So a file with other line breaks or another order of documents is not damaged, and one with a
changed bit in a document is. Any other layout that TinyDB reads is parsed whole, by `foreign_json.py`.

`_meta` also says which library the file is of. A journal says the same in each line, so a file that was put beside the
journal of another library is recognised. What follows from damage is decided in `recovery.py`.
"""

import json
import os
from codecs import BOM_UTF8
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO, Final, Literal, TypeAlias
from zlib import crc32

import msgspec
from msgspec import Struct

from workbench.curation.change import Fields
from workbench.curation.document_lines import DocumentLines, PackedDocuments
from workbench.curation.model import UserError
from workbench.library.foreign_json import complete_links, parse_tables
from workbench.library.lines import LineStorage, checksum_document, encode_json
from workbench.library.own_files import open_to_read, read_own_file

SCHEMA_VERSION: Final = 1
NEWER_SCHEMA_MESSAGE: Final = (
    "This library was written by a newer workbench: update this one. Nothing was touched."
)

SnapshotCondition: TypeAlias = Literal["", "laid out", "changed", "unmarked"]
"""Empty for a file as the workbench writes it.

`laid out`: another program wrote it and changed nothing. `changed`: the checksum does not fit. `unmarked`: there is no
checksum.
"""


class UnreadableSnapshot(Exception):  # noqa: N818 - not an error as such: recovery decides what follows
    """A file that is no TinyDB database. Its text says why, with line and column."""


class _Layout(Struct):
    """`tables` has the size and the checksum of each table's bytes, in the order in which they follow one another;
    `documents` is the sum over the documents in them."""

    documents: int
    tables: dict[str, tuple[int, int]]


class _Meta(Struct):
    schema: int = SCHEMA_VERSION
    seq: int = 0
    checksum: str = ""
    library: str = ""
    next: dict[str, int] = {}
    layout: Fields = {}


_QUOTE: Final = ord('"')
_META_FIELDS: Final = frozenset(_Meta.__struct_fields__)


def load_snapshot(path: Path) -> tuple[LineStorage, SnapshotCondition]:
    """The documents of a snapshot and the file's condition.

    Raises `UnreadableSnapshot`, `UserError` for a file of a newer workbench, and OSError.
    """
    for read in (_read_packed, _read_lines):
        with suppress(ValueError, msgspec.MsgspecError), open_to_read(path) as file:
            lines, meta = read(file)
            if _compute_checksum(lines, meta) == meta.get("checksum"):
                return lines, ""
    lines, meta = _parse_any_layout(read_own_file(path))
    checksum = meta.get("checksum")
    if checksum is None:
        return lines, "unmarked"
    return lines, "laid out" if _compute_checksum(lines, meta) == checksum else "changed"


def make_library_id() -> str:
    """An id that no other library has."""
    return os.urandom(6).hex()


def iter_snapshot_chunks(lines: LineStorage) -> Iterator[bytes | memoryview]:
    """The bytes of a snapshot in pieces; `_meta` first, then tables by name and documents by id."""
    tables = {table: lines.tables[table] for table in sorted(lines.tables) if table != "_meta"}
    prefix = b"{\n"
    for table, documents in [("_meta", _build_meta_table(lines, tables)), *tables.items()]:
        yield b"%b%b:" % (prefix, encode_json(table))
        yield from documents.iter_pieces()
        prefix = b",\n"
    yield b"\n}\n"


def _build_meta_table(lines: LineStorage, tables: Mapping[str, DocumentLines]) -> DocumentLines:
    next_ids = {table: id + 1 for table, id in sorted(lines.highest_ids.items()) if table != "_meta"}
    others = sum(checksum_document("_meta", *one) for one in lines.list_documents("_meta"))
    layout = _Layout(lines.documents_checksum - others, {table: _measure(tables[table]) for table in tables})
    meta = {**lines.meta, "schema": SCHEMA_VERSION, "seq": lines.seq, "next": next_ids}
    meta["layout"] = msgspec.to_builtins(layout)
    if lines.library_id:
        meta["library"] = lines.library_id
    own = encode_json({**meta, "checksum": _compute_checksum(lines, meta)})
    return lines.documents_in("_meta").overlay({1: own})


def _measure(documents: DocumentLines) -> tuple[int, int]:
    """The size and the checksum of a table's bytes."""
    size = checksum = 0
    for piece in documents.iter_pieces():
        size, checksum = size + len(piece), crc32(piece, checksum)
    return size, checksum


def _compute_checksum(lines: LineStorage, meta: Fields) -> str:
    """The checksum of the documents, the names of the tables and the other fields of `_meta`."""
    fields = {name: value for name, value in meta.items() if name != "checksum"}
    tables = [table for table in sorted(lines.tables) if table != "_meta"]
    return f"{lines.documents_checksum + crc32(encode_json([fields, tables])):012x}"


def _read_packed(file: BinaryIO) -> tuple[LineStorage, Fields]:
    """Read a file that is laid out as its `_meta` says, table by table. ValueError for any other."""
    lines = LineStorage()
    if file.readline() + file.readline() != b'{\n"_meta":{\n':
        raise ValueError(file.name)
    end = _read_table(file, "_meta", lines).removeprefix(b"}")
    meta = _extract_meta(lines)
    layout = msgspec.convert(meta.get("layout"), _Layout)
    for table, (size, checksum) in layout.tables.items():
        head = b"%b:" % encode_json(table)
        is_next = end + file.read(len(head)) == b",\n" + head
        data = file.read(size) if is_next else b""
        if crc32(data) != checksum:
            raise ValueError(file.name)
        lines.tables[table] = DocumentLines(PackedDocuments(data))
        end = file.readline()
    if end + file.read(3) != b"\n}\n":
        raise ValueError(file.name)
    lines.documents_checksum += layout.documents
    return lines, meta


def _read_lines(file: BinaryIO) -> tuple[LineStorage, Fields]:
    """Read a file in our own layout line by line. ValueError for another one. Documents are not looked into."""
    lines = LineStorage()
    meta: Fields = {}
    # The line that closed the last table says whether another one follows; the first line counts as such a line.
    table_end = b"},\n" if file.readline() == b"{\n" else b""
    for line in file:
        if line == b"}\n" and table_end == line and not file.read(1):
            return lines, meta
        if table_end != b"},\n":
            break
        table = msgspec.json.decode(line.removesuffix(b":{\n"), type=str)
        table_end = _read_table(file, table, lines)
        if table == "_meta":
            meta = _extract_meta(lines)
    raise ValueError(file.name)


def _read_table(file: BinaryIO, table: str, lines: LineStorage) -> bytes:
    """Read the documents of a table. Returns the line that closes it."""
    documents: dict[int, bytes] = {}
    # As `checksum_document`, written out: this loop runs for every document at each start of the program.
    checksum, table_checksum = 0, crc32(table.encode())
    line = b""
    for line in file:
        key, colon, rest = line.partition(b'":')
        if not colon or line[0] != _QUOTE:
            break
        id = int(key[1:])
        documents[id] = document = rest[:-2] if rest[-2:] == b",\n" else rest[:-1]
        checksum += crc32(document, table_checksum ^ id)
    lines.tables[table] = DocumentLines(changed=documents)
    lines.documents_checksum += checksum
    lines.reserve_ids({table: max(documents, default=0)})
    return line


def _parse_any_layout(data: bytes) -> tuple[LineStorage, Fields]:
    """Parse a file in any layout that TinyDB reads."""
    try:
        tables = complete_links(parse_tables(data))
        lines = LineStorage()
        for table, documents in tables.items():
            lines.set_documents(table, {id: encode_json(document) for id, document in documents.items()})
        return lines, _extract_meta(lines)
    except (ValueError, msgspec.MsgspecError, RecursionError) as fault:
        raise UnreadableSnapshot(_locate_fault(data, fault)) from fault


def _extract_meta(lines: LineStorage) -> Fields:
    """Move the first document of `_meta` from the documents into the fields of the storage; returns its fields."""
    line = lines.documents_in("_meta").get(1)
    lines.set_documents("_meta", {1: None})
    fields: Fields = msgspec.json.decode(line or b"{}")
    meta = msgspec.convert(fields, _Meta)
    if meta.schema > SCHEMA_VERSION:
        raise UserError(NEWER_SCHEMA_MESSAGE)
    lines.seq = meta.seq
    lines.library_id = meta.library
    lines.reserve_ids({table: id - 1 for table, id in meta.next.items()})
    lines.meta = {name: value for name, value in fields.items() if name not in _META_FIELDS}
    return fields


def _locate_fault(data: bytes, fault: Exception) -> str:
    """Line and column where the file is no JSON; else why it is no TinyDB database."""
    if not data:
        return "it is empty"
    try:  # the slow decoder, since msgspec does not say the line
        json.loads(data.removeprefix(BOM_UTF8))
    except json.JSONDecodeError as broken:
        return f"line {broken.lineno}, column {broken.colno}: {broken.msg}"
    except (ValueError, RecursionError):
        return "it is no text that could be JSON"
    return f"it is no TinyDB database: {fault}"

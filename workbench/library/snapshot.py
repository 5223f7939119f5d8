"""The snapshot, `library.json`: a TinyDB file with one document a line, and a checksum.

A file in this layout is split into lines, and no document is parsed; the checksum shows that the split was right. Any
other layout that TinyDB reads is parsed whole, by `foreign_json.py`.

`_meta` says which library the file is of. A journal says the same in each line, so a file that was put beside the
journal of another library is recognised.

The checksum is a sum over the encoded documents. So a file with other line breaks or another order of documents is not
damaged, and one with a changed bit in a document is. What follows from damage is decided in `recovery.py`.
"""

import json
import os
from codecs import BOM_UTF8
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Final, Literal, TypeAlias
from zlib import crc32

import msgspec
from msgspec import Struct

from workbench.curation.change import Fields
from workbench.curation.model import UserError
from workbench.library.foreign_json import complete_links, parse_tables
from workbench.library.lines import LineStorage, encode_json
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


class _Meta(Struct):
    schema: int = SCHEMA_VERSION
    seq: int = 0
    checksum: str = ""
    library: str = ""
    next: dict[str, int] = {}


_QUOTE: Final = ord('"')
_META_FIELDS: Final = frozenset(_Meta.__struct_fields__)


def load_snapshot(path: Path) -> tuple[LineStorage, SnapshotCondition]:
    """The documents of a snapshot and the file's condition.

    Raises `UnreadableSnapshot`, `UserError` for a file of a newer workbench, and OSError.
    """
    try:
        lines, meta = _read_own_layout(path)
    except (ValueError, msgspec.MsgspecError):
        pass
    else:
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


def iter_snapshot_chunks(lines: LineStorage) -> Iterator[bytes]:
    """The bytes of a snapshot, one document at a time; `_meta` first, then tables by name and documents by id."""
    table_prefix = b"{\n"
    others = ((table, lines.tables[table]) for table in sorted(lines.tables) if table != "_meta")
    for table, documents in [("_meta", _build_meta_table(lines)), *others]:
        yield b"%b%b:{" % (table_prefix, encode_json(table))
        prefix = b"\n"
        for id in sorted(documents):
            yield b'%b"%d":%b' % (prefix, id, documents[id])
            prefix = b",\n"
        yield b"\n}"
        table_prefix = b",\n"
    yield b"\n}\n"


def _build_meta_table(lines: LineStorage) -> dict[int, bytes]:
    next_ids = {table: id + 1 for table, id in sorted(lines.highest_ids.items()) if table != "_meta"}
    meta = {**lines.meta, "schema": SCHEMA_VERSION, "seq": lines.seq, "next": next_ids}
    if lines.library_id:
        meta["library"] = lines.library_id
    return {
        **lines.tables.get("_meta", {}),
        1: encode_json({**meta, "checksum": _compute_checksum(lines, meta)}),
    }


def _compute_checksum(lines: LineStorage, meta: Fields) -> str:
    """The checksum of the documents, the names of the tables and the other fields of `_meta`."""
    fields = {name: value for name, value in meta.items() if name != "checksum"}
    tables = [table for table in sorted(lines.tables) if table != "_meta"]
    return f"{lines.documents_checksum + crc32(encode_json([fields, tables])):012x}"


def _read_own_layout(path: Path) -> tuple[LineStorage, Fields]:
    """Read a file in our own layout. ValueError for another one. Documents are not looked into."""
    lines = LineStorage()
    meta: Fields = {}
    with open_to_read(path) as file:
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
    raise ValueError(path)


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
    lines.tables[table] = documents
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
    line = lines.tables.get("_meta", {}).get(1)
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

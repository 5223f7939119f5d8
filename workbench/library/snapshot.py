"""The snapshot, `library.json`: the one place that knows its layout, one document a line, and its checksum.

A file in our own layout is read line by line without parsing a document; its checksum proves that this was
right. Whatever else is valid TinyDB is parsed. The checksum is a sum over canonical documents, so that
other line breaks or another order are no damage, and one changed bit in a document is.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO, Final, Literal, TypeAlias
from zlib import crc32

import msgspec
from msgspec import Struct

from workbench.curation.change import Fields
from workbench.curation.model import UserError
from workbench.library.lines import LineStorage, encode_json

SCHEMA_VERSION: Final = 1
NEWER_SCHEMA_MESSAGE: Final = (
    "This library was written by a newer workbench: update this one. Nothing was touched."
)

SnapshotCondition: TypeAlias = Literal["", "laid out", "changed", "unmarked"]


class UnreadableSnapshot(Exception):  # noqa: N818 - it says what a file is, and recovery decides what follows
    """A file that is no library. Its text says why, and where."""


class _Meta(Struct):
    schema: int = SCHEMA_VERSION
    seq: int = 0
    checksum: str = ""
    next: dict[str, int] = {}


_QUOTE: Final = ord('"')
_META_FIELDS: Final = frozenset(_Meta.__struct_fields__)


def load_snapshot(path: Path) -> tuple[LineStorage, SnapshotCondition]:
    """The documents of a snapshot, and what there is to remark on it.

    `laid out`: by another program, with nothing changed; `changed`: the checksum does not fit; `unmarked`: there
    is none. Raises `UnreadableSnapshot`, `UserError` for a newer library, and OSError.
    """
    try:
        lines, meta = _read_own_layout(path)
    except (ValueError, msgspec.MsgspecError):
        pass
    else:
        if _compute_checksum(lines, meta) == meta.get("checksum"):
            return lines, ""
    lines, meta = _parse_any_layout(path.read_bytes())
    checksum = meta.get("checksum")
    if checksum is None:
        return lines, "unmarked"
    return lines, "laid out" if _compute_checksum(lines, meta) == checksum else "changed"


def iter_snapshot_chunks(lines: LineStorage) -> Iterator[bytes]:
    """The snapshot's bytes, a document at a time, tables and ids in order."""
    comma = b"{\n"
    others = ((table, lines.tables[table]) for table in sorted(lines.tables) if table != "_meta")
    for table, documents in [("_meta", _build_meta_table(lines)), *others]:
        yield b"%b%b:{" % (comma, encode_json(table))
        separator = b"\n"
        for id in sorted(documents):
            yield b'%b"%d":%b' % (separator, id, documents[id])
            separator = b",\n"
        yield b"\n}"
        comma = b",\n"
    yield b"\n}\n"


def _build_meta_table(lines: LineStorage) -> dict[int, bytes]:
    following = {table: id + 1 for table, id in sorted(lines.highest_ids.items()) if table != "_meta"}
    meta = {**lines.meta, "schema": SCHEMA_VERSION, "seq": lines.seq, "next": following}
    return {
        **lines.tables.get("_meta", {}),
        1: encode_json({**meta, "checksum": _compute_checksum(lines, meta)}),
    }


def _compute_checksum(lines: LineStorage, meta: Fields) -> str:
    """The checksum of the documents, of the tables' names and of what `_meta` says about them."""
    plain = {name: value for name, value in meta.items() if name != "checksum"}
    tables = [table for table in sorted(lines.tables) if table != "_meta"]
    return f"{lines.documents_checksum + crc32(encode_json([plain, tables])):012x}"


def _read_own_layout(path: Path) -> tuple[LineStorage, Fields]:
    """Read our own layout. ValueError where it is another; what a line holds is left to the checksum."""
    lines = LineStorage()
    meta: Fields = {}
    with path.open("rb", buffering=1 << 20) as file:
        closed = b"},\n" if file.readline() == b"{\n" else b""
        for head in file:
            if head == b"}\n" and closed == head and not file.read(1):
                return lines, meta
            if closed != b"},\n":
                break
            table = msgspec.json.decode(head.removesuffix(b":{\n"), type=str)
            closed = _read_table(file, table, lines)
            if table == "_meta":
                meta = _extract_meta(lines)
    raise ValueError(path)


def _read_table(file: BinaryIO, table: str, lines: LineStorage) -> bytes:
    """Read documents up to the line that closes the table, and return that."""
    documents: dict[int, bytes] = {}
    total, start = 0, crc32(table.encode())
    line = b""
    for line in file:
        key, colon, rest = line.partition(b'":')
        if not colon or line[0] != _QUOTE:
            break
        id = int(key[1:])
        documents[id] = document = rest[:-2] if rest[-2:] == b",\n" else rest[:-1]
        total += crc32(document, start ^ id)
    lines.tables[table] = documents
    lines.documents_checksum += total
    lines.reserve_ids({table: max(documents, default=0)})
    return line


def _parse_any_layout(data: bytes) -> tuple[LineStorage, Fields]:
    """Parse any layout that TinyDB could have written."""
    try:
        tables = msgspec.json.decode(data, type=dict[str, dict[int, dict[str, Any]]])
        lines = LineStorage()
        for table, documents in tables.items():
            lines.set_documents(table, {id: encode_json(document) for id, document in documents.items()})
        return lines, _extract_meta(lines)
    except (ValueError, msgspec.MsgspecError, RecursionError) as fault:
        raise UnreadableSnapshot(_locate_fault(data, fault)) from fault


def _extract_meta(lines: LineStorage) -> Fields:
    """Take the first document of `_meta` out of the lines and into what the storage knows."""
    line = lines.tables.get("_meta", {}).get(1)
    lines.set_documents("_meta", {1: None})
    fields: Fields = msgspec.json.decode(line or b"{}")
    meta = msgspec.convert(fields, _Meta)
    if meta.schema > SCHEMA_VERSION:
        raise UserError(NEWER_SCHEMA_MESSAGE)
    lines.seq = meta.seq
    lines.reserve_ids({table: id - 1 for table, id in meta.next.items()})
    lines.meta = {name: value for name, value in fields.items() if name not in _META_FIELDS}
    return fields


def _locate_fault(data: bytes, fault: Exception) -> str:
    """Line and column of what no JSON reader takes; else what TinyDB would stumble over."""
    if not data:
        return "it is empty"
    try:
        json.loads(data)
    except json.JSONDecodeError as broken:
        return f"line {broken.lineno}, column {broken.colno}: {broken.msg}"
    except (ValueError, RecursionError):
        return "it is no text that could be JSON"
    return f"it is no TinyDB database: {fault}"

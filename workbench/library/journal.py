"""The journal, `library.journal`: how a change becomes a line, and how lines are read back.

A line is a JSON object: a checksum of the bytes after it, a sequence number that grows by one, the schema, the time,
the id of the library and the change. It counts once its line end is written and synced. Lines of older workbenches have
no library id: they are taken for lines of the library that they stand in.

Journals are read from the end, since all readers want the newest changes: opening those that the snapshot lacks, the
history page after page. What damage means is decided in `recovery.py`.
"""

import os
import re
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import BinaryIO, Final
from zlib import crc32

import msgspec
from msgspec import Struct

from workbench.curation.change import Change, Record
from workbench.curation.model import TABLES, UserError
from workbench.durable import sync_file, sync_folder, write_all
from workbench.library.folder import LibraryFolder, explain_os_error
from workbench.library.own_files import list_own_files, open_own_file, open_to_read
from workbench.library.snapshot import NEWER_SCHEMA_MESSAGE, SCHEMA_VERSION

_BLOCK_SIZE: Final = 1 << 16
_MAX_HEAD_LENGTH: Final = 400
_LIBRARY_FIELD: Final = re.compile(rb'"library":"([0-9A-Za-z-]*)"')
_SCHEMA_FIELD: Final = re.compile(rb'"schema":([0-9]{1,9})\b')
_LINES_ASKED: Final = 100
"""How many of the newest lines are asked which library they are of: an older workbench may have written the last."""
_HEAD_LENGTH: Final = len(b'{"crc":"00000000",')
_SEQ_LABEL_LENGTH: Final = len(b'"seq":')


class _JournalLine(Struct):
    seq: int
    schema: int
    at: str
    change: msgspec.Raw
    library: str = ""


class Gap(Exception):  # noqa: N818 - not an error as such: the caller decides what a gap means
    """Changes that no journal holds. Its text is the beginning of a sentence."""

    def __init__(self, first: int, last: int) -> None:
        super().__init__(f"Change {first} is" if first == last else f"Changes {first} to {last} are")


class ForeignJournal(Exception):  # noqa: N818 - as above
    """Lines of another library."""


class JournalScan(Struct, frozen=True):
    """What was found in lines after a number: the records in order, unreadable lines, and their probable numbers.

    `last_seq` is the highest number given, that of an unreadable line included. `library_id` is the library that the
    lines are of, empty where none says so.
    """

    records: list[Record]
    unreadable: list[bytes]
    missing_seqs: list[int]
    last_seq: int
    library_id: str


def encode_record(record: Record, library_id: str = "") -> bytes:
    """The line of a record, line end included. `UserError` for text that JSON cannot hold."""
    try:
        change = msgspec.json.encode(record.change)
    except (UnicodeEncodeError, OverflowError) as fault:
        raise UserError(f"This cannot be kept: {fault}.") from fault
    library = b'"library":%b,' % msgspec.json.encode(library_id) if library_id else b""
    head = b'"seq":%d,"schema":%d,"at":%b,%b"change":' % (
        record.seq,
        SCHEMA_VERSION,
        msgspec.json.encode(record.at),
        library,
    )
    checksum = crc32(b"}", crc32(change, crc32(head)))
    return b'{"crc":"%08x",%b%b}\n' % (checksum, head, change)


def parse_seq(line: bytes) -> int | None:
    """The sequence number of a line; None where the checksum does not fit or the line has no number."""
    # Reads fixed positions instead of parsing: it is called for every line of a journal.
    if line[:_HEAD_LENGTH] != b'{"crc":"%08x",' % crc32(memoryview(line)[_HEAD_LENGTH:]):
        return None
    number = line[_HEAD_LENGTH + _SEQ_LABEL_LENGTH : line.find(b",", _HEAD_LENGTH)]
    return int(number) if number.isdigit() else None


def read_library_id(line: bytes) -> str:
    """Which library a line is of; empty for an older line, or one that is no JSON."""
    # Only the head is looked at: the change of an import has a hundred megabytes.
    head, _, _ = line[:_MAX_HEAD_LENGTH].partition(b'"change":')
    found = _LIBRARY_FIELD.search(head)
    return found[1].decode() if found else ""


def _is_newer(line: bytes) -> bool:
    """Whether the head of a line names a newer schema."""
    found = _SCHEMA_FIELD.search(line[:_MAX_HEAD_LENGTH])
    return found is not None and int(found[1]) > SCHEMA_VERSION


def decode_record(line: bytes) -> Record:
    """The record of a line whose checksum fits. `UserError` where a newer workbench wrote it.

    `msgspec.DecodeError` where it is no line of ours in spite of its checksum.
    """
    try:
        return _decode_fields(line)
    except RecursionError as fault:
        raise msgspec.DecodeError("it is nested too deeply") from fault


def _decode_fields(line: bytes) -> Record:
    try:
        found = msgspec.json.decode(line, type=_JournalLine)
    except msgspec.ValidationError as fault:
        if _is_newer(line):
            raise UserError(NEWER_SCHEMA_MESSAGE) from fault
        raise msgspec.DecodeError(str(fault)) from fault
    try:
        if found.schema > SCHEMA_VERSION:
            raise UserError(NEWER_SCHEMA_MESSAGE)
        change = msgspec.json.decode(found.change, type=Change)
    except msgspec.ValidationError as fault:
        raise UserError(NEWER_SCHEMA_MESSAGE) from fault
    if any(edit.table not in TABLES for edit in change.edits):
        raise UserError(NEWER_SCHEMA_MESSAGE)
    return Record(seq=found.seq, at=found.at, change=change)


def scan_lines(lines: Iterable[bytes], last_seq: int, library_id: str = "") -> JournalScan:
    """The records after `last_seq`.

    `Gap` where numbers are missing and no unreadable line explains that, `ForeignJournal` where a line is of another
    library than `library_id`.
    """
    records: list[Record] = []
    unreadable: list[bytes] = []
    missing: list[int] = []
    previous = highest = last_seq  # of the last readable line, and of all so far; a line may be an older one
    unreadable_run = 0
    for line in lines:
        seq = parse_seq(line)
        record = None if seq is None or seq <= highest else _decode_or_none(line)
        if seq is None or (seq > highest and record is None):
            unreadable.append(line)
            unreadable_run += 1
            continue
        line_library = read_library_id(line)
        if library_id and line_library not in ("", library_id):
            raise ForeignJournal
        library_id = library_id or line_library
        if record is not None:
            if seq > highest + 1 and not unreadable_run:
                raise Gap(highest + 1, seq - 1)
            missing.extend(range(highest + 1, seq))
            records.append(record)
            highest = seq
        previous, unreadable_run = seq, 0
    # Unreadable lines at the end have the next numbers, which must not be given again.
    missing.extend(range(highest + 1, previous + unreadable_run + 1))
    last_seq = max(highest, previous + unreadable_run)
    return JournalScan(records, unreadable, missing, last_seq, library_id)


def _decode_or_none(line: bytes) -> Record | None:
    try:
        return decode_record(line)
    except msgspec.DecodeError:
        return None


def read_newest_library_id(folder: LibraryFolder) -> str:
    """Which library the newest line of the journals is of; empty where there is none that says so."""
    lines = (line for line, seq in iter_numbered_lines(folder) if seq is not None)
    return next((found for line in islice(lines, _LINES_ASKED) if (found := read_library_id(line))), "")


def read_first_seq(path: Path) -> int | None:
    """The sequence number of a journal's first readable line; None where there is none."""
    if not path.exists():
        return None
    with open_to_read(path) as file:
        numbers = (parse_seq(line.removesuffix(b"\n")) for line in file)
        return next((seq for seq in numbers if seq is not None), None)


def read_lines_after(folder: LibraryFolder, seq: int) -> list[bytes]:
    """All lines after a number, oldest first; before them one line up to that number, if there is one.

    That first line shows `scan_lines` whether the next one follows it without a gap.
    """
    lines: list[bytes] = []
    for line, line_seq in iter_numbered_lines(folder):
        lines.append(line)
        if line_seq is not None and line_seq <= seq:
            break
    return lines[::-1]


def iter_records(folder: LibraryFolder) -> Iterator[Record]:
    """All readable records, newest first. Reads from the disk only as far as the caller iterates."""
    lines = (line for line, seq in iter_numbered_lines(folder) if seq is not None)
    return (record for line in lines if (record := _decode_or_none(line)) is not None)


def iter_numbered_lines(folder: LibraryFolder) -> Iterator[tuple[bytes, int | None]]:
    """The complete lines of all journals, last first, each with its number, None where it is unreadable.

    Numbers only fall. Work that was continued from an older snapshot gives some numbers twice; the later line counts.
    """
    lowest: int | None = None
    for path in folder.list_journals():
        if not path.exists():
            continue
        with open_to_read(path) as file:
            lines = _iter_lines_backwards(file)
            next(lines)  # an unfinished line, or nothing
            for line in lines:
                seq = parse_seq(line)
                if seq is None or lowest is None or seq < lowest:
                    lowest = lowest if seq is None else seq
                    yield line, seq


def _iter_lines_backwards(file: BinaryIO) -> Iterator[bytes]:
    """The lines without their line ends, last first. The first item is what follows the last line end, often empty."""
    position = file.seek(0, os.SEEK_END)
    partial: list[bytes] = []  # the blocks of a line whose beginning was not read yet, last first
    while position:
        size = min(_BLOCK_SIZE, position)
        position = file.seek(position - size)
        first, *rest = file.read(size).split(b"\n")
        if rest:
            yield b"".join([rest.pop(), *reversed(partial)])
            yield from reversed(rest)
            partial = []
        partial.append(first)
    yield b"".join(reversed(partial))


class Journal:
    """The journal in use. Opening, appending and truncating need the lock, reading does not.

    `stop_reason` is a sentence once nothing more may be written, else empty.
    """

    def __init__(self, folder: LibraryFolder) -> None:
        self._folder: Final = folder
        self.stop_reason = ""
        self._open()

    def _open(self) -> None:
        path = self._folder.journal
        new = not path.exists()
        self._file = open_own_file(path, os.O_RDWR | os.O_APPEND | os.O_CREAT)
        if new:
            sync_folder(path.parent)  # or a power cut may take the file with all the lines that were synced
        with open_to_read(path) as file:
            tail = next(_iter_lines_backwards(file))
            self._end_offset = file.seek(0, os.SEEK_END) - len(tail)

    @property
    def size(self) -> int:
        """The length of all complete lines that were read or written, in bytes."""
        return self._end_offset

    def reopen(self) -> None:
        """Go on with the journal that is in use now, after its last line. The caller holds the lock."""
        os.close(self._file)
        self._open()

    def has_moved(self) -> bool:
        """Whether a checkpoint moved the opened file to `journal/` and another one is in use.

        FileNotFoundError where the file is gone. `UserError` where it was replaced or became shorter, which no
        workbench does.
        """
        opened = os.fstat(self._file)
        try:
            is_in_use = os.path.samestat(self._folder.journal.lstat(), opened)
        except FileNotFoundError:
            if not self._is_retired(opened):
                raise
            return True
        if is_in_use and opened.st_size >= self._end_offset:
            return False
        if not is_in_use and self._is_retired(opened):
            return True
        raise UserError(
            "Another program put back or cut library.journal: close the workbench and open it again."
        )

    def _is_retired(self, opened: os.stat_result) -> bool:
        return any(
            os.path.samestat(file.stat(), opened) for file in list_own_files(self._folder.retired_journals)
        )

    def read_new_lines(self) -> list[bytes]:
        """The complete lines that other processes added to the opened file since the last call."""
        opened = os.fstat(self._file)
        if opened.st_size == self._end_offset:
            return []
        complete, end, _ = self._read_tail(opened.st_size).rpartition(b"\n")
        self._end_offset += len(complete) + len(end)
        return complete.split(b"\n") if end else []

    def _read_tail(self, size: int) -> bytes:
        os.lseek(self._file, self._end_offset, os.SEEK_SET)
        return os.read(self._file, size - self._end_offset)

    def read_torn_line(self) -> bytes:
        """The bytes after the last complete line, of a write that was stopped; empty where there are none."""
        return self._read_tail(os.fstat(self._file).st_size)

    def truncate_torn_line(self) -> None:
        """Remove the unfinished line. The caller has quarantined it."""
        os.ftruncate(self._file, self._end_offset)

    def append(self, line: bytes) -> None:
        """Write a line and wait until the disk has stored it. `UserError` where that fails."""
        if self.stop_reason:
            raise UserError(self.stop_reason)
        try:
            write_all(self._file, line)
        except OSError as fault:
            self._roll_back()  # a part of the line may be written
            raise UserError(
                f"{explain_os_error(fault)}: nothing was saved. Mend that and try again."
            ) from fault
        try:
            sync_file(self._file)
        except OSError as fault:
            # After a failed sync the kernel may drop the data and report success for the next one.
            self.stop_reason = (
                f"{explain_os_error(fault)}: saving stopped. Close the workbench and open it again."
            )
            raise UserError(self.stop_reason) from fault
        self._end_offset += len(line)

    def _roll_back(self) -> None:
        try:
            os.ftruncate(self._file, self._end_offset)
        except OSError as fault:
            self.stop_reason = (
                f"{explain_os_error(fault)}: saving stopped. Close the workbench and open it again."
            )

    def close(self) -> None:
        """Close the file. Nothing is read or written from then on."""
        self.stop_reason = (
            "This library is closed: nothing was saved."  # the file's number may soon be another file's
        )
        os.close(self._file)

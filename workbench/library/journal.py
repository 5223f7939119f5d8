"""The journal, `library.journal`: the one place that knows how a change becomes a line, and how it is read back.

A line is a checksum of the bytes behind it, a sequence number that grows by one, the schema, the time, and the
change. It counts once its line end is there and synced. Reading from the end is how everything is found: the
few changes a snapshot lacks, the history, what a backup needs to be carried forward.
"""

import os
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO, Final
from zlib import crc32

import msgspec
from msgspec import Struct

from workbench.curation.change import Change, Record
from workbench.curation.model import UserError
from workbench.library.folder import (
    O_BINARY,
    PRIVATE_FILE_MODE,
    LibraryFolder,
    explain_os_error,
    sync_file,
    sync_folder,
    write_all,
)
from workbench.library.snapshot import NEWER_SCHEMA_MESSAGE, SCHEMA_VERSION

_BLOCK_SIZE: Final = 1 << 16
_HEAD_LENGTH: Final = len(b'{"crc":"00000000",')
_SEQ_LABEL_LENGTH: Final = len(b'"seq":')


class _JournalLine(Struct):
    seq: int
    schema: int
    at: str
    change: msgspec.Raw


class Gap(Exception):  # noqa: N818 - whoever reads decides what a gap means
    """Changes that no journal holds. Its text begins a sentence with them."""

    def __init__(self, first: int, last: int) -> None:
        super().__init__(f"Change {first} is" if first == last else f"Changes {first} to {last} are")


class JournalScan(Struct, frozen=True):
    """What lines hold after a number: records in order, lines that cannot be read, how far the numbers go."""

    records: list[Record]
    unreadable: list[bytes]
    missing_seqs: list[int]
    last_seq: int


def format_time(moment: datetime) -> str:
    """A moment as records hold it: UTC, to the second."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def encode_record(record: Record) -> bytes:
    """The line of a record, line end included. `UserError` for text that no JSON can hold."""
    try:
        change = msgspec.json.encode(record.change)
    except (UnicodeEncodeError, OverflowError) as fault:
        raise UserError(f"This cannot be kept: {fault}.") from fault
    head = b'"seq":%d,"schema":%d,"at":%b,"change":' % (
        record.seq,
        SCHEMA_VERSION,
        msgspec.json.encode(record.at),
    )
    checksum = crc32(b"}", crc32(change, crc32(head)))
    return b'{"crc":"%08x",%b%b}\n' % (checksum, head, change)


def parse_seq(line: bytes) -> int | None:
    """The sequence number of a line; None where its bytes are not those that were written."""
    if line[:_HEAD_LENGTH] != b'{"crc":"%08x",' % crc32(memoryview(line)[_HEAD_LENGTH:]):
        return None
    return int(line[_HEAD_LENGTH + _SEQ_LABEL_LENGTH : line.index(b",", _HEAD_LENGTH)])


def decode_record(line: bytes) -> Record:
    """The record of a sound line. `UserError` where a newer workbench wrote what this one does not know."""
    found = msgspec.json.decode(line, type=_JournalLine)
    try:
        if found.schema > SCHEMA_VERSION:
            raise UserError(NEWER_SCHEMA_MESSAGE)
        change = msgspec.json.decode(found.change, type=Change)
    except msgspec.ValidationError as fault:
        raise UserError(NEWER_SCHEMA_MESSAGE) from fault
    return Record(seq=found.seq, at=found.at, change=change)


def scan_lines(lines: Iterable[bytes], last_seq: int) -> JournalScan:
    """The records after `last_seq`. `Gap` where numbers are missing that no unreadable line accounts for."""
    records: list[Record] = []
    bad: list[bytes] = []
    missing: list[int] = []
    at = reached = last_seq
    unread = 0
    for line in lines:
        seq = parse_seq(line)
        if seq is None:
            bad.append(line)
            unread += 1
            continue
        if seq > reached:
            if seq > reached + 1 and not unread:
                raise Gap(reached + 1, seq - 1)
            missing.extend(range(reached + 1, seq))
            records.append(decode_record(line))
            reached = seq
        at, unread = seq, 0
    missing.extend(range(reached + 1, at + unread + 1))
    return JournalScan(records, bad, missing, max(reached, at + unread))


def read_first_seq(path: Path) -> int | None:
    """The number a journal begins with; None where no line of it can be read."""
    if not path.exists():
        return None
    with path.open("rb") as file:
        numbers = (parse_seq(line.removesuffix(b"\n")) for line in file)
        return next((at for at in numbers if at is not None), None)


def read_lines_after(folder: LibraryFolder, seq: int) -> list[bytes]:
    """All lines after a number, oldest first, led by the one that shows where they begin if there is one."""
    found: list[bytes] = []
    for line, at in iter_numbered_lines(folder):
        found.append(line)
        if at is not None and at <= seq:
            break
    return found[::-1]


def iter_records(folder: LibraryFolder) -> Iterator[Record]:
    """Every record that can be read, newest first, from the disk as far as the caller goes."""
    return (decode_record(line) for line, at in iter_numbered_lines(folder) if at is not None)


def iter_numbered_lines(folder: LibraryFolder) -> Iterator[tuple[bytes, int | None]]:
    """Complete lines of all journals, last first, with their numbers.

    Numbers only fall: where an older snapshot was gone on from, the later journal's account of a number counts.
    """
    lowest: int | None = None
    for path in folder.list_journals():
        if not path.exists():
            continue
        with path.open("rb") as file:
            lines = _iter_lines_backwards(file)
            next(lines)
            for line in lines:
                at = parse_seq(line)
                if at is None or lowest is None or at < lowest:
                    lowest = lowest if at is None else at
                    yield line, at


def _iter_lines_backwards(file: BinaryIO) -> Iterator[bytes]:
    """What stands between line ends, last first; the first of all is what has no line end behind it, or nothing."""
    at = file.seek(0, os.SEEK_END)
    begun: list[bytes] = []
    while at:
        size = min(_BLOCK_SIZE, at)
        at = file.seek(at - size)
        first, *rest = file.read(size).split(b"\n")
        if rest:
            yield b"".join([rest.pop(), *reversed(begun)])
            yield from reversed(rest)
            begun = []
        begun.append(first)
    yield b"".join(reversed(begun))


class Journal:
    """The journal in use. Hold the lock to append or mend; reading on needs none."""

    def __init__(self, path: Path) -> None:
        self.path: Final = path
        self.stop_reason = ""
        new = not path.exists()
        self._file: Final = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT | O_BINARY, PRIVATE_FILE_MODE)
        if new:
            sync_folder(path.parent)
        with path.open("rb") as file:
            tail = next(_iter_lines_backwards(file))
            self._end_offset = file.seek(0, os.SEEK_END) - len(tail)

    def read_new_lines(self) -> list[bytes]:
        """Complete lines that were added since the last look, by whomever.

        FileNotFoundError where the file is gone; `UserError` where it was replaced or became shorter, which no
        workbench does while another is open.
        """
        there, here = self.path.stat(), os.fstat(self._file)
        if not os.path.samestat(there, here) or here.st_size < self._end_offset:
            raise UserError(
                "Another program put back or cut library.journal: close the workbench and open it again."
            )
        if here.st_size == self._end_offset:
            return []
        whole, end, _ = self._read_tail(here.st_size).rpartition(b"\n")
        self._end_offset += len(whole) + len(end)
        return whole.split(b"\n") if end else []

    def _read_tail(self, size: int) -> bytes:
        os.lseek(self._file, self._end_offset, os.SEEK_SET)
        return os.read(self._file, size - self._end_offset)

    def read_torn_line(self) -> bytes:
        """What stands behind the last complete line: somebody stopped in the middle of writing it."""
        return self._read_tail(os.fstat(self._file).st_size)

    def truncate_torn_line(self) -> None:
        """Take the torn line away; set it aside first."""
        os.ftruncate(self._file, self._end_offset)

    def append(self, line: bytes) -> None:
        """Write a line and wait for the disk. `UserError` where the disk would not have it."""
        if self.stop_reason:
            raise UserError(self.stop_reason)
        try:
            write_all(self._file, line)
        except OSError as fault:
            self._roll_back()
            raise UserError(
                f"{explain_os_error(fault)}: nothing was saved. Mend that and try again."
            ) from fault
        try:
            sync_file(self._file)
        except OSError as fault:  # what the disk then holds is not known, and asking again would not tell
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
        """Close the file. Nothing is read or written from then on: its number may soon be another file's."""
        self.stop_reason = "This library is closed: nothing was saved."
        os.close(self._file)

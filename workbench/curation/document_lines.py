"""The documents of one table as the bytes of their JSON, of which only those are looked at that somebody asks for.

They stay in one piece, as the snapshot has them: a JSON object with one document a line, by id. What changed since
stands beside it. So a library of 100,000 documents opens without being taken apart, one document is found by halving,
a text in all of them by one search, and a snapshot is written of the same bytes again. What a document means is up to
others.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, MutableMapping
from typing import Final, NamedTuple, Self, TypeVar

import msgspec

T = TypeVar("T")

_FEW: Final = 64
"""Documents that are found by halving before it is worth it to note where each one begins."""


class PackedDocuments:
    """Documents in one piece: `{`, then lines `"7":{…}` by id with commas between them, then `}`. It never changes."""

    def __init__(self, data: bytes = b"{\n}") -> None:
        self.data: Final = data
        self.first: Final = len(b"{\n")
        self.end: Final = len(data) - len(b"}")
        self._found = 0
        self._starts: dict[int, int] = {}

    def count(self) -> int:
        """How many there are."""
        return self.data.count(b"\n") - 1

    def find_start(self, id: int) -> int | None:
        """Where the line of that id begins; None where there is none."""
        if self._found < _FEW:
            self._found += 1
            start = self.seek(id)
            return start if start < self.end and self.read_id(start) == id else None
        if not self._starts:
            self._starts = {self.read_id(start): start for start in self.iter_starts()}
        return self._starts.get(id)

    def seek(self, id: int) -> int:
        """Where the first line begins whose id is not lower; the end where there is none."""
        low, high = self.first, self.end
        while low < high:
            start = self.data.rfind(b"\n", low, (low + high) // 2) + 1 or low
            if self.read_id(start) < id:
                low = self.next_start(start)
            else:
                high = start
        return low

    def iter_starts(self) -> Iterator[int]:
        """Where each line begins."""
        start = self.first
        while start < self.end:
            yield start
            start = self.next_start(start)

    def iter_starts_with(self, text: bytes) -> Iterator[int]:
        """Where each line begins in which a text stands."""
        at = self.data.find(text)
        while at >= 0:
            yield self.data.rfind(b"\n", 0, at) + 1
            at = self.data.find(text, self.next_start(at))

    def next_start(self, start: int) -> int:
        """Where the line after this one begins; the end after the last one."""
        return self.data.index(b"\n", start) + 1

    def read_id(self, start: int) -> int:
        """The id of the line that begins there."""
        return int(self.data[start + 1 : self.data.index(b'"', start + 1)])

    def read_document(self, start: int) -> bytes:
        """The document of the line that begins there."""
        colon = self.data.index(b":", start)
        return self.data[colon + 1 : self.data.index(b"\n", colon)].removesuffix(b",")

    def cut(self, start: int, end: int) -> memoryview:
        """The lines from one start to another, without the comma behind them; they are not copied."""
        return memoryview(self.data)[start : end - len(b"\n" if end == self.end else b",\n")]


class SoughtText(NamedTuple):
    """What is looked for among small letters: a part of it, which is found quickly, and a pattern, which decides."""

    part: bytes
    pattern: re.Pattern[bytes]


class DocumentLines(MutableMapping[int, bytes]):
    """Documents by id: packed ones, and what changed since, None for one that is gone."""

    def __init__(
        self, packed: PackedDocuments | None = None, changed: Mapping[int, bytes | None] | None = None
    ) -> None:
        self._packed: Final = PackedDocuments() if packed is None else packed
        self._changed: Final[dict[int, bytes | None]] = {**(changed or {})}

    def copy(self) -> Self:
        """The documents as they are now, at no cost: later changes do not show in it."""
        return type(self)(self._packed, self._changed)

    def overlay(self, changed: Mapping[int, bytes | None]) -> Self:
        """The same documents with these changed; None removes one."""
        return type(self)(self._packed, {**self._changed, **changed})

    def decode(self, kind: type[T]) -> dict[int, T]:
        """All documents as values of a type, by id. msgspec's error where one of them is none."""
        data = b"".join(self.iter_pieces())
        return msgspec.json.Decoder(dict[int, kind]).decode(data)  # type: ignore[valid-type]

    def find_ids(self, text: bytes) -> list[int]:
        """The documents in whose bytes a text stands, by id. 20 MB take some milliseconds."""
        packed = map(self._packed.read_id, self._packed.iter_starts_with(text))
        changed = (id for id, line in self._changed.items() if line is not None and text in line)
        return sorted([*changed, *(id for id in packed if id not in self._changed)])

    def find_ids_like(self, texts: Iterable[SoughtText]) -> list[int]:
        """The documents in whose bytes, all letters small, one of these stands, by id."""
        texts, found = list(texts), set[int]()
        small = PackedDocuments(self._packed.data.lower())
        for text in texts:
            starts = small.iter_starts_with(text.part)
            like = (
                start for start in starts if text.pattern.search(small.data, start, small.next_start(start))
            )
            found.update(id for id in map(small.read_id, like) if id not in self._changed)
        changed = ((id, line.lower()) for id, line in self._changed.items() if line is not None)
        found.update(id for id, line in changed if any(text.pattern.search(line) for text in texts))
        return sorted(found)

    def iter_lines(self) -> Iterator[tuple[int, bytes]]:
        """Ids and documents, by id."""
        changed = sorted(self._changed.items(), reverse=True)
        for start in self._packed.iter_starts():
            id = self._packed.read_id(start)
            while changed and changed[-1][0] < id:
                yield from _without_absent(changed.pop())
            if changed and changed[-1][0] == id:
                yield from _without_absent(changed.pop())
            else:
                yield id, self._packed.read_document(start)
        for one in reversed(changed):
            yield from _without_absent(one)

    def iter_pieces(self) -> Iterator[bytes | memoryview]:
        """The bytes of all documents as one JSON object, laid out as packed ones are."""
        if not self._changed:
            yield self._packed.data
            return
        before = b"{\n"
        for run in self._iter_runs():
            yield before
            yield run
            before = b",\n"
        yield b"{\n}" if before == b"{\n" else b"\n}"

    def _iter_runs(self) -> Iterator[bytes | memoryview]:
        """Lines without the comma behind them: runs of unchanged ones, and each that changed."""
        packed = self._packed
        position = packed.first
        for id in sorted(self._changed):
            start = packed.seek(id) if position < packed.end else position
            if start > position:
                yield packed.cut(position, start)
            is_packed = start < packed.end and packed.read_id(start) == id
            position = packed.next_start(start) if is_packed else start
            line = self._changed[id]
            if line is not None:
                yield b'"%d":%b' % (id, line)
        if position < packed.end:
            yield packed.cut(position, packed.end)

    def __getitem__(self, id: int) -> bytes:
        if id in self._changed:
            line = self._changed[id]
        else:
            start = self._packed.find_start(id)
            line = None if start is None else self._packed.read_document(start)
        if line is None:
            raise KeyError(id)
        return line

    def __setitem__(self, id: int, line: bytes) -> None:
        self._changed[id] = line

    def __delitem__(self, id: int) -> None:
        self[id]  # raises KeyError where there is none
        self._changed[id] = None

    def __iter__(self) -> Iterator[int]:
        return (id for id, _ in self.iter_lines())

    def __len__(self) -> int:
        added = (
            (line is not None) - (self._packed.find_start(id) is not None)
            for id, line in self._changed.items()
        )
        return self._packed.count() + sum(added)


def _without_absent(document: tuple[int, bytes | None]) -> Iterator[tuple[int, bytes]]:
    id, line = document
    if line is not None:
        yield id, line

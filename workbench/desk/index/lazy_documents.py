"""The documents of one large table: read when somebody asks for one, all of them by what says where they stand.

What an index needs of a document is its head, a type of a few fields. The heads of 100,000 links are read in a tenth of
a second, and only once somebody needs them all: a command that saves a link finds the few links that it looks at by a
search in the bytes.

A document is as it was when the table was read, until another one is put in its place.
"""

from collections.abc import Callable, Iterable, Iterator, MutableMapping
from functools import cached_property
from itertools import islice
from typing import Annotated, Any, Final, Generic, TypeVar, cast

import msgspec

from workbench.curation.document import Document
from workbench.curation.document_lines import DocumentLines
from workbench.curation.model import (
    MAX_SECTION_ENTRIES,
    IssueId,
    Kind,
    LinkId,
    RelatedWork,
    TriageState,
)
from workbench.desk.index.documents import NOT_UNDERSTOOD, DocumentDecoder, to_document

D = TypeVar("D", bound=Document)
H = TypeVar("H", bound=msgspec.Struct)
P = TypeVar("P", bound=msgspec.Struct)

_LINES_AT_ONCE: Final = 1000
"""Lines whose heads are decoded by one call where one of the table is not understood."""


_MANY: Final = 1000
"""Heads that are read one by one before it is worth it to read all."""
_READ_AT_ONCE: Final = 50
"""Documents that are read whole between two looks at the clock, in a fraction of a millisecond."""


class LinkHead(msgspec.Struct, frozen=True, gc=False):
    """What of a link decides where it is listed and which others it goes with, as the library has it: not cleaned.

    Whatever can have few values only is among it: there a newer program's link is noticed that is not understood here.
    """

    identity: str
    kind: Kind = "read"
    state: TriageState = "inbox"
    added: str = ""
    aliases: tuple[str, ...] = ()
    related: tuple[RelatedWork, ...] = ()
    deferred_from: int | None = None
    joined: LinkId | None = None
    in_feeds: bool = False


class EntryHead(msgspec.Struct, frozen=True, gc=False):
    """Where an entry stands."""

    issue: IssueId
    link: LinkId
    section: str
    slot: Annotated[int, msgspec.Meta(ge=1, le=MAX_SECTION_ENTRIES)] | None = None


class LazyDocuments(MutableMapping[Any, D], Generic[D, H]):
    """Documents by id, of the lines of a table, which are its own.

    `tell` hears of each document that is not understood, once somebody looks at it. It counts as absent where its head
    is not. Where only the rest is not, as somebody may have typed it, it has the fields of its head and no others.
    """

    def __init__(
        self, kind: type[D], head: type[H], lines: DocumentLines, tell: Callable[[int, Exception], None]
    ) -> None:
        self._kind: Final = kind
        self._head: Final = head
        self._tell: Final = tell
        self._decode: Final = DocumentDecoder(kind)
        self._decode_head: Final = msgspec.json.Decoder(head).decode
        self._lines = lines
        """The documents that nobody put another in the place of."""
        self._documents: Final[dict[int, D]] = {}
        """Those that were read, or put in their places."""
        self._replaced: Final[set[int]] = set()
        self._asked = 0
        self._unread: Iterator[tuple[int, bytes]] | None = None
        self.is_read = False
        """Whether nothing waits to be read, so that going through all of them costs little."""

    @cached_property
    def heads(self) -> dict[Any, H]:
        """The heads of all documents, read or not, by id."""
        heads = _decode_heads(self._head, self._lines, self._tell)
        replaced = {
            id: cast("H", self._documents[id]) for id in self._replaced
        }  # each has the fields of its head
        return dict(sorted((heads | replaced).items())) if replaced else heads

    @property
    def has_heads(self) -> bool:
        """Whether the heads are read, so that to go through them costs little."""
        return "heads" in self.__dict__

    def find_head(self, id: int) -> H | None:
        """The head of one document, or the document; None where there is none that is understood."""
        self._asked += 1
        if self.has_heads or self._asked > _MANY:
            return self.heads.get(id)
        if id in self._documents:
            return cast("H", self._documents[id])
        line = self._lines.get(id)
        try:
            return None if line is None else self._decode_head(line)
        except NOT_UNDERSTOOD as fault:
            self._leave_out(id, fault)
            return None

    def find_ids(self, text: bytes) -> list[int]:
        """The documents in whose JSON a text stands, and perhaps others: by id, without reading any."""
        found = self._lines.find_ids(text)
        return sorted({*found, *self._replaced}) if self._replaced else found

    def __getitem__(self, id: int) -> D:
        found = self._documents.get(id)
        if found is None:
            found = self._keep(id, self._read(id))
        return found

    def peek(self, id: int) -> D:
        """The document, which is not kept where nobody asked for it before. KeyError where there is none."""
        found = self._documents.get(id)
        return self._read(id) if found is None else found

    def __contains__(self, id: object) -> bool:
        return isinstance(id, int) and self.find_head(id) is not None

    def __iter__(self) -> Iterator[int]:
        return iter(self.heads)

    def __len__(self) -> int:
        return len(self.heads)

    def read_next(self) -> None:
        """Read the next few that nobody asked for yet. A screen does so in idle moments."""
        if self._unread is None:
            self._unread = self._lines.copy().iter_lines()
        few = list(islice(self._unread, _READ_AT_ONCE))
        for id, _ in few:
            if id in self.heads and id not in self._documents:
                self._keep(id, self._read(id))
        if not few:
            self.is_read, self._lines, self._unread = True, DocumentLines(), None

    def iter_parts(self, part: type[P]) -> Iterator[tuple[Any, D | P]]:
        """Of each document what a type names, as it stands in the library, by id; the whole of one that was read
        before."""
        parts = _decode_heads(part, self._lines, lambda *_: None)
        for id in self.heads if self.has_heads else sorted(parts.keys() | self._documents.keys()):
            found = self._documents.get(id, parts.get(id))
            if found is not None:
                yield id, found

    def __setitem__(self, id: int, document: D) -> None:
        self._lines.pop(id, None)
        self._replaced.add(id)
        self._keep(id, document)

    def __delitem__(self, id: int) -> None:
        if self.has_heads:
            del self.heads[id]
        self._lines.pop(id, None)
        self._replaced.discard(id)
        self._documents.pop(id, None)

    def _keep(self, id: int, document: D) -> D:
        """Keep a document that was read, in the place of its head: what both say is kept once."""
        self._documents[id] = document
        if self.has_heads:
            self.heads[id] = cast("H", document)  # it has each field of its head
        return document

    def _leave_out(self, id: int, fault: Exception) -> None:
        self._tell(id, fault)
        del self._lines[id]

    def _read(self, id: int) -> D:
        """Read a document whole. KeyError where there is none."""
        if self.has_heads and id not in self.heads:
            raise KeyError(id)
        line = self._lines[id]
        try:
            return self._decode(id, line)
        except NOT_UNDERSTOOD as fault:
            head = self.find_head(id)
            if head is None:
                raise KeyError(id) from None
            self._tell(id, fault)
            fields = msgspec.to_builtins(head)
            return to_document(self._kind, id, {"url": fields.get("identity"), **fields})


def _decode_heads(
    head: type[P], lines: DocumentLines, tell: Callable[[int, Exception], None]
) -> dict[Any, P]:
    try:
        return lines.decode(head)
    except NOT_UNDERSTOOD:
        heads: dict[Any, P] = {}
        remaining = lines.copy().iter_lines()
        while some := list(islice(remaining, _LINES_AT_ONCE)):
            heads.update(_decode_some(head, some, tell))
        return heads


def _decode_some(
    head: type[P], lines: Iterable[tuple[int, bytes]], tell: Callable[[int, Exception], None]
) -> dict[Any, P]:
    try:
        return DocumentLines(changed=dict(lines)).decode(head)
    except NOT_UNDERSTOOD:
        return dict(_iter_heads_one_by_one(head, lines, tell))


def _iter_heads_one_by_one(
    head: type[P], lines: Iterable[tuple[int, bytes]], tell: Callable[[int, Exception], None]
) -> Iterator[tuple[int, P]]:
    decode = msgspec.json.Decoder(head).decode
    for id, line in lines:
        try:
            yield id, decode(line)
        except NOT_UNDERSTOOD as fault:
            tell(id, fault)

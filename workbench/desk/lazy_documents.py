"""The documents of one large table: of each is read what says where it stands, and the rest when somebody asks.

What an index needs of a document is its head, a type of a few fields. The heads of 100,000 links are read in a tenth of
a second; with titles, notes and whatever else a start does not show it would take three times as long.

A document is as it was when the table was read, until another one is put in its place.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping
from itertools import islice
from typing import Annotated, Any, Final, Generic, TypeVar, cast

import msgspec

from workbench.curation.document import Document
from workbench.curation.model import (
    MAX_SECTION_ENTRIES,
    IssueId,
    Kind,
    LinkId,
    RelatedWork,
    TriageState,
)
from workbench.desk.documents import NOT_UNDERSTOOD, DocumentDecoder, to_document

D = TypeVar("D", bound=Document)
H = TypeVar("H", bound=msgspec.Struct)
P = TypeVar("P", bound=msgspec.Struct)

_LINES_AT_ONCE: Final = 1000
"""Lines whose heads are decoded by one call, which is most of what makes it quick."""


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
    """Documents by id. `heads` are those of all of them, read or not.

    `tell` hears of each document that is not understood. It counts as absent where its head is not. Where only the
    rest is not, as somebody may have typed it, it has the fields of its head and no others.
    """

    def __init__(
        self,
        kind: type[D],
        head: type[H],
        lines: Iterable[tuple[int, bytes]],
        tell: Callable[[int, Exception], None],
    ) -> None:
        self._kind: Final = kind
        self._tell: Final = tell
        self._decode: Final = DocumentDecoder(kind)
        self._lines: Final = dict(lines)
        """The documents that nobody asked for yet."""
        self._documents: Final[dict[int, D]] = {}
        self.heads: Final[dict[Any, H]] = dict(_iter_heads(head, self._lines, tell))
        for id in self._lines.keys() - self.heads.keys():  # not understood, so there is none to read
            del self._lines[id]

    def __getitem__(self, id: int) -> D:
        found = self._documents.get(id)
        return self._read(id) if found is None else found

    def peek(self, id: int) -> D:
        """The document, which is not kept where nobody asked for it before. KeyError where there is none."""
        found = self._documents.get(id)
        return self._decode_line(id) if found is None else found

    def __contains__(self, id: object) -> bool:
        return id in self.heads

    def __iter__(self) -> Iterator[int]:
        return iter(self.heads)

    def __len__(self) -> int:
        return len(self.heads)

    @property
    def is_read(self) -> bool:
        """Whether nothing waits to be read, so that going through all of them costs little."""
        return not self._lines

    def read_next(self) -> None:
        """Read the next few that nobody asked for yet. A screen does so in idle moments."""
        for id in list(islice(self._lines, _READ_AT_ONCE)):
            self._read(id)

    def iter_parts(self, part: type[P]) -> Iterator[tuple[Any, D | P]]:
        """Of each document what a type names, as it stands in the library; the whole of one that was read before."""
        yield from list(self._documents.items())
        yield from _iter_heads(part, dict(self._lines), lambda *_: None)

    def __setitem__(self, id: int, document: D) -> None:
        self._lines.pop(id, None)
        self._documents[id] = document
        self.heads[id] = cast("H", document)  # it has each field of its head

    def __delitem__(self, id: int) -> None:
        del self.heads[id]
        self._lines.pop(id, None)
        self._documents.pop(id, None)

    def _read(self, id: int) -> D:
        document = self._documents[id] = self._decode_line(id)
        del self._lines[id]
        return document

    def _decode_line(self, id: int) -> D:
        """Read a document whole. KeyError where there is none."""
        head = self.heads[id]
        try:
            return self._decode(id, self._lines[id])
        except NOT_UNDERSTOOD as fault:
            self._tell(id, fault)
            fields = msgspec.to_builtins(head)
            return to_document(self._kind, id, {"url": fields.get("identity"), **fields})


def _iter_heads(
    head: type[H], lines: Mapping[int, bytes], tell: Callable[[int, Exception], None]
) -> Iterator[tuple[int, H]]:
    decode_all, ids = msgspec.json.Decoder(list[head]).decode, iter(lines)  # type: ignore[valid-type]
    while some := list(islice(ids, _LINES_AT_ONCE)):
        try:
            yield from zip(some, decode_all(b"[%b]" % b",".join(map(lines.__getitem__, some))), strict=True)
        except NOT_UNDERSTOOD:
            yield from _iter_heads_one_by_one(head, some, lines, tell)


def _iter_heads_one_by_one(
    head: type[H], ids: list[int], lines: Mapping[int, bytes], tell: Callable[[int, Exception], None]
) -> Iterator[tuple[int, H]]:
    decode = msgspec.json.Decoder(head).decode
    for id in ids:
        try:
            yield id, decode(lines[id])
        except NOT_UNDERSTOOD as fault:
            tell(id, fault)

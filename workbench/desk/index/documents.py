"""Documents as values: decodes what the library holds when the desk reads it.

A library can be edited by hand, so every text is cleaned here too. What the workbench wrote is clean already and
ASCII on disk, where whatever could act stands as an escape. A look at the bytes spares nearly all documents the
cleaning, and 100,000 of them half a second.
"""

import re
from collections.abc import Callable, Iterable
from typing import Any, Final, Generic, TypeVar

import msgspec

from workbench.curation.document import Document
from workbench.curation.model import table_of
from workbench.curation.text.address import MAX_URL_LENGTH
from workbench.curation.text.cleaning import clean_line, clean_lines

D = TypeVar("D", bound=Document)

NOT_UNDERSTOOD: Final = (msgspec.MsgspecError, ValueError, RecursionError)
"""What reading a document raises whose fields are none of ours."""

_MAX_PLAIN_BYTES: Final = 16_384
_UNSAFE_ESCAPES: Final = re.compile(
    rb"\\(?:[bfrt]|u(?:00[01789a]|03[0-6]|061c|115f|1160|180e|200|202[89a-e]|20[56]|3000|3164|db40|f[def]))",
    re.I,
)


class DocumentDecoder(Generic[D]):
    """From bytes to values of one kind."""

    def __init__(self, kind: type[D]) -> None:
        self._kind: Final = kind
        self._prose: Final = [name for name in table_of(kind).prose if name in kind.__struct_fields__]
        self._decode: Final = msgspec.json.Decoder(kind).decode

    def __call__(self, id: int, line: bytes) -> D:
        """The value of an encoded document; msgspec's errors where it is none."""
        if _needs_cleaning(line):
            return to_document(self._kind, id, msgspec.json.decode(line, type=dict[str, Any]))
        made = self._decode(line)
        if b"\\n" in line and not self._are_breaks_in_prose(made, line):
            return to_document(self._kind, id, msgspec.json.decode(line, type=dict[str, Any]))
        msgspec.structs.force_setattr(made, "id", id)
        return made

    def _are_breaks_in_prose(self, made: D, line: bytes) -> bool:
        """Whether all line breaks are in texts that may have them, and these are as cleaning leaves them."""
        texts = [getattr(made, name) for name in self._prose]
        breaks = sum(text.count("\n") for text in texts)
        return breaks == line.count(b"\\n") and all(clean_lines(text) == text for text in texts)


def decode_documents(
    kind: type[D], lines: Iterable[tuple[int, bytes]], tell: Callable[[int, Exception], None]
) -> dict[int, D]:
    """The values of a table's documents by id; `tell` hears of each that is not understood."""
    decode, decoded = DocumentDecoder(kind), dict[int, D]()
    for id, line in lines:
        try:
            decoded[id] = decode(id, line)
        except NOT_UNDERSTOOD as fault:
            tell(id, fault)
    return decoded


def to_document(kind: type[D], id: int, fields: dict[str, Any]) -> D:
    """The value of a document's fields; `msgspec.ValidationError` where they are none."""
    return msgspec.convert({**_clean_value(fields, table_of(kind).prose), "id": id}, kind)


def _needs_cleaning(line: bytes) -> bool:
    if len(line) > _MAX_PLAIN_BYTES or not line.isascii() or b"\x7f" in line:
        return True
    return b"\\" in line and _UNSAFE_ESCAPES.search(line) is not None


def _clean_value(value: Any, prose: frozenset[str], name: str = "") -> Any:
    if isinstance(value, str):
        return clean_lines(value) if name in prose else clean_line(value, limit=MAX_URL_LENGTH)
    if isinstance(value, dict):
        return {
            clean_line(key, limit=MAX_URL_LENGTH): _clean_value(part, prose, key)
            for key, part in value.items()
        }
    return [_clean_value(part, prose, name) for part in value] if isinstance(value, list) else value

"""What of a link says where it goes: its kind, its host and first path parts, the words of title and address.

All of it is read from the link itself, so that what waits and what was published are read alike. Blurbs and sources
stay out: what waits has none yet.
"""

import re
from typing import Final

from msgspec import Struct

from workbench.curation.model import Kind

PLACE_PARTS: Final = 3
"""How much of an address counts as a place: the host and two parts of its path."""
READ_WORDS: Final = 40
"""Words read of one title or address: more is a text that was pasted there."""
READ_CHARACTERS: Final = 400

_WORD: Final = re.compile(r"[^\W_]+")
_SEPARATORS: Final = re.compile(r"[/?#]+")


class Traits(Struct, frozen=True, gc=False):
    """`places` begin with the host and go on by one part of the path each: `github`, `github/rust-lang`."""

    kind: Kind
    places: tuple[str, ...]
    words: tuple[str, ...]
    slugs: tuple[str, ...]


def read_traits(kind: Kind, identity: str, title: str, url: str) -> Traits:
    """The traits of a link of that kind, identity, title and address. The title may be empty."""
    return Traits(kind, _list_places(identity), _list_words(title), _list_words(_path_of(url)))


def _list_places(identity: str) -> tuple[str, ...]:
    scheme, _, rest = identity.partition(":")
    parts = [part for part in _SEPARATORS.split(rest.removeprefix("//"), PLACE_PARTS) if part]
    if not rest.startswith("//"):
        parts = [scheme, *parts]
    return tuple("/".join(parts[: length + 1]) for length in range(min(len(parts), PLACE_PARTS)))


def _path_of(url: str) -> str:
    _, _, path = url.partition("://")[2].partition("/")
    return path


def _list_words(text: str) -> tuple[str, ...]:
    """Each word once. Digits count by how many they are: numbers of versions and years are alike, not equal."""
    words = _WORD.findall(text[:READ_CHARACTERS].casefold())[:READ_WORDS]
    return tuple(dict.fromkeys("0" * min(len(word), 4) if word.isdigit() else word for word in words))

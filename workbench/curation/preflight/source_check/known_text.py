"""What is known of the works that an entry is about, as the one text that its blurb is held against."""

from collections.abc import Iterable
from typing import Final

from msgspec import Struct

from workbench.curation.model import Kind, Link, Source

MIN_WORDS: Final = 30
"""A shorter text is a line about the work and not the work: what a blurb says need not be in it."""
_CALLED: Final[dict[Kind, str]] = {
    "paper": "abstract", "video": "description", "tool": "README", "read": "article", "idea": "note",
}  # fmt: skip


class KnownText(Struct, frozen=True):
    """The text of an entry's sources, with what else is known of them. `called` is what people call it: `abstract`.

    `years` are those in which the works came out. The text has the authors, too.
    """

    text: str
    called: str
    years: frozenset[int] = frozenset()
    authors: tuple[str, ...] = ()


def collect_known_text(works: Iterable[tuple[Link, Source]]) -> KnownText | None:
    """The text of these works, the one of the entry's own link first; None where too little is kept to compare with."""
    works = list(works)
    if sum(source.text.count(" ") for _, source in works) < MIN_WORDS:
        return None
    parts = [part for link, source in works for part in _list_parts(link, source) if part]
    years = frozenset(int(year) for _, source in works if (year := source.published[:4]).isdecimal())
    authors = tuple(author for _, source in works for author in source.authors)
    return KnownText("\n".join(parts), _CALLED[works[0][0].kind], years, authors)


def _list_parts(link: Link, source: Source) -> tuple[str, ...]:
    """A title that the editor typed is none of the source's."""
    title = "" if link.title_by == "editor" else link.title
    return title, source.text, *source.facts, *source.authors

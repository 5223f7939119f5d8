"""Why a section is suggested, in words that can be counted after: "7 of 8 links from jvns.ca stood in Reads"."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from msgspec import Struct

from workbench.curation.identity import source_name
from workbench.curation.model import Kind, Section
from workbench.curation.publication import suggest_section
from workbench.curation.suggestion.counts import SectionCounts
from workbench.curation.suggestion.traits import Traits

KIND_NAMES: Final[Mapping[Kind, str]] = {
    "paper": "papers",
    "video": "videos",
    "read": "reads",
    "tool": "tools",
    "idea": "ideas",
}
"""What several of a kind are called."""
_KIND_TRAITS: Final = {f"kind:{kind}": name for kind, name in KIND_NAMES.items()}
MAX_WORDS_NAMED: Final = 2


class Evidence(Struct, frozen=True):
    """What speaks for a section. `count` of `of` entries like this one stood there; both 0 where nothing is counted."""

    text: str
    count: int = 0
    of: int = 0


def find_evidence(
    counts: SectionCounts, traits: Traits, section: Section, sections: Sequence[Section]
) -> Evidence | None:
    """What speaks most for this section: the place, where most links from there went, else the table, else less.

    None where nothing does.
    """
    row = suggest_section(traits.kind, sections)
    places = list(_iter_places(counts, traits, section))
    most = next((found for found in places if found.of > 1 and 2 * found.count > found.of), None)
    if most is not None:
        return most.tell()
    if row is not None and row.key == section.key:
        return Evidence(f"{KIND_NAMES[traits.kind]} go to {section.name}")
    words = _find_words(counts, traits, section.key)
    of_kind = _Counted(counts, f"kind:{traits.kind}", section)
    if places and (not words or places[-1].count > 1):
        return places[-1].tell()
    if words and not 2 * of_kind.count > of_kind.of:
        named = " and ".join(f"“{word}”" for word in words)
        return Evidence(f"titles with {named} often stood in {section.name}")
    return of_kind.tell() if of_kind.count else None


class _Counted:
    """How many entries of a kind or from a place stood in a section, and of how many."""

    def __init__(self, counts: SectionCounts, trait: str, section: Section) -> None:
        row = counts.seen.row_of(trait)
        self.count: Final = row.get(section.key, 0)
        self.of: Final = sum(row.values())
        self._trait: Final = trait
        self._section: Final = section

    def tell(self) -> Evidence:
        """The same in words."""
        noun = _KIND_TRAITS.get(self._trait) or f"links from {format_place(self._trait)}"
        return Evidence(
            f"{self.count} of {self.of} {noun} stood in {self._section.name}", self.count, self.of
        )


def _iter_places(counts: SectionCounts, traits: Traits, section: Section) -> Iterator[_Counted]:
    """What is counted for the link's places, from the nearest to the whole host."""
    for place in reversed(traits.places):
        if counts.seen.row_of(place):
            found = _Counted(counts, place, section)
            if found.count:
                yield found


def format_place(place: str) -> str:
    """A place as people read it: `jvns.ca/blog`, and `rust-lang on GitHub` for a site that is known by name."""
    host, _, path = place.partition("/")
    if "." in host:
        return place
    return " on ".join(filter(None, [path, source_name(f"{host}:")]))


def _find_words(counts: SectionCounts, traits: Traits, section: str) -> list[str]:
    """The words of the title that stood in this section more often than any other word did, the most telling first."""
    totals = counts.sections.row_of("")
    usual = totals.get(section, 0) / max(sum(totals.values()), 1)
    shares: dict[str, float] = {}
    for word in traits.words:
        row = counts.words.row_of(word)
        every = sum(row.values())
        if every > 2 * counts.newest_weight:
            shares[word] = row.get(section, 0) / every
    telling = [word for word, share in shares.items() if share > 1.5 * usual]
    return sorted(telling, key=lambda word: -shares[word])[:MAX_WORDS_NAMED]

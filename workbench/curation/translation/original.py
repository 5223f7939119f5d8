"""The issue of the original as values: what a translation is held against."""

from collections.abc import Mapping, Sequence
from typing import Final
from zlib import crc32

from msgspec import Struct

from workbench.curation.model import Entry, EntryId, Issue, Link, Section
from workbench.curation.pieces import Piece, piece_of_entry
from workbench.curation.publication import suggest_section


class OriginalEntry(Struct, frozen=True):
    """An entry of the original with its link there. `works` are the identities by which it is paired."""

    entry: Entry
    link: Link
    works: tuple[str, ...]


class OriginalIssue(Struct, frozen=True):
    """An issue of the original, its printed entries in reading order. `name` and `language` are its publication's."""

    name: str
    language: str
    issue: Issue
    entries: tuple[OriginalEntry, ...]

    @property
    def label(self) -> str:
        """What people call it: `the original (en) #12`."""
        language = f" ({self.language})" if self.language else ""
        return f"the original{language} #{self.issue.number}"


class Translation(Struct, frozen=True, kw_only=True):
    """An issue beside its original. `pairs` has the original of each entry that has one, by the entry's id, benched
    entries included."""

    original: OriginalIssue
    pairs: Mapping[EntryId, OriginalEntry]

    def list_unpaired(self) -> list[OriginalEntry]:
        """The entries of the original that none here goes with, in reading order."""
        paired = {pair.entry.id for pair in self.pairs.values()}
        return [one for one in self.original.entries if one.entry.id not in paired]

    def is_outdated(self, entry: Entry) -> bool:
        """Whether the original's blurb was changed since that of this entry was written."""
        pair = self.pairs.get(entry.id)
        is_known = bool(pair is not None and entry.blurb and entry.translated)
        return is_known and self.checksum_of_blurb(entry) != entry.translated

    def checksum_of_blurb(self, entry: Entry) -> str:
        """A checksum of the original's blurb of an entry, wherever its lines break; empty where it has none."""
        words = " ".join(self.text_of(piece_of_entry(entry.id)).split())
        return f"{crc32(words.encode('utf-8', 'replace')):08x}" if words else ""

    def text_of(self, piece: Piece) -> str:
        """What the original has in a piece: for an entry its blurb; empty where it has nothing there."""
        if piece.entry_id is not None:
            pair = self.pairs.get(piece.entry_id)
            return pair.entry.blurb if pair is not None else ""
        if piece.kind not in _OWN_KINDS:
            return ""
        issue = self.original.issue
        return issue.tldr.get(piece.key, "") if piece.kind == "tldr" else str(getattr(issue, piece.kind))


class NoOriginal(Struct, frozen=True):
    """Why there is nothing that an issue could be held against, in a sentence."""

    reason: str


def choose_own_section(one: OriginalEntry, sections: Sequence[Section]) -> Section | None:
    """Of the translation's sections the one that takes an entry of the original: the one of the same key, else the
    first that takes links of its kind; None where none does."""
    same = next((section for section in sections if section.key == one.entry.section), None)
    return same or suggest_section(one.link.kind, sections)


_OWN_KINDS: Final = frozenset({"title", "subtitle", "preview", "greeting", "tldr", "closing"})

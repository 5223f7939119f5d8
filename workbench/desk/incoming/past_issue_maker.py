"""One past issue as documents: its links, its entries, what it only mentions, and the issue itself.

Whether it may be taken in, and under which number, is decided in `archive_import.py`.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from msgspec.structs import replace

from workbench.curation.archive.old_sections import SectionKeys, make_past_section
from workbench.curation.archive.past_issue import PastEntry, PastIssue
from workbench.curation.block import Block
from workbench.curation.clipping import Clipping
from workbench.curation.identity import Identity, identify
from workbench.curation.model import (
    MAX_SECTION_ENTRIES,
    Entry,
    EntryId,
    Issue,
    IssueId,
    LabelledLink,
    LinkId,
    Mention,
    Section,
)
from workbench.desk.incoming.archive_outcomes import PastOutcome, count_text_lines
from workbench.desk.incoming.clipping_merger import ClippingMerger
from workbench.desk.incoming.matching import match_link
from workbench.desk.verbs.ideas import make_idea

VIA: Final = "archive"
"""How links remember that they came with a past issue."""


class PastIssueMaker:
    """Makes the documents of a past issue. `today` are the publication's sections by key."""

    def __init__(
        self, merger: ClippingMerger, keys: SectionKeys, today: Mapping[str, Section], past: PastIssue
    ) -> None:
        self._merger: Final = merger
        self._builder: Final = merger.builder
        self._keys: Final = keys
        self._today: Final = today
        self._past: Final = past
        self._id: Final = IssueId(self._builder.allocate_id("issues"))
        self._added: Final = f"{past.date}T00:00:00Z" if past.date else ""
        self._counts: Final[Counter[str]] = Counter()  # entries by the key of their section, in reading order
        self._headings: Final[dict[str, str]] = {}
        self._links: Final[set[LinkId]] = set()
        self._mentions: Final[list[Mention]] = []
        self._further = 0

    def make(self, number: int, digest: str) -> PastOutcome:
        """Make them under that number; says what stands in the issue. `digest` is of what was read."""
        past = self._past
        self._add_entries()
        sections = tuple(self._iter_sections())
        tldr, stray = self._place_tldr({part.key for part in sections})
        issue = Issue(
            id=self._id, number=number, date=past.date, title=past.title, subtitle=past.subtitle,
            preview=past.preview, greeting=past.greeting, tldr=tldr, closing=past.closing, state="published",
            url=past.url, sections=sections, blocks=tuple(self._place_blocks(past.blocks)),
            unplaced="\n\n".join(filter(None, (past.unplaced, *stray))), mentions=tuple(self._mentions),
            imported_from=past.file, imported_digest=digest,
        )  # fmt: skip
        self._builder.create(issue)
        return PastOutcome(
            number=number, date=past.date, title=past.title, file=past.file,
            sections=tuple((part.name, part.key, self._counts[part.key]) for part in sections),
            entries=self._counts.total(), further=self._further, mentions=len(self._mentions),
            unplaced=count_text_lines(issue.unplaced),
        )  # fmt: skip

    def _add_entries(self) -> None:
        for part in self._past.sections:
            key = self._keys.key_of(part.heading)
            self._headings.setdefault(key, part.heading)
            for entry in part.entries:
                link = self._save_link(entry) if self._counts[key] < MAX_SECTION_ENTRIES else None
                if link is None or link in self._links:
                    self._mentions.extend(make_mention(one, entry.title) for one in entry.links)
                else:
                    self._add_entry(entry, link, key)
        self._mentions.extend(map(make_mention, self._past.mentions))

    def _add_entry(self, entry: PastEntry, link: LinkId, key: str) -> None:
        self._links.add(link)
        self._counts[key] += 1
        self._further += max(0, len(entry.links) - 1)
        self._builder.create(
            Entry(
                id=EntryId(self._builder.allocate_id("entries")), issue=self._id, link=link, section=key,
                slot=self._counts[key], title=entry.title, links=entry.links, blurb=entry.blurb,
            )
        )  # fmt: skip

    def _save_link(self, entry: PastEntry) -> LinkId | None:
        """The link of an entry, saved or merged; None where its address is none that can be saved."""
        if not entry.links:
            return make_idea(self._builder, entry.title, via=VIA).id
        work = identify(entry.links[0].url)
        if not isinstance(work, Identity):
            return None
        match = match_link(self._merger, work, entry.title)
        if match.link is None:
            pending = self._merger.add_work(replace(work, key=match.key), VIA)
        else:
            pending = self._merger.work_of(match.link)
            if self._merger.find_work(match.key) is None:
                self._merger.add_identity(pending, match.key)
        clipping = Clipping(
            url=work.url, work=work, title=entry.title, added=self._added, authors=entry.authors
        )
        pending = self._merger.merge_clipping(pending, clipping, via=VIA, is_answer=False)
        pending.link = replace(pending.link, in_feeds=False)
        return pending.link.id

    def _iter_sections(self) -> Iterator[Section]:
        """The sections that have entries, in the order of the issue."""
        for key, count in self._counts.items():
            if count:
                yield make_past_section(self._headings[key], key, count, self._today.get(key))

    def _place_tldr(self, keys: set[str]) -> tuple[dict[str, str], list[str]]:
        """The lines of the TL;DR by section, and with their labels those of no section of this issue."""
        placed: dict[str, str] = {}
        stray: list[str] = []
        for label, line in self._past.tldr:
            key = self._keys.key_of(label) if label else ""
            if key in keys and key not in placed:
                placed[key] = line
            else:
                stray.append(f"{label}: {line}" if label else line)
        return placed, stray

    def _place_blocks(self, blocks: Iterable[Block]) -> Iterator[Block]:
        """The blocks, those before a section with the section's key in place of its heading."""
        for block in blocks:
            place, _, heading = block.place.partition(":")
            key = heading if heading in self._counts else self._keys.key_of(heading)
            yield replace(block, place=f"{place}:{key}") if heading else block


def make_mention(link: LabelledLink, title: str = "") -> Mention:
    """A link that an issue mentions; `title` is what it is called where it has no label."""
    work = identify(link.url)
    return Mention(link.label or title, link.url, work.key if isinstance(work, Identity) else "")

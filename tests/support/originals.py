"""An original in memory, for desks of its translation."""

from typing import Any

import msgspec
from msgspec.structs import replace

from tests.support.clock import FakeClock
from tests.support.desks import LINKS, PUBLICATION, SECTIONS, append_change
from workbench.curation.change import EditCollector
from workbench.curation.model import (
    Entry,
    EntryId,
    Issue,
    IssueId,
    LabelledLink,
    Link,
    LinkId,
    Source,
    UserError,
)
from workbench.curation.publication import Publication
from workbench.library import MemoryLibrary

ENGLISH = replace(PUBLICATION, name="The English One", language="en")


class MemoryOriginal:
    """The workspace of the original. With a `refusal` it cannot be read."""

    def __init__(self, library: MemoryLibrary, publication: Publication = ENGLISH) -> None:
        self.library = library
        self.publication = publication
        self.refusal = ""
        self.reads = 0

    def read_stamp(self) -> object:
        """What is another value once anything was written."""
        return self.library.seq, self.refusal

    def read(self) -> tuple[MemoryLibrary, Publication]:
        """The library and the publication."""
        self.reads += 1
        if self.refusal:
            raise UserError(self.refusal)
        return self.library, self.publication


def make_original(number: int = 11) -> MemoryOriginal:
    """An original with one issue: three papers, of which the first is written anew, a video and a tool."""
    library, edits = MemoryLibrary(FakeClock()), EditCollector()
    places = [(5, "papers", 1), (1, "papers", 2), (6, "papers", 3), (8, "videos", 1), (10, "tools", 1)]
    for at, (identity, url, kind, title) in enumerate(LINKS, start=1):
        link: dict[str, Any] = {"url": url, "identity": identity, "kind": kind, "title": title}
        edits.create(msgspec.convert({**link, "id": at, "note": "Ours alone.", "tags": ["own"]}, Link))
    edits.create(
        Source(id=LinkId(6), text="Low rank is enough.", authors=("E. Hu",), said_by={"text": "arXiv"})
    )
    edits.create(
        Issue(
            id=IssueId(1),
            number=number,
            title="Attention, Again",
            subtitle="One more time",
            greeting="Hello!",
            tldr={"papers": "all you need"},
            closing="So long.",
            sections=SECTIONS,
        )
    )  # fmt: skip
    for id, (at, section, slot) in enumerate(places, start=1):
        _, url, _, title = LINKS[at - 1]
        edits.create(
            Entry(
                id=EntryId(id), issue=IssueId(1), link=LinkId(at), section=section, slot=slot,
                title="All You Need" if at == 5 else title, links=(LabelledLink("", url),), blurb=f"About {title}.",
            )
        )  # fmt: skip
    append_change(library, edits.build("Made the original"))
    return MemoryOriginal(library)

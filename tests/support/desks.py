"""What every room's tests share: a small publication, libraries in memory, and desks with a handful of real links."""

from typing import Any

import msgspec

from tests.support.clock import NOW, FakeClock
from workbench.curation.change import Change, EditCollector
from workbench.curation.model import (
    Entry,
    EntryId,
    Issue,
    IssueId,
    LabelledLink,
    Link,
    LinkId,
    Section,
    Source,
)
from workbench.curation.publication import FetchSettings, Publication, Tldr
from workbench.desk.desk import Desk
from workbench.desk.ports import Library
from workbench.library import MemoryLibrary

SECTIONS = (
    Section(key="papers", heading="📄 {count} Papers", label="Papers", slots=5, kinds=("paper",), icon="📄"),
    Section(key="videos", heading="🎥 {count} Videos", label="Videos", slots=4, kinds=("video",), icon="🎥"),
    Section(
        key="reads",
        heading="📰 {count} Curated Reads",
        label="Reads",
        slots=3,
        kinds=("read",),
        icon="📰",
    ),
    Section(
        key="tools", heading="🛠 {count} Tools & Repos", label="Tools", slots=2, kinds=("tool",), icon="🛠"
    ),
    Section(key="pick", heading="🎓 {count} Pick of the Week", label="Learning", slots=1, icon="🎓"),
)


PUBLICATION = Publication(
    name="The Tokenizer",
    first_number=11,
    title="{highlights} - The Tokenizer Edition #{number}",
    closing="Until next week.",
    tldr=Tldr(opening="What caught my attention this week:"),
    sections=SECTIONS,
    fetch=FetchSettings(automatic=False),
)


LINKS = [
    ("arxiv:2505.06708", "https://arxiv.org/abs/2505.06708", "paper", "Gated Attention for Large Language Models"),
    ("arxiv:2512.04076", "https://arxiv.org/abs/2512.04076", "paper", "Radiance Meshes for Volumetric Reconstruction"),
    ("arxiv:2510.25445", "https://arxiv.org/abs/2510.25445", "paper", "Agentic AI: A Comprehensive Survey"),
    ("arxiv:2505.03997", "https://arxiv.org/abs/2505.03997", "paper", "Quiet Feature Learning in Algorithmic Tasks"),
    ("arxiv:1706.03762", "https://arxiv.org/abs/1706.03762", "paper", "Attention Is All You Need"),
    ("arxiv:2106.09685", "https://arxiv.org/abs/2106.09685", "paper", "LoRA: Low-Rank Adaptation"),
    ("youtube:zduSFxRajkE", "https://www.youtube.com/watch?v=zduSFxRajkE", "video", "Let's build the GPT Tokenizer"),
    ("youtube:kCc8FmEb1nY", "https://www.youtube.com/watch?v=kCc8FmEb1nY", "video", "Let's build GPT: from scratch"),
    ("https://distill.pub/2021/gnn-intro", "https://distill.pub/2021/gnn-intro/", "read", "A Gentle Introduction"),
    ("github:karpathy/nanochat", "https://github.com/karpathy/nanochat", "tool", "nanochat"),
    ("github:astral-sh/uv", "https://github.com/astral-sh/uv", "tool", "uv"),
    ("https://twopug.com/interview-prep-ml-grind", "https://twopug.com/interview-prep-ml-grind/", "read", ""),
]  # fmt: skip


def make_inbox_library() -> MemoryLibrary:
    """Twelve links, saved a day apart, nothing placed."""
    edits = EditCollector()
    for at, (identity, url, kind, title) in enumerate(LINKS, start=1):
        link = {"url": url, "identity": identity, "kind": kind, "title": title}
        edits.create(msgspec.convert({**link, "id": at, "added": f"2026-11-{at:02}T08:00:00Z"}, Link))
    edits.create(
        Source(
            id=LinkId(1),
            text="Gating after attention adds non-linearity.",
            authors=("A. Author", "B. Author"),
        )
    )
    library = MemoryLibrary(FakeClock())
    append_change(library, edits.build("Imported 12 links"))
    return library


def make_half_done_library() -> MemoryLibrary:
    """The same with draft #11: one paper written, one not, one benched, a video placed, a TL;DR line."""
    library = make_inbox_library()
    edits = EditCollector()
    draft = Issue(
        id=IssueId(1), number=11, date="2026-11-29", title="Gates, Meshes and Agents", greeting="Hey there!",
        tldr={"papers": "gates after attention"}, closing="Until next week.", sections=SECTIONS,
    )  # fmt: skip
    edits.create(draft)
    blurb = "Gating after attention turns out to do a great deal of work for very little cost."
    places: list[tuple[int, str, int | None]] = [
        (1, "papers", 1),
        (2, "papers", 2),
        (7, "videos", 1),
        (3, "papers", None),
    ]
    for id, (link, section, slot) in enumerate(places, start=1):
        _, url, _, title = LINKS[link - 1]
        links = (LabelledLink("", url),)
        text = blurb if id == 1 else ""
        edits.create(
            Entry(
                id=EntryId(id),
                issue=IssueId(1),
                link=LinkId(link),
                section=section,
                slot=slot,
                title=title,
                links=links,
                blurb=text,
            )
        )
    append_change(library, edits.build("Began issue #11"))
    return library


def append_change(library: MemoryLibrary, change: Change) -> None:
    """Put a change into a library without a desk."""
    record, _ = library.append(change, library.seq)
    assert record is not None


def copy_records(source: Library, into: Library) -> None:
    """Append every change of one library to another."""
    for record in reversed(list(source.iter_history())):
        into.append(record.change, into.seq)


def desk_on(library: Library) -> Desk:
    """A desk over that library."""
    return Desk(library, PUBLICATION, lambda: NOW)


def desk_beside(desk: Desk) -> Desk:
    """The desk of another process on the same library. What it does, the first one learns when it next asks."""
    assert isinstance(desk.library, MemoryLibrary)
    return desk_on(MemoryLibrary(FakeClock(), shared_with=desk.library))


def dump_library(desk: Desk) -> Any:
    """Everything that a desk holds, to be compared."""
    state = desk.state
    sources = {id: state.source_of(LinkId(id)) for id in range(1, 20)}
    return dict(state.links), dict(state.entries), dict(state.issues), sources


def collect_texts(desk: Desk) -> set[str]:
    """Every URL, tag, note and written word there is, one by one."""
    links, entries = desk.state.links.values(), desk.state.entries.values()
    words: list[Any] = [*entries, *(link.words for link in links if link.words)]
    urls = {url for link in links for url in (link.url, *link.urls)}
    labelled = {link.url for text in words for link in text.links if link.label}
    written = {line for text in words for line in (text.blurb).split("\n")}
    noted = {line for link in links for line in link.note.split("\n")}
    return urls | labelled | written | noted | {tag.casefold() for link in links for tag in link.tags}

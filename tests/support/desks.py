"""What every room's tests share: a library in memory that keeps the same contract as the one on disk,
a small publication, and a desk with a handful of real links."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any

import msgspec

from workbench.curation.change import Change, EditCollector, Record, apply_edit, conflicts_with
from workbench.curation.model import Entry, Issue, LabelledLink, Link, Section, Source, TableName
from workbench.curation.publication import FetchSettings, Publication, Tldr
from workbench.desk.desk import Desk

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


class MemoryLibrary:
    """The desk's port, in memory. `rival` is appended just before the next change, as another process would."""

    def __init__(self) -> None:
        self.records: list[Record] = []
        self.tables: dict[TableName, dict[int, dict[str, Any]]] = {}
        self.highest_ids: dict[TableName, int] = {}
        self.concurrent_change: Change | None = None
        self.notices: tuple[str, ...] = ()
        self.closed = False
        self._reported_seq = 0

    @property
    def seq(self) -> int:
        return len(self.records)

    def iter_documents(self, table: TableName) -> Iterable[tuple[int, bytes]]:
        return [
            (id, msgspec.json.encode(fields)) for id, fields in sorted(self.tables.get(table, {}).items())
        ]

    def get(self, table: TableName, id: int) -> dict[str, Any] | None:
        return self.tables.get(table, {}).get(id)

    def next_id(self, table: TableName) -> int:
        return self.highest_ids.get(table, 0) + 1

    def append(self, change: Change, based_on: int) -> tuple[Record | None, list[Record]]:
        rival, self.concurrent_change = self.concurrent_change, None
        if rival is not None:
            self.write(rival)
        news = self.records[based_on:]
        if any(conflicts_with(change, record.change) for record in news):
            return None, news
        record = self.write(change)
        self._reported_seq = record.seq
        return record, news

    def write(self, change: Change) -> Record:
        """Append as whoever: what another process would do."""
        plain = msgspec.json.decode(msgspec.json.encode(change), type=Change)
        record = Record(seq=len(self.records) + 1, at="2026-11-22T12:00:00Z", change=plain)
        self.records.append(record)
        for edit in plain.edits:
            shelf = self.tables.setdefault(edit.table, {})
            document = apply_edit(shelf.get(edit.id), edit)
            if document is None:
                shelf.pop(edit.id, None)
            else:
                shelf[edit.id] = document
            self.highest_ids[edit.table] = max(self.highest_ids.get(edit.table, 0), edit.id)
        return record

    def poll(self) -> list[Record]:
        news, self._reported_seq = self.records[self._reported_seq :], len(self.records)
        return news

    def iter_history(self) -> Iterator[Record]:
        return iter(reversed(self.records))

    def create_backup(self, reason: str) -> None:
        """Nothing to copy."""

    def close(self) -> None:
        self.closed = True


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
        Source(id=1, text="Gating after attention adds non-linearity.", authors=("A. Author", "B. Author"))
    )
    kept = MemoryLibrary()
    kept.write(edits.build("Imported 12 links"))
    return kept


def make_half_done_library() -> MemoryLibrary:
    """The same with draft #11: one paper written, one not, one benched, a video placed, a TL;DR line."""
    library = make_inbox_library()
    edits = EditCollector()
    draft = Issue(
        id=1, number=11, date="2026-11-29", title="Gates, Meshes and Agents", greeting="Hey there!",
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
            Entry(id=id, issue=1, link=link, section=section, slot=slot, title=title, links=links, blurb=text)
        )
    library.write(edits.build("Began issue #11"))
    return library


def desk_on(library: MemoryLibrary) -> Desk:
    """A desk over that library."""
    return Desk(library, PUBLICATION, lambda: NOW)

"""The documents of the library as immutable values: links, sources, entries, issues.

A value is what one document of `library.json` means to the program. Fields that a newer or another
program added to a document are not seen here and survive, because a change names only the fields it
touches. Times are ISO 8601 in UTC with seconds (`2026-11-22T17:43:40Z`), dates are `2026-11-22`.
"""

from collections.abc import Collection, Mapping
from datetime import UTC, datetime, tzinfo
from typing import Annotated, Final, Literal, NewType, TypeAlias

from msgspec import Meta, Struct

from workbench.curation.block import Block, KeptBlock
from workbench.curation.document import Document
from workbench.curation.feed import Feed
from workbench.curation.learned_word import LearnedWord

LinkId = NewType("LinkId", int)
EntryId = NewType("EntryId", int)
IssueId = NewType("IssueId", int)
"""The id of an issue's document. The number that readers see is a plain int, `Issue.number`."""

TableName: TypeAlias = str
"""One of the keys of `TABLES`, at the end of this module."""

Kind: TypeAlias = Literal["paper", "video", "read", "tool", "idea"]
KINDS: Final[tuple[Kind, ...]] = ("paper", "video", "read", "tool", "idea")

TriageState: TypeAlias = Literal["inbox", "deferred", "rejected"]
LinkState: TypeAlias = Literal["inbox", "feeds", "deferred", "benched", "rejected", "placed", "published"]
LINK_STATES: Final[tuple[LinkState, ...]] = (
    "inbox",
    "feeds",
    "deferred",
    "benched",
    "rejected",
    "placed",
    "published",
)
MAX_SLOTS: Final = 99
SlotCount: TypeAlias = Annotated[int, Meta(le=MAX_SLOTS)]
"""The quota of a section. Each of its slots is a row on the screen, open or not: a library or a profile that asks for
a billion would stop it."""
MAX_SECTION_ENTRIES: Final = 999
"""Entries of a section without a quota, which has no open slots to show. Sections of public archives end at 300."""


def format_time(moment: datetime) -> str:
    """A moment that knows its time zone, as documents write it: `2026-11-22T17:43:40Z`."""
    in_utc = moment.astimezone(UTC).replace(tzinfo=None)
    return in_utc.isoformat(timespec="seconds") + "Z"  # and not `strftime`, which writes the year 526 as 526


def format_local_time(time: str, zone: tzinfo) -> str:
    """The time of a document as the clock on the wall showed it: `2026-11-26 06:39`; as it is where it is none."""
    try:
        return (
            datetime.fromisoformat(time).astimezone(zone).strftime("%Y-%m-%d %H:%M") if "T" in time else time
        )
    except (ValueError, OverflowError):  # as somebody may have typed it into the library, or of year 1
        return time


class UserError(Exception):
    """A verb that cannot act. Its text is one sentence for people: what is wrong and what to do."""


class LabelledLink(Struct, frozen=True, gc=False):
    """One of an entry's links. The label is empty where the bare URL is meant to be read."""

    label: str
    url: str


class Mention(Struct, frozen=True, gc=False):
    """A link of an issue that is no entry there: one in a greeting, in a blurb, or told twice.

    `identity` is the work's, empty where the address names none. Nothing else is saved of it.
    """

    label: str
    url: str
    identity: str


class SavedText(Struct, frozen=True, gc=False):
    """What was written for a link that has left its issue: kept, so that placing it again loses nothing."""

    title: str
    links: tuple[LabelledLink, ...]
    blurb: str


class RelatedWork(Struct, frozen=True, gc=False):
    """Another work that a link's source names: shown, joined by the editor if wanted, never merged by itself.

    `why` says what it is to this one, in a short phrase: `its code`, `what it is about`.
    """

    url: str
    why: str
    said_by: str


class Failure(Struct, frozen=True, gc=False):
    """Why nothing could be fetched: one sentence, and when. What lasts is not asked for again unless told to."""

    reason: str
    at: str = ""
    lasting: bool = False


class Link(Document, frozen=True, kw_only=True, gc=False):
    """A saved URL and what is known of it. An idea is one without a URL.

    `urls` are further URLs it was saved under, `aliases` identities it turned out to have besides its own,
    `slips` identities that its page calls its own, and so does a page with another title: they are neither's,
    `joined` the link whose second link it has become, `deferred_from` the number of the issue it was put off
    from. `title_by` says who gave the title: `editor`, a site's name, empty where it came with the link.
    `fetched` is when a site last answered for it, `failure` why none did when last asked.
    `in_feeds`: a feed brought it, and nobody has taken it since, so it stands among the feeds in place of the inbox.
    `repeat_of`: the editor shows it again on purpose, and knew of all issues up to this number that had it.
    `original` is the identity of the work that this one is a translation of, where the editor tied the two.
    """

    id: LinkId = LinkId(0)
    url: str
    identity: str
    kind: Kind = "read"
    title: str = ""
    note: str = ""
    tags: tuple[str, ...] = ()
    state: TriageState = "inbox"
    added: str = ""
    via: str = ""
    urls: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    slips: tuple[str, ...] = ()
    related: tuple[RelatedWork, ...] = ()
    deferred_from: int | None = None
    joined: LinkId | None = None
    words: SavedText | None = None
    title_by: str = ""
    fetched: str = ""
    failure: Failure | None = None
    in_feeds: bool = False
    repeat_of: int | None = None
    original: str = ""

    @property
    def is_idea(self) -> bool:
        """Whether it leads nowhere: what the editor wrote down, a quote or a thought. No site is asked about it."""
        return not self.url


class Source(Document, frozen=True, kw_only=True, gc=False):
    """The text a link was saved for, kept offline; its id is the link's.

    `said_by` names, for each field that is not empty, who said it: a site, or the way it came where none is named.
    """

    id: LinkId = LinkId(0)
    text: str = ""
    authors: tuple[str, ...] = ()
    published: str = ""
    facts: tuple[str, ...] = ()
    said_by: dict[str, str] = {}


class Entry(Document, frozen=True, kw_only=True, gc=False):
    """A link placed in an issue. `slot` counts from 1 within its section; None means the bench. `translated` is a
    checksum of the original's blurb as it was when this one was written, empty where there was none."""

    id: EntryId = EntryId(0)
    issue: IssueId
    link: LinkId
    section: str
    slot: Annotated[int, Meta(ge=1, le=MAX_SECTION_ENTRIES)] | None = None
    title: str = ""
    links: tuple[LabelledLink, ...] = ()
    blurb: str = ""
    translated: str = ""


class Section(Struct, frozen=True, kw_only=True, gc=False):
    """A part of an issue, as the publication defines it. `blurb_words` is the length wanted, least and most.

    `slots` is its quota. Without one (None) no number of entries is wanted: it grows as entries are placed. Where
    `kinds` names `idea`, its entries need no link.
    """

    key: str
    heading: str
    label: str
    slots: SlotCount | None = None
    kinds: tuple[Kind, ...] = ()
    icon: str = ""
    blurb_words: tuple[int, int] = (50, 100)
    numbered: bool = False

    @property
    def name(self) -> str:
        """What people call it: its heading without icon and count."""
        words = self.heading.replace("{count}", "").replace(self.icon, "").split()
        return " ".join(words) or self.label

    @property
    def takes_ideas(self) -> bool:
        """Whether its entries may be without a link."""
        return "idea" in self.kinds

    @property
    def capacity(self) -> int:
        """How many entries have room: as many as any section may have, where it has no quota."""
        return MAX_SECTION_ENTRIES if self.slots is None else self.slots

    def open_slots(self, taken: Collection[int]) -> list[int]:
        """The slots that are open while these are taken, in the order in which they are filled.

        A section without a quota is filled at its end, whatever was taken out of its middle.
        """
        found = [slot for slot in range(1, self.capacity + 1) if slot not in taken]
        end = max(taken, default=0) if self.slots is None else 0
        return sorted(found, key=lambda slot: slot < end)

    def format_filled(self, count: int) -> str:
        """How far so many entries fill it: `3/5`, and `3` without a quota."""
        return f"{count}" if self.slots is None else f"{count}/{self.slots}"


class Waiver(Struct, frozen=True, gc=False):
    """A finding that the editor goes out with: its rule, its piece in text form, and why, if that was said.

    `digest` is of the text that the finding was about: a waiver holds for as long as that stands.
    """

    rule: str
    piece: str
    digest: str
    reason: str = ""


class RemoteDraft(Struct, frozen=True, gc=False):
    """What an issue remembers of its draft at one platform.

    `sent` and `shown` are of the last time the two agreed: the sha256 of what was sent, and that of what the platform
    showed thereafter, by which an edit made there is noticed; `modified` is the platform's own word for when that was.

    `intended` is there while the answer to a request is not known: the fingerprint of what was about to be sent,
    written down before it was, and `request_id` the random id that the request bore. The id is empty while the first
    creation has no answer.
    """

    id: str = ""
    address: str = ""
    sent: str = ""
    shown: str = ""
    modified: str = ""
    intended: str = ""
    request_id: str = ""


class Issue(Document, frozen=True, kw_only=True, gc=False):
    """One edition. It keeps its own copy of its sections, so that a new format never rewrites an old issue.

    `title` holds the highlights; the publication's pattern makes the title readers see. `blocks` is None
    while the publication decides them. `preview` is what mail programs show beside the subject; `url` is where readers
    find the issue once it is out. `unplaced` is text read back that found no home. `file` is the name
    fixed at first export, `exported` the sha256 of what was last written there. `drafts` is what is known of
    its drafts at platforms, by the key of the target. `waivers` are the findings that are waived for this issue.
    `mentions` are the links of a past issue that are no entries. `imported_from` names the file it was read from, empty
    for an issue that was made here, `imported_digest` is of what was read; its title and subtitle are whole, and no
    pattern of the publication makes them. `original` is the number of the original's issue that this one translates,
    None where its own number tells.
    """

    id: IssueId = IssueId(0)
    number: int
    date: str = ""
    title: str = ""
    subtitle: str = ""
    preview: str = ""
    greeting: str = ""
    tldr: dict[str, str] = {}
    closing: str = ""
    state: Literal["draft", "published"] = "draft"
    url: str = ""
    sections: tuple[Section, ...] = ()
    blocks: tuple[Block, ...] | None = None
    unplaced: str = ""
    file: str = ""
    exported: str = ""
    drafts: dict[str, RemoteDraft] = {}
    waivers: tuple[Waiver, ...] = ()
    mentions: tuple[Mention, ...] = ()
    imported_from: str = ""
    imported_digest: str = ""
    original: int | None = None

    def section_by_key(self, key: str) -> Section:
        """The section of that key; KeyError where the issue has none."""
        for section in self.sections:
            if section.key == key:
                return section
        raise KeyError(key)


class Export(Document, frozen=True, kw_only=True, gc=False):
    """The text of an issue's file as it was last written or read in; its id is the issue's.

    An edited file is compared with it: what the file did not touch stays as it is in the library.
    """

    id: IssueId = IssueId(0)
    text: str = ""


class TableSpec(Struct, frozen=True, kw_only=True):
    """A table of the library: all that the program has to know to save, follow, undo, clean and check its documents.

    `noun` is what one document is called in messages. `prose` are the fields, at any depth, whose text has lines;
    all other text is one line. `refers_to` maps fields that hold an id to the table that the id is of. `part_of` is
    the table whose documents these belong to, under the same ids: they go when those go. `is_loaded`: the desk holds
    all of them from the start, else it reads one when it is asked for. `is_hidden`: no row of the screen shows them,
    so a change to one repaints nothing.
    """

    name: TableName
    document: type[Document]
    noun: str
    prose: frozenset[str] = frozenset()
    refers_to: Mapping[str, TableName] = {}
    part_of: TableName = ""
    is_loaded: bool = True
    is_hidden: bool = False


TABLES: Final[dict[TableName, TableSpec]] = {
    spec.name: spec
    for spec in (
        TableSpec(
            name="links",
            document=Link,
            noun="link",
            prose=frozenset({"note", "blurb"}),
            refers_to={"joined": "links"},
        ),
        TableSpec(
            name="entries",
            document=Entry,
            noun="entry",
            prose=frozenset({"blurb"}),
            refers_to={"issue": "issues", "link": "links"},
        ),
        TableSpec(
            name="issues",
            document=Issue,
            noun="issue",
            prose=frozenset({"greeting", "text", "closing", "unplaced"}),
        ),
        TableSpec(
            name="sources",
            document=Source,
            noun="source",
            prose=frozenset({"text"}),
            part_of="links",
            is_loaded=False,
        ),
        TableSpec(
            name="exports",
            document=Export,
            noun="exported text",
            prose=frozenset({"text"}),
            part_of="issues",
            is_loaded=False,
            is_hidden=True,
        ),
        TableSpec(name="feeds", document=Feed, noun="feed"),
        TableSpec(name="blocks", document=KeptBlock, noun="block", prose=frozenset({"text"})),
        TableSpec(name="words", document=LearnedWord, noun="word"),
    )
}
"""The tables. A new one is a row here and a subclass of `Document` above."""


def table_of(kind: type[Document]) -> TableSpec:
    """The table that documents of this type stand in; KeyError where it has none."""
    for spec in TABLES.values():
        if spec.document is kind:
            return spec
    raise KeyError(kind)


def parts_of(table: TableName) -> list[TableSpec]:
    """The tables whose documents are part of this one's."""
    return [spec for spec in TABLES.values() if spec.part_of == table]

"""The texts of past issues as they are searched: one for each entry, each mention, and each text of the issue itself.

Each is folded once, when it is made. Which words are looked for stands in `query.py`, who keeps the texts in the desk.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final, Literal, TypeAlias, get_args

from msgspec import Struct

from workbench.curation.archive.owners import owner_of
from workbench.curation.identity.names import name_entry, name_url
from workbench.curation.model import Entry, EntryId, Issue, IssueId, Kind, Link, LinkId, Mention
from workbench.curation.pieces import CLOSING, GREETING, TITLE, UNPLACED, Piece, piece_of_entry, piece_of_tldr
from workbench.curation.search.folding import fold_text

TextPart: TypeAlias = Literal["entry", "mention", "title", "greeting", "tldr", "closing", "unplaced"]
TEXT_PARTS: Final[tuple[TextPart, ...]] = get_args(TextPart)
_IDS_PER_ISSUE: Final = 1 << 16


class ArchivedText(Struct, frozen=True, kw_only=True, gc=False):
    """A text of a published issue, with where it stood.

    `id` is unique among all of them. `number` and `date` are the issue's; `section` is the key, empty where it stood in
    none. `title` is the entry's, the words of a mention, the issue's title for a text of its own. `text` has lines.
    `link` is 0 for what is no entry. `owners` are the names that its addresses say, folded.
    """

    id: int
    issue: IssueId
    number: int
    date: str
    part: TextPart
    title: str
    text: str = ""
    section: str = ""
    section_name: str = ""
    link: LinkId = LinkId(0)
    entry: EntryId = EntryId(0)
    kind: Kind | None = None
    urls: tuple[str, ...] = ()
    identities: tuple[str, ...] = ()
    owners: str = ""
    folded_title: str = ""
    folded_text: str = ""

    @property
    def piece(self) -> Piece:
        """Where it stands in its issue; what is mentioned stands in no piece of its own, so the issue's title."""
        if self.part == "entry":
            return piece_of_entry(self.entry)
        if self.part == "tldr":
            return piece_of_tldr(self.section)
        return _PIECES.get(self.part, TITLE)


_PIECES: Final[dict[TextPart, Piece]] = {"greeting": GREETING, "closing": CLOSING, "unplaced": UNPLACED}


def issue_of_text(id: int) -> tuple[IssueId, int]:
    """The issue of a text by the text's id, and which of the issue's texts it is, from 0."""
    return IssueId(id // _IDS_PER_ISSUE), id % _IDS_PER_ISSUE


def list_texts(
    issue: Issue, entries: Iterable[Entry], links: Mapping[LinkId, Link]
) -> tuple[ArchivedText, ...]:
    """The texts of a published issue in reading order; none of a draft, nor of the bench, which no reader saw."""
    if issue.state != "published":
        return ()
    names = {section.key: section.name for section in issue.sections}
    found = (
        *_iter_head(issue, names),
        *(_build_entry(entry, links[entry.link], names) for entry in entries if _is_printed(entry, links)),
        *(_build_mention(mention) for mention in issue.mentions),
        *_iter_foot(issue),
    )
    first = issue.id * _IDS_PER_ISSUE
    return tuple(_complete(issue, first + at, fields) for at, fields in enumerate(found))


def _is_printed(entry: Entry, links: Mapping[LinkId, Link]) -> bool:
    return entry.slot is not None and entry.link in links


class _Fields(Struct, gc=False):
    """What differs between the texts of one issue."""

    part: TextPart
    title: str
    text: str = ""
    section: str = ""
    section_name: str = ""
    entry: Entry | None = None
    link: Link | None = None
    urls: tuple[str, ...] = ()
    identities: tuple[str, ...] = ()


def _iter_head(issue: Issue, names: Mapping[str, str]) -> Iterator[_Fields]:
    yield _Fields("title", issue.title, issue.subtitle)
    if issue.greeting:
        yield _Fields("greeting", issue.title, issue.greeting)
    for key, line in issue.tldr.items():
        yield _Fields("tldr", issue.title, line, key, names.get(key, key))


def _iter_foot(issue: Issue) -> Iterator[_Fields]:
    if issue.closing:
        yield _Fields("closing", issue.title, issue.closing)
    if issue.unplaced:
        yield _Fields("unplaced", issue.title, issue.unplaced)


def _build_entry(entry: Entry, link: Link, names: Mapping[str, str]) -> _Fields:
    urls = dict.fromkeys(url for url in (link.url, *(one.url for one in entry.links)) if url)
    return _Fields(
        "entry", name_entry(entry), entry.blurb, entry.section, names.get(entry.section, entry.section),
        entry, link, tuple(urls), (link.identity, *link.aliases),
    )  # fmt: skip


def _build_mention(mention: Mention) -> _Fields:
    identities = (mention.identity,) if mention.identity else ()
    return _Fields(
        "mention", mention.label or name_url(mention.url), urls=(mention.url,), identities=identities
    )


def _complete(issue: Issue, id: int, own: _Fields) -> ArchivedText:
    return ArchivedText(
        id=id, issue=issue.id, number=issue.number, date=issue.date, part=own.part, title=own.title, text=own.text,
        section=own.section, section_name=own.section_name, link=own.link.id if own.link else LinkId(0),
        entry=own.entry.id if own.entry else EntryId(0), kind=own.link.kind if own.link else None,
        urls=own.urls, identities=own.identities,
        owners=fold_text(" ".join(filter(None, dict.fromkeys(map(owner_of, own.urls))))),
        # The title of the issue is looked for once, and not in each of its texts.
        folded_title=fold_text(own.title) if own.part in ("entry", "mention", "title") else "",
        folded_text=fold_text("\n".join((own.text, *own.urls))),
    )  # fmt: skip

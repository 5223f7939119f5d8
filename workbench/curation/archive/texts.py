"""The texts of past issues as they are searched: one for each entry, each mention, and each text of the issue itself.

Each is folded once, when it is made. Which words are looked for stands in `query.py`, who keeps the texts in the desk.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from msgspec import Struct

from workbench.curation.archive.owners import owner_of
from workbench.curation.identity.names import name_entry, name_url
from workbench.curation.model import Entry, Issue, IssueId, Kind, Link, LinkId, Mention
from workbench.curation.pieces import (
    CLOSING,
    GREETING,
    TITLE,
    UNPLACED,
    Piece,
    PieceKind,
    piece_of_entry,
    piece_of_mention,
    piece_of_tldr,
)
from workbench.curation.search.folding import fold_text

TEXT_PARTS: Final = ("entry", "mention", "title", "greeting", "tldr", "closing", "unplaced")
"""The kinds of pieces whose texts are searched; the subtitle is part of the title's."""
_IDS_PER_ISSUE: Final = 1 << 16


class ArchivedText(Struct, frozen=True, kw_only=True, gc=False):
    """A text of a published issue, with where it stood.

    `id` is unique among all of them. `number` and `date` are the issue's; `section` is the key, empty where it stood in
    none. `title` is the entry's, the words of a mention, the issue's title for a text of its own. `text` has lines.
    `piece` is what it is there. `link` is 0 for what is no entry. `owners` are the names its addresses say, folded.
    """

    id: int
    issue: IssueId
    number: int
    date: str
    piece: Piece
    title: str
    text: str = ""
    section: str = ""
    section_name: str = ""
    link: LinkId = LinkId(0)
    kind: Kind | None = None
    urls: tuple[str, ...] = ()
    identities: tuple[str, ...] = ()
    owners: str = ""
    folded_title: str = ""
    folded_text: str = ""

    @property
    def part(self) -> PieceKind:
        """Which kind of text it is, one of `TEXT_PARTS`."""
        return self.piece.kind


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
        *(_build_mention(at, mention) for at, mention in enumerate(issue.mentions, start=1)),
        *_iter_foot(issue),
    )
    first = issue.id * _IDS_PER_ISSUE
    return tuple(_complete(issue, first + at, fields) for at, fields in enumerate(found))


def _is_printed(entry: Entry, links: Mapping[LinkId, Link]) -> bool:
    return entry.slot is not None and entry.link in links


class _Fields(Struct, gc=False):
    """What differs between the texts of one issue."""

    piece: Piece
    title: str
    text: str = ""
    section: str = ""
    section_name: str = ""
    link: Link | None = None
    urls: tuple[str, ...] = ()
    identities: tuple[str, ...] = ()


def _iter_head(issue: Issue, names: Mapping[str, str]) -> Iterator[_Fields]:
    yield _Fields(TITLE, issue.title, issue.subtitle)
    if issue.greeting:
        yield _Fields(GREETING, issue.title, issue.greeting)
    for key, line in issue.tldr.items():
        yield _Fields(piece_of_tldr(key), issue.title, line, key, names.get(key, key))


def _iter_foot(issue: Issue) -> Iterator[_Fields]:
    if issue.closing:
        yield _Fields(CLOSING, issue.title, issue.closing)
    if issue.unplaced:
        yield _Fields(UNPLACED, issue.title, issue.unplaced)


def _build_entry(entry: Entry, link: Link, names: Mapping[str, str]) -> _Fields:
    urls = dict.fromkeys(url for url in (link.url, *(one.url for one in entry.links)) if url)
    return _Fields(
        piece_of_entry(entry.id), name_entry(entry), entry.blurb, entry.section,
        names.get(entry.section, entry.section), link, tuple(urls), (link.identity, *link.aliases),
    )  # fmt: skip


def _build_mention(number: int, mention: Mention) -> _Fields:
    identities, words = (
        (mention.identity,) if mention.identity else (),
        mention.label or name_url(mention.url),
    )
    return _Fields(piece_of_mention(number), words, urls=(mention.url,), identities=identities)


def _complete(issue: Issue, id: int, own: _Fields) -> ArchivedText:
    has_title = own.piece.kind in ("entry", "mention", "title")
    return ArchivedText(
        id=id, issue=issue.id, number=issue.number, date=issue.date, piece=own.piece, title=own.title,
        text=own.text, section=own.section, section_name=own.section_name,
        link=own.link.id if own.link else LinkId(0), kind=own.link.kind if own.link else None,
        urls=own.urls, identities=own.identities,
        owners=fold_text(" ".join(filter(None, dict.fromkeys(map(owner_of, own.urls))))),
        # The title of the issue is looked for once, and not in each of its texts.
        folded_title=fold_text(own.title) if has_title else "",
        folded_text=fold_text("\n".join((own.text, *own.urls))),
    )  # fmt: skip

"""What some source said about a URL before it is a link: the one shape in which everything arrives.

Intake makes clippings of files and pastes, the web makes them of what sites answer, feeds and capture of what
came in; the desk merges them into links. Every text in one has been cleaned, and no clipping knows where in the
library it will end.
"""

from typing import TypeAlias

from msgspec import Struct

from workbench.curation.identity import Identity
from workbench.curation.model import Failure, Kind, LinkId, RelatedWork, UserError


class Clipping(Struct, frozen=True, kw_only=True):
    """One URL as a source gave it, with what the source said of it.

    `row` counts from 1 as a person would count in the file (for text: the line), 0 where there is no file.
    `url` is what the source wrote, perhaps without its scheme; `identify` says what to keep, and `work` is what it
    said where whoever made the clipping had to ask anyway. `item_id` is what a feed tells its item by.
    `added` is an ISO time in UTC, empty where the source does not say. `is_archived` is whether the tool it comes from
    has it as read or archived.

    The rest is what sites know. `site` names the site. `text` is what one reads to decide: abstract, article,
    README, description. `published` is an ISO date (2026, 2026-11 or 2026-11-22) of first publication, not of the
    last edit. `facts` are short and ready to be shown: `cs.CL`, `1:56:20`, `8.1k stars`, `12 min`. `redirects` are
    addresses this URL led to for good, `canonical_url` what the page calls its own address, empty where that says
    nothing; both may turn out to be works that are known. `kind` is None where the site cannot tell better than
    the URL.
    """

    row: int = 0
    url: str
    work: Identity | None = None
    title: str = ""
    note: str = ""
    tags: tuple[str, ...] = ()
    added: str = ""
    is_archived: bool = False
    item_id: str = ""
    site: str = ""
    text: str = ""
    authors: tuple[str, ...] = ()
    published: str = ""
    facts: tuple[str, ...] = ()
    kind: Kind | None = None
    redirects: tuple[str, ...] = ()
    canonical_url: str = ""
    related: tuple[RelatedWork, ...] = ()


FetchResult: TypeAlias = Clipping | Failure


class FetchAnswer(Struct, frozen=True):
    """What asking for a link (by its id) came to."""

    link: LinkId
    result: FetchResult


class OfflineError(UserError):
    """No site could be asked since this machine has no network. Nothing was learned of the links."""


class RejectedRow(Struct, frozen=True):
    """A row that gave no clipping: which one, why in a short phrase, and what stood there."""

    row: int
    reason: str
    text: str


class ImportResult(Struct, frozen=True, kw_only=True):
    """What a file or a paste held. `notes` are sentences about the whole, such as how it was decoded."""

    format: str
    clippings: tuple[Clipping, ...] = ()
    rejected: tuple[RejectedRow, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def row_count(self) -> int:
        """How many outcomes there will be: a line with two links counts twice, a blank one not at all."""
        return len(self.clippings) + len(self.rejected)

"""Take links in, from whatever saves them, so that one work is one link however it arrives.

Every row gets an outcome with a reason, and the outcomes add up to the rows: none vanishes. Merging keeps
everything: tags united, notes joined, the earliest date, the better title, every URL as it was written.
"""

from collections.abc import Iterable
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from workbench.curation.change import Change, Origin
from workbench.curation.clipping import Clipping, ImportResult
from workbench.curation.identity import Identity, identify
from workbench.curation.model import Link, LinkId, UserError
from workbench.desk.change_builder import ChangeBuilder, display_name, refresh_saved_text
from workbench.desk.incoming.merging import merge_notes, merge_tags
from workbench.desk.state import State
from workbench.intake import parse_text


class RowOutcome(Struct, frozen=True):
    """What became of one row. `link` is 0 where it was refused; `reason` says into what it merged, or why not."""

    row: int
    result: Literal["added", "merged", "already_published", "refused"]
    link: LinkId
    reason: str
    text: str


class IntakeResult(Struct, frozen=True):
    """The change that takes the rows in, and what became of each, in the order of the rows."""

    change: Change
    format: str
    outcomes: tuple[RowOutcome, ...]

    def count(self, what: str) -> int:
        """How many rows came out as this."""
        return sum(outcome.result == what for outcome in self.outcomes)

    @property
    def links(self) -> list[LinkId]:
        """The ids of the links these rows became, each once, in the order of the rows."""
        return list(dict.fromkeys(outcome.link for outcome in self.outcomes if outcome.link))


class Extras(Struct, frozen=True, kw_only=True):
    """What the editor says about all the links taken in at once; a section places them."""

    title: str = ""
    note: str = ""
    tags: tuple[str, ...] = ()
    section: str = ""


NO_EXTRAS = Extras()


def take_in_links(
    state: State, result: ImportResult, via: str, extras: Extras = NO_EXTRAS, origin: Origin = "editor"
) -> IntakeResult:
    """Add what was read, merging what is known. One change, however many rows. Never fetches."""
    taking = _LinkCollector(state, via, extras)
    outcomes = [taking.add_clipping(clipping) for clipping in result.clippings]
    refused = [RowOutcome(r.row, "refused", LinkId(0), r.reason, r.text) for r in result.rejected]
    ordered = tuple(sorted([*outcomes, *refused], key=lambda outcome: outcome.row))
    intake = IntakeResult(Change(label=""), result.format, ordered)
    if extras.section:
        taking.place_links(intake.links, extras.section)
    return IntakeResult(
        taking.builder.build(_describe_intake(taking, intake), origin), result.format, ordered
    )


def take_in_paste(state: State, text: str) -> IntakeResult:
    """Add whatever links stand in a pasted text; `UserError` where there are none."""
    taken = take_in_links(state, parse_text(text, "paste"), "paste")
    if not taken.links:
        raise UserError("There is no link in what was pasted.")
    return taken


class _LinkCollector:
    """One taking-in: the links made so far stand beside those that are present."""

    def __init__(self, state: State, via: str, extras: Extras) -> None:
        self.state = state
        self.via = via
        self.extras = extras
        self.builder = ChangeBuilder(state)
        self.now = state.now
        self.added_by_identity: dict[str, Link] = {}
        self.links_by_id: dict[LinkId, Link] = {}

    def add_clipping(self, clipping: Clipping) -> RowOutcome:
        found = clipping.work or identify(clipping.url)
        if not isinstance(found, Identity):
            return RowOutcome(clipping.row, "refused", LinkId(0), found.reason, clipping.url)
        known = self.added_by_identity.get(found.key) or self.state.by_identity(found.key)
        if known is None:
            return self._add_link(clipping, found)
        return self._merge_clipping(clipping, found, self.links_by_id.get(known.id, known))

    def place_links(self, ids: Iterable[LinkId], section: str) -> None:
        draft = self.builder.draft_to_edit(None)
        into = self.builder.require_section(draft, section)
        for id in ids:
            link = self.links_by_id[id]
            if self.state.find_entry(draft.id, id) is None:
                self.builder.add_entry(draft, link, into, self.builder.take_open_slot(draft, into))

    def _add_link(self, clipping: Clipping, found: Identity) -> RowOutcome:
        link = Link(
            id=LinkId(self.builder.allocate_id("links")),
            url=found.url,
            identity=found.key,
            kind=found.kind,
            title=self.extras.title or _drop_url_title(clipping.title, found.url),
            title_by="editor" if self.extras.title else "",
            note=merge_notes(clipping.note, self.extras.note),
            tags=merge_tags(clipping.tags, self.extras.tags),
            added=clipping.added or self.now,
            via=self.via,
        )
        self.added_by_identity[found.key] = self.links_by_id[link.id] = link
        self.builder.create(link)
        return RowOutcome(clipping.row, "added", link.id, "", clipping.url)

    def _merge_clipping(self, clipping: Clipping, found: Identity, known: Link) -> RowOutcome:
        better = refresh_saved_text(
            known,
            replace(
                known,
                title=self.extras.title or known.title or _drop_url_title(clipping.title, found.url),
                title_by="editor" if self.extras.title else known.title_by,
                note=merge_notes(known.note, clipping.note, self.extras.note),
                tags=merge_tags(known.tags, clipping.tags, self.extras.tags),
                added=min(known.added, clipping.added or known.added),
                urls=known.urls if found.url in (known.url, *known.urls) else (*known.urls, found.url),
            ),
        )
        self.builder.update_from(known, better)
        self.builder.update_entries(known, better)
        self.links_by_id[known.id] = better
        printed = self.state.published_numbers_of(known.id) if known.id in self.state.links else ()
        if printed:
            where = ", ".join(f"#{number}" for number in printed)
            return RowOutcome(
                clipping.row, "already_published", known.id, f"published in {where}", clipping.url
            )
        return RowOutcome(
            clipping.row, "merged", known.id, f"the same work as {display_name(known)}", clipping.url
        )


def _describe_intake(taking: _LinkCollector, intake: IntakeResult) -> str:
    added = intake.count("added")
    if added == 1 and len(intake.outcomes) == 1:
        said = f"Added {display_name(next(iter(taking.added_by_identity.values())))}"
    else:
        said = f"Added {added} link{'' if added == 1 else 's'}"
    counts = [(intake.count(what), word) for what, word in _COUNT_LABELS]
    return ", ".join([said, *(f"{count} {word}" for count, word in counts if count)])


_COUNT_LABELS = (
    ("merged", "known already"),
    ("already_published", "already published"),
    ("refused", "refused"),
)


def _drop_url_title(title: str, url: str) -> str:
    return "" if title in (url, url.removeprefix("https://"), url.removeprefix("http://")) else title

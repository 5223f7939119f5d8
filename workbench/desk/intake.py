"""Taking links in: the one door for whatever saves them, so that one work is one link however it arrives.

Every row gets an outcome with a reason, and the outcomes add up to the rows: none vanishes. Merging keeps
everything: tags united, notes joined, the earliest date, the better title, every URL as it was written.
"""

from collections.abc import Iterable
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from workbench.curation.change import Change, Origin
from workbench.curation.clipping import Clipping, Reading
from workbench.curation.identity import Identity, identify
from workbench.curation.model import Link, Refused
from workbench.desk.merging import notes, tags
from workbench.desk.present import Present
from workbench.desk.step import Step, follow_words, name
from workbench.intake import read


class Outcome(Struct, frozen=True):
    """What became of one row. `link` is 0 where it was refused; `reason` says into what it merged, or why not."""

    row: int
    what: Literal["added", "merged", "already_published", "refused"]
    link: int
    reason: str
    text: str


class Intake(Struct, frozen=True):
    """The change that takes the rows in, and what became of each, in the order of the rows."""

    change: Change
    format: str
    outcomes: tuple[Outcome, ...]

    def count(self, what: str) -> int:
        """How many rows came out as this."""
        return sum(outcome.what == what for outcome in self.outcomes)

    @property
    def links(self) -> list[int]:
        """The ids of the links these rows became, each once, in the order of the rows."""
        return list(dict.fromkeys(outcome.link for outcome in self.outcomes if outcome.link))


class Extras(Struct, frozen=True, kw_only=True):
    """What the editor says about all the links taken in at once; a section places them."""

    title: str = ""
    note: str = ""
    tags: tuple[str, ...] = ()
    section: str = ""


NOTHING = Extras()


def take_in(
    present: Present, reading: Reading, via: str, extras: Extras = NOTHING, origin: Origin = "editor"
) -> Intake:
    """Add what was read, merging what is known. One change, however many rows. Never fetches."""
    taking = _Taking(present, via, extras)
    outcomes = [taking.take(clipping) for clipping in reading.clippings]
    refused = [Outcome(r.row, "refused", 0, r.reason, r.text) for r in reading.refusals]
    ordered = tuple(sorted([*outcomes, *refused], key=lambda outcome: outcome.row))
    intake = Intake(Change(label=""), reading.format, ordered)
    if extras.section:
        taking.place(intake.links, extras.section)
    return Intake(taking.step.change(_says(taking, intake), origin), reading.format, ordered)


def paste(present: Present, text: str) -> Intake:
    """Add whatever links stand in a pasted text; `Refused` where there are none."""
    taken = take_in(present, read(text.encode("utf-8", "replace"), "paste", None), "paste")
    if not taken.links:
        raise Refused("There is no link in what was pasted.")
    return taken


class _Taking:
    """One taking-in: the links made so far stand beside those that are present."""

    def __init__(self, present: Present, via: str, extras: Extras) -> None:
        self.present = present
        self.via = via
        self.extras = extras
        self.step = Step(present)
        self.now = present.now
        self.made: dict[str, Link] = {}
        self.held: dict[int, Link] = {}

    def take(self, clipping: Clipping) -> Outcome:
        found = identify(clipping.url)
        if not isinstance(found, Identity):
            return Outcome(clipping.row, "refused", 0, found.reason, clipping.url)
        known = self.made.get(found.key) or self.present.known(found.key)
        if known is None:
            return self._add(clipping, found)
        return self._merge(clipping, found, self.held.get(known.id, known))

    def place(self, ids: Iterable[int], section: str) -> None:
        draft = self.step.draft(None)
        into = self.step.section(draft, section)
        for id in ids:
            link = self.held[id]
            if self.present.entry(draft.id, id) is None:
                self.step.enter(draft, link, into, self.step.open_slot(draft, into))

    def _add(self, clipping: Clipping, found: Identity) -> Outcome:
        link = Link(
            id=self.step.new_id("links"),
            url=found.url,
            identity=found.key,
            kind=found.kind,
            title=self.extras.title or _title(clipping.title, found.url),
            title_by="editor" if self.extras.title else "",
            note=notes(clipping.note, self.extras.note),
            tags=tags(clipping.tags, self.extras.tags),
            added=clipping.added or self.now,
            via=self.via,
        )
        self.made[found.key] = self.held[link.id] = link
        self.step.make(link)
        self.step.claim(f"identity:{found.key}")
        return Outcome(clipping.row, "added", link.id, "", clipping.url)

    def _merge(self, clipping: Clipping, found: Identity, known: Link) -> Outcome:
        better = follow_words(
            known,
            replace(
                known,
                title=self.extras.title or known.title or _title(clipping.title, found.url),
                title_by="editor" if self.extras.title else known.title_by,
                note=notes(known.note, clipping.note, self.extras.note),
                tags=tags(known.tags, clipping.tags, self.extras.tags),
                added=min(known.added, clipping.added or known.added),
                urls=known.urls if found.url in (known.url, *known.urls) else (*known.urls, found.url),
            ),
        )
        self.step.turn(known, better)
        self.step.follow(known, better)
        self.held[known.id] = better
        printed = self.present.published_in(known.id) if known.id in self.present.links else ()
        if printed:
            where = ", ".join(f"#{number}" for number in printed)
            return Outcome(clipping.row, "already_published", known.id, f"published in {where}", clipping.url)
        return Outcome(clipping.row, "merged", known.id, f"the same work as {name(known)}", clipping.url)


def _says(taking: _Taking, intake: Intake) -> str:
    added = intake.count("added")
    if added == 1 and len(intake.outcomes) == 1:
        said = f"Added {name(next(iter(taking.made.values())))}"
    else:
        said = f"Added {added} link{'' if added == 1 else 's'}"
    counts = [(intake.count(what), word) for what, word in _REST]
    return ", ".join([said, *(f"{count} {word}" for count, word in counts if count)])


_REST = (("merged", "known already"), ("already_published", "already published"), ("refused", "refused"))


def _title(title: str, url: str) -> str:
    return "" if title in (url, url.removeprefix("https://"), url.removeprefix("http://")) else title

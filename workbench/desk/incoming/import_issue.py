"""Reading an issue back: an edited file or the text from the editor becomes one change that loses nothing.

The text is compared with the one it was made from (`three_way.py`), so that work done meanwhile stays. Entries are
known again by the link id a comment told, by the work their links lead to, or by their title. One that is no longer in
the text goes to the bench. Text that found no home is kept with the issue as `unplaced` until somebody looked at it.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from msgspec import Struct

from workbench.curation.block import Block
from workbench.curation.change import Change
from workbench.curation.identity import Identity, identify
from workbench.curation.model import Entry, Issue, IssueId, LabelledLink, Link, LinkId, Section, UserError
from workbench.curation.numbering import require_issue_number
from workbench.curation.pieces import PREVIEW
from workbench.desk.blocks import blocks_of, resolve_blocks
from workbench.desk.change_builder import ChangeBuilder, display_name
from workbench.desk.incoming.entry_matching import EntryKey, EntryMatcher
from workbench.desk.incoming.three_way import Conflict, ThreeWayMerge
from workbench.desk.outgoing.export import digest_of
from workbench.desk.state import State
from workbench.desk.verbs import issues
from workbench.desk.verbs.ideas import make_idea
from workbench.desk.verbs.shape import renumber_issue
from workbench.intake.decode import decode_text
from workbench.publishing.edition_formats import render_for_editor
from workbench.publishing.layout import build_edition
from workbench.publishing.parse.issue import ParsedEntry, ParsedIssue, parse_issue
from workbench.publishing.parse.markdown_file import parse_markdown_file
from workbench.publishing.prose import normalize_prose

_TEXT_FIELDS: Final = {
    "title": "title", "subtitle": "subtitle", "preview": PREVIEW.noun, "date": "date", "url": "address",
    "greeting": "greeting", "closing": "closing",
}  # fmt: skip
"""The fields whose text is compared as it is, and what people call each."""


class IssueImport(Struct, frozen=True):
    """The change, and a sentence for whatever did not find its place."""

    change: Change
    problems: tuple[str, ...]


def decode_issue(content: bytes) -> tuple[str, tuple[str, ...]]:
    """The text of a file that somebody edited, and what is to be said where its encoding had to be guessed."""
    return decode_text(content)


def import_issue(
    state: State, text: str, issue_id: IssueId | None = None, *, base: str | None = None, digest: str = ""
) -> IssueImport:
    """Read Markdown into the issue given, else into the one its front matter numbers, made if need be.

    `base` is the text that was given to the editor. Without an issue the text is a file's: its base is the text of the
    last export, and its edits count as known from then on, by the `digest` of the file where it is not the text's.
    `UserError` where the issue is published, the text holds nothing of it, or it has no number and there is no draft.
    """
    builder = ChangeBuilder(state)
    draft = builder.draft_to_edit(issue_id) if issue_id is not None else _require_draft(builder, text)
    known = draft.id in state.issues
    if issue_id is None and known:
        base = _read_exported_text(state, draft.id)
    reading = _IssueImporter(builder, draft, text, base)
    reading.apply_text()
    if issue_id is None:
        _record_text(builder, draft, text, digest or digest_of(text))
    renumbered = "" if reading.number == draft.number else f", which is #{reading.number} now"
    label = f"{'Read the edits of' if known else 'Read'} issue #{draft.number}{renumbered}"
    return IssueImport(builder.build(label), tuple(reading.problems))


def _require_draft(builder: ChangeBuilder, text: str) -> Issue:
    state = builder.state
    if stated := parse_markdown_file(text).fields.get("number"):
        require_issue_number(stated)  # an issue that cannot be is not read into another
    number = parse_issue(text, state.publication.sections, state.publication).number
    if number is None:
        draft = state.newest_draft()
        if draft is None:
            raise UserError(
                "The text does not say which issue it is: begin it with --- and a line `number: 12`."
            )
        return draft
    found = next((issue for issue in state.issues.values() if issue.number == number), None)
    return builder.draft_to_edit(found.id) if found else builder.add_issue(number)


def _read_exported_text(state: State, issue_id: IssueId) -> str | None:
    """The text of the last export; None where there was none, or it is older than this table of the library."""
    found = (state.find_fields("exports", issue_id) or {}).get("text")
    return found if isinstance(found, str) else None  # not by `find_document`, which cuts long texts


def _record_text(builder: ChangeBuilder, draft: Issue, text: str, digest: str) -> None:
    builder.set(draft, exported=digest)
    issues.keep_exported_text(builder, draft.id, text)


class _IssueImporter:
    """One reading of a text into a draft. `edited`, `base` and `now` are the three sides, parsed alike."""

    def __init__(self, builder: ChangeBuilder, draft: Issue, text: str, base: str | None) -> None:
        self.builder: Final = builder
        self.draft: Final = draft
        self.number = draft.number  # that the issue has once the text is read
        state = builder.state
        is_known = draft.id in state.issues
        self.blocks: Final = blocks_of(state, draft)
        self.old_entries: Final = state.entries_in(draft.id) if is_known else []
        self.matcher: Final = EntryMatcher(state, self.old_entries)
        self.edited: Final = self._parse(text)
        if is_known and _is_foreign(self.edited):
            raise UserError(f"The text holds nothing of issue #{draft.number}: the issue stays as it is.")
        printed = issues.printed_entries(state, draft) if is_known else []
        # Open TL;DR lines included: only with them can a text say that there is none.
        made = render_for_editor(build_edition(resolve_blocks(state, draft), printed, state.publication), {})
        self.now: Final = self._parse(made)
        self.base: Final = self.now if base is None else self._parse(base)
        # An issue that is made of the text has nothing that could be replaced.
        self.merge: Final = ThreeWayMerge(has_base=base is not None or not is_known)
        known_problems = {
            problem.text or problem.message for problem in self.base.problems if base is not None
        }
        new = [
            problem
            for problem in self.edited.problems
            if (problem.text or problem.message) not in known_problems
        ]
        self.problems: Final = [f"Line {problem.line}: {problem.message}" for problem in new]
        self.unplaced: Final = [problem.text for problem in new if problem.text]

    @property
    def _sides(self) -> tuple[ParsedIssue, ParsedIssue, ParsedIssue]:
        return self.base, self.now, self.edited

    def _parse(self, text: str) -> ParsedIssue:
        return parse_issue(text, self.draft.sections, self.builder.state.publication, self.blocks)

    def apply_text(self) -> None:
        values = self._merge_fields()
        self._merge_entries()
        for conflict in self.merge.conflicts:
            self._report(conflict)
        self.problems.extend(
            f"{what} is replaced by that of the edited text." for what in self.merge.replaced
        )
        if self.merge.replaced:
            self.problems.append(
                "It is not known what the text was made from: all that differs counts as an edit."
            )
        self._renumber()
        values["unplaced"] = "\n\n".join(part for part in (self.draft.unplaced, *self.unplaced) if part)
        self.builder.set(self.draft, **values)

    def _renumber(self) -> None:
        """Take another number of the front matter, where no other issue has it."""
        edited, base = self.edited.number, self.base.number
        if edited is None or edited in (base, self.draft.number):
            return
        try:
            renumber_issue(self.builder, self.draft, edited)
            self.number = edited
        except UserError as refusal:
            self.problems.append(f"The number stays {self.draft.number}. {refusal}")

    def _report(self, conflict: Conflict) -> None:
        self.problems.append(conflict.sentence)
        if conflict.text:
            self.unplaced.append(f"{conflict.sentence}\n\n{conflict.text}")

    # Fields of the issue

    def _merge_fields(self) -> dict[str, Any]:
        """The fields whose edit is taken."""
        values: dict[str, Any] = {}
        for name, noun in _TEXT_FIELDS.items():
            edited = getattr(self.edited, name)
            base, now = getattr(self.base, name) or "", getattr(self.now, name) or ""
            if edited is not None and self.merge.takes_edit(f"The {noun}", base, now, edited):
                values[name] = edited
        tldr = dict(self.draft.tldr)
        for section in self.draft.sections:
            base, now, edited = (side.tldr.get(section.key, "") for side in self._sides)
            if self.merge.takes_edit(f"The TL;DR line of {section.name}", base, now, edited):
                tldr[section.key] = edited
        values["tldr"] = {key: line for key, line in tldr.items() if line}
        before, here, there = (_comparable(side.blocks) for side in self._sides)
        if self.merge.takes_edit("The blocks", before, here, there, _format_blocks):
            values["blocks"] = None if self.edited.blocks == self.blocks else self.edited.blocks
        return values

    # Entries

    def _merge_entries(self) -> None:
        base, now, edited = (self._places_of(side) for side in self._sides)
        sections: dict[EntryKey, str] = {}
        for key in dict.fromkeys([*now, *edited, *base]):
            sections[key] = self._merge_entry(key, base.get(key), now.get(key), edited.get(key))
        for section in self.draft.sections:
            orders = [
                [key for key, place in side.items() if place.section == section.key]
                for side in (base, now, edited)
            ]
            here = [[key for key in order if sections[key] == section.key] for order in orders]
            order = self.merge.merge_order(section.name, orders[0], here[1], here[2])
            self._fill_section(section, order, orders[1], now, edited)
        for key in now:
            if not sections[key]:
                self._bench_entry(key)

    def _places_of(self, side: ParsedIssue) -> "dict[EntryKey, _Place]":
        places: dict[EntryKey, _Place] = {}
        for section, entries in side.entries.items():
            for entry in entries:
                key = self.matcher.key_of(entry)
                if key not in places:
                    places[key] = _Place(section, entry)
                elif side is self.edited:
                    said = f"“{entry.title}” stands in the text twice: the second is kept below."
                    self._report(Conflict(said, _format_entry(entry)))
        return places

    def _merge_entry(
        self, key: EntryKey, base: "_Place | None", now: "_Place | None", edited: "_Place | None"
    ) -> str:
        """Take the edits of one entry's texts; returns the section that it comes to stand in, empty for none."""
        name = f"“{(now or edited or base or _NOWHERE).entry.title}”"
        entry = self._find_entry(key)
        if edited is not None and entry is not None:
            here = now.entry if now else _parse_entry(entry)
            self._merge_texts(name, entry, base.entry if base else _NOWHERE.entry, here, edited)
        elif edited is not None and base is not None and self.merge.has_base:
            if edited.entry != base.entry:
                said = (
                    f"{name} was taken out here and edited in the text: it stays out, its text is kept below."
                )
                self.merge.conflicts.append(Conflict(said, _format_entry(edited.entry)))
            return ""
        sections = (place.section if place else "" for place in (base, now, edited))
        return self.merge.choose_section(name, *sections)

    def _merge_texts(
        self, name: str, entry: Entry, base: ParsedEntry, now: ParsedEntry, place: "_Place"
    ) -> None:
        values: dict[str, Any] = {}
        edited = place.entry
        may_lose_links = self.draft.section_by_key(place.section).takes_ideas
        if self.merge.takes_edit(f"The title of {name}", base.title, now.title, edited.title):
            values["title"] = edited.title
        if (edited.links or may_lose_links) and self.merge.takes_edit(
            f"The links of {name}", base.links, now.links, edited.links, _format_links
        ):
            values["links"] = edited.links
        if self.merge.takes_edit(f"The blurb of {name}", base.blurb, now.blurb, edited.blurb):
            values["blurb"] = edited.blurb
        self.builder.set(entry, **values)

    def _fill_section(
        self,
        section: Section,
        order: list[EntryKey],
        old_order: list[EntryKey],
        now: "Mapping[EntryKey, _Place]",
        edited: "Mapping[EntryKey, _Place]",
    ) -> None:
        """Give the entries of a section their slots: those they have where nothing moved, else one after the other."""
        if order == old_order:
            return
        # Entries that no text shows, such as one without a title, keep their slots.
        taken = {
            entry.slot
            for entry in self.old_entries
            if entry.slot and entry.section == section.key and entry.link not in (*now, *order)
        }
        slots = section.open_slots(taken)
        benched = _choose_for_bench(order, now, len(order) - len(slots))
        left = iter(slots)
        for key in order:
            slot = None if key in benched else next(left)
            if slot is None:
                title = (edited.get(key) or now[key]).entry.title
                self.problems.append(
                    f"{section.name} has {section.capacity} slots: “{title}” is on the bench."
                )
            self._place_entry(key, section, slot, edited.get(key))

    def _place_entry(self, key: EntryKey, section: Section, slot: int | None, place: "_Place | None") -> None:
        entry = self._find_entry(key)
        if entry is not None:
            self.builder.set(entry, section=section.key, slot=slot)
            return
        parsed = (place or _NOWHERE).entry
        link = self.matcher.find_link(parsed) or self._create_link(parsed, section)
        if link is None:
            self.problems.append(f"“{parsed.title}” has no link: it was left out.")
            self.unplaced.append(f"{parsed.title}\n\n{parsed.blurb}")
            return
        entry = self.builder.add_entry(self.draft, link, section, slot)
        self.builder.set(entry, title=parsed.title, links=parsed.links or entry.links, blurb=parsed.blurb)

    def _bench_entry(self, key: EntryKey) -> None:
        entry = self._find_entry(key)
        if entry is not None and entry.slot is not None:
            self.builder.set(entry, slot=None)
            said = display_name(self.builder.state.links[entry.link])
            self.problems.append(f"{said} is not in the text any more: it is on the bench now.")

    def _find_entry(self, key: EntryKey) -> Entry | None:
        return next((entry for entry in self.old_entries if entry.link == key), None)

    def _create_link(self, parsed: ParsedEntry, section: Section) -> Link | None:
        if section.takes_ideas and not parsed.links:
            return make_idea(self.builder, parsed.title, via="issue file")
        found = identify(parsed.links[0].url) if parsed.links else None
        if not isinstance(found, Identity):
            return None
        link = Link(
            id=LinkId(self.builder.allocate_id("links")),
            url=found.url,
            identity=found.key,
            kind=found.kind,
            title=parsed.title,
            added=self.builder.state.now,
            via="issue file",
        )
        self.builder.create(link)
        return link


class _Place(Struct, frozen=True):
    """Where an entry stands in a text, and what is said of it there."""

    section: str
    entry: ParsedEntry


_NOWHERE: Final = _Place("", ParsedEntry(link=None, title="", links=(), blurb=""))


def _is_foreign(parsed: ParsedIssue) -> bool:
    """Whether a text has nothing by which an issue is known: no front matter and no heading of it."""
    return not (parsed.entries or parsed.tldr) and parsed.number is None and parsed.title is None


def _choose_for_bench(
    order: Sequence[EntryKey], now: "Mapping[EntryKey, _Place]", count: int
) -> set[EntryKey]:
    """Which entries have no slot, where there are too many by `count`: the last that are new, then the last."""
    last_first = sorted(enumerate(order), key=lambda item: (item[1] in now, -item[0]))
    return {key for _, key in last_first[: max(0, count)]}


def _comparable(blocks: Sequence[Block]) -> tuple[tuple[str, str, str], ...]:
    """Blocks without their keys, which reading gives anew where a text is not known."""
    return tuple((block.place, block.heading, block.text) for block in blocks)


def _format_blocks(blocks: Sequence[tuple[str, str, str]]) -> str:
    return "\n\n".join(part for _, heading, text in blocks for part in (heading, text) if part)


def _parse_entry(entry: Entry) -> ParsedEntry:
    """An entry that is not printed now, as if it had been read."""
    return ParsedEntry(
        link=entry.link, title=entry.title, links=entry.links, blurb=normalize_prose(entry.blurb)
    )


def _format_entry(entry: ParsedEntry) -> str:
    return "\n\n".join(part for part in (entry.title, _format_links(entry.links), entry.blurb) if part)


def _format_links(links: Sequence[LabelledLink]) -> str:
    return "\n".join(f"{link.label}: {link.url}" if link.label else link.url for link in links)

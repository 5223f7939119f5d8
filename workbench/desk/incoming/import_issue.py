"""Reading an issue back: an edited file or the text from the editor becomes one change that loses nothing.

Entries are known again by the link id a comment told, by the work their links lead to, or by their title.
One that is no longer in the text goes to the bench; text that found no home is kept with the issue as
`unplaced` until somebody has looked at it.
"""

from collections.abc import Iterator
from typing import Any, Final

from msgspec import Struct

from workbench.curation.change import Change
from workbench.curation.identity import Identity, identify
from workbench.curation.model import Entry, EntryId, Issue, IssueId, Link, LinkId, Section, UserError
from workbench.desk.change_builder import ChangeBuilder, display_name
from workbench.desk.outgoing.export import digest_of
from workbench.desk.state import State
from workbench.desk.verbs import issues
from workbench.intake.decode import decode_text
from workbench.publishing import ParsedEntry, ParsedIssue, normalize_prose, parse_issue


class IssueImport(Struct, frozen=True):
    """The change, and a sentence for whatever did not find its place."""

    change: Change
    problems: tuple[str, ...]


def decode_issue(content: bytes) -> tuple[str, tuple[str, ...]]:
    """The text of a file that somebody edited, and what is to be said where its encoding had to be guessed."""
    return decode_text(content)


def import_issue(state: State, text: str, issue_id: IssueId | None = None) -> IssueImport:
    """Read Markdown into the issue given, else into the one its front matter numbers, made if need be.

    Without an issue the text is a file's, and its edits count as known from then on. `UserError` where the
    issue is published, or the text has no number and there is no draft.
    """
    builder = ChangeBuilder(state)
    draft = builder.draft_to_edit(issue_id) if issue_id is not None else _require_draft(builder, text)
    known = draft.id in state.issues
    blocks = issues.blocks_of(state, draft)
    reading = _IssueImporter(builder, draft, parse_issue(text, draft.sections, state.publication, blocks))
    reading.apply_text(text if issue_id is None else None)
    return IssueImport(
        builder.build(f"{'Read the edits of' if known else 'Read'} issue #{draft.number}"),
        tuple(reading.problems),
    )


def _require_draft(builder: ChangeBuilder, text: str) -> Issue:
    state = builder.state
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


class _IssueImporter:
    """One reading of a text into a draft."""

    def __init__(self, builder: ChangeBuilder, draft: Issue, parsed: ParsedIssue) -> None:
        self.builder: Final = builder
        self.draft: Final = draft
        self.parsed: Final = parsed
        self.problems: Final = [f"Line {problem.line}: {problem.message}" for problem in parsed.problems]
        self.unplaced: Final = [problem.text for problem in parsed.problems if problem.text]
        state = builder.state
        self.old_entries: Final = state.entries_in(draft.id) if draft.id in state.issues else []
        self.seen_entries: Final[set[EntryId]] = set()

    def apply_text(self, file_text: str | None) -> None:
        for section in self.draft.sections:
            entries = self.parsed.entries.get(section.key, ())
            for slot, read in zip(self._iter_slots(section, entries), entries, strict=False):
                self._apply_entry(section, slot, read)
        for entry in self.old_entries:
            if entry.id not in self.seen_entries and entry.slot is not None:
                self.builder.set(entry, slot=None)
                said = display_name(self.builder.state.links[entry.link])
                self.problems.append(f"{said} is not in the text any more: it is on the bench now.")
        self.builder.set(self.draft, **self._build_fields(file_text))

    def _build_fields(self, file_text: str | None) -> dict[str, Any]:
        read, draft = self.parsed, self.draft
        known = tuple(issues.blocks_of(self.builder.state, draft))
        values: dict[str, Any] = {
            "title": read.title if read.title is not None else draft.title,
            "subtitle": read.subtitle if read.subtitle is not None else draft.subtitle,
            "date": read.date if read.date is not None else draft.date,
            "greeting": _prefer_old(draft.greeting, read.greeting),
            "closing": _prefer_old(draft.closing, read.closing),
            "tldr": {key: _prefer_old(draft.tldr.get(key, ""), line) for key, line in read.tldr.items()},
            "blocks": draft.blocks if read.blocks == known else read.blocks,
            "unplaced": "\n\n".join(part for part in (draft.unplaced, *self.unplaced) if part),
        }
        if file_text is not None:
            values["exported"] = digest_of(file_text)
        return values

    def _iter_slots(self, section: Section, entries: tuple[ParsedEntry, ...]) -> Iterator[int | None]:
        """The slots they had where nothing but text changed; else one after the other, then the bench."""
        stood = [
            entry for entry in self.old_entries if entry.section == section.key and entry.slot is not None
        ]
        links = [link.id if (link := self._find_link(entry)) else 0 for entry in entries]
        if [entry.link for entry in stood] == links:
            yield from (entry.slot for entry in stood)
            return
        yield from range(1, section.slots + 1)
        for entry in entries[section.slots :]:
            self.problems.append(
                f"{section.name} has {section.slots} slots: “{entry.title}” is on the bench."
            )
            yield None

    def _apply_entry(self, section: Section, slot: int | None, parsed: ParsedEntry) -> None:
        link = self._find_link(parsed) or self._create_link(parsed)
        if link is None:
            self.problems.append(f"“{parsed.title}” has no link: it was left out.")
            self.unplaced.append(f"{parsed.title}\n\n{parsed.blurb}")
            return
        entry = self._find_entry(link) or self.builder.add_entry(self.draft, link, section, slot)
        self.seen_entries.add(entry.id)
        blurb = _prefer_old(entry.blurb, parsed.blurb)
        self.builder.set(
            entry,
            section=section.key,
            slot=slot,
            title=parsed.title,
            links=parsed.links or entry.links,
            blurb=blurb,
        )

    def _find_entry(self, link: Link) -> Entry | None:
        return next((entry for entry in self.old_entries if entry.link == link.id), None)

    def _find_link(self, parsed: ParsedEntry) -> Link | None:
        state = self.builder.state
        if parsed.link is not None and parsed.link in state.links:
            return state.links[parsed.link]
        for labelled in parsed.links:
            found = identify(labelled.url)
            link = state.by_identity(found.key) if isinstance(found, Identity) else None
            if link is not None:
                return link
        alike = next((entry for entry in self.old_entries if entry.title == parsed.title), None)
        return state.links[alike.link] if alike else None

    def _create_link(self, parsed: ParsedEntry) -> Link | None:
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


def _prefer_old(old: str, new: str) -> str:
    """The text as it was where only its spelling in Markdown differs, so that reading back is no change."""
    return old if normalize_prose(old) == normalize_prose(new) else new

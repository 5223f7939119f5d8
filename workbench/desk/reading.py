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
from workbench.curation.model import Entry, Issue, Link, Refused, Section
from workbench.desk import issues
from workbench.desk.export import digest
from workbench.desk.present import Present
from workbench.desk.step import Step, name
from workbench.publishing import ReadEntry, ReadIssue, read_markdown, tidy


class ReadBack(Struct, frozen=True):
    """The change, and a sentence for whatever did not find its place."""

    change: Change
    problems: tuple[str, ...]


def read_back(present: Present, text: str, issue: int | None = None) -> ReadBack:
    """Read Markdown into the issue given, else into the one its front matter numbers, made if need be.

    Without an issue the text is a file's, and its edits count as known from then on. `Refused` where the
    issue is published, or the text has no number and there is no draft.
    """
    step = Step(present)
    draft = step.draft(issue) if issue is not None else _numbered(step, text)
    known = draft.id in present.issues
    blocks = issues.blocks(present, draft)
    reading = _Reading(step, draft, read_markdown(text, draft.sections, present.publication, blocks))
    reading.take(text if issue is None else None)
    return ReadBack(
        step.change(f"{'Read the edits of' if known else 'Read'} issue #{draft.number}"),
        tuple(reading.problems),
    )


def _numbered(step: Step, text: str) -> Issue:
    present = step.present
    number = read_markdown(text, present.publication.sections, present.publication).number
    if number is None:
        draft = present.draft()
        if draft is None:
            raise Refused(
                "The text does not say which issue it is: begin it with --- and a line `number: 12`."
            )
        return draft
    found = next((issue for issue in present.issues.values() if issue.number == number), None)
    return step.draft(found.id) if found else step.new_issue(number)


class _Reading:
    """One reading of a text into a draft."""

    def __init__(self, step: Step, draft: Issue, read: ReadIssue) -> None:
        self.step: Final = step
        self.draft: Final = draft
        self.read: Final = read
        self.problems: Final = [f"Line {problem.line}: {problem.message}" for problem in read.problems]
        self.kept: Final = [problem.text for problem in read.problems if problem.text]
        present = step.present
        self.old: Final = present.entries_in(draft.id) if draft.id in present.issues else []
        self.seen: Final[set[int]] = set()

    def take(self, file: str | None) -> None:
        for section in self.draft.sections:
            entries = self.read.entries.get(section.key, ())
            for slot, read in zip(self._slots(section, entries), entries, strict=False):
                self._entry(section, slot, read)
        for entry in self.old:
            if entry.id not in self.seen and entry.slot is not None:
                self.step.set(entry, slot=None)
                said = name(self.step.present.links[entry.link])
                self.problems.append(f"{said} is not in the text any more: it is on the bench now.")
        self.step.set(self.draft, **self._fields(file))

    def _fields(self, file: str | None) -> dict[str, Any]:
        read, draft = self.read, self.draft
        known = tuple(issues.blocks(self.step.present, draft))
        values: dict[str, Any] = {
            "title": read.title if read.title is not None else draft.title,
            "subtitle": read.subtitle if read.subtitle is not None else draft.subtitle,
            "date": read.date if read.date is not None else draft.date,
            "greeting": _same(draft.greeting, read.greeting),
            "closing": _same(draft.closing, read.closing),
            "tldr": {key: _same(draft.tldr.get(key, ""), line) for key, line in read.tldr.items()},
            "blocks": draft.blocks if read.blocks == known else read.blocks,
            "unplaced": "\n\n".join(part for part in (draft.unplaced, *self.kept) if part),
        }
        if file is not None:
            values["exported"] = digest(file)
        return values

    def _slots(self, section: Section, entries: tuple[ReadEntry, ...]) -> Iterator[int | None]:
        """The slots they had where nothing but text changed; else one after the other, then the bench."""
        stood = [entry for entry in self.old if entry.section == section.key and entry.slot is not None]
        links = [link.id if (link := self._link(entry)) else 0 for entry in entries]
        if [entry.link for entry in stood] == links:
            yield from (entry.slot for entry in stood)
            return
        yield from range(1, section.slots + 1)
        for entry in entries[section.slots :]:
            self.problems.append(
                f"{section.name} has {section.slots} slots: “{entry.title}” is on the bench."
            )
            yield None

    def _entry(self, section: Section, slot: int | None, read: ReadEntry) -> None:
        link = self._link(read) or self._new_link(read)
        if link is None:
            self.problems.append(f"“{read.title}” has no link: it was left out.")
            self.kept.append(f"{read.title}\n\n{read.blurb}")
            return
        entry = self._standing(link) or self.step.enter(self.draft, link, section, slot)
        self.seen.add(entry.id)
        blurb = _same(entry.blurb, read.blurb)
        self.step.set(
            entry,
            section=section.key,
            slot=slot,
            title=read.title,
            links=read.links or entry.links,
            blurb=blurb,
        )

    def _standing(self, link: Link) -> Entry | None:
        return next((entry for entry in self.old if entry.link == link.id), None)

    def _link(self, read: ReadEntry) -> Link | None:
        present = self.step.present
        if read.link in present.links:
            return present.links[read.link]
        for labelled in read.links:
            found = identify(labelled.url)
            link = present.known(found.key) if isinstance(found, Identity) else None
            if link is not None:
                return link
        alike = next((entry for entry in self.old if entry.title == read.title), None)
        return present.links[alike.link] if alike else None

    def _new_link(self, read: ReadEntry) -> Link | None:
        found = identify(read.links[0].url) if read.links else None
        if not isinstance(found, Identity):
            return None
        link = Link(
            id=self.step.new_id("links"),
            url=found.url,
            identity=found.key,
            kind=found.kind,
            title=read.title,
            added=self.step.present.now,
            via="issue file",
        )
        self.step.make(link)
        self.step.claim(f"identity:{found.key}")
        return link


def _same(old: str, new: str) -> str:
    """The text as it was where only its spelling in Markdown differs, so that reading back is no change."""
    return old if tidy(old) == tidy(new) else new

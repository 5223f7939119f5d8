"""What every verb that touches an issue needs: edits that know the present, so that the rules of slots and
drafts are written once."""

from typing import Final, TypeVar

from msgspec.structs import replace

from workbench.curation.change import Edits
from workbench.curation.identity import origin
from workbench.curation.identity.printable import printable
from workbench.curation.model import (
    Document,
    Entry,
    Issue,
    LabelledLink,
    Link,
    Refused,
    Section,
    Table,
    Words,
)
from workbench.desk.present import Present

D = TypeVar("D", bound=Document)


class Step(Edits):
    """The edits of one verb over what is present. Made anew each time the verb is computed."""

    def __init__(self, present: Present) -> None:
        super().__init__()
        self.present: Final = present
        self._given: dict[Table, int] = {}
        self._slots: dict[tuple[int, str], list[int]] = {}

    def new_id(self, table: Table) -> int:
        """The next id of a table, counting those this step already gave."""
        self._given[table] = self._given.get(table, self.present.next_id(table) - 1) + 1
        return self._given[table]

    def draft(self, issue: int | None) -> Issue:
        """The issue to work on: the one given, else the highest-numbered draft, else one made in this change."""
        if issue is not None:
            found = self.present.issue(issue)
            if found.state == "published":
                raise Refused(f"Issue #{found.number} is published: reopen it to change it.")
            return found
        return self.present.draft() or self.new_issue()

    def new_issue(self, number: int | None = None) -> Issue:
        """A new draft with that number or the next. The bench of published issues moves over, deferred links return."""
        publication = self.present.publication
        numbers = [issue.number for issue in self.present.issues.values()]
        issue = Issue(
            id=self.new_id("issues"),
            number=number or (max(numbers) + 1 if numbers else publication.first_number),
            greeting=publication.greeting,
            closing=publication.closing,
            sections=publication.sections,
        )
        self.make(issue)
        self.claim(f"number:{issue.number}")
        self._take_over_bench(issue)
        for id in self.present.ids("deferred"):
            self.set(self.present.links[id], state="inbox")
        return issue

    def pass_on_bench(self, issue: Issue) -> None:
        """Hand the bench of an issue that is done to the next draft, if there is one already."""
        drafts = [
            other for other in self.present.issues.values() if other.state == "draft" and other != issue
        ]
        later = min(drafts, key=lambda other: (other.number < issue.number, other.number), default=None)
        for entry in self.present.entries_in(issue.id) if later else ():
            if later and entry.slot is None and self.present.entry(later.id, entry.link) is None:
                self.set(entry, issue=later.id)

    def _take_over_bench(self, issue: Issue) -> None:
        keys = {section.key for section in issue.sections}
        done = {id for id, old in self.present.issues.items() if old.state == "published"}
        for entry in self.present.entries.values():
            if entry.slot is None and entry.issue in done and entry.section in keys:
                self.set(entry, issue=issue.id)

    def section(self, issue: Issue, key: str) -> Section:
        """The issue's section of that key; `Refused` names those there are."""
        for section in issue.sections:
            if section.key == key:
                return section
        names = ", ".join(section.key for section in issue.sections)
        raise Refused(f"There is no section “{key}” in issue #{issue.number}: {names}.")

    def open_slot(self, issue: Issue, section: Section) -> int:
        """Take the first open slot; `Refused` where the section is full."""
        key = (issue.id, section.key)
        if key not in self._slots:
            new = issue.id not in self.present.issues
            self._slots[key] = (
                list(range(1, section.slots + 1)) if new else self.present.open_slots(issue, section)
            )
        if not self._slots[key]:
            raise Refused(f"{section.name} is full ({section.slots}/{section.slots}): b benches it.")
        slot = self._slots[key].pop(0)
        self.claim(f"slot:{issue.id}/{section.key}/{slot}")
        return slot

    def enter(self, issue: Issue, link: Link, section: Section, slot: int | None) -> Entry:
        """Put a link into an issue: its entry moves, or one is made with the words it had before, if any."""
        entry = self._standing(issue, link)
        if entry is not None:
            self.set(entry, issue=issue.id, section=section.key, slot=slot)
            return entry
        words = link.words or Words(link.title, (), "")
        links = words.links or first_links(link)
        entry = Entry(
            id=self.new_id("entries"), issue=issue.id, link=link.id, section=section.key, slot=slot,
            title=words.title or link.title, links=links, blurb=words.blurb,
        )  # fmt: skip
        self.make(entry)
        self.claim(f"entry:{issue.id}/{link.id}")
        self.set(link, state="inbox", words=None)
        return entry

    def _standing(self, issue: Issue, link: Link) -> Entry | None:
        """The link's entry in the issue, else the one that waits for it on the bench of a published one."""
        own = self.present.entry(issue.id, link.id)
        waiting = (
            entry
            for entry in self.present.entries_of(link.id)
            if entry.slot is None and self.present.issues[entry.issue].state == "published"
        )
        return own or next(waiting, None)

    def turn(self, old: D, new: D) -> None:
        """Set whatever differs between two values of one document."""
        values = {name: getattr(new, name) for name in old.__struct_fields__ if name != "id"}
        self.set(old, **{name: value for name, value in values.items() if value != getattr(old, name)})

    def follow(self, old: Link, new: Link) -> None:
        """Take titles and addresses that nobody rewrote along to a link's new ones, where nothing is printed yet."""
        for entry in self.present.entries_of(old.id):
            if self.present.live(entry):
                words = renewed(entry, old, new)
                self.set(entry, title=words.title, links=words.links)

    def leave(self, entry: Entry) -> None:
        """Take an entry out of its issue; what was written stays with the link."""
        self.take(entry, self.present.fields("entries", entry.id) or {})
        link = self.present.links.get(entry.link)
        if link is not None and written(entry, link):
            self.set(link, words=Words(entry.title, entry.links, entry.blurb))


def first_links(link: Link) -> tuple[LabelledLink, ...]:
    """The links an entry begins with: the work's own address, unlabelled."""
    return (LabelledLink("", printable(link.identity, link.url)),)


def follow_words(old: Link, new: Link) -> Link:
    """The new link, the words kept for later following it where nobody rewrote them."""
    return new if new.words is None else replace(new, words=renewed(new.words, old, new))


def renewed(text: Entry | Words, old: Link, new: Link) -> Words:
    """What is written of a link that became another: title and address follow where they still were the old ones."""
    first, then = first_links(old)[0], first_links(new)[0]
    links = tuple(then if link == first else link for link in text.links)
    return Words(new.title if text.title == old.title else text.title, links, text.blurb)


def written(entry: Entry, link: Link) -> bool:
    """Whether somebody worked on the entry, so that its words are worth keeping."""
    return bool(entry.blurb) or entry.title != link.title or entry.links != first_links(link)


def name(link: Link) -> str:
    """What a message calls a link: its title, cut, else where it is from."""
    title = link.title or f"{origin(link.identity)} link {link.id}"
    return f"“{title[:48]}…”" if len(title) > 50 else f"“{title}”"

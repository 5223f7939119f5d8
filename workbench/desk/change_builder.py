"""What every verb that touches an issue needs: edits that know the present, so that the rules of slots and
drafts are written once."""

from collections.abc import Sequence
from typing import Final, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from workbench.curation.change import Change, EditCollector, Origin
from workbench.curation.document import Document
from workbench.curation.identity.names import name_entry, name_link
from workbench.curation.identity.public_url import public_url
from workbench.curation.model import (
    Entry,
    EntryId,
    Issue,
    IssueId,
    LabelledLink,
    Link,
    SavedText,
    Section,
    TableName,
    UserError,
)
from workbench.curation.numbering import require_issue_number
from workbench.desk.coming import (
    build_coming_issue,
    find_next_draft,
    list_returning_links,
    list_waiting_entries,
    next_number_of,
)
from workbench.desk.state import State
from workbench.desk.suggested import find_suggested_section

D = TypeVar("D", bound=Document)


class CarriedOver(Struct, frozen=True):
    """What an issue begins with: how many entries of earlier benches, and how many links that were deferred to it."""

    number: int
    benched: int = 0
    deferred: int = 0

    def __str__(self) -> str:
        """`7 from the bench and 4 deferred`; empty where there is nothing."""
        bench = f"{self.benched} from the bench" if self.benched else ""
        back = f"{self.deferred} deferred" if self.deferred else ""
        return " and ".join(part for part in (bench, back) if part)


class ChangeBuilder(EditCollector):
    """The edits of one verb over what is present. Made anew each time the verb is computed."""

    def __init__(self, state: State) -> None:
        super().__init__()
        self.state: Final = state
        self.carried_over: CarriedOver | None = None
        """What came over to the issue that this change makes; None where it makes none."""
        self._has_begun = False
        self._last_ids: dict[TableName, int] = {}
        self._open_slots: dict[tuple[IssueId, str], list[int]] = {}

    def allocate_id(self, table: TableName) -> int:
        """The next id of a table, counting those this step already gave."""
        self._last_ids[table] = self._last_ids.get(table, self.state.next_id(table) - 1) + 1
        return self._last_ids[table]

    def draft_to_edit(self, issue_id: IssueId | None) -> Issue:
        """The issue to work on: the one given, else the highest-numbered draft, else one made in this change."""
        if issue_id is not None:
            found = self.state.get_issue(issue_id)
            if found.state == "published":
                raise UserError(f"Issue #{found.number} is published: reopen it to change it.")
            return found
        return self.state.newest_draft() or self._begin_issue()

    def draft_to_fill(self, issue_id: IssueId | None) -> Issue:
        """`draft_to_edit` for what goes into an issue: after a published one that is the next, which is no draft's."""
        shown = self.state.find_issue(issue_id)
        if shown is None or shown.state == "draft":
            return self.draft_to_edit(issue_id)
        draft = self.state.newest_draft()
        if draft is not None:
            raise UserError(f"Issue #{shown.number} is published: N switches to #{draft.number}.")
        return self._begin_issue()

    def _begin_issue(self) -> Issue:
        self._has_begun = True
        return self.add_issue()

    def build(self, label: str, origin: Origin = "editor") -> Change:
        """The change these edits make. Where it begins an issue by the way, the label says so."""
        if self._has_begun and self.carried_over is not None:
            over = str(self.carried_over)
            label = f"{label}; issue #{self.carried_over.number} begins" + (f" with {over}" if over else "")
        return super().build(label, origin)

    def add_issue(self, number: int | None = None, date: str | None = None) -> Issue:
        """A new draft: the coming issue, with that number and date where they are given. The bench of published issues
        moves over, and what was deferred to it returns."""
        coming = build_coming_issue(self.state)
        if number is not None:
            self.require_free_number(number)
        issue = replace(
            coming,
            id=IssueId(self.allocate_id("issues")),
            number=coming.number if number is None else number,
            date=coming.date if date is None else date,
        )
        self.create(issue)
        waiting = list_waiting_entries(self.state, [section.key for section in issue.sections])
        for entry in waiting:
            self.set(entry, issue=issue.id)
        returned = self.return_deferred(issue.number)
        self.carried_over = CarriedOver(issue.number, len(waiting), returned)
        return issue

    def require_free_number(self, number: int, but: Issue | None = None) -> None:
        """`UserError` where an issue cannot have that number, or another than `but` has it."""
        require_issue_number(str(number))
        for other in self.state.issues.values():
            if other.number == number and other != but:
                state = "a draft" if other.state == "draft" else "published"
                raise UserError(f"Issue #{number} is there already: it is {state}.")

    def return_deferred(self, number: int) -> int:
        """Bring back the links that were deferred to the issue of that number, which is in hand now; how many."""
        returning = list_returning_links(self.state, number)
        for id in returning:
            self.set(self.state.links[id], state="inbox")
        return len(returning)

    def hand_on(self, issue: Issue) -> CarriedOver:
        """What comes over from an issue that is done to the next draft, else to the coming issue."""
        draft = find_next_draft(self.state, issue)
        benched = [entry for entry in self.state.entries_in(issue.id) if entry.slot is None]
        if draft is None:
            number = next_number_of(self.state)
            earlier = list_waiting_entries(self.state, [section.key for section in issue.sections])
            count = len({entry.link for entry in (*benched, *earlier)})
            return CarriedOver(number, count, self.return_deferred(number))
        moving = [entry for entry in benched if self.state.find_entry(draft.id, entry.link) is None]
        for entry in moving:
            self.set(entry, issue=draft.id)
        return CarriedOver(draft.number, len(moving), self.return_deferred(draft.number))

    def require_section(self, issue: Issue, key: str) -> Section:
        """The issue's section of that key; `UserError` names those there are."""
        for section in issue.sections:
            if section.key == key:
                return section
        names = ", ".join(section.key for section in issue.sections)
        raise UserError(f"There is no section “{key}” in issue #{issue.number}: {names}.")

    def take_open_slot(self, issue: Issue, section: Section, link: Link) -> int:
        """Take the first open slot for a link; `UserError` where the section is full."""
        key = (issue.id, section.key)
        if key not in self._open_slots:
            new = issue.id not in self.state.issues
            self._open_slots[key] = (
                section.open_slots(()) if new else self.state.open_slots_in(issue, section)
            )
        if not self._open_slots[key]:
            raise self.refuse_full(issue, section, link)
        return self._open_slots[key].pop(0)

    def refuse_full(self, issue: Issue, section: Section, link: Link) -> UserError:
        """What is said where a section has no open slot for a link: what can be done with that link instead."""
        if not section.capacity:
            said = f"{section.name} is left out of issue #{issue.number}"
            return UserError(f"{said}: = in the Issue gives it a slot.")
        said = f"{section.name} is full ({section.capacity}/{section.capacity})"
        bench = find_suggested_section(self.state, link, issue.sections)
        if bench is None or self._find_entry(issue, link) is not None:
            return UserError(f"{said}: = in the Issue gives it a slot more.")
        return UserError(f"{said}: b benches it{'' if bench == section else f' for {bench.name}'}.")

    def add_entry(self, issue: Issue, link: Link, section: Section, slot: int | None) -> Entry:
        """Put a link into an issue: its entry moves, or one is made with the words it had before, if any."""
        entry = self._find_entry(issue, link)
        if entry is not None:
            self.set(entry, issue=issue.id, section=section.key, slot=slot)
            return entry
        words = link.words or SavedText(link.title, (), "")
        links = words.links or default_links(link)
        entry = Entry(
            id=EntryId(self.allocate_id("entries")), issue=issue.id, link=link.id, section=section.key, slot=slot,
            title=words.title or link.title, links=links, blurb=words.blurb,
        )  # fmt: skip
        self.create(entry)
        self.set(link, state="inbox", in_feeds=False, words=None)
        return entry

    def _find_entry(self, issue: Issue, link: Link) -> Entry | None:
        """The link's entry in the issue, else the one that waits for it on the bench of a published one."""
        own = self.state.find_entry(issue.id, link.id)
        waiting = (
            entry
            for entry in self.state.entries_of(link.id)
            if entry.slot is None and self.state.issues[entry.issue].state == "published"
        )
        return own or next(waiting, None)

    def update_from(self, old: D, new: D) -> None:
        """Set whatever differs between two values of one document."""
        values = {name: getattr(new, name) for name in old.__struct_fields__ if name != "id"}
        self.set(old, **{name: value for name, value in values.items() if value != getattr(old, name)})

    def update_entries(self, old: Link, new: Link) -> None:
        """Take titles and addresses that nobody rewrote along to a link's new ones, where nothing is printed yet."""
        for entry in self.state.entries_of(old.id):
            if self.state.is_active(entry):
                words = refresh_text(entry, old, new)
                self.set(entry, title=words.title, links=words.links)

    def remove_entry(self, entry: Entry) -> None:
        """Take an entry out of its issue; what was written stays with the link."""
        self.delete(entry, self.state.find_fields("entries", entry.id) or {})
        link = self.state.links.get(entry.link)
        if link is not None and has_own_text(entry, link):
            self.set(link, words=SavedText(entry.title, entry.links, entry.blurb))


def default_links(link: Link) -> tuple[LabelledLink, ...]:
    """The links an entry begins with: the work's own address, unlabelled; none for an idea."""
    return () if link.is_idea else (LabelledLink("", public_url(link.identity, link.url)),)


def refresh_saved_text(old: Link, new: Link) -> Link:
    """The new link, the words kept for later following it where nobody rewrote them."""
    return new if new.words is None else replace(new, words=refresh_text(new.words, old, new))


def refresh_text(text: Entry | SavedText, old: Link, new: Link) -> SavedText:
    """What is written of a link that became another: title and address follow where they still were the old ones."""
    follow = dict(zip(default_links(old), default_links(new), strict=True))  # empty for an idea
    links = tuple(follow.get(link, link) for link in text.links)
    return SavedText(new.title if text.title == old.title else text.title, links, text.blurb)


def has_own_text(entry: Entry, link: Link) -> bool:
    """Whether somebody worked on the entry, so that its words are worth keeping."""
    return bool(entry.blurb) or entry.title != link.title or entry.links != default_links(link)


def display_name(link: Link) -> str:
    """What a message calls a link: its title or short name, quoted and cut."""
    return _quote_name(name_link(link))


def display_entry_name(entry: Entry) -> str:
    """What a message calls an entry: its own title, which the editor may have written anew, quoted and cut."""
    return _quote_name(name_entry(entry))


def _quote_name(name: str) -> str:
    return f"“{name[:48]}…”" if len(name) > 50 else f"“{name}”"


def display_names(links: Sequence[Link]) -> str:
    """What a message calls several links: the name of one, else how many they are."""
    return display_name(links[0]) if len(links) == 1 else f"{len(links)} links"

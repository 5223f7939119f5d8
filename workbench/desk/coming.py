"""The coming issue: what the next draft will be, before there is one.

It is computed from the state, and `ChangeBuilder.add_issue` makes exactly it. Its document id is 0, which no document
has. What comes over to it is the bench of published issues and the links that were deferred from earlier ones.
"""

from collections.abc import Iterable
from datetime import date, timedelta

from workbench.curation.model import Entry, Issue, IssueId, LinkId, Section
from workbench.curation.publication import WEEKDAYS
from workbench.desk.state import State


def build_coming_issue(state: State) -> Issue:
    """The next issue as it will begin: number, date, texts and sections."""
    publication = state.publication
    return Issue(
        number=next_number_of(state),
        date=_next_date_of(state),
        greeting=publication.greeting,
        closing=publication.closing,
        sections=publication.sections,
    )


def next_number_of(state: State) -> int:
    """One more than the highest number there is, else the publication's first."""
    numbers = [issue.number for issue in state.issues.values()]
    return max(numbers) + 1 if numbers else state.publication.first_number


def _next_date_of(state: State) -> str:
    """The publication's day of the week after the last issue and not before today; empty where it names no day."""
    if not state.publication.weekday:
        return ""
    last = max((issue.date for issue in state.issues.values() if issue.date), default="")
    first = max(state.today, date.fromisoformat(last) + timedelta(days=1)) if last else state.today
    ahead = (WEEKDAYS.index(state.publication.weekday) - first.weekday()) % 7
    return (first + timedelta(days=ahead)).isoformat()


def issue_on_board(state: State, issue_id: IssueId | None) -> Issue:
    """The issue of that document id; the coming one where none is named or it is no longer there."""
    return state.find_issue(issue_id) or build_coming_issue(state)


def sections_in_hand(state: State) -> tuple[Section, ...]:
    """The sections into which links go now: those of the newest draft, else those that the coming issue will have."""
    draft = state.newest_draft()
    return state.publication.sections if draft is None else draft.sections


def is_coming(issue: Issue) -> bool:
    """Whether there is no document of the issue yet."""
    return not issue.id


def list_entries(state: State, issue: Issue) -> list[Entry]:
    """An issue's entries by section, slots first; of the coming issue those that wait on a bench for it."""
    if not is_coming(issue):
        return state.entries_in(issue.id)
    order = {section.key: at for at, section in enumerate(issue.sections)}
    return sorted(list_waiting_entries(state, order), key=lambda entry: (order[entry.section], entry.id))


def list_waiting_entries(state: State, sections: Iterable[str]) -> list[Entry]:
    """The entries on the benches of published issues, in these sections, one a link: they move to the next draft."""
    keys = set(sections)
    issues = {entry.issue: state.issues[entry.issue] for entry in state.benched_entries()}
    done = sorted((one for one in issues.values() if one.state == "published"), key=lambda one: one.number)
    entries = (entry for issue in done for entry in state.entries_in(issue.id))
    waiting = {entry.link: entry for entry in entries if entry.slot is None and entry.section in keys}
    return list(waiting.values())


def find_next_draft(state: State, after: Issue) -> Issue | None:
    """The draft that is next once that issue is done: the lowest number after it, else the lowest of all."""
    drafts = [issue for issue in state.issues.values() if issue.state == "draft" and issue.id != after.id]
    return min(drafts, key=lambda other: (other.number < after.number, other.number), default=None)


def number_after(state: State, number: int) -> int:
    """The number of the issue for which a link waits that was deferred from the issue of that number."""
    later = [
        issue.number for issue in state.issues.values() if issue.state == "draft" and issue.number > number
    ]
    return min(later, default=max([number, *(issue.number for issue in state.issues.values())]) + 1)


def list_returning_links(state: State, number: int) -> list[LinkId]:
    """The deferred links that come back once the issue of that number is in hand.

    One that was deferred from this very issue, or from a later one that is there, waits on.
    """
    later = {issue.number for issue in state.issues.values() if issue.number > number} | {number}
    return [id for id in state.ids_in("deferred") if state.links[id].deferred_from not in later]

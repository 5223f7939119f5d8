"""What helps to compose an issue: titles made of its entries, its length, and when the coming issues appear."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from workbench.curation.model import Issue
from workbench.curation.text.word_count import count_words
from workbench.desk.blocks import list_block_rules, list_due_blocks
from workbench.desk.coming import build_coming_issue, list_returning_links
from workbench.desk.state import State
from workbench.desk.verbs.blocks import name_block
from workbench.desk.verbs.issues import printed_entries
from workbench.publishing.highlights import offer_highlights

WORDS_A_MINUTE: Final = 238
"""How fast adults read silently in English (Brysbaert 2019, a review of 190 studies)."""
HIGHLIGHTS: Final = 3
_WEEK: Final = timedelta(days=7)


def offer_titles(state: State, issue: Issue) -> list[str]:
    """Highlights for the title, three entries each, those of different sections first; none while fewer have a
    title."""
    sections = [section.key for section in issue.sections]
    by_section: dict[str, list[str]] = {key: [] for key in sections}
    for entry in printed_entries(state, issue):
        by_section.setdefault(entry.section, []).append(entry.title)
    ordered = [title for titles in _iter_rounds(by_section) for title in titles if title.strip()]
    language = state.publication.language.partition("-")[0]
    return offer_highlights(ordered, HIGHLIGHTS, language)


def _iter_rounds(by_section: dict[str, list[str]]) -> Iterator[list[str]]:
    """The first of each section, then the second of each."""
    longest = max(map(len, by_section.values()), default=0)
    for at in range(longest):
        yield [titles[at] for titles in by_section.values() if at < len(titles)]


def count_issue_words(state: State, issue: Issue) -> int:
    """The words that readers get: own pieces, titles and blurbs."""
    entries = printed_entries(state, issue)
    own = (issue.greeting, *issue.tldr.values(), issue.closing)
    return sum(map(count_words, own)) + sum(
        count_words(entry.title) + count_words(entry.blurb) for entry in entries
    )


def estimate_minutes(words: int) -> int:
    """How many minutes it takes to read so many words, at least one."""
    return max(1, round(words / WORDS_A_MINUTE))


class ScheduledIssue(Struct, frozen=True, kw_only=True):
    """An issue to come: its number and date (empty: none yet), whether it has begun, the blocks booked for it or whose
    turn it is by then, and how many links wait to come back to it."""

    number: int
    date: str
    is_draft: bool
    blocks: tuple[str, ...]
    deferred: int


def list_schedule(state: State, count: int) -> list[ScheduledIssue]:
    """The drafts and the issues after them, `count` in all at least, the next one first."""
    drafts = sorted(
        (issue for issue in state.issues.values() if issue.state == "draft"), key=lambda issue: issue.number
    )
    coming = build_coming_issue(state)
    planned = [coming]
    while len(drafts) + len(planned) < count:
        planned.append(_make_next(planned[-1]))
    return [_schedule(state, issue) for issue in (*drafts, *planned)]


def _make_next(issue: Issue) -> Issue:
    """The issue a week and a number later; without a date where that one has none."""
    day = (date.fromisoformat(issue.date) + _WEEK).isoformat() if issue.date else ""
    return replace(issue, number=issue.number + 1, date=day)


def _schedule(state: State, issue: Issue) -> ScheduledIssue:
    standing = {
        rule.key
        for rule in list_block_rules(state)
        if not rule.issues and rule.every == 1 and not rule.rotation
    }
    blocks = list_due_blocks(state, issue) if issue.blocks is None else issue.blocks
    return ScheduledIssue(
        number=issue.number,
        date=issue.date,
        is_draft=bool(issue.id),
        blocks=tuple(name_block(block) for block in blocks if block.key not in standing),
        deferred=len(list_returning_links(state, issue.number)),
    )

"""Every verb in any order, as commands and as keys, with undo, redo and a second process: the library stays whole.

    MACHINE_RUNS=1000 python -m pytest -n 2 -m slow tests/desk/test_undo_machine.py

makes so many runs of fifty steps on each library. A failure is printed as the steps that lead to it.
"""

import builtins
import inspect
import os
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from importlib import import_module
from itertools import islice
from pathlib import Path
from pkgutil import walk_packages
from tempfile import TemporaryDirectory
from types import FunctionType
from typing import Any, Concatenate, Final, ParamSpec, get_type_hints

import msgspec
import pytest
from hypothesis import event, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from msgspec.structs import replace

import workbench.desk
from tests.support.clock import NOW, FakeClock
from tests.support.desks import PUBLICATION, SECTIONS, copy_records, make_half_done_library
from tests.support.originals import make_original
from workbench.curation.archive.past_issue import PastEntry, PastIssue, PastSection
from workbench.curation.change import Change
from workbench.curation.clipping import Clipping, FetchAnswer, ImportResult
from workbench.curation.link_check import CheckedLink
from workbench.curation.model import (
    TABLES,
    EntryId,
    Failure,
    Issue,
    IssueId,
    LabelledLink,
    LinkId,
    RemoteDraft,
    Section,
    UserError,
    format_time,
)
from workbench.curation.pieces import (
    CLOSING,
    GREETING,
    SUBTITLE,
    TITLE,
    UNPLACED,
    Piece,
    piece_of_entry,
    piece_of_tldr,
)
from workbench.curation.subscription import ParsedFeed, Subscription
from workbench.desk import blocks as issue_blocks
from workbench.desk.desk import Desk, Proposal
from workbench.desk.incoming.archive_import import import_past_issues
from workbench.desk.incoming.feeds import Pull, ReadFeed, record_pulls, take_in_feed
from workbench.desk.incoming.fetching import apply_answer, set_title
from workbench.desk.incoming.import_issue import import_issue
from workbench.desk.incoming.take_in import Extras, ParsedFile, take_in_files, take_in_links, take_in_paste
from workbench.desk.outgoing.export import prepare_export
from workbench.desk.outgoing.platform_drafts import remember_draft
from workbench.desk.past_issues.archive import Archive
from workbench.desk.ports import Library
from workbench.desk.state import State
from workbench.desk.steps import run_steps
from workbench.desk.verbs import (
    blocks,
    feeds,
    history,
    ideas,
    issues,
    preflight,
    repeating,
    shape,
    translating,
    triage,
    waiving,
    words,
    writing,
)
from workbench.desk.verbs.correcting import Correction, correct_entry
from workbench.desk.versions import bring_back
from workbench.library import MemoryLibrary, examine_library, list_backups, open_library, restore_backup
from workbench.library.doctor import check_documents
from workbench.library.lines import LineStorage

P = ParamSpec("P")

QUICK: Final = settings(max_examples=25, stateful_step_count=30)
LONG: Final = settings(max_examples=int(os.environ.get("MACHINE_RUNS", "200")), stateful_step_count=50)

QUOTES = Section(key="quotes", heading="{count} Quotes", label="Quotes", kinds=("idea",))
WEEKLY = replace(PUBLICATION, sections=(*SECTIONS, QUOTES), weekday="sunday")
WORKS = (
    "https://arxiv.org/abs/2510.25445",
    "https://arxiv.org/pdf/2510.25445v2",
    "https://github.com/karpathy/nanochat",
    "https://e.example/1",
    "https://e.example/2",
)

LINKS = (st.integers(1, 4) | st.integers(1, 14)).map(LinkId)
SOME_LINKS = st.lists(LINKS, min_size=1, max_size=3, unique=True)
NTH = st.integers(0, 3)
"""Which of the issues that there are."""
KEYS = st.sampled_from(("papers", "pick", "tools", "quotes"))
URLS = st.sampled_from(WORKS)
TEXTS = st.sampled_from(("", "One.", "Two, *with light*.\n\nAnd [more](e.example/1)."))
WORDS = st.sampled_from(("logits", "Nanochat's", "two words"))
LINES = st.sampled_from(("", "One", "Two"))
OWN_PIECES = st.sampled_from((TITLE, SUBTITLE, GREETING, CLOSING, UNPLACED, piece_of_tldr("papers")))
UP_OR_DOWN = st.sampled_from((-1, 1))
ORIGINS = st.sampled_from(("editor", "capture", "feed"))


class DeskMachine(RuleBasedStateMachine):
    """An editor, and another process beside, on one library. Whatever is refused changes nothing and is no fault."""

    def __init__(self) -> None:
        super().__init__()
        self.clock = FakeClock()
        self.as_keys = False
        self.original = make_original()
        self.library = self.make_library()
        self.open_desks()

    def make_library(self) -> Library:
        """A library in the middle of a week."""
        raise NotImplementedError

    def open_beside(self) -> Library:
        """The same library as another process has it."""
        raise NotImplementedError

    def open_desks(self) -> None:
        """Two desks on the library, each with what it reads there now."""
        libraries = (self.library, self.open_beside())
        self.desks = [Desk(one, WEEKLY, lambda: NOW, original=self.original) for one in libraries]

    @property
    def desk(self) -> Desk:
        """The desk whose turn it is."""
        return self.desks[0]

    @property
    def state(self) -> State:
        """What that desk shows."""
        return self.desk.state

    def act(self, verb: Callable[Concatenate[State, P], Proposal], *args: P.args, **kwargs: P.kwargs) -> None:
        """Run a verb as a key does, which does not wait for the disk, or as a command does."""
        event(f"{verb.__name__}: asked")
        with suppress(UserError):
            if self.as_keys:
                self.desk.propose(lambda state: verb(state, *args, **kwargs))
            else:
                self.desk.do(verb, *args, **kwargs)
            event(f"{verb.__name__}: done")

    def review(self, issue_id: IssueId | None) -> tuple[Issue, list[Any], list[Any]] | None:
        """An issue with what preflight finds and what of it is waived; None where there is no such issue."""
        issue = self.state.find_issue(issue_id) or self.state.newest_draft()
        if issue is None:
            return None
        report = preflight.review_issue(self.state, issue)
        return issue, list(report.findings), [each.finding for each in report.waived]

    def nth_issue(self, nth: int) -> IssueId:
        """One of the issues there are; an id of none where there are none."""
        ids = sorted(self.state.issues)
        return ids[nth % len(ids)] if ids else IssueId(0)

    def draft_given(self, nth: int | None) -> IssueId | None:
        """The issue that a verb is given, which may do without."""
        return None if nth is None or not self.state.issues else self.nth_issue(nth)

    def list_standing_changes(self) -> list[int]:
        """The numbers of the last changes that are not undone, newest first."""
        newest = list(islice(self.state.iter_history(), 20))
        undone = history.undone_changes(newest)
        return [record.seq for record in newest if record.seq not in undone]

    def settle(self) -> None:
        """Save what the keys proposed."""
        for desk in self.desks:
            while desk.pending_count:
                run_steps(desk.save_oldest())

    # History

    @rule()
    def undo(self) -> None:
        self.act(history.undo_change)

    @rule()
    def redo(self) -> None:
        self.act(history.redo_change)

    @rule(back=st.integers(0, 8))
    def undo_by_number(self, back: int) -> None:
        standing = self.list_standing_changes()
        self.act(history.undo_change, standing[back % len(standing)] if standing else 1)

    @rule(steps=st.lists(st.integers(-1, 6), min_size=2, max_size=5))
    def walk_through_the_history(self, steps: list[int]) -> None:
        for step in steps:
            self.redo() if step < 0 else self.undo() if step < 2 else self.undo_by_number(step - 2)

    @rule(links=SOME_LINKS, section=KEYS, back=st.integers(1, 3))
    def undo_and_place_and_undo_what_was_before(self, links: list[LinkId], section: str, back: int) -> None:
        self.undo()
        self.place(links, section, None)
        self.undo_by_number(back)

    @rule()
    def undo_and_redo_at_once(self) -> None:
        self.settle()
        self.notice()
        before = documents_of(self.desk.library)
        with suppress(UserError):
            undone = self.desk.do(history.undo_change)
            redone = self.desk.do(history.redo_change)
            if "left as" not in undone.message + redone.message:
                assert documents_of(self.desk.library) == before

    # The session

    @initialize(as_keys=st.booleans())
    def choose_manner(self, as_keys: bool) -> None:
        self.as_keys = as_keys

    @rule()
    def save_oldest(self) -> None:
        run_steps(self.desk.save_oldest())

    @rule()
    def notice(self) -> None:
        self.desk.apply_records(self.desk.library.poll())

    @rule()
    def let_the_other_act(self) -> None:
        self.desks.reverse()

    @rule()
    def leave_and_come_back(self) -> None:
        self.settle()
        self.notice()
        before = documents_of(self.desk.library)
        for desk in self.desks:
            desk.library.close()
        self.library = self.open_beside()
        self.open_desks()
        assert documents_of(self.library) == before

    # What comes in

    @rule(urls=st.lists(URLS, min_size=1, max_size=2), section=st.just("") | KEYS, origin=ORIGINS)
    def take_in(self, urls: list[str], section: str, origin: Any) -> None:
        clippings = tuple(Clipping(row=row, url=url, note="Noted.") for row, url in enumerate(urls, start=1))
        result = ImportResult(format="list", clippings=clippings)
        self.act(take_in_links, result, "paste", Extras(section=section), origin)

    @rule(urls=st.lists(URLS, min_size=2, max_size=3), is_archived=st.booleans(), skip=st.booleans())
    def import_files(self, urls: list[str], is_archived: bool, skip: bool) -> None:
        rows = [Clipping(row=1, url=url, note="Noted.", is_archived=is_archived) for url in urls]
        files = [
            ParsedFile(f"{at}.csv", ImportResult(format="csv", clippings=(row,)), f"file {at}.csv")
            for at, row in enumerate(rows)
        ]
        self.act(take_in_files, files, skip_archived=skip)

    @rule(
        numbers=st.lists(st.none() | st.integers(9, 13), min_size=1, max_size=2),
        urls=st.lists(URLS, max_size=4),
        heading=st.sampled_from(("Papers", "Old")),
    )
    def import_past(self, numbers: list[int | None], urls: list[str], heading: str) -> None:
        entries = tuple(PastEntry(f"On {url}", (LabelledLink("", url),)) for url in urls)
        sections = (PastSection(heading, entries),)
        past = [
            PastIssue(number=number, title=f"Old {number}", sections=sections, file="a.md")
            for number in numbers
        ]
        self.act(import_past_issues, past)

    @rule(
        link=LINKS,
        title=st.none() | LINES,
        url=st.none() | URLS,
        section=st.just("") | KEYS,
        nth=st.none() | NTH,
    )
    def correct(
        self, link: LinkId, title: str | None, url: str | None, section: str, nth: int | None
    ) -> None:
        number = (
            None if nth is None or not self.state.issues else self.state.issues[self.nth_issue(nth)].number
        )
        self.act(correct_entry, link, Correction(title=title, url=url, section=section), number=number)

    @rule(url=URLS)
    def paste(self, url: str) -> None:
        self.act(take_in_paste, url)

    @rule(link=LINKS, url=URLS)
    def answer_that_it_is_another_work(self, link: LinkId, url: str) -> None:
        if link in self.state.links and self.state.links[link].is_idea:
            return  # no site is ever asked for it
        said = Clipping(row=1, url=WORKS[0], title="Said by a site", text="A source.", canonical_url=url)
        self.act(apply_answer, FetchAnswer(link=link, result=said))

    @rule(link=LINKS)
    def answer_with_a_failure(self, link: LinkId) -> None:
        self.act(apply_answer, FetchAnswer(link=link, result=Failure("gone")))

    @rule(
        nth=st.none() | NTH,
        number=st.none() | st.integers(10, 12),
        cut=st.none() | st.tuples(st.integers(0, 40), st.integers(0, 40)),
    )
    def import_edited_issue(self, nth: int | None, number: int | None, cut: tuple[int, int] | None) -> None:
        issue = self.state.find_issue(self.draft_given(nth)) or self.state.newest_draft()
        if issue is None:
            return
        text = base = prepare_export(self.state, issue).text
        if number is not None:
            text = text.replace(f"number: {issue.number}", f"number: {number}")
        if cut is not None:
            lines = text.splitlines(keepends=True)
            text = "".join([*lines[: 6 + min(cut)], *lines[6 + max(cut) :]])
        self.act(import_issue, text, self.draft_given(nth), base=base)

    # Feeds

    @rule(url=URLS, query=LINES)
    def add_feeds(self, url: str, query: str) -> None:
        self.act(feeds.add_feeds, [Subscription(url=url, query=query)])

    @rule(nth=NTH, query=st.none() | LINES, cap=st.none() | st.integers(0, 2))
    def change_feed(self, nth: int, query: str | None, cap: int | None) -> None:
        if known := feeds.list_feeds(self.state):
            self.act(feeds.change_feed, known[nth % len(known)].id, query=query, cap=cap)

    @rule(nth=NTH, urls=st.lists(URLS, max_size=3), failure=st.none() | st.booleans())
    def pull_feed(self, nth: int, urls: list[str], failure: bool | None) -> None:
        if not (known := feeds.list_feeds(self.state)):
            return
        id = known[nth % len(known)].id
        clippings = tuple(Clipping(row=row, url=url, title="One") for row, url in enumerate(urls, start=1))
        parsed = ParsedFeed("Feed", "", ImportResult(format="feed", clippings=clippings))
        self.act(take_in_feed, ReadFeed(id, parsed))
        reason = None if failure is None else Failure("gone", lasting=failure)
        self.act(record_pulls, [Pull(feed=id, new=1, seen=("a",), failure=reason, moved_to=WORKS[3])])

    @rule(nth=NTH)
    def remove_feeds(self, nth: int) -> None:
        if known := feeds.list_feeds(self.state):
            self.act(feeds.remove_feeds, [known[nth % len(known)].id])

    # Triage

    @rule(links=SOME_LINKS, section=KEYS, nth=st.none() | NTH)
    def place(self, links: list[LinkId], section: str, nth: int | None) -> None:
        self.act(triage.place_links, links, section, issue_id=self.draft_given(nth))

    @rule(link=LINKS, section=KEYS, position=st.integers(1, 6))
    def place_at(self, link: LinkId, section: str, position: int) -> None:
        self.act(triage.place_links, [link], section, position=position)

    @rule(link=LINKS, section=KEYS, position=st.none() | st.integers(1, 6))
    def move(self, link: LinkId, section: str, position: int | None) -> None:
        self.act(triage.move_entry, link, section, position=position)

    @rule(link=LINKS, by=UP_OR_DOWN)
    def shift(self, link: LinkId, by: int) -> None:
        self.act(triage.shift_entry, link, by)

    @rule(links=SOME_LINKS, section=st.just("") | KEYS)
    def bench(self, links: list[LinkId], section: str) -> None:
        self.act(triage.bench_links, links, section)

    @rule(link=LINKS)
    def toggle_bench(self, link: LinkId) -> None:
        self.act(triage.toggle_bench, link)

    @rule(link=LINKS)
    def swap_entry(self, link: LinkId) -> None:
        self.act(triage.swap_entry, link)

    @rule(links=SOME_LINKS)
    def reject(self, links: list[LinkId]) -> None:
        self.act(triage.reject_links, links)

    @rule(links=SOME_LINKS)
    def send_to_inbox(self, links: list[LinkId]) -> None:
        self.act(triage.restore_links, links)

    @rule(links=SOME_LINKS, nth=st.none() | NTH)
    def defer(self, links: list[LinkId], nth: int | None) -> None:
        self.act(triage.defer_links, links, issue_id=self.draft_given(nth))

    @rule(links=SOME_LINKS)
    def repeat_on_purpose_or_not(self, links: list[LinkId]) -> None:
        self.act(repeating.toggle_repeat, links)

    @rule(links=SOME_LINKS)
    def repeat_on_purpose(self, links: list[LinkId]) -> None:
        self.act(repeating.repeat_links, links)

    @rule(links=SOME_LINKS)
    def withdraw_repeat(self, links: list[LinkId]) -> None:
        self.act(repeating.withdraw_repeat, links)

    @rule(link=LINKS, others=st.just([]) | SOME_LINKS)
    def join(self, link: LinkId, others: list[LinkId]) -> None:
        self.act(triage.join_links, link, others)

    @rule(links=SOME_LINKS, tags=st.lists(st.sampled_from(("agents", "-agents", "eval")), max_size=2))
    def tag(self, links: list[LinkId], tags: list[str]) -> None:
        self.act(triage.tag_links, links, tags)

    @rule(link=LINKS, text=TEXTS)
    def note(self, link: LinkId, text: str) -> None:
        self.act(triage.set_note, link, text)

    @rule(link=LINKS)
    def quote(self, link: LinkId) -> None:
        self.act(triage.quote_in_note, link, "A sentence.")

    @rule(link=LINKS, title=LINES)
    def retitle(self, link: LinkId, title: str) -> None:
        self.act(set_title, link, title)

    @rule(title=LINES, section=st.just("") | KEYS, text=TEXTS)
    def write_down_an_idea(self, title: str, section: str, text: str) -> None:
        self.act(ideas.add_idea, title, section=section, blurb=text)

    # Writing

    @rule(id=st.integers(1, 12).map(EntryId), title=st.none() | LINES, blurb=st.none() | TEXTS)
    def write(self, id: EntryId, title: str | None, blurb: str | None) -> None:
        self.act(writing.write_entry, id, title=title, blurb=blurb)

    @rule(link=LINKS, blurb=TEXTS, url=URLS)
    def write_of_link(self, link: LinkId, blurb: str, url: str) -> None:
        self.act(writing.write_entry_of_link, link, blurb=blurb, links=[LabelledLink("Code", url)])

    @rule(piece=OWN_PIECES, text=LINES, nth=st.none() | NTH)
    def write_piece(self, piece: Piece, text: str, nth: int | None) -> None:
        self.act(writing.write_piece, piece, text, issue_id=self.draft_given(nth))

    @rule(field=st.sampled_from(("number", "date", "title", "tldr.tools")), value=st.sampled_from(("", "12")))
    def set_field(self, field: str, value: str) -> None:
        self.act(writing.set_issue_field, field, value)

    # Issues and their shape

    @rule(number=st.none() | st.integers(10, 12))
    def create_issue(self, number: int | None) -> None:
        self.act(issues.create_issue, number)

    @rule()
    def begin_issue(self) -> None:
        self.act(issues.begin_issue)

    @rule(nth=NTH)
    def publish(self, nth: int) -> None:
        self.act(issues.publish_issue, self.nth_issue(nth))

    @rule(nth=NTH)
    def reopen(self, nth: int) -> None:
        if published := [one.id for one in self.state.issues.values() if one.state == "published"]:
            self.act(issues.reopen_issue, published[nth % len(published)])

    @rule(nth=NTH)
    def delete(self, nth: int) -> None:
        self.act(shape.delete_issue, self.nth_issue(nth))

    @rule(number=st.integers(10, 12), nth=st.none() | NTH)
    def renumber(self, number: int, nth: int | None) -> None:
        self.act(shape.set_issue_number, str(number), issue_id=self.draft_given(nth))

    @rule(day=st.integers(1, 28), nth=st.none() | NTH)
    def set_date(self, day: int, nth: int | None) -> None:
        self.act(shape.set_issue_date, f"2026-12-{day:02}", issue_id=self.draft_given(nth))

    @rule(url=URLS | st.just(""), nth=NTH)
    def set_url(self, url: str, nth: int) -> None:
        self.act(issues.set_issue_url, url, issue_id=self.nth_issue(nth))

    @rule(section=KEYS, by=UP_OR_DOWN, nth=st.none() | NTH)
    def change_slots(self, section: str, by: int, nth: int | None) -> None:
        self.act(shape.change_slots, section, by, issue_id=self.draft_given(nth))

    @rule(section=KEYS, count=st.integers(0, 3))
    def set_slots(self, section: str, count: int) -> None:
        self.act(shape.set_slots, section, count)

    @rule(section=KEYS)
    def leave_out(self, section: str) -> None:
        self.act(shape.leave_out_section, section)

    @rule(nth=st.none() | NTH, at=st.integers(0, 30), reason=LINES)
    def waive(self, nth: int | None, at: int, reason: str) -> None:
        if reviewed := self.review(self.draft_given(nth)):
            issue, found, _ = reviewed
            self.act(waiving.waive_findings, issue.id, found[at : at + 2], reason)

    @rule(nth=st.none() | NTH)
    def withdraw_waivers(self, nth: int | None) -> None:
        if reviewed := self.review(self.draft_given(nth)):
            issue, _, waived = reviewed
            self.act(waiving.withdraw_waivers, issue.id, waived)

    @rule(nth=st.none() | NTH, at=st.integers(0, 30), new=URLS)
    def hear_of_a_move(self, nth: int | None, at: int, new: str) -> None:
        if reviewed := self.review(self.draft_given(nth)):
            printed = preflight.list_printed_links(self.state, reviewed[0])
            for link in printed[at % (len(printed) or 1) :][:1]:
                moved = CheckedLink(url=link.url, outcome="moved", at=format_time(NOW), moved_to=new)
                self.state.link_checks.take_in(moved)

    @rule(nth=st.none() | NTH, at=st.integers(0, 30))
    def mend(self, nth: int | None, at: int) -> None:
        if (reviewed := self.review(self.draft_given(nth))) and reviewed[1]:
            issue, found, _ = reviewed
            mendable = [one for one in found if one.mendable] or found
            self.act(preflight.mend_finding, issue.id, mendable[at % len(mendable)])

    @rule(nth=st.none() | NTH, at=st.integers(0, 30))
    def mend_all(self, nth: int | None, at: int) -> None:
        if (reviewed := self.review(self.draft_given(nth))) and reviewed[1]:
            issue, found, _ = reviewed
            self.act(preflight.mend_findings, issue.id, found[at % len(found)].rule)

    @rule(nth=st.none() | NTH, text=TEXTS, entry=st.none() | st.integers(1, 9))
    def bring_back(self, nth: int | None, text: str, entry: int | None) -> None:
        draft = self.draft_given(nth)
        piece = GREETING if entry is None else piece_of_entry(EntryId(entry))
        if draft is not None and (entry is None or entry in self.state.entries):
            self.act(bring_back, piece, text, draft)

    # Translating

    @rule(number=st.none() | st.just(11), own_number=st.none() | st.integers(10, 12))
    def translate_issue(self, number: int | None, own_number: int | None) -> None:
        self.act(translating.translate_issue, number, own_number=own_number)

    @rule(nth=NTH, at=st.integers(0, 4))
    def take_in_missing(self, nth: int, at: int) -> None:
        if reviewed := self.review(self.draft_given(nth)):
            issue, found, _ = reviewed
            missing = [one for one in found if one.rule == "missing"][at : at + 2]
            context = preflight.preflight_context_of(self.state, issue)
            self.act(translating.take_in_missing, context, missing)

    @rule(link=LINKS, address=URLS, nth=st.none() | NTH)
    def tie_link(self, link: LinkId, address: str, nth: int | None) -> None:
        self.act(translating.tie_link, link, address, issue_id=self.draft_given(nth))

    @rule(link=LINKS, work=st.sampled_from(("", "arxiv:2505.06708")))
    def tie_to_work(self, link: LinkId, work: str) -> None:
        self.act(translating.tie_to_work, link, work)

    @rule(number=st.sampled_from(("", "11", "12")), nth=st.none() | NTH)
    def set_original_number(self, number: str, nth: int | None) -> None:
        self.act(shape.set_original_number, number, issue_id=self.draft_given(nth))

    # Blocks

    def block_of(self, draft: IssueId | None, at: int) -> str:
        """A block there is, in that draft or waiting."""
        found = self.state.find_issue(draft)
        own = [] if found is None else [block.key for block in issue_blocks.blocks_of(self.state, found)]
        known = [*own, *(rule.key for rule in issue_blocks.list_block_rules(self.state))]
        return known[at % len(known)] if known else "none"

    @rule(
        nth=st.none() | NTH,
        heading=LINES,
        place=st.sampled_from(["after_greeting", "before:papers", "end", "no"]),
    )
    def add_block(self, nth: int | None, heading: str, place: str) -> None:
        self.act(blocks.add_block, heading, place, issue_id=self.draft_given(nth))

    @rule(nth=st.none() | NTH, at=st.integers(0, 9), text=TEXTS)
    def write_block(self, nth: int | None, at: int, text: str) -> None:
        draft = self.draft_given(nth)
        self.act(blocks.write_block, self.block_of(draft, at), text=text, issue_id=draft)

    @rule(nth=st.none() | NTH, at=st.integers(0, 9), by=st.sampled_from([-1, 1]))
    def move_block(self, nth: int | None, at: int, by: int) -> None:
        draft = self.draft_given(nth)
        self.act(blocks.move_block, self.block_of(draft, at), by, issue_id=draft)

    @rule(nth=st.none() | NTH, at=st.integers(0, 9), place=st.sampled_from(["after_tldr", "end"]))
    def place_block(self, nth: int | None, at: int, place: str) -> None:
        draft = self.draft_given(nth)
        self.act(blocks.place_block, self.block_of(draft, at), place, issue_id=draft)

    @rule(nth=st.none() | NTH, at=st.integers(0, 9))
    def switch_block(self, nth: int | None, at: int) -> None:
        draft = self.draft_given(nth)
        self.act(blocks.switch_block, self.block_of(draft, at), issue_id=draft)

    @rule(
        nth=st.none() | NTH, at=st.integers(0, 9), when=st.sampled_from(["", "1, 2", "rotation a gap 1", "x"])
    )
    def keep_block(self, nth: int | None, at: int, when: str) -> None:
        draft = self.draft_given(nth)
        self.act(blocks.keep_block, self.block_of(draft, at), when, issue_id=draft)

    @rule(at=st.integers(0, 9))
    def forget_block(self, at: int) -> None:
        self.act(blocks.forget_block, self.block_of(None, at))

    # Words

    @rule(names=st.lists(WORDS, min_size=1, max_size=2))
    def learn_words(self, names: list[str]) -> None:
        self.act(words.learn_words, names)

    @rule(names=st.lists(WORDS, min_size=1, max_size=2))
    def forget_words(self, names: list[str]) -> None:
        self.act(words.forget_words, names)

    # What goes out

    @rule(nth=NTH, text=st.none() | TEXTS)
    def export(self, nth: int, text: str | None) -> None:
        self.act(issues.record_export, self.nth_issue(nth), "", "", text)

    @rule(nth=NTH, id=st.sampled_from(("a", "b")))
    def send_draft(self, nth: int, id: str) -> None:
        remote = RemoteDraft(id, "", "sent", "shown")
        self.act(remember_draft, self.nth_issue(nth), "ghost", remote, "Made the draft")

    # What holds after each step

    @invariant()
    def the_doctor_finds_nothing_between_the_documents(self) -> None:
        lines = LineStorage()
        for table in TABLES:
            lines.set_documents(table, dict(self.desk.library.documents_in(table).iter_lines()))
        assert [str(finding) for finding in check_documents(lines)] == []

    @invariant()
    def no_entry_is_without_a_slot(self) -> None:
        assert find_entries_without_slot(self.state) == []

    @invariant()
    def the_desk_shows_what_one_shows_that_opens_now(self) -> None:
        if not self.desk.pending_count and self.desk.seq == self.desk.library.seq:
            assert dump_state(self.state) == dump_state(State(self.desk.library, WEEKLY, lambda: NOW))

    @invariant()
    def the_archive_is_the_one_that_is_read_anew(self) -> None:
        assert list(self.state.archive.iter_issues()) == list(
            Archive(self.state, self.desk.library).iter_issues()
        )

    def teardown(self) -> None:
        try:
            self.leave_and_come_back()
        finally:
            for desk in self.desks:
                desk.library.close()


class MemoryMachine(DeskMachine):
    """On a library in memory."""

    def make_library(self) -> Library:
        return make_half_done_library()

    def open_beside(self) -> Library:
        assert isinstance(self.library, MemoryLibrary)
        return MemoryLibrary(self.clock, shared_with=self.library)


class DiskMachine(DeskMachine):
    """On a library on the disk: with backups, checkpoints and restores, and all of the doctor at the end."""

    def make_library(self) -> Library:
        self._temporary = TemporaryDirectory()
        self.folder = Path(self._temporary.name)
        library = self.open_beside()
        copy_records(make_half_done_library(), library)
        return library

    def open_beside(self) -> Library:
        return open_library(self.folder, clock=self.clock)

    @rule()
    def back_up(self) -> None:
        self.desk.library.create_backup("import")

    @rule()
    def checkpoint(self) -> None:
        self.desk.library.checkpoint()

    @rule(nth=st.integers(0, 9))
    def restore_backup(self, nth: int) -> None:
        self.settle()
        for desk in self.desks:
            desk.library.close()
        backups = list_backups(self.folder)
        if backups:
            restore_backup(self.folder, backups[nth % len(backups)].name, clock=self.clock)
        self.library = self.open_beside()
        self.open_desks()
        assert self.library.notices == ()

    def teardown(self) -> None:
        with self._temporary:
            super().teardown()
            assert [str(finding) for finding in examine_library(self.folder)] == []


def find_entries_without_slot(state: State) -> list[EntryId]:
    """Entries that stand in a section or a slot that their issue does not have."""
    slots = {
        (issue.id, part.key): part.capacity for issue in state.issues.values() for part in issue.sections
    }
    entries = state.entries.values()
    return [one.id for one in entries if (one.slot or 0) > slots.get((one.issue, one.section), 0)]


def documents_of(library: Library) -> dict[tuple[str, int], Any]:
    """Every document with all of its fields."""
    return {
        (table, id): msgspec.json.decode(line)
        for table in TABLES
        for id, line in library.documents_in(table).iter_lines()
    }


def dump_state(state: State) -> Any:
    """What a desk holds, and the views that it derives."""
    views = {
        view: state.ids_in(view) for view in ("inbox", "feeds", "placed", "benched", "published", "rejected")
    }
    joined = {id: state.joined_links(id) for id in state.links}
    works = {link.identity: state.by_identity(link.identity) for link in state.links.values()}
    return dict(state.links), dict(state.entries), dict(state.issues), views, joined, works


class LateTypes(dict[str, object]):
    """Names of a module, and any type for those that it imports only for the checker of types."""

    def __missing__(self, name: str) -> object:
        return getattr(builtins, name, object)


def iter_verbs() -> Iterator[FunctionType]:
    """Every public function of the desk that makes a change of a state."""
    for module in walk_packages(workbench.desk.__path__, "workbench.desk."):
        for name, found in inspect.getmembers(import_module(module.name), inspect.isfunction):
            if found.__module__ == module.name and not name.startswith("_"):
                hints = get_type_hints(found, localns=LateTypes(vars(import_module(module.name))))
                made = hints.get("return")
                if hints.get("state") is State and (made is Change or hasattr(made, "change")):
                    yield found


def test_the_machine_runs_every_verb_of_the_desk() -> None:
    named = set(re.findall(r"self\.act\(\s*(?:\w+\.)?(\w+)", inspect.getsource(DeskMachine)))
    verbs = {verb.__name__ for verb in iter_verbs()}
    assert len(verbs) >= 37
    assert verbs - named == set(), "a verb that no rule of this machine names"


@pytest.mark.parametrize("machine", [MemoryMachine, DiskMachine])
def test_no_order_of_verbs_undos_and_redos_breaks_a_rule_of_the_library(machine: type[DeskMachine]) -> None:
    run_state_machine_as_test(machine, settings=QUICK)


@pytest.mark.slow
@pytest.mark.parametrize("machine", [MemoryMachine, DiskMachine])
def test_no_long_order_of_verbs_undos_and_redos_breaks_a_rule_of_the_library(
    machine: type[DeskMachine],
) -> None:
    run_state_machine_as_test(machine, settings=LONG)

"""Workspaces as years leave them: so many links that wait, 500 past issues, 60 feeds, and a draft that is full."""

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from tests.benchmarks.floors import MARK
from tests.support.past_issues import Size, write_past_workspace
from workbench.curation.change import Change, EditCollector
from workbench.curation.feed import Feed, FeedId
from workbench.curation.model import Link, LinkId
from workbench.curation.publication.profile import load_default_publication
from workbench.desk.desk import Desk
from workbench.desk.state import State
from workbench.desk.verbs import triage, writing
from workbench.library import open_library

PAST: Final = Size(issues=500, entries=30, links=0)
FEEDS: Final = 60
BLURB: Final = "Gates after attention add what was missing, and the paper says at which cost. " * 6


def make_workspace(folder: Path, links: int) -> list[str]:
    """The command of the screen on a workspace with so many links that wait, the newest with the mark for a title."""
    write_past_workspace(folder, Size(PAST.issues, PAST.entries, PAST.issues * PAST.entries + links))
    library = open_library(folder, clock=lambda: datetime.now(UTC))
    desk = Desk(library, load_default_publication(), lambda: datetime.now(UTC))
    for section in load_default_publication().sections:
        for _ in range(section.slots or 3):
            desk.do(_place_oldest, section.key)
    for entry in list(desk.state.entries_in(desk.state.issue_by_number(501).id)):
        desk.do(writing.write_entry, entry=entry.id, blurb=BLURB)
    desk.do(_save_newest_and_feeds)
    library.close()
    return [sys.executable, "-m", "workbench", "--workspace", str(folder)]


def _place_oldest(state: State, section: str) -> Change:
    return triage.place_links(state, [state.ids_in("inbox", "oldest")[0]], section)


def _save_newest_and_feeds(state: State) -> Change:
    edits, address = EditCollector(), "https://newest.example/x"
    added = max(state.now, state.links[state.ids_in("inbox")[0]].added)  # of many, some are saved tomorrow
    newest = Link(id=LinkId(state.next_id("links")), url=address, identity=address, title=MARK, added=added)
    edits.create(newest)
    for at in range(1, FEEDS + 1):
        seen = tuple(f"id:{at}/{item}" for item in range(200))
        edits.create(Feed(id=FeedId(at), url=f"https://feeds.example/{at}", title=f"Feed {at}", seen=seen))
    return edits.build("Saved the newest link, and feeds")

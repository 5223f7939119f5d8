"""Past issues on the screen: found among hundreds, read, and left as they are."""

import pytest
from msgspec.structs import replace

from tests.support.clock import FakeClock
from tests.support.desks import append_change, desk_on, make_half_done_library
from tests.support.editor import MemoryEditor, open_memory_editor
from tests.support.past_issues import COMMON, Size, make_past_library
from workbench.curation.change import EditCollector
from workbench.curation.clipping import Clipping, ImportResult
from workbench.curation.model import EntryId, IssueId, LinkId, Mention, Section
from workbench.curation.pieces import piece_of_entry
from workbench.desk.desk import Desk
from workbench.desk.incoming.take_in import take_in_links
from workbench.desk.verbs import issues, triage
from workbench.library import MemoryLibrary
from workbench.ui.keys.table import ACTIONS

SIZES = pytest.mark.parametrize("size", [(80, 24), (160, 45)])


def make_desk(count: int = 120) -> Desk:
    library = MemoryLibrary(FakeClock())
    append_change(library, make_past_library(Size(issues=count, entries=6, links=count * 6 + 10)))
    return desk_on(library)


def make_desk_with_import() -> Desk:
    """#11 is in hand; #3 came from a file: sections of its own, no TL;DR, no subtitle, a mention."""
    library = make_half_done_library()
    state, edits = desk_on(library).state, EditCollector()
    links = Section(key="links", heading="Links I liked", label="Links")
    empty = Section(key="jobs", heading="Jobs", label="Jobs", slots=3)
    edits.create(
        replace(
            state.issues[IssueId(1)], id=IssueId(2), number=3, date="2019-05-01", title="An old letter",
            subtitle="", greeting="", tldr={}, closing="", blocks=(), sections=(links, empty), state="published",
            imported_from="003.md", mentions=(Mention("a talk", "https://talk.example/x", "https://talk.example/x"),),
        )
    )  # fmt: skip
    entry = replace(
        state.entries[EntryId(1)], id=EntryId(9), issue=IssueId(2), section="links", title="Old gates"
    )
    edits.create(replace(entry, blurb="It said what gates do."))
    append_change(library, edits.build("Imported #3"))
    return desk_on(library)


def board(editor: MemoryEditor) -> str:
    return str(editor.panes.issue.border_title)


@SIZES
async def test_one_issue_of_hundreds_is_found_by_its_date_read_and_left_by_escape(
    size: tuple[int, int],
) -> None:
    async with open_memory_editor(make_desk(), *size) as editor:
        await editor.press("N", "/")
        await editor.type("2016-02-07")
        await editor.press("enter", "enter")
        assert board(editor) == "Issue #6 · published"
        assert editor.message == "#6 is published, to be read. Escape: back to #121."
        editor.panes.focus_pane("issue")
        await editor.press("escape")
        assert board(editor) == "Issue #121 · coming"


@SIZES
async def test_a_past_issue_shows_what_is_there_and_asks_for_nothing(size: tuple[int, int]) -> None:
    async with open_memory_editor(make_desk_with_import(), *size) as editor:
        editor.panes.issue_id = IssueId(2)
        editor.panes.focus_pane("issue")
        await editor.settle()
        shown = [line for line in editor.screen_text().splitlines() if "│" in line]
        assert editor.has_text("Links I liked")
        assert editor.has_text("Old gates")
        assert editor.has_text("Mentioned")
        assert editor.has_text("a talk")
        for absent in ("subtitle", "TL;DR", "greeting", "Jobs", "written", "finding"):
            assert not any(absent in line.split("╭─ Preview")[0] for line in shown), absent
        await editor.press("}", "}", "o")
        assert editor.desktop.opened == ["https://talk.example/x"]
        await editor.press("p")
        assert editor.has_text("It said what gates do.")


CHANGES_NOTHING = {"issue.url"}  # where readers find an issue is said once it is out


async def test_no_key_of_the_issue_changes_a_past_one_and_each_says_why() -> None:
    async with open_memory_editor(make_desk_with_import(), 120, 40) as editor:
        editor.panes.issue_id = IssueId(2)
        editor.panes.focus_pane("issue")
        seq, silent = editor.desk.library.seq, []
        changing = {"entry", "piece.write", "slots", "section.omit", "issue"}
        for action in ACTIONS:
            if action.context != "issue" or action.name in {*CHANGES_NOTHING, "entry.open", "entry.copy"}:
                continue
            editor.panes.issue.move_to(piece_of_entry(EntryId(9)))
            await editor.press(action.keys[0])
            names = {action.name, action.name.partition(".")[0]}
            if names & changing and "#3 is published" not in editor.message:
                silent.append(f"{action.name}: {editor.message}")
            if len(editor.app.screen_stack) > 1:
                await editor.press("escape")  # what only shows something may stand in front
        assert editor.desk.library.seq == seq
        assert silent == []


async def test_a_correction_is_a_reopening_and_both_are_in_the_history() -> None:
    async with open_memory_editor(make_desk_with_import(), 120, 40) as editor:
        await editor.press("N", "/")
        await editor.type("old letter")
        await editor.press("enter", "r")
        assert board(editor) == "Issue #3"
        await editor.press("u")
        assert editor.desk.state.issues[IssueId(2)].state == "published"


@SIZES
async def test_a_word_is_found_in_years_of_issues_read_at_its_place_and_the_search_is_there_again(
    size: tuple[int, int],
) -> None:
    async with open_memory_editor(make_desk(), *size) as editor:
        state = editor.desk.state
        entry = state.entries[EntryId(100)]
        word = next(word for word in entry.title.lower().split() if word not in COMMON)
        await editor.press("Y")
        assert editor.has_text("Past issues: 120")
        await editor.type(f"{word} is:entry issue:{state.issues[entry.issue].number}")
        assert editor.has_text("Past issues: in 1 place")
        await editor.press("enter", "enter")
        assert board(editor) == f"Issue #{state.issues[entry.issue].number} · published"
        assert editor.panes.issue.piece == piece_of_entry(entry.id)
        await editor.press("Y")
        assert editor.has_text(f"{word} is:entry")
        await editor.press("/")
        await editor.type(" year:soon")
        assert editor.has_text("Write year:2025: “soon” is no year.")
        await editor.press("enter", "escape", "escape")
        assert board(editor) == "Issue #121 · coming"


async def test_what_is_near_a_link_is_said_under_it_and_shown_by_one_key() -> None:
    desk = make_desk_with_import()
    desk.do(
        take_in_links,
        ImportResult(
            format="list",
            clippings=(
                Clipping(row=1, url="https://github.com/karpathy/micrograd", title="micrograd"),
                Clipping(row=2, url="https://nobody.example/", title="Nothing like it"),
            ),
        ),
        "list",
    )
    desk.do(triage.place_links, [LinkId(10)], "tools")
    desk.do(issues.publish_issue, IssueId(1))
    async with open_memory_editor(desk, 120, 40) as editor:
        editor.panes.inbox.list.move_to(LinkId(13))
        await editor.settle()
        await editor.wait_for_source(
            "~ also by karpathy: “nanochat” in #11 (Tools & Repos, 2026-11-29) · W shows it"
        )
        await editor.press("W", "enter")
        assert (board(editor), str(editor.panes.issue.piece)) == ("Issue #11 · published", "entry:10")
        await editor.press("escape")
        editor.panes.focus_pane("inbox")
        editor.panes.inbox.list.move_to(LinkId(14))
        await editor.press("W")
        assert editor.has_text("No past issue says this.")

"""The board that is always there, and the issue that is unlike the others: on the real screen."""

from tests.support.editor import PaneEditor, Workbench
from workbench.curation.model import Issue, LinkId
from workbench.desk.verbs import preflight

LINKS = "\n".join(
    [f"https://arxiv.org/abs/2510.0000{at} | Paper {at}" for at in range(1, 8)]
    + [f"https://blog.example/{at} | Read {at}" for at in range(1, 4)]
)


def title_of_board(editor: PaneEditor) -> str:
    return str(editor.panes.issue.border_title)


def issue_in_hand(editor: PaneEditor) -> Issue:
    issue = editor.panes.find_issue()
    assert issue is not None
    return issue


async def choose_in_palette(editor: PaneEditor, words: str) -> None:
    await editor.press(":")
    await editor.type(words)
    await editor.press("enter")


async def test_the_first_screen_of_a_newcomer_shows_what_the_digits_mean(workbench: Workbench) -> None:
    async with workbench(120, 40) as editor:
        assert editor.has_text("Issue #1 · coming")
        for head in ("1 Papers", "2 Videos", "3 Curated Reads", "4 Tools & Repos", "5 Pick of the Week"):
            assert editor.has_text(f" {head} ─")
        assert not editor.desk.state.issues
        await editor.paste(LINKS)
        await editor.press(">")
        assert editor.message.startswith("Deferred to #2: ")
        await editor.press("l")
        assert "in Curated Reads (1/3); issue #1 begins" in editor.message
        assert title_of_board(editor) == "Issue #1"
        assert editor.desk.state.count("deferred") == 1, "what was put off stays put off"
        await editor.press("u")
        assert title_of_board(editor) == "Issue #1 · coming"
        await editor.press("ctrl+r")
        assert title_of_board(editor) == "Issue #1"


async def test_writing_begins_the_coming_issue(workbench: Workbench) -> None:
    async with workbench(120, 40) as editor:
        await editor.press("tab", "enter")
        assert editor.written_piece == "title"
        await editor.type("Gates")
        await editor.press("escape")
        assert issue_in_hand(editor).title == "Gates"


async def test_publishing_goes_on_to_the_next_issue_and_comes_back_by_undo(workbench: Workbench) -> None:
    async with workbench(120, 40) as editor:
        await editor.paste(LINKS)
        await editor.press("l", "b", ">", "N", "p", "p")
        assert editor.message.startswith("Published issue #1; #2 has 1 from the bench and 1 deferred")
        assert title_of_board(editor) == "Issue #2 · coming"
        assert editor.has_text("bench Read 2")
        await editor.press("u")
        assert (title_of_board(editor), editor.desk.state.count("deferred")) == ("Issue #1", 1)
        await editor.press("ctrl+r")
        assert title_of_board(editor) == "Issue #2 · coming"
        # The bench that came over can be placed at once, and so can a link of the inbox.
        await editor.press("tab")
        editor.panes.issue.move_to(
            next(piece for piece in editor.panes.issue.outline.list.pieces if piece.entry_id)
        )
        await editor.press("b")
        assert "issue #2 begins with 1 from the bench" in editor.message
        assert title_of_board(editor) == "Issue #2"


async def test_an_old_issue_on_the_screen_does_not_take_links_and_says_where_they_go(
    workbench: Workbench,
) -> None:
    async with workbench(120, 40) as editor:
        await editor.paste(LINKS)
        await editor.press("l", "N", "p", "p", "N", "j", "enter")
        assert title_of_board(editor) == "Issue #1 · published"
        await editor.press("l")
        assert title_of_board(editor) == "Issue #2", "with no draft the next one begins"
        await editor.press("N", "j", "enter", "l")
        assert editor.message == "! Issue #1 is published: N switches to #2."


async def test_after_a_restart_the_board_is_the_coming_issue(workbench: Workbench) -> None:
    async with workbench(120, 40) as editor:
        await editor.paste(LINKS)
        await editor.press("l", "N", "p", "p")
    async with workbench(120, 40) as editor:
        assert title_of_board(editor) == "Issue #2 · coming"
        await editor.press("l")
        assert title_of_board(editor) == "Issue #2"


async def test_six_papers_this_week(workbench: Workbench) -> None:
    async with workbench(120, 40) as editor:
        await editor.paste(LINKS)
        await editor.press("G", *["l"] * 6)
        assert editor.message.startswith("! Papers is full (5/5)")
        await choose_in_palette(editor, "one slot more for papers")
        assert editor.message.startswith("Papers has 6 slots in issue #1")
        await editor.press("l")
        assert editor.has_text("6/6")
        await editor.press("tab", "}", "-")
        assert "Papers has 5 slots in issue #1, 1 of its entries is on the bench" in editor.message
        await editor.press("u")
        assert editor.has_text("6/6")


async def test_no_pick_this_week(workbench: Workbench) -> None:
    async with workbench(120, 40) as editor:
        await editor.paste(LINKS)
        await choose_in_palette(editor, "leave pick of the week out")
        assert editor.message.startswith("Left Pick of the Week out of issue #1; issue #1 begins")
        assert editor.has_text("left out")
        await editor.press("5")
        assert editor.message.startswith("! Pick of the Week is left out of issue #1")
        places = [found.where for found in preflight.check_issue(editor.desk.state, issue_in_hand(editor))]
        assert "tools" in places
        assert "pick" not in places
        await editor.press("u")
        assert not editor.has_text("left out")


async def test_number_40_and_a_date(workbench: Workbench) -> None:
    async with workbench(120, 40) as editor:
        await editor.paste(LINKS)
        await editor.press("l", "tab", "#", "backspace")
        await editor.type("40")
        await editor.press("enter")
        assert title_of_board(editor) == "Issue #40"
        await editor.press("@")
        await editor.type("2026-99-99")
        await editor.press("enter")
        assert editor.message == "! “2026-99-99” is not a date: write it as 2026-11-29."
        await editor.press("N", "@", "ctrl+u")
        await editor.type("2026-12-06")
        await editor.press("enter")
        assert issue_in_hand(editor).date == "2026-12-06"
        await editor.press("u", "u")
        assert title_of_board(editor) == "Issue #1"


async def test_a_draft_is_deleted_and_comes_back(workbench: Workbench) -> None:
    async with workbench(120, 40) as editor:
        await editor.paste(LINKS)
        await editor.press("l", "N", "D")
        assert editor.message.startswith("Deleted issue #1, 1 link is back in the inbox")
        assert title_of_board(editor) == "Issue #1 · coming"
        await editor.press("u")
        assert (title_of_board(editor), editor.desk.state.state_of(LinkId(10))) == ("Issue #1", "placed")

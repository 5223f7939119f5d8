"""The views in front of the panes: what each asks, answers, and says where a key cannot act."""

from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import AbstractAsyncContextManager
from typing import Any

import pytest
from msgspec.structs import replace

from tests.support.desks import append_change
from tests.support.editor import FakeUiState
from tests.support.views import OpenView
from workbench.curation.change import Change, Edit, Record
from workbench.curation.model import EntryId, IssueId, UserError
from workbench.curation.pieces import TITLE, parse_piece, piece_of_entry
from workbench.curation.preflight import Finding, PreflightReport
from workbench.curation.subscription import Subscription
from workbench.desk.desk import Desk
from workbench.desk.incoming.importing import ImportedFile, PreviewedImport, parse_file, preview_import
from workbench.desk.ports import Library
from workbench.desk.steps import run_steps
from workbench.desk.verbs import feeds, issues
from workbench.library import MemoryLibrary
from workbench.ui.dialogs.add_links import AddLinksDialog
from workbench.ui.dialogs.dialog import Dialog
from workbench.ui.dialogs.feeds import FeedsDialog
from workbench.ui.dialogs.findings import FindingsDialog, FindingsResult
from workbench.ui.dialogs.history import HistoryDialog
from workbench.ui.dialogs.import_review import ImportReview
from workbench.ui.dialogs.issues import IssueChoice, IssuesDialog
from workbench.ui.dialogs.line_prompt import LinePrompt
from workbench.ui.dialogs.unfinished_texts import UnfinishedTexts
from workbench.ui.widgets.footer import Footer
from workbench.ui.widgets.message_line import MessageLine

NOW = "2026-11-22T12:00:00Z"
HOSTILE = "Attention [/] is [@click=app.quit]all[/] you\x1b]52;c;aGk=\x07 need"


def add_links(text: str = "") -> AddLinksDialog:
    """The view to add links from, with this left in it."""
    texts = UnfinishedTexts(FakeUiState(), {})
    texts.store_text("links", text)
    return AddLinksDialog(texts.open_text("links"))


def make_record(seq: int, **change: Any) -> Record:
    return Record(seq=seq, at="2026-11-20T12:00:00Z", change=Change(label=f"Change {seq}", **change))


def review_import(desk: Desk) -> ImportReview:
    """The view in which an import is reviewed, of a file with a hostile name."""

    async def read(tell: Callable[[str], None]) -> list[ImportedFile]:
        tell(HOSTILE)
        return parse_file(b"https://example.com/a\nftp://example.com/b\n", HOSTILE)

    async def preview(files: Sequence[ImportedFile], /, *, skip_archived: bool) -> PreviewedImport:
        return run_steps(preview_import(desk, files, skip_archived=skip_archived))

    return ImportReview([HOSTILE], read, preview, pytest.fail)


def show_feeds(desk: Desk) -> FeedsDialog:
    """The feeds, of which one has a hostile name."""
    desk.do(feeds.add_feeds, [Subscription(url="https://e.example/feed", title=HOSTILE)])
    line = MessageLine(Footer({}))
    return FeedsDialog(desk.state, line, lambda *_: None, add=pytest.fail, undo=pytest.fail)


VIEWS: dict[str, Callable[[Any], Dialog[Any]]] = {
    "add": lambda _: add_links(HOSTILE),
    "ask": lambda _: LinePrompt(HOSTILE, HOSTILE, HOSTILE),
    "feeds": show_feeds,
    "findings": lambda _: FindingsDialog([Finding("error", "rule", HOSTILE, HOSTILE, TITLE)]),
    "history": lambda _: HistoryDialog([Record(seq=1, at=NOW, change=Change(label=HOSTILE))], NOW),
    "import": review_import,
    "issues": lambda desk: IssuesDialog(desk.state, None),
}


@pytest.mark.parametrize("view", VIEWS)
async def test_escape_closes_every_view_without_an_answer(
    view: str, desk: Desk, open_view: Callable[..., AbstractAsyncContextManager[OpenView]]
) -> None:
    async with open_view(VIEWS[view](desk)) as front:
        await front.press("escape")
        assert front.closed
        assert front.answers == [None]


@pytest.mark.parametrize("view", VIEWS)
async def test_what_strangers_wrote_is_shown_and_does_nothing(
    view: str,
    half_done_library: MemoryLibrary,
    make_desk: Callable[[Library], Desk],
    open_view: Callable[..., AbstractAsyncContextManager[OpenView]],
) -> None:
    title = Edit("issues", 1, {"title": ""}, {"title": HOSTILE})
    append_change(half_done_library, Change(label="Edited by hand", edits=(title,)))
    async with open_view(VIEWS[view](make_desk(half_done_library)), size=(120, 30)) as front:
        assert "Attention [/] is [@click=app.quit]all[/] you need" in front.text
        assert "\x1b" not in front.text


@pytest.mark.parametrize(
    ("view", "foot"), [("history", "u take back   q close"), ("ask", "enter done   esc close")]
)
async def test_the_foot_names_the_keys_that_act_here(
    view: str, foot: str, desk: Desk, open_view: Callable[..., AbstractAsyncContextManager[OpenView]]
) -> None:
    async with open_view(VIEWS[view](desk)) as front:
        print(front.text)
        assert foot in front.lines


async def test_the_foot_names_rebound_keys(
    desk: Desk, open_view: Callable[..., AbstractAsyncContextManager[OpenView]]
) -> None:
    async with open_view(LinePrompt("A first question")) as front:
        front.pilot.app.set_keymap({"issue.publish": "P", "view.close": "Q"})
        await front.open(IssuesDialog(desk.state, IssueId(1)))
        foot = "enter switch n new P publish r reopen # number @ date U address D delete / filter Q close"
        assert foot in " ".join(front.text.split())


# Adding links


async def test_text_is_added_by_ctrl_s_as_it_was_typed(
    open_view: Callable[..., AbstractAsyncContextManager[OpenView]],
) -> None:
    async with open_view(add_links()) as front:
        await front.press(*"a q", "enter", *"b", "ctrl+s")
        assert front.answers == ["a q\nb"]


async def test_text_is_added_without_a_control_key_too(
    open_view: Callable[..., AbstractAsyncContextManager[OpenView]],
) -> None:
    async with open_view(add_links("uv https://docs.astral.sh/uv")) as front:
        await front.press("tab", "enter")
        assert front.answers == ["uv https://docs.astral.sh/uv"]


async def test_no_text_is_nothing_to_add(
    open_view: Callable[..., AbstractAsyncContextManager[OpenView]],
) -> None:
    async with open_view(add_links(" \n")) as front:
        await front.press("ctrl+s")
        assert "Nothing to add yet: paste or type a link first." in front.lines
        assert not front.closed


async def test_what_was_left_half_typed_is_handed_back_and_what_was_added_is_not(
    open_view: Callable[..., AbstractAsyncContextManager[OpenView]],
) -> None:
    texts = UnfinishedTexts(FakeUiState(), {})
    async with open_view(AddLinksDialog(texts.open_text("links"))) as front:
        await front.press(*"half", "escape")
        assert (front.answers, texts.find_text("links")) == ([None], "half")
        await front.open(AddLinksDialog(texts.open_text("links")))
        assert "This was left here before and is not added yet." in front.lines
        await front.press("enter", *"more", "ctrl+s")
        assert front.answers == [None, "half\nmore"]


async def test_what_is_pasted_is_cleaned_before_it_is_shown(
    open_view: Callable[..., AbstractAsyncContextManager[OpenView]],
) -> None:
    async with open_view(add_links()) as front:
        await front.paste(f"{HOSTILE}\r\nhttps://b.example")
        await front.press("ctrl+s")
        assert front.answers == ["Attention [/] is [@click=app.quit]all[/] you need\nhttps://b.example"]


# One question


async def test_the_answer_is_one_clean_line(
    open_view: Callable[..., AbstractAsyncContextManager[OpenView]],
) -> None:
    async with open_view(LinePrompt("Tags", "agents", "-tag takes one away")) as front:
        assert "-tag takes one away" in front.lines
        await front.press("end", "space", "space", *"quiet ", "enter")
        assert front.answers == ["agents quiet"]


async def test_an_answer_may_be_empty_and_is_not_no_answer(
    open_view: Callable[..., AbstractAsyncContextManager[OpenView]],
) -> None:
    async with open_view(LinePrompt("Note", "n")) as front:
        await front.press("end", "backspace", "enter")
        assert front.answers == [""]


async def test_a_long_note_comes_back_whole(
    open_view: Callable[..., AbstractAsyncContextManager[OpenView]],
) -> None:
    note = "word " * 400
    async with open_view(LinePrompt("Note", note)) as front:
        await front.press("enter")
        assert front.answers == [note.strip()]


async def test_a_paste_of_many_lines_becomes_one(
    open_view: Callable[..., AbstractAsyncContextManager[OpenView]],
) -> None:
    async with open_view(LinePrompt("Note")) as front:
        await front.paste("one\r\ntwo\n")
        await front.press("enter")
        assert front.answers == ["one two"]


async def test_a_line_left_comes_back_for_its_own_purpose_until_it_is_saved_or_emptied(
    open_view: Callable[..., AbstractAsyncContextManager[OpenView]],
) -> None:
    kept = FakeUiState()
    texts = UnfinishedTexts(kept, kept.load())
    async with open_view(LinePrompt("Note", unfinished=texts.open_text("note:1", "old"))) as front:
        await front.press(*" and new", "escape")
        assert UnfinishedTexts(kept, kept.load()).find_text("note:1") == "old and new"
        await front.open(LinePrompt("Note", unfinished=texts.open_text("note:2", "other")))
        assert "other" in front.rows
        await front.press("enter")
        await front.open(LinePrompt("Note", unfinished=texts.open_text("note:1", "old")))
        assert "old and new" in front.rows
        assert "This was typed before and is not saved yet" in front.text
        await front.press("ctrl+u", "escape")
        await front.open(LinePrompt("Note", unfinished=texts.open_text("note:1", "old")))
        assert "old" in front.rows
        await front.press("enter")
        assert front.answers == [None, "other", None, "old"]


@pytest.mark.parametrize("state", [{"unfinished": 7}, {"unfinished": {"note:1": {}, "links": "x"}}, {}])
def test_a_state_that_was_edited_by_hand_gives_what_can_be_read(state: dict[str, Any]) -> None:
    texts = UnfinishedTexts(FakeUiState(), state)
    assert texts.find_text("note:1") is None
    assert texts.list_texts() in ({}, {"links": "x"})


# History


async def test_history_answers_with_the_change_under_the_cursor(
    open_view: Callable[..., AbstractAsyncContextManager[OpenView]],
) -> None:
    records = [make_record(seq) for seq in (9, 8, 7)]
    async with open_view(HistoryDialog(records, NOW)) as front:
        assert front.rows[3] == "▌ Change 9 editor 2d"
        await front.press("j", "down", "k", "u")
        assert front.answers == [8]


async def test_a_change_taken_back_says_so_and_is_not_taken_back_twice(
    open_view: Callable[..., AbstractAsyncContextManager[OpenView]],
) -> None:
    async with open_view(HistoryDialog([make_record(2, undoes=(1,)), make_record(1)], NOW)) as front:
        assert front.rows[4] == "Change 1 undone editor 2d"
        await front.press("j", "enter")
        assert "That change is taken back already" in front.text
        assert not front.closed


async def test_the_history_of_years_is_read_as_far_as_it_is_scrolled(
    open_view: Callable[..., AbstractAsyncContextManager[OpenView]],
) -> None:
    read: list[int] = []

    def years() -> Iterator[Record]:
        for seq in range(100_000, 0, -1):
            read.append(seq)
            yield make_record(seq)

    async with open_view(HistoryDialog(years(), NOW)) as front:
        assert len(read) < 1000
        opened = len(read)
        await front.press("G")
        assert opened < len(read) < 2000
        await front.press("u")
        assert front.answers == [100_001 - opened]


async def test_an_empty_history_says_what_will_stand_there(
    open_view: Callable[..., AbstractAsyncContextManager[OpenView]],
) -> None:
    async with open_view(HistoryDialog([], NOW)) as front:
        assert "Nothing has been changed yet." in front.text
        await front.press("u")
        assert "There is nothing to take back yet." in front.lines


# Issues


async def test_issues_are_listed_newest_first_with_what_is_filled(
    desk: Desk, open_view: Callable[..., AbstractAsyncContextManager[OpenView]]
) -> None:
    desk.do(issues.create_issue)
    async with open_view(IssuesDialog(desk.state, IssueId(1))) as front:
        assert front.rows[3] == "#12 no title yet draft 0/15 no date yet"
        assert front.rows[4] == "▌ ● #11 Gates, Meshes and Agents draft 3/15 2026-11-29"
        await front.press("up", "enter")
        assert front.answers == [IssueChoice("switch", IssueId(2))]


@pytest.mark.parametrize(
    ("keys", "answer"),
    [
        ("n", IssueChoice("new")),
        ("pp", IssueChoice("publish", IssueId(1))),  # twice, since the draft has errors
    ],
)
async def test_a_key_says_what_becomes_of_an_issue(
    keys: str, answer: object, desk: Desk, open_view: Callable[..., AbstractAsyncContextManager[OpenView]]
) -> None:
    async with open_view(IssuesDialog(desk.state, IssueId(1))) as front:
        await front.press(*keys)
        assert front.answers == [answer]


async def test_a_draft_is_not_reopened_and_a_published_issue_not_published(
    desk: Desk, open_view: Callable[..., AbstractAsyncContextManager[OpenView]]
) -> None:
    async with open_view(IssuesDialog(desk.state, IssueId(1))) as front:
        await front.press("r")
        assert "Issue #11 is a draft: there is nothing to reopen." in front.lines
        await front.press("q")
        desk.do(issues.publish_issue, IssueId(1))
        await front.open(IssuesDialog(desk.state, IssueId(1)))
        await front.press("p")
        assert "Issue #11 is published already: r reopens it." in front.lines
        await front.press("r")
        assert front.answers == [None, IssueChoice("reopen", IssueId(1))]


async def test_without_an_issue_the_view_shows_the_coming_one(
    library: MemoryLibrary,
    make_desk: Callable[[Library], Desk],
    open_view: Callable[..., AbstractAsyncContextManager[OpenView]],
) -> None:
    async with open_view(IssuesDialog(make_desk(library).state, None)) as front:
        assert "#11 no title yet coming no date yet" in " ".join(front.text.split())
        await front.press("p")
        assert "Issue #11 has not begun: n creates it." in front.lines


def test_every_view_has_a_heading_of_its_own() -> None:
    headings = [view.heading for view in Dialog.__subclasses__() if view.heading]
    assert len(headings) == len(set(headings))


# Findings


FOUND = [
    Finding(
        "warning",
        "short",
        "papers/1 Gates",
        "The blurb is too short: 16 words, 50 to 100 are wanted.",
        parse_piece("entry:1"),
    ),
    Finding(
        "error", "blurb", "papers/2 Radiance Meshes", "The blurb is not written.", parse_piece("entry:2")
    ),
    Finding(
        "warning", "tldr", "tldr videos", "The TL;DR has no line for Videos.", parse_piece("tldr:videos")
    ),
]


async def test_findings_are_told_in_words_errors_first(
    open_view: Callable[..., AbstractAsyncContextManager[OpenView]],
) -> None:
    async with open_view(FindingsDialog(FOUND), size=(120, 24)) as front:
        assert "Findings: 1 error, 2 warnings" in front.text
        assert front.rows[3] == "▌ ! The blurb is not written · papers/2 Radiance Meshes error"
        assert front.rows[5] == "The TL;DR has no line for Videos · tldr videos warning"


async def test_enter_goes_to_the_piece_of_the_finding(
    open_view: Callable[..., AbstractAsyncContextManager[OpenView]],
) -> None:
    async with open_view(FindingsDialog(FOUND)) as front:
        await front.press("j", "enter")
        assert front.answers == [FOUND[0]]


async def test_the_finding_under_the_cursor_is_told_in_full(
    open_view: Callable[..., AbstractAsyncContextManager[OpenView]],
) -> None:
    async with open_view(FindingsDialog(FOUND), size=(50, 24)) as front:
        await front.press("j")
        assert "papers/1 Gates: The blurb is too short: 16" in front.lines


async def test_a_finding_that_no_key_mends_says_so(
    open_view: Callable[..., AbstractAsyncContextManager[OpenView]],
) -> None:
    async with open_view(FindingsDialog(FOUND, mend=mend_from([]))) as front:
        await front.press("m")
        assert "Only you can mend this one: enter goes there." in front.lines


EMPTY_LINE = Finding(
    "warning", "tldr", "tldr reads", "A line without entries.", parse_piece("tldr:reads"), mendable=True
)
THIRD = piece_of_entry(EntryId(3))
TWICE = Finding("error", "twice", "papers/3 Gates", "The same work stands there.", THIRD, mendable=True)


def mend_from(
    findings: list[Finding], *, refusal: str = ""
) -> Callable[[Finding], Awaitable[FindingsResult]]:
    """Mends by taking the finding out of the list, as the desk would, or refuses with that sentence."""

    async def mend(finding: Finding) -> FindingsResult:
        if refusal:
            raise UserError(refusal)
        findings.remove(finding)
        return FindingsResult(f"Mended {finding.where}", PreflightReport(tuple(findings)))

    return mend


async def test_what_can_be_mended_is_marked_in_words(
    open_view: Callable[..., AbstractAsyncContextManager[OpenView]],
) -> None:
    async with open_view(FindingsDialog([*FOUND, EMPTY_LINE]), size=(120, 24)) as front:
        assert front.rows[6] == "A line without entries · tldr reads mendable warning"
        assert front.text.count("mendable") == 1


async def test_a_mended_finding_leaves_and_the_cursor_stands_on_the_next(
    open_view: Callable[..., AbstractAsyncContextManager[OpenView]],
) -> None:
    findings = [TWICE, *FOUND, EMPTY_LINE]
    async with open_view(FindingsDialog(findings, mend=mend_from(findings)), size=(120, 24)) as front:
        assert "Findings: 2 errors, 3 warnings" in front.text
        await front.press("m")
        assert "Findings: 1 error, 3 warnings" in front.text
        assert "Mended papers/3 Gates · u takes it back in the lists" in front.lines
        assert "papers/2 Radiance Meshes: The blurb is not written." in front.lines
        await front.press("enter")
        assert front.answers == [FOUND[1]]


async def test_the_cursor_stands_on_the_next_where_a_mend_removes_findings_above_it_too(
    open_view: Callable[..., AbstractAsyncContextManager[OpenView]],
) -> None:
    async def mend(finding: Finding) -> FindingsResult:
        return FindingsResult(
            "Mended two", PreflightReport(tuple(found for found in FOUND if found.level == "warning"))
        )

    async with open_view(FindingsDialog([FOUND[1], TWICE, FOUND[0], FOUND[2]], mend=mend)) as front:
        await front.press("j", "m", "enter")
        assert front.answers == [FOUND[0]]


async def test_keys_pressed_in_a_row_mend_one_finding_each(
    open_view: Callable[..., AbstractAsyncContextManager[OpenView]],
) -> None:
    findings = [EMPTY_LINE, replace(EMPTY_LINE, where="tldr pick"), replace(EMPTY_LINE, where="tldr tools")]
    async with open_view(FindingsDialog(findings, mend=mend_from(findings))) as front:
        await front.press("m", "m")
        assert [finding.where for finding in findings] == ["tldr tools"]
        await front.press("m")
        assert "Findings: none" in front.text


async def test_a_mend_that_is_refused_says_why_and_leaves_the_list(
    open_view: Callable[..., AbstractAsyncContextManager[OpenView]],
) -> None:
    findings = [EMPTY_LINE]
    mend = mend_from(findings, refusal="Issue #11 is published: reopen it to change it.")
    async with open_view(FindingsDialog(findings, mend=mend), size=(120, 24)) as front:
        await front.press("m")
        assert "Issue #11 is published: reopen it to change it." in front.lines
        assert "Findings: 1 warning" in front.text


async def test_findings_of_a_platforms_copy_are_not_mended_here(
    open_view: Callable[..., AbstractAsyncContextManager[OpenView]],
) -> None:
    async with open_view(FindingsDialog([EMPTY_LINE], "What came back")) as front:
        await front.press("m")
        assert "Only you can mend this one: enter goes there." in front.lines


async def test_without_findings_the_view_says_what_to_do_next(
    open_view: Callable[..., AbstractAsyncContextManager[OpenView]],
) -> None:
    async with open_view(FindingsDialog([])) as front:
        assert "Findings: none" in front.text
        assert "c copies it out, w writes its file." in front.text
        await front.press("m")
        assert "There is nothing to mend." in front.lines
        await front.press("enter")
        assert "There is nothing to go to." in front.lines

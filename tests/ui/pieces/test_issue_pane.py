from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from functools import partial

import pytest
from rich.cells import cell_len

from tests.support.panes import Editor
from tests.support.quiet import wait_until_quiet
from workbench.curation.model import Entry, IssueId, LinkId
from workbench.desk.desk import Desk
from workbench.desk.ports import Library
from workbench.desk.verbs import issues, triage, writing
from workbench.library import MemoryLibrary

OpenPanes = Callable[..., AbstractAsyncContextManager[Editor]]

PAPERS = "1 Papers 2/5"
GATED = "Gated Attention for Large Language Models short 16 w"
RADIANCE = "Radiance Meshes for Volumetric Reconstruction –"
AGENTIC = "bench Agentic AI: A Comprehensive Survey –"
TOKENIZER = "Let's build the GPT Tokenizer –"


def entry_of(desk: Desk, link: int) -> Entry:
    entry = desk.state.find_entry(IssueId(1), LinkId(link))
    assert entry is not None
    return entry


async def test_the_pieces_stand_in_reading_order_with_open_slots_and_what_is_written(
    open_panes: OpenPanes, desk: Desk
) -> None:
    async with open_panes(desk) as editor:
        assert [row for row in editor.rows if row] == [
            "▌ title Gates, Meshes and Agents",
            "subtitle –",
            "preview text ·",
            "greeting Hey there! 2 w",
            "TL;DR Papers gates after attention",
            "TL;DR Videos –",
            "TL;DR Reads ·",
            "TL;DR Tools ·",
            "TL;DR Learning ·",
            PAPERS, GATED, RADIANCE, "·", "·", "·", AGENTIC,
            "2 Videos 1/4", TOKENIZER, "·", "·", "·",
            "3 Curated Reads 0/3", "·", "·", "·",
            "4 Tools & Repos 0/2", "·", "·",
            "5 Pick of the Week 0/1", "·",
            "closing Until next week. 3 w",
        ]  # fmt: skip


async def test_a_digit_moves_the_entry_and_the_cursor_goes_to_the_next(
    open_panes: OpenPanes, desk: Desk
) -> None:
    async with open_panes(desk) as editor:
        editor.move_to("entry:1")
        await editor.press("5")
        assert (entry_of(desk, 1).section, entry_of(desk, 1).slot) == ("pick", 1)
        assert editor.current_row == RADIANCE


async def test_a_full_section_takes_nothing_and_the_cursor_stays(open_panes: OpenPanes, desk: Desk) -> None:
    async with open_panes(desk) as editor:
        editor.move_to("entry:1")
        await editor.press("5", "5")
        assert editor.app.messages[-1] == (
            "Pick of the Week is full (1/1): = in the Issue gives it a slot more."
        )
        assert editor.current_row == RADIANCE


async def test_b_benches_an_entry_and_brings_it_back(open_panes: OpenPanes, desk: Desk) -> None:
    async with open_panes(desk) as editor:
        editor.move_to("entry:2")
        await editor.press("b")
        assert entry_of(desk, 2).slot is None
        editor.move_to("entry:2")
        await editor.press("b")
        assert entry_of(desk, 2).slot == 2


@pytest.mark.parametrize(("key", "state"), [("x", "rejected"), ("d", "rejected"), ("h", "inbox")])
async def test_an_entry_leaves_the_issue_by_one_key(
    open_panes: OpenPanes, desk: Desk, key: str, state: str
) -> None:
    async with open_panes(desk) as editor:
        editor.move_to("entry:1")
        await editor.press(key)
        assert desk.state.state_of(LinkId(1)) == state
        assert editor.current_row == RADIANCE


async def test_the_cursor_follows_an_entry_that_moves_up_and_down(open_panes: OpenPanes, desk: Desk) -> None:
    async with open_panes(desk) as editor:
        editor.move_to("entry:1")
        await editor.press("J", "J")
        assert entry_of(desk, 1).slot == 3
        await editor.press("K")
        assert entry_of(desk, 1).slot == 2
        assert editor.current_row == GATED


async def test_the_last_entry_of_a_section_leaves_the_cursor_to_the_one_before(
    open_panes: OpenPanes, desk: Desk
) -> None:
    async with open_panes(desk) as editor:
        editor.move_to("entry:4")
        await editor.press("x")
        assert editor.current_row == RADIANCE


async def test_the_cursor_stays_with_its_piece_when_another_process_places_links(
    open_panes: OpenPanes, desk: Desk
) -> None:
    async with open_panes(desk) as editor:
        editor.move_to("entry:3")
        await editor.change_elsewhere(
            partial(triage.bench_links, links=[LinkId(4), LinkId(5)], section="papers")
        )
        assert editor.current_row == TOKENIZER
        assert "bench Attention Is All You Need –" in editor.rows


async def test_braces_go_from_section_to_section(open_panes: OpenPanes, desk: Desk) -> None:
    async with open_panes(desk) as editor:
        stops = []
        for _ in range(5):
            await editor.press("right_curly_bracket")
            stops.append(editor.current_row)
        assert stops == [
            GATED, TOKENIZER, *["closing Until next week. 3 w"] * 3,
        ]  # fmt: skip
        editor.move_to("entry:2")
        await editor.press("left_curly_bracket")
        assert editor.current_row == GATED


async def test_n_goes_to_the_next_piece_without_text_and_round_the_corner(
    open_panes: OpenPanes, desk: Desk
) -> None:
    async with open_panes(desk) as editor:
        stops = []
        for _ in range(5):
            await editor.press("n")
            stops.append(editor.current_row)
        assert stops == ["subtitle –", "TL;DR Videos –", RADIANCE, TOKENIZER, "subtitle –"]


async def test_moving_tells_the_screen_which_piece_is_in_hand(open_panes: OpenPanes, desk: Desk) -> None:
    async with open_panes(desk) as editor:
        await editor.press("G")
        assert editor.app.selected_piece == "closing"
        await editor.press("k")
        assert editor.app.selected_piece == "entry:3"
        await editor.press("g", "j")
        assert editor.app.selected_piece == "subtitle"


async def test_in_the_list_the_keys_of_writing_are_left_to_the_screen(
    open_panes: OpenPanes, desk: Desk
) -> None:
    async with open_panes(desk) as editor:
        await editor.press("tab")
        assert editor.app.focused is editor.app.preview.page


async def test_a_key_for_entries_says_why_it_cannot_act_on_a_title(open_panes: OpenPanes, desk: Desk) -> None:
    async with open_panes(desk) as editor:
        await editor.press("x")
        assert editor.app.messages == ["That key is for entries: j and k go to one."]


async def test_o_opens_the_first_link_and_y_copies_the_entry_as_markdown(
    open_panes: OpenPanes, desk: Desk
) -> None:
    async with open_panes(desk) as editor:
        editor.move_to("entry:1")
        await editor.press("o", "y")
        assert editor.app.opened_urls == ["https://arxiv.org/abs/2505.06708"]
        what, text = editor.app.copied_texts[0]
        assert what == "Papers 1"
        assert text.startswith(
            "### Gated Attention for Large Language Models\n\n<https://arxiv.org/abs/2505.06708>"
        )


async def test_an_unwritten_piece_has_nothing_to_copy(open_panes: OpenPanes, desk: Desk) -> None:
    async with open_panes(desk) as editor:
        await editor.press("j", "y")
        assert editor.app.messages == ["There is nothing to copy: the subtitle is not written."]


async def test_without_a_draft_the_pane_shows_the_coming_issue(
    open_panes: OpenPanes, make_desk: Callable[[Library], Desk], library: MemoryLibrary
) -> None:
    async with open_panes(make_desk(library)) as editor:
        assert editor.app.issue.border_title == "Issue #11 · coming"
        heads = [row for row in editor.rows if row[:1].isdigit()]
        assert heads == [
            "1 Papers 0/5",
            "2 Videos 0/4",
            "3 Curated Reads 0/3",
            "4 Tools & Repos 0/2",
            "5 Pick of the Week 0/1",
        ]
        await editor.press("x", "D", "j")
        assert editor.app.messages == [
            "That key is for entries: j and k go to one.",
            "Issue #11 has not begun: there is nothing to delete.",
        ]
        assert editor.current_row == "subtitle –"


async def test_a_published_issue_is_read_not_written(open_panes: OpenPanes, desk: Desk) -> None:
    desk.do(issues.publish_issue, IssueId(1))
    async with open_panes(desk) as editor:
        editor.app.issue.issue_id = IssueId(1)
        await wait_until_quiet(editor.pilot)
        await editor.press("enter")
        assert editor.app.messages == [
            "#11 is published, to be read. Escape: back to #12.",
            "Issue #11 is published: N, then r reopens it to correct it.",
        ]


@pytest.mark.parametrize(
    "title", ["宽字符" * 30, "[/] [@click=app.quit]x", "a\x1b]52;c;eA==\x07b\u202ec", "🛠" * 60]
)
async def test_no_title_moves_the_counts_out_of_their_column(
    open_panes: OpenPanes, desk: Desk, title: str
) -> None:
    entry = entry_of(desk, 1)
    desk.do(writing.write_entry, entry.id, title=title)
    async with open_panes(desk, size=(80, 40)) as editor:
        strips = [editor.app.issue.outline.list.render_line(y).text for y in range(30)]
        assert {cell_len(line) for line in strips} == {
            editor.app.issue.outline.list.scrollable_content_region.width
        }
        assert strips[10].rstrip().endswith("short 16 w")
        assert not set("".join(strips)) & {"\x1b", "\x07", "\u202e"}


async def test_the_first_entry_of_a_section_is_seen_with_its_heading(
    open_panes: OpenPanes, desk: Desk
) -> None:
    async with open_panes(desk, size=(120, 12)) as editor:
        await editor.press("G", "k", "k", "k", "k")
        assert editor.current_row == GATED
        assert PAPERS in editor.rows


async def test_a_click_moves_the_cursor_and_a_double_click_writes(open_panes: OpenPanes, desk: Desk) -> None:
    async with open_panes(desk) as editor:
        await editor.pilot.click("PieceList", offset=(8, 11))
        assert editor.current_row == RADIANCE
        await editor.pilot.click("PieceList", offset=(8, 10), times=2)
        await wait_until_quiet(editor.pilot)
        assert editor.app.written_pieces == ["entry:1"]

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from functools import partial

import pytest

from tests.support.panes import Editor
from tests.support.quiet import wait_until_quiet
from workbench.curation.model import EntryId, IssueId, LinkId
from workbench.curation.pieces import GREETING, parse_piece
from workbench.desk.desk import Desk
from workbench.desk.ports import Library
from workbench.desk.verbs import triage, writing
from workbench.library import MemoryLibrary
from workbench.publishing.tree import Node

OpenPanes = Callable[..., AbstractAsyncContextManager[Editor]]


def split_paragraphs(page: str) -> list[str]:
    return [line for line in page.split("\n") if line]


def collect_blocks(editor: Editor) -> dict[str, tuple[int, int]]:
    """What the page is made of, part by part: a part painted anew has been drawn anew."""
    parts = editor.app.preview._blocks_by_piece
    return {str(piece): (id(leaf), id(leaf._rendered_at[1])) for piece, leaf in parts.items()}


async def test_the_preview_is_the_issue_as_its_readers_see_it(open_panes: OpenPanes, desk: Desk) -> None:
    async with open_panes(desk) as editor:
        assert split_paragraphs(editor.page_text) == [
            "Gates, Meshes and Agents - The Tokenizer Edition #11",
            "Hey there!",
            "TL;DR",
            "What caught my attention this week:",
            "• 📄 Papers: gates after attention",
            "📄 2 Papers",
            "Gated Attention for Large Language Models",
            "https://arxiv.org/abs/2505.06708",
            "Gating after attention turns out to do a great deal of work for very",
            "little cost.",
            "Radiance Meshes for Volumetric Reconstruction",
            "https://arxiv.org/abs/2512.04076",
            "🎥 1 Videos",
            "Let's build the GPT Tokenizer",
            "https://www.youtube.com/watch?v=zduSFxRajkE",
            "─" * 74,
            "Until next week.",
        ]


@pytest.mark.parametrize(
    ("piece", "keys", "shown"),
    [
        ("entry:2", ["a", "b"], "ab"),
        ("entry:2", ["tab", "X", "Y"], "Radiance Meshes for Volumetric ReconstructionXY"),
        ("entry:2", ["shift+tab", "v", "2"], "https://arxiv.org/abs/2512.04076v2"),
        ("title", ["!"], "Gates, Meshes and Agents! - The Tokenizer Edition #11"),
        ("subtitle", ["S"], "S"),
        ("greeting", ["!"], "Hey there!!"),
        ("tldr:videos", ["v"], "• 🎥 Videos: v"),
        ("closing", ["!"], "Until next week.!"),
    ],
)
async def test_it_follows_the_typing_before_anything_is_saved(
    open_panes: OpenPanes,
    desk: Desk,
    monkeypatch: pytest.MonkeyPatch,
    piece: str,
    keys: list[str],
    shown: str,
) -> None:
    monkeypatch.setattr("workbench.ui.issue.writer.SAVE_DELAY", 3600.0)
    async with open_panes(desk) as editor:
        await editor.write(piece)
        records = desk.seq
        await editor.press(*keys)
        await editor.wait_for_preview()
        assert shown in split_paragraphs(editor.page_text)
        assert desk.seq == records


async def test_only_the_part_whose_text_changed_is_painted_anew(open_panes: OpenPanes, desk: Desk) -> None:
    async with open_panes(desk) as editor:
        await editor.write("entry:2")
        was = collect_blocks(editor)
        await editor.type("New words.")
        await editor.wait_for_preview()
        now = collect_blocks(editor)
        assert {key for key in now if now[key] != was[key]} == {"entry:2"}


async def test_entries_keep_their_places_in_the_page_when_they_move(
    open_panes: OpenPanes, desk: Desk
) -> None:
    async with open_panes(desk) as editor:
        was = collect_blocks(editor)
        await editor.change_elsewhere(partial(triage.shift_entry, link=LinkId(1), by=1))
        await editor.wait_for_preview()
        lines = split_paragraphs(editor.page_text)
        assert lines.index("Radiance Meshes for Volumetric Reconstruction") < lines.index(
            "Gated Attention for Large Language Models"
        )
        assert collect_blocks(editor) == was
        await editor.change_elsewhere(partial(triage.reject_links, links=[LinkId(1)]))
        await editor.change_elsewhere(
            partial(triage.place_links, links=[LinkId(4)], section="papers", position=1)
        )
        await editor.wait_for_preview()
        lines = split_paragraphs(editor.page_text)
        at = lines.index("📄 2 Papers")
        assert lines[at + 1] == "Quiet Feature Learning in Algorithmic Tasks"
        assert lines[at + 3] == "Radiance Meshes for Volumetric Reconstruction"


async def test_it_stands_at_the_piece_in_hand_and_marks_it(open_panes: OpenPanes, desk: Desk) -> None:
    async with open_panes(desk, size=(120, 14)) as editor:
        editor.move_to("entry:2")
        await editor.wait_for_preview()
        lines = editor.lines_of(editor.app.preview.page)
        assert lines[0] == "▌ Radiance Meshes for Volumetric Reconstruction"
        editor.move_to("entry:1")
        await editor.wait_for_preview()
        lines = editor.lines_of(editor.app.preview.page)
        assert (lines[0], lines[2]) == ("📄 2 Papers", "▌ Gated Attention for Large Language Models")
        await editor.press("g")
        await editor.wait_for_preview()
        assert editor.page_text.startswith("Gates, Meshes and Agents")


async def test_it_turns_to_its_markdown_and_its_html_and_says_which(
    open_panes: OpenPanes, desk: Desk
) -> None:
    async with open_panes(desk) as editor:
        preview = editor.app.preview
        shown = []
        for _ in range(3):
            shown.append(
                (str(preview.border_title), preview.source_area.text.split("\n")[0] if preview.mode else "")
            )
            preview.cycle_mode()
            await editor.wait_for_preview()
        assert shown == [
            ("Preview", ""),
            ("Preview: Markdown", "---"),
            ("Preview: HTML", "<p>Hey there!</p>"),
        ]
        assert "Gates, Meshes and Agents" in editor.page_text


async def test_the_sources_follow_and_stand_at_the_piece_in_hand_too(
    open_panes: OpenPanes, desk: Desk
) -> None:
    async with open_panes(desk, size=(120, 14)) as editor:
        editor.app.preview.cycle_mode()
        await editor.wait_for_preview()
        await editor.write("entry:2", "Typed.")
        await editor.wait_for_preview()
        assert "### Radiance Meshes for Volumetric Reconstruction" in editor.lines_of(
            editor.app.preview.source_area
        )
        assert "\nTyped.\n" in editor.app.preview.source_area.text


async def test_it_scrolls_by_the_keys_of_lists(open_panes: OpenPanes, desk: Desk) -> None:
    async with open_panes(desk, size=(120, 14)) as editor:
        editor.app.preview.focus()
        await editor.press("G")
        assert "Until next week." in editor.page_text
        await editor.press("g", "j")
        assert editor.app.preview.page.scroll_offset.y == 1


async def test_a_click_on_a_link_opens_it_and_a_click_beside_it_does_not(
    open_panes: OpenPanes, desk: Desk
) -> None:
    async with open_panes(desk) as editor:
        leaf = editor.app.preview._blocks_by_piece[parse_piece("entry:1")]
        await editor.pilot.click(leaf, offset=(6, 0))
        await editor.pilot.click(leaf, offset=(60, 2))
        assert editor.app.opened_urls == []
        await editor.pilot.click(leaf, offset=(6, 2))
        assert editor.app.opened_urls == ["https://arxiv.org/abs/2505.06708"]


@pytest.mark.parametrize("url", ["javascript:alert(1)", "file:///etc/passwd", "app.quit"])
async def test_a_link_that_is_no_web_address_does_nothing(
    open_panes: OpenPanes, desk: Desk, url: str
) -> None:
    async with open_panes(desk) as editor:
        leaf = editor.app.preview._blocks_by_piece[GREETING]
        leaf.show_nodes([Node("paragraph", children=(Node("link", url),))])
        await wait_until_quiet(editor.pilot)
        await editor.pilot.click(leaf, offset=(4, 0))
        assert editor.app.opened_urls == []


async def test_prose_is_drawn_with_its_lists_and_quotes_in_line(open_panes: OpenPanes, desk: Desk) -> None:
    prose = (
        "Some *words* and `code`, a [label](https://x.org).\n\n"
        "- one two three four five six seven eight nine ten eleven twelve thirteen fourteen\n"
        "  - inner\n\n> quoted"
    )
    desk.do(writing.set_issue_field, "greeting", prose, issue_id=IssueId(1))
    async with open_panes(desk) as editor:
        page = editor.app.preview.page
        lines = [line.rstrip() for line in editor.raw_lines(page)]
        assert [line[2:] for line in lines[2:12] if line[2:].strip()] == [
            "Some words and code, a label.",
            "• one two three four five six seven eight nine ten eleven twelve thirteen",
            "  fourteen",
            "  • inner",
            "│ quoted",
            "TL;DR",
        ]


async def test_without_an_issue_it_says_what_to_do(
    open_panes: OpenPanes, make_desk: Callable[[Library], Desk], library: MemoryLibrary
) -> None:
    async with open_panes(make_desk(library)) as editor:
        assert split_paragraphs(editor.page_text) == [
            "Nothing to preview yet: place a link, and the issue grows here."
        ]


async def test_a_hostile_title_is_just_text(open_panes: OpenPanes, desk: Desk) -> None:
    desk.do(writing.write_entry, EntryId(2), title="Attention [/] is all [@click=app.quit]you[/] <b>need</b>")
    desk.do(writing.set_issue_field, "title", "[/] [b]x", issue_id=IssueId(1))
    async with open_panes(desk) as editor:
        assert "Attention [/] is all [@click=app.quit]you[/] <b>need</b>" in split_paragraphs(
            editor.page_text
        )
        assert "[/] [b]x - The Tokenizer Edition #11" in split_paragraphs(editor.page_text)


async def test_out_of_sight_nothing_is_painted_and_in_sight_again_all_is_there(
    open_panes: OpenPanes, desk: Desk
) -> None:
    async with open_panes(desk) as editor:
        editor.app.preview.display = False
        await wait_until_quiet(editor.pilot)
        was = collect_blocks(editor)
        await editor.change_elsewhere(partial(writing.write_entry, entry=EntryId(2), blurb="New."))
        await editor.wait_for_preview()
        assert collect_blocks(editor) == was
        editor.app.preview.display = True
        await wait_until_quiet(editor.pilot)
        await editor.wait_for_preview()
        assert "New." in split_paragraphs(editor.page_text)


@pytest.mark.parametrize("text", [">", "> ", ">\n>", "- ", "1. ", "- >", "> - ", "> > "])
async def test_a_quote_or_a_list_that_was_just_begun_is_drawn(
    open_panes: OpenPanes, desk: Desk, text: str
) -> None:
    async with open_panes(desk) as editor:
        await editor.write("entry:2", f"{text}")
        await editor.wait_for_preview()
        assert "Radiance Meshes" in editor.page_text

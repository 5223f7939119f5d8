from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from functools import partial
from typing import Any

import pytest

from tests.support.desks import MemoryLibrary
from workbench.desk import triage, writing
from workbench.desk.desk import Desk
from workbench.publishing.tree import Node

Before = Callable[..., AbstractAsyncContextManager[Any]]


def paragraphs(page: str) -> list[str]:
    return [line for line in page.split("\n") if line]


def painted(editor: Any) -> dict[str, tuple[int, int]]:
    """What the page is made of, part by part: a part painted anew has been drawn anew."""
    parts = editor.app.preview._shown
    return {key: (id(leaf), id(leaf._drawn[1])) for key, leaf in parts.items()}


async def test_the_preview_is_the_issue_as_its_readers_see_it(before: Before, desk: Desk) -> None:
    async with before(desk) as editor:
        assert paragraphs(editor.page) == [
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
    before: Before, desk: Desk, monkeypatch: pytest.MonkeyPatch, piece: str, keys: list[str], shown: str
) -> None:
    monkeypatch.setattr("workbench.ui.writer.IDLE", 3600.0)
    async with before(desk) as editor:
        await editor.write(piece)
        records = desk.seq
        await editor.press(*keys)
        await editor.caught_up()
        assert shown in paragraphs(editor.page)
        assert desk.seq == records


async def test_only_the_part_whose_text_changed_is_painted_anew(before: Before, desk: Desk) -> None:
    async with before(desk) as editor:
        await editor.write("entry:2")
        was = painted(editor)
        await editor.type("New words.")
        await editor.caught_up()
        now = painted(editor)
        assert {key for key in now if now[key] != was[key]} == {"entry:2"}


async def test_entries_keep_their_places_in_the_page_when_they_move(before: Before, desk: Desk) -> None:
    async with before(desk) as editor:
        was = painted(editor)
        await editor.elsewhere(partial(triage.shift, link=1, by=1))
        await editor.caught_up()
        lines = paragraphs(editor.page)
        assert lines.index("Radiance Meshes for Volumetric Reconstruction") < lines.index(
            "Gated Attention for Large Language Models"
        )
        assert painted(editor) == was
        await editor.elsewhere(partial(triage.reject, links=[1]))
        await editor.elsewhere(partial(triage.place, links=[4], section="papers", position=1))
        await editor.caught_up()
        lines = paragraphs(editor.page)
        at = lines.index("📄 2 Papers")
        assert lines[at + 1] == "Quiet Feature Learning in Algorithmic Tasks"
        assert lines[at + 3] == "Radiance Meshes for Volumetric Reconstruction"


async def test_it_stands_at_the_piece_in_hand_and_marks_it(before: Before, desk: Desk) -> None:
    async with before(desk, size=(120, 14)) as editor:
        editor.app.issue.move_to("entry:2")
        await editor.caught_up()
        lines = editor.shown(editor.app.preview.page)
        assert lines[0] == "▌ Radiance Meshes for Volumetric Reconstruction"
        editor.app.issue.move_to("entry:1")
        await editor.caught_up()
        lines = editor.shown(editor.app.preview.page)
        assert (lines[0], lines[2]) == ("📄 2 Papers", "▌ Gated Attention for Large Language Models")
        await editor.press("g")
        await editor.caught_up()
        assert editor.page.startswith("Gates, Meshes and Agents")


async def test_it_turns_to_its_markdown_and_its_html_and_says_which(before: Before, desk: Desk) -> None:
    async with before(desk) as editor:
        preview = editor.app.preview
        shown = []
        for _ in range(3):
            shown.append(
                (str(preview.border_title), preview.markup.text.split("\n")[0] if preview.mode else "")
            )
            preview.turn()
            await editor.caught_up()
        assert shown == [
            ("Preview", ""),
            ("Preview: Markdown", "---"),
            ("Preview: HTML", "<p>Hey there!</p>"),
        ]
        assert "Gates, Meshes and Agents" in editor.page


async def test_the_sources_follow_and_stand_at_the_piece_in_hand_too(before: Before, desk: Desk) -> None:
    async with before(desk, size=(120, 14)) as editor:
        editor.app.preview.turn()
        await editor.caught_up()
        await editor.write("entry:2", "Typed.")
        await editor.caught_up()
        assert "### Radiance Meshes for Volumetric Reconstruction" in editor.shown(editor.app.preview.markup)
        assert "\nTyped.\n" in editor.app.preview.markup.text


async def test_it_scrolls_by_the_keys_of_lists(before: Before, desk: Desk) -> None:
    async with before(desk, size=(120, 14)) as editor:
        editor.app.preview.focus()
        await editor.press("G")
        assert "Until next week." in editor.page
        await editor.press("g", "j")
        assert editor.app.preview.page.scroll_offset.y == 1


async def test_a_click_on_a_link_opens_it_and_a_click_beside_it_does_not(before: Before, desk: Desk) -> None:
    async with before(desk) as editor:
        leaf = editor.app.preview._shown["entry:1"]
        await editor.pilot.click(leaf, offset=(6, 0))
        await editor.pilot.click(leaf, offset=(60, 2))
        assert editor.app.opened == []
        await editor.pilot.click(leaf, offset=(6, 2))
        assert editor.app.opened == ["https://arxiv.org/abs/2505.06708"]


@pytest.mark.parametrize("url", ["javascript:alert(1)", "file:///etc/passwd", "app.quit"])
async def test_a_link_that_is_no_web_address_does_nothing(before: Before, desk: Desk, url: str) -> None:
    async with before(desk) as editor:
        leaf = editor.app.preview._shown["greeting"]
        leaf.show([Node("paragraph", children=(Node("link", url),))])
        await editor.pilot.pause()
        await editor.pilot.click(leaf, offset=(4, 0))
        assert editor.app.opened == []


async def test_prose_is_drawn_with_its_lists_and_quotes_in_line(before: Before, desk: Desk) -> None:
    prose = (
        "Some *words* and `code`, a [label](https://x.org).\n\n"
        "- one two three four five six seven eight nine ten eleven twelve thirteen fourteen\n"
        "  - inner\n\n> quoted"
    )
    desk.do(writing.set_field, "greeting", prose, issue=1)
    async with before(desk) as editor:
        page = editor.app.preview.page
        lines = [line.rstrip() for line in editor.raw(page)]
        assert [line[2:] for line in lines[2:12] if line[2:].strip()] == [
            "Some words and code, a label.",
            "• one two three four five six seven eight nine ten eleven twelve thirteen",
            "  fourteen",
            "  • inner",
            "│ quoted",
            "TL;DR",
        ]


async def test_without_an_issue_it_says_what_to_do(
    before: Before, make_desk: Callable[[Any], Desk], library: MemoryLibrary
) -> None:
    async with before(make_desk(library)) as editor:
        assert paragraphs(editor.page) == ["Nothing to preview yet: place a link, and the issue grows here."]


async def test_a_hostile_title_is_just_text(before: Before, desk: Desk) -> None:
    desk.do(writing.write, 2, title="Attention [/] is all [@click=app.quit]you[/] <b>need</b>")
    desk.do(writing.set_field, "title", "[/] [b]x", issue=1)
    async with before(desk) as editor:
        assert "Attention [/] is all [@click=app.quit]you[/] <b>need</b>" in paragraphs(editor.page)
        assert "[/] [b]x - The Tokenizer Edition #11" in paragraphs(editor.page)


async def test_out_of_sight_nothing_is_painted_and_in_sight_again_all_is_there(
    before: Before, desk: Desk
) -> None:
    async with before(desk) as editor:
        editor.app.preview.display = False
        await editor.pilot.pause()
        was = painted(editor)
        await editor.elsewhere(partial(writing.write, entry=2, blurb="New."))
        await editor.caught_up()
        assert painted(editor) == was
        editor.app.preview.display = True
        await editor.pilot.pause()
        await editor.caught_up()
        assert "New." in paragraphs(editor.page)

"""What leads somebody who is new through a small terminal: keys that act, sections by their digits, ways out."""

import pytest

from tests.support.editor import PaneEditor, Workbench
from workbench.curation.publication.profile import read_default_text

SECTIONS = "1 Papers 2 Videos 3 Curated Reads 4 Tools & Repos 5 Pick of the Week"
LINKS = "https://arxiv.org/abs/2510.25445 https://youtu.be/kCc8FmEb1nY https://github.com/karpathy/nanochat"


def lines_at_the_foot(editor: PaneEditor) -> list[str]:
    """The message line and the footer."""
    return [" ".join(line.split()) for line in editor.screen_text().split("\n")[-2:]]


async def test_an_empty_inbox_offers_no_key_that_needs_a_link(workbench: Workbench) -> None:
    async with workbench(80, 24) as editor:
        message, footer = lines_at_the_foot(editor)
        assert message == ""
        assert footer.startswith("/ filter a add")
        assert not {"reject", "bench", "place"} & {*footer.split()}
        await editor.paste(LINKS)
        assert lines_at_the_foot(editor)[1].startswith("1-5 place l suggested")


@pytest.mark.parametrize(
    ("size", "keys", "is_told"),
    [
        ((80, 24), (), True),
        ((80, 24), ("enter",), True),
        ((120, 40), ("enter",), True),
        ((160, 45), ("enter",), True),
        ((120, 40), (), False),
        ((160, 45), (), False),
        ((80, 24), ("tab",), False),
        ((80, 24), ("p",), False),
        ((80, 24), ("/",), False),
    ],
)
async def test_the_sections_stand_beside_their_digits_where_the_issue_is_not_seen(
    workbench: Workbench, size: tuple[int, int], keys: tuple[str, ...], is_told: bool
) -> None:
    async with workbench(*size, sample=True) as editor:
        await editor.press(*keys)
        assert (lines_at_the_foot(editor)[0] == SECTIONS) == is_told


async def test_what_is_said_takes_the_place_of_the_sections_and_gives_it_back(workbench: Workbench) -> None:
    async with workbench(80, 24, sample=True) as editor:
        await editor.press("x")
        assert lines_at_the_foot(editor)[0].startswith("Rejected")
        await editor.press("tab", "shift+tab")
        assert lines_at_the_foot(editor)[0] == SECTIONS
        await editor.pilot.resize_terminal(160, 45)
        await editor.settle()
        assert lines_at_the_foot(editor)[0] == ""


@pytest.mark.parametrize(
    ("key", "view", "gone"),
    [(">", "deferred", "> defer"), ("b", "benched", "b bench"), ("x", "rejected", "x reject")],
)
async def test_where_links_were_put_away_the_key_that_brings_them_back_comes_first(
    workbench: Workbench, key: str, view: str, gone: str
) -> None:
    async with workbench(80, 24, sample=True) as editor:
        await editor.press(key)
        assert "r restore" not in lines_at_the_foot(editor)[1]
        while editor.panes.inbox.view != view:
            await editor.press("]")
        footer = lines_at_the_foot(editor)[1]
        assert footer.startswith("r restore 1-5 place")
        assert gone not in footer


async def test_reading_large_says_how_to_leave_it(workbench: Workbench) -> None:
    async with workbench(80, 24, sample=True) as editor:
        await editor.press("enter")
        assert "enter list" in lines_at_the_foot(editor)[1]


async def test_why_a_key_could_not_act_goes_as_the_cursor_goes_on(workbench: Workbench) -> None:
    async with workbench(80, 24) as editor:
        await editor.paste(LINKS)
        for keys, goes_on in ((("g", "+"), "j"), (("tab", "=", "x", "}", "x"), "k")):
            await editor.press(*keys)
            said = editor.message
            assert said.startswith("! ")
            await editor.press(goes_on)
            assert editor.message != said


async def test_what_was_done_stands_while_the_cursor_goes_on(workbench: Workbench) -> None:
    async with workbench(80, 24, sample=True) as editor:
        await editor.press("x", "j", "j")
        assert editor.message.startswith("Rejected")


async def test_an_offer_at_the_end_of_a_message_is_not_torn_by_the_line_break(workbench: Workbench) -> None:
    async with workbench(80, 24, sample=True) as editor:
        await editor.paste("https://a.example/one-of-two-with-a-long-address-that-fills-the-line")
        for row in range(3):
            await editor.press("b", "x")
            assert not editor.screen_text().split("\n")[-2].startswith((" takes", " it back", " back")), row


async def test_a_paste_tells_the_first_lines_that_were_refused(workbench: Workbench) -> None:
    async with workbench(160, 45) as editor:
        await editor.paste(
            "https://a.example/1\nftp://example.com/old.tar.gz\nhttps://\nnot a link at all\njavascript:1\n"
        )
        assert "Added “a.example/1”" in editor.message or "Added 1 link" in editor.message
        assert "refused: “" in editor.message
        assert "ftp://example.com/old.tar.gz" in editor.message


async def test_the_title_says_what_the_publication_adds_to_it(workbench: Workbench) -> None:
    async with workbench(80, 24, sample=True) as editor:
        await editor.press("tab", "enter")
        assert editor.has_text("printed as … - The Tokenizer Edition #12")
        await editor.press("ctrl+n")
        assert not editor.has_text("printed as")
    async with workbench(
        80, 24, profile=read_default_text().replace('title = "', 'title = "{highlights}" # "', 1)
    ) as editor:
        await editor.press("tab", "enter")
        assert not editor.has_text("printed as")


async def test_undo_puts_the_cursor_of_the_issue_on_the_piece_that_came_back(workbench: Workbench) -> None:
    async with workbench(160, 45, sample=True) as editor:
        await editor.press("tab", "}", "j", "enter")
        written = editor.panes.issue.piece
        await editor.type(" And more.")
        await editor.press("escape", "G", "u")
        assert editor.panes.issue.piece == written
        await editor.press("b", "G", "u")
        assert editor.panes.issue.piece == written
        await editor.press("g", "ctrl+r")
        assert editor.panes.issue.piece == written
        await editor.press("G", "enter")
        await editor.type(" Bye.")
        closing = editor.panes.issue.piece
        await editor.press("escape", "g", "u")
        assert editor.panes.issue.piece == closing

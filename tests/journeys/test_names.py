"""A link without a title has one short name wherever it is spoken of, and no number that the screen does not show."""

import re

from tests.support.editor import Workbench

LINKS = "https://arxiv.org/abs/2307.03172?utm_source=newsletter https://github.com/Textualize/textual"
PAPER, TOOL = "arXiv 2307.03172", "Textualize/textual"


async def test_a_link_without_a_title_has_one_name_in_rows_messages_dialogs_and_the_issue(
    workbench: Workbench,
) -> None:
    async with workbench(160, 45) as editor:
        await editor.paste(LINKS)
        names = {editor.panes.inbox.list.cursor_id: TOOL if editor.has_text(f"T {TOOL}") else PAPER}
        assert editor.has_text(f"P {PAPER}")
        assert editor.has_text(f"T {TOOL}")
        assert not editor.has_text("utm_source")
        here = next(iter(names.values()))
        for key, question in (("m", "Note on"), ("e", "Title of"), ("t", "Tags of")):
            await editor.press(key)
            assert editor.has_text(f"{question} “{here}”:")
            await editor.press("escape")
        await editor.press("x")
        assert editor.message.startswith(f"Rejected “{here}”")
        await editor.press("u", "l", "b", "tab", "}")
        for name in (PAPER, TOOL):
            assert editor.has_text(name)
        assert not editor.has_text("(no title)")
        await editor.press("F")
        assert not re.search(r"link \d", editor.screen_text())


async def test_a_link_that_is_joined_or_looks_like_another_is_told_by_name(workbench: Workbench) -> None:
    async with workbench(160, 45) as editor:
        await editor.paste(LINKS)
        await editor.press("space", "+")
        host = editor.panes.inbox.list.cursor_id
        (joined,) = (link for link in editor.desk.state.links.values() if link.joined is not None)
        assert joined.joined == host
        named = {"arxiv": PAPER, "github": TOOL}
        guest = named[joined.identity.partition(":")[0]]
        other = TOOL if guest == PAPER else PAPER
        assert editor.message.startswith(f"Joined “{guest}” to “{other}”")
        await editor.press("[")
        assert not re.search(r"\(\d+,|link \d", editor.screen_text())


async def test_adding_a_link_that_is_known_says_which_and_where_and_goes_to_it(workbench: Workbench) -> None:
    async with workbench(160, 45) as editor:
        await editor.paste(LINKS)
        await editor.press("g")
        first = editor.panes.inbox.list.cursor_id
        await editor.press("j")
        assert first is not None
        url = editor.desk.state.links[first].url
        await editor.paste(url)
        assert editor.message == f"Known already: “{TOOL if 'github' in url else PAPER}”, in the inbox"
        assert editor.panes.inbox.list.cursor_id == first
        await editor.press("x")
        await editor.paste(url)
        assert editor.message.endswith("”, rejected")


async def test_undo_of_a_join_puts_the_cursor_on_what_came_back(workbench: Workbench) -> None:
    async with workbench(160, 45) as editor:
        await editor.paste(LINKS)
        await editor.press("g", "space", "+")
        (guest,) = (id for id, link in editor.desk.state.links.items() if link.joined is not None)
        await editor.press("u")
        assert editor.panes.inbox.list.cursor_id == guest


async def test_marks_stay_where_a_join_is_refused_and_their_loss_is_told(workbench: Workbench) -> None:
    async with workbench(160, 45) as editor:
        await editor.paste(LINKS)
        await editor.press("g", "space", "+", "[")
        await editor.press("g", "space")
        marked = set(editor.panes.inbox.list.marked)
        assert marked
        await editor.press("]")
        assert editor.message == "Another view: 1 mark is gone."

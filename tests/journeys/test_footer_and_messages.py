"""The footer names keys that act here and help at its end; a message is whole, and goes with its cause."""

import pytest

from tests.support.editor import PaneEditor, Workbench
from workbench.ui.screens.main import WorkbenchScreen

LINKS = "https://arxiv.org/abs/2510.25445 https://youtu.be/kCc8FmEb1nY https://github.com/karpathy/nanochat"


def footer_of(editor: PaneEditor) -> str:
    """The last line of the screen."""
    return " ".join(editor.screen_text().split("\n")[-1].split())


@pytest.mark.parametrize(
    "size",
    [
        (80, 24),
        (160, 45),
        *(pytest.param(size, marks=pytest.mark.slow) for size in ((60, 20), (120, 40), (240, 50))),
    ],
    ids=str,
)
async def test_help_stands_at_the_end_of_the_footer_wherever_it_can_be_pressed(
    workbench: Workbench, size: tuple[int, int]
) -> None:
    async with workbench(*size, sample=True) as editor:
        for keys in ((), ("tab",), ("p",), ("escape", "c")):
            await editor.press(*keys)
            assert footer_of(editor).endswith("? help"), keys
        await editor.press("escape", "enter")
        assert footer_of(editor).endswith("f1 help")
        await editor.press("f1")
        assert not isinstance(editor.app.screen, WorkbenchScreen)
        assert footer_of(editor) == ""


async def test_the_footer_names_the_key_that_offers_a_title_where_there_is_one_to_offer(
    workbench: Workbench,
) -> None:
    async with workbench(120, 40) as editor:
        await editor.paste("\n".join(f"https://blog.example/{at} | Read {at}" for at in range(3)))
        await editor.press("l", "l", "tab", "g", "enter")
        assert "alt+t" not in footer_of(editor), "two entries make no title"
        await editor.press("escape", "tab", "l", "tab", "g", "enter")
        assert "alt+t offer title" in footer_of(editor)
        await editor.press("ctrl+n")
        assert "alt+t" not in footer_of(editor)


async def test_the_footer_names_the_keys_of_the_field_while_a_filter_is_typed(workbench: Workbench) -> None:
    async with workbench(120, 40) as editor:
        await editor.paste(LINKS)
        await editor.press("/")
        assert footer_of(editor) == "enter to the list esc clear f1 help"
        await editor.type("nanochat")
        await editor.press("enter")
        assert footer_of(editor).startswith("1-5 place")


async def test_one_escape_leaves_the_filter_from_the_field_and_from_the_list(workbench: Workbench) -> None:
    async with workbench(120, 40) as editor:
        await editor.paste(LINKS)
        for keys in (("escape",), ("enter", "escape")):
            await editor.press("/")
            await editor.type("nanochat")
            assert editor.has_text("Inbox 1 of 3")
            await editor.press(*keys)
            assert editor.has_text("Inbox 3")
            assert not editor.panes.inbox.filter.display


async def test_the_footer_leaves_out_what_acts_on_entries_where_none_is_in_hand(workbench: Workbench) -> None:
    async with workbench(160, 45, sample=True) as editor:
        await editor.press("tab", "g")
        assert "reject" not in footer_of(editor)
        await editor.press("}")
        assert "x reject" in footer_of(editor)


async def test_a_wide_footer_says_which_digit_is_which_section(workbench: Workbench) -> None:
    async with workbench(240, 45) as editor:
        await editor.paste(LINKS)
        assert "place 1 Papers 2 Videos 3 Curated Reads 4 Tools & Repos 5 Pick of the Week" in footer_of(
            editor
        )


async def test_a_click_on_the_footer_presses_the_key(workbench: Workbench) -> None:
    async with workbench(120, 40, sample=True) as editor:
        at = editor.screen_text().split("\n")[-1].index("? help")
        await editor.pilot.click("#footer", offset=(at + 3, 0))
        await editor.settle()
        assert not isinstance(editor.app.screen, WorkbenchScreen)


async def test_a_click_on_the_name_of_a_pane_goes_there(workbench: Workbench) -> None:
    async with workbench(80, 24, sample=True) as editor:
        for name in ("Preview", "Issue 9", "Inbox"):
            at = editor.screen_text().split("\n")[1].index(name)
            await editor.pilot.click("#header", offset=(at + 2, 1))
            await editor.settle()
            assert editor.panes.focused_pane == name.split()[0].lower()
    async with workbench(160, 45) as editor:
        for name in ("Preview", "Issue", "Inbox"):
            await editor.pilot.click(f"#{name.lower()}", offset=(5, 0))
            await editor.settle()
            assert editor.panes.focused_pane == name.lower()


async def test_a_long_message_takes_a_second_line_and_gives_it_back(workbench: Workbench) -> None:
    async with workbench(80, 24) as editor:
        await editor.paste(LINKS)
        height = editor.panes.size.height
        sentence = "Look here first: " + "many words follow, " * 5 + "and an end."
        editor.screen.message_line.say(sentence)
        await editor.settle()
        assert editor.has_text(sentence)
        assert editor.panes.size.height == height - 1
        editor.screen.message_line.say("Look here first: " + "many words follow, " * 20)
        await editor.settle()
        assert editor.screen_text().split("\n")[-2].endswith("…")
        assert editor.panes.size.height == height - 1
        await editor.press("x")
        assert editor.panes.size.height == height


async def test_what_was_said_in_one_view_does_not_stand_in_the_next(workbench: Workbench) -> None:
    async with workbench(160, 45, sample=True) as editor:
        for keys in (("c",), ("N",), ("tab",), ("/",), (":",)):
            await editor.press("y")
            assert editor.message
            await editor.press(*keys)
            assert editor.message == "", keys
            await editor.press("escape")
            editor.panes.focus_pane("inbox")
            await editor.settle()


async def test_a_refused_link_line_is_told_until_it_is_mended(workbench: Workbench) -> None:
    async with workbench(160, 45) as editor:
        await editor.paste(LINKS)
        await editor.press("l", "tab", "}", "enter")
        editor.panes.issue.writer._boxes.links.widget.focus()
        await editor.type("\nno link at all")
        await editor.press("tab")
        assert editor.message.startswith("! Not saved:")
        await editor.press("shift+tab")
        for _ in "no link at all":
            await editor.press("backspace")
        assert editor.message == ""

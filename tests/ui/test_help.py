"""Help: the keys of the place you came from, first; all of them findable."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager

from tests.support.views import OpenView
from workbench.ui.dialogs.help import HelpDialog
from workbench.ui.keys.table import CONTEXT_TITLES


async def test_help_begins_with_how_a_week_goes_and_where_you_are(
    open_view: Callable[..., AbstractAsyncContextManager[OpenView]],
) -> None:
    async with open_view(HelpDialog("issue")) as front:
        assert front.lines[3].startswith("Triage  1-9 place a link, b benches, x rejects, > defers.")
        assert front.lines[4].startswith("Write   n finds the next blank, enter writes it, escape saves.")
        assert front.lines[5].startswith("Send    F checks, c copies out, w writes the file, u takes back.")
        assert front.lines[7] == "Issue, where you are"


async def test_what_works_where_you_are_stands_before_what_does_not(
    open_view: Callable[..., AbstractAsyncContextManager[OpenView]],
) -> None:
    async with open_view(HelpDialog("issue"), size=(100, 40)) as front:
        await front.press("slash", *"go to")
        lines = [line.rstrip(" ▁▂▃▄▅▆▇█") for line in front.lines]  # without the bar that scrolls
        headings = [line for line in lines if line in CONTEXT_TITLES.values() or "where you are" in line]
        assert headings[:7] == [
            "Issue, where you are",
            "Everywhere but in a text field",
            "Moving in a list",
            "Filtering",
            "Copying out",
            "Issues",
            "Findings",
        ]


async def test_while_writing_only_the_keys_of_writing_come_first(
    open_view: Callable[..., AbstractAsyncContextManager[OpenView]],
) -> None:
    async with open_view(HelpDialog("writing"), size=(100, 40)) as front:
        assert front.lines.index("Writing, where you are") < front.lines.index(
            "Everywhere but in a text field"
        )


async def test_typing_in_the_filter_leaves_the_keys_that_do_it(
    open_view: Callable[..., AbstractAsyncContextManager[OpenView]],
) -> None:
    async with open_view(HelpDialog("inbox")) as front:
        await front.press("slash", *"BENCH ")
        assert front.lines[5:10] == [
            "Inbox, where you are",
            "b             Bench the link for its suggested section.",
            "",
            "Issue",
            "b             Put the entry on the bench, or back from it.",
        ]


async def test_a_key_is_found_by_itself(
    open_view: Callable[..., AbstractAsyncContextManager[OpenView]],
) -> None:
    async with open_view(HelpDialog("inbox")) as front:
        await front.press("slash", "greater_than_sign")
        assert ">             Put the link off to the next issue." in front.lines


async def test_the_foot_leaves_out_keys_that_the_filter_types(
    open_view: Callable[..., AbstractAsyncContextManager[OpenView]],
) -> None:
    async with open_view(HelpDialog("inbox")) as front:
        assert "/ filter   j down   k up   q close" in front.lines
        await front.press("slash")
        assert "esc show all keys" in front.lines
        await front.press("escape")
        assert "/ filter   j down   k up   q close" in front.lines


async def test_what_no_key_does_is_said(
    open_view: Callable[..., AbstractAsyncContextManager[OpenView]],
) -> None:
    async with open_view(HelpDialog("inbox")) as front:
        await front.press("slash", *"teleport")
        assert "No key does that: escape shows all of them." in front.lines


async def test_escape_leaves_the_filter_first_and_then_help(
    open_view: Callable[..., AbstractAsyncContextManager[OpenView]],
) -> None:
    async with open_view(HelpDialog("inbox")) as front:
        await front.press("slash", *"zzz", "escape")
        assert "Inbox, where you are" in front.lines
        await front.press("escape")
        assert front.closed


async def test_the_key_that_opens_help_closes_it(
    open_view: Callable[..., AbstractAsyncContextManager[OpenView]],
) -> None:
    async with open_view(HelpDialog("inbox")) as front:
        await front.press("question_mark")
        assert front.closed


async def test_help_scrolls_like_a_list(
    open_view: Callable[..., AbstractAsyncContextManager[OpenView]],
) -> None:
    async with open_view(HelpDialog("inbox")) as front:
        first = front.lines[3]
        await front.press("j", "pagedown", "G")
        assert "Writing" in front.text
        await front.press("g")
        assert front.lines[3] == first


async def test_help_shows_keys_as_they_are_bound(
    open_view: Callable[..., AbstractAsyncContextManager[OpenView]],
) -> None:
    async with open_view(HelpDialog("inbox", {"link.reject": "z,delete"})) as front:
        assert "z delete      Reject the link." in front.lines
        assert "z rejects" in front.lines[3]

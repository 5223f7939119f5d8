"""The filter: what its title and its empty list say, and the way out of it."""

from tests.support.editor import Workbench

LINKS = """\
[Zebra stripes](https://a.example/zebra)
[A stopping rule](https://a.example/rule)
https://github.com/textualize/textual
"""


async def test_the_title_says_that_a_filter_is_on_what_it_shows_and_the_order(workbench: Workbench) -> None:
    async with workbench(120, 40) as editor:
        await editor.paste(LINKS)
        total = len(editor.panes.inbox.listing.list_ids())
        assert editor.has_text(f"Inbox {total}")
        await editor.press("/")
        await editor.type("zebra")
        assert editor.has_text(f"Inbox 1 of {total} · filter")
        await editor.press("enter", "s", "s")
        assert editor.has_text(f"Inbox 1 of {total} · filter · by title")


async def test_a_wrong_query_shows_no_rows_and_says_what_to_write(workbench: Workbench) -> None:
    async with workbench(120, 40) as editor:
        await editor.paste(LINKS)
        await editor.press("/")
        await editor.type("kind:papr")
        assert editor.panes.inbox.listing.list_ids() == []
        assert editor.has_text("Write kind:paper, video, read, tool or idea")
        await editor.press("enter")
        assert editor.panes.inbox.filter.has_focus


async def test_one_escape_leaves_a_filter_that_finds_nothing(workbench: Workbench) -> None:
    async with workbench(120, 40) as editor:
        await editor.paste(LINKS)
        await editor.press("/")
        await editor.type("nowhere at all")
        assert editor.has_text("Nothing matches: escape leaves the filter.")
        await editor.press("escape")
        assert not editor.panes.inbox.listing.is_filtered
        assert not editor.panes.inbox.filter.display
        assert editor.has_text("Zebra stripes")

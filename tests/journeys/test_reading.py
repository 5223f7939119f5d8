"""Reading sources large: the keys of triage go on working, and the next text comes by itself."""

import pytest

from tests.support.editor import PaneEditor, Workbench
from workbench.curation.model import LinkId

SIZES = [(80, 24), (120, 40), (160, 45)]


def text_region_width(editor: PaneEditor) -> int:
    return editor.panes.inbox.source.content_size.width


@pytest.mark.parametrize(("width", "height"), SIZES)
async def test_links_are_triaged_while_reading_at_every_width(
    workbench: Workbench, width: int, height: int
) -> None:
    async with workbench(width, height, sample=True) as editor:
        ids = list(editor.panes.inbox.list.ids)
        await editor.press("enter")
        assert "READING" in editor.screen_text()
        await editor.press("x")
        assert (editor.desk.state.state_of(ids[0]), editor.panes.inbox.source.link) == ("rejected", ids[1])
        await editor.press("j", "b", "k", "u")
        assert editor.desk.state.state_of(ids[2]) == "inbox"
        assert editor.panes.inbox.is_reading
        assert editor.panes.inbox.source.link == ids[2]
        await editor.press("l", "escape")
        assert editor.desk.state.state_of(ids[2]) == "placed"
        assert not editor.panes.inbox.is_reading
        await editor.press("j")
        assert editor.panes.inbox.list.has_focus


@pytest.mark.parametrize(("width", "height"), SIZES)
async def test_what_the_footer_promises_while_reading_works(
    workbench: Workbench, width: int, height: int
) -> None:
    async with workbench(width, height, sample=True) as editor:
        await editor.press("enter")
        footer = editor.screen_text().splitlines()[-1]
        assert " l suggested " in footer
        assert " j next text " in footer
        assert " mark " not in footer


@pytest.mark.parametrize(("width", "height", "least"), [(80, 24, 70), (120, 40, 112), (160, 45, 90)])
async def test_the_text_is_wider_than_in_the_strip(
    workbench: Workbench, width: int, height: int, least: int
) -> None:
    async with workbench(width, height, sample=True) as editor:
        strip = text_region_width(editor)
        await editor.press("enter")
        assert text_region_width(editor) >= max(least, strip)


async def test_the_last_text_gone_the_list_is_back_and_says_what_to_do(workbench: Workbench) -> None:
    async with workbench(120, 40, sample=True) as editor:
        count = len(editor.panes.inbox.list.ids)
        await editor.press("enter", *["x"] * count)
        assert not editor.panes.inbox.is_reading
        assert editor.has_text("The inbox is empty")
        await editor.press("]")
        assert len(editor.panes.inbox.list.ids) > 0


@pytest.mark.parametrize("key", ["p", "tab", "/", "q", "enter"])
@pytest.mark.parametrize(("width", "height"), SIZES)
async def test_every_way_elsewhere_ends_reading(
    workbench: Workbench, width: int, height: int, key: str
) -> None:
    async with workbench(width, height, sample=True) as editor:
        await editor.press("j", "enter", key)
        assert not editor.panes.inbox.is_reading
        assert editor.app.focused is not None
        assert editor.app.focused.region.area


@pytest.mark.parametrize(("height", "least"), [(24, 6), (30, 9)])
async def test_below_100_columns_the_source_has_about_two_fifths_of_the_height(
    workbench: Workbench, height: int, least: int
) -> None:
    async with workbench(99, height, sample=True) as editor:
        assert editor.panes.inbox.source.content_size.height >= least
        assert editor.panes.inbox.list.size.height >= least


async def test_a_question_asked_while_reading_is_about_the_link_that_is_read(workbench: Workbench) -> None:
    async with workbench(80, 24, sample=True) as editor:
        link = editor.panes.inbox.list.cursor_id
        assert link is not None
        await editor.press("enter", "m")
        await editor.type("Good.")
        await editor.press("enter")
        assert editor.desk.state.links[LinkId(link)].note.endswith("Good.")
        assert editor.panes.inbox.is_reading
        await editor.press("space")
        assert not editor.panes.inbox.list.marked

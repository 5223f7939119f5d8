"""Each key that the footer shows does something, whatever is in hand: a message that it cannot is nothing."""

from collections.abc import Callable
from typing import Any, Final

import pytest
from msgspec import Struct
from textual.style import Style

from tests.support.clock import NOW, FakeClock
from tests.support.desks import PUBLICATION, make_half_done_library, make_inbox_library
from tests.support.editor import MemoryEditor, open_memory_editor
from tests.ui.stories.common import (
    DESK_PUBLICATION,
    everything_written,
    next_issue,
    pasted_whole,
    published_issue,
)
from workbench.curation.model import LinkId
from workbench.desk.desk import Desk
from workbench.desk.verbs import triage
from workbench.library import MemoryLibrary
from workbench.ui.keys.table import ACTIONS


class Place(Struct, frozen=True):
    """Where the editor stands: what is given, and the keys that lead there."""

    keys: tuple[str, ...] = ()
    given: Callable[[Desk], object] = lambda _: None
    make_library: Callable[[], MemoryLibrary] = make_half_done_library


def nothing_left(desk: Desk) -> None:
    """Every link of the inbox is decided on."""
    desk.do(triage.reject_links, desk.state.ids_in("inbox"))


def full_sections(desk: Desk) -> None:
    """No slot is open but the pick's."""
    for section, links in (("papers", (3, 4, 5)), ("tools", (10, 11))):
        desk.do(triage.place_links, [LinkId(link) for link in links], section)


PLACES: Final = {
    "nothing saved": Place(make_library=lambda: MemoryLibrary(FakeClock())),
    "nothing saved, coming issue": Place(("tab",), make_library=lambda: MemoryLibrary(FakeClock())),
    "no issue": Place(make_library=make_inbox_library),
    "inbox": Place(),
    "full sections": Place(given=full_sections),
    "empty inbox": Place(given=nothing_left),
    "filter that finds nothing": Place(("/", "z", "z", "z", "enter")),
    "rejected": Place(("]", "]", "]"), given=nothing_left),
    "published links": Place(("]", "]", "]", "]"), given=published_issue),
    "reading the first": Place(("enter",)),
    "reading the last": Place(("G", "enter")),
    "title": Place(("tab",)),
    "entry": Place(("tab", "}")),
    "entry on the bench": Place(("tab", "}", "j", "j")),
    "coming issue with a bench": Place(("tab", "}"), given=published_issue),
    "published issue": Place(("N", "G", "enter", "tab", "}"), given=published_issue),
    "later issue": Place(("tab", "}"), given=next_issue),
    "copying, with errors": Place(("c",)),
    "copying, first step": Place(("c",), given=everything_written),
    "copying, checklist": Place(("c", "enter", "enter"), given=everything_written),
    "copying, last step": Place(("c", "enter", "enter", "enter", "j"), given=everything_written),
    "writing the title": Place(("tab", "enter")),
    "writing an entry": Place(("tab", "}", "enter")),
    "writing the closing": Place(("tab", "G", "enter")),
}  # fmt: skip


def list_keys(editor: MemoryEditor) -> list[str]:
    """The keys that the footer shows, each as a click presses it."""
    spans = editor.screen.footer.render().spans
    presses = [
        span.style.meta["@click"] for span in spans if isinstance(span.style, Style) and span.style.meta
    ]
    return list(dict.fromkeys(key for _, (key,) in presses))


def look_at(editor: MemoryEditor) -> tuple[Any, ...]:
    """All that a key could do, but for what the message line and the footer say."""
    screen = "\n".join(editor.screen_text().split("\n")[:-3])
    panel = editor.screen.actions.copy_panel
    return (
        editor.desk.library.seq, screen, type(editor.app.screen), editor.app.focused, panel.tracker.step,
        editor.desktop.clipboard, editor.desktop.rich, tuple(editor.desktop.opened), dict(editor.files.texts),
    )  # fmt: skip


async def press_in(place: Place, key: str) -> tuple[list[str], str]:
    """Stand there on a new screen and press a key, or none. Returns the keys shown before it, and what is wrong."""
    publication = DESK_PUBLICATION if place.make_library is make_half_done_library else PUBLICATION
    desk = Desk(place.make_library(), publication, lambda: NOW)
    place.given(desk)
    async with open_memory_editor(desk, 320, 30) as editor:
        if key == "V":
            pasted_whole(editor)
        await editor.press(*place.keys)
        keys, before = list_keys(editor), look_at(editor)
        if key:
            await editor.press(key)
        said = editor.message
        if key and (said.startswith("! ") or (look_at(editor) == before and not said)):
            return keys, f"{key}: “{said}”"
        return keys, ""


SOON: Final = ("nothing saved", "entry on the bench", "writing the closing")
"""The places of every run; the others are in the slow one."""
EVERYWHERE: Final = {key for action in ACTIONS if action.context == "everywhere" for key in action.keys}


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=[] if name in SOON else pytest.mark.slow) for name in PLACES]
)
async def test_each_key_that_the_footer_shows_does_something(name: str) -> None:
    keys, _ = await press_in(PLACES[name], "")
    own = [key for key in keys if key not in EVERYWHERE or name in ("nothing saved", "published issue")]
    problems = [(await press_in(PLACES[name], key))[1] for key in own]
    assert [problem for problem in problems if problem] == []
    assert keys

"""Each action of the key table, by each of its keys, on the real screen: no key without a story, no story without a
key. The stories stand in `tests/ui/stories`."""

from contextlib import nullcontext
from typing import Final

import pytest
from textual.app import App

from tests.support.clock import NOW
from tests.support.desks import make_half_done_library
from tests.support.editor import open_memory_editor
from tests.support.stories import KEY, Story, tell_story
from tests.ui.stories import everywhere, in_front, inbox, issue
from tests.ui.stories.common import DESK_PUBLICATION
from workbench.desk.desk import Desk
from workbench.ui.keys.table import ACTIONS, ACTIONS_BY_NAME

STORIES: Final = {
    **everywhere.EVERYWHERE,
    **everywhere.LISTS,
    **inbox.INBOX,
    **inbox.READING,
    **issue.ISSUE,
    **issue.WRITING,
    **in_front.COPYING,
    **in_front.DIALOGS,
    **in_front.QUOTING,
}


@pytest.fixture(autouse=True)
def no_idle_save(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is typed is saved by the keys that save it, however slow the machine."""
    monkeypatch.setattr("workbench.ui.issue.writer.SAVE_DELAY", 3600.0)


@pytest.fixture(autouse=True)
def fake_suspend(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test's terminal cannot make room for another program; this one says that it did."""
    monkeypatch.setattr(App, "suspend", lambda _: nullcontext())


def test_every_action_has_a_story_and_every_story_an_action() -> None:
    assert set(STORIES) == set(ACTIONS_BY_NAME)
    assert all(story.steps.count(KEY) == 1 for stories in STORIES.values() for story in stories)


@pytest.mark.parametrize(
    ("name", "key", "story"),
    [
        pytest.param(action.name, key, story, id=f"{action.name}-{key}-{number}")
        for action in ACTIONS
        for number, story in enumerate(STORIES.get(action.name, ()), 1)
        for key in (action.keys if number == 1 else action.keys[:1])
    ],
)
async def test_an_action_does_what_its_story_tells(name: str, key: str, story: Story) -> None:
    desk = Desk(make_half_done_library(), DESK_PUBLICATION, lambda: NOW)
    story.given(desk)
    async with open_memory_editor(desk) as editor:
        await tell_story(story, key, editor)

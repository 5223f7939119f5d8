"""Stories of actions: where the editor stands, which keys are pressed, and what follows. `tests/ui/test_actions.py`
tells them on the real screen."""

from collections.abc import Callable
from typing import Any, Final

from msgspec import Struct

from tests.support.editor import MemoryEditor
from workbench.curation.pieces import parse_piece
from workbench.desk.desk import Desk


class Typed(Struct, frozen=True):
    """Text that is typed into the field in hand."""

    text: str


KEY: Final = "the key of the action"
"""Stands in a story's steps for each of the keys that the action has."""


class Story(Struct, frozen=True):
    """One thing an action does.

    `steps` are keys, typed text, and once `KEY`. `sees` is looked at just before that key, when it must not be
    `result` yet, and after the last step, when it must be. `changes` are the labels of the changes that were made from
    that key on, oldest first. `desk` begins with twelve links and half an issue, and `given` does what else must be so.
    `piece` is the piece of the issue that the editor stands on; without one it is the first link of the inbox.
    """

    steps: tuple[str | Typed, ...]
    sees: Callable[[MemoryEditor], Any]
    result: Any
    changes: tuple[str, ...] = ()
    given: Callable[[Desk], object] = lambda _: None
    prepare: Callable[[MemoryEditor], object] = lambda _: None
    piece: str = ""


async def tell_story(story: Story, key: str, editor: MemoryEditor) -> None:
    """Do it on the screen, and hold what follows against what the story says."""
    story.prepare(editor)
    if story.piece:
        editor.panes.focus_pane("issue")
        editor.panes.issue.move_to(parse_piece(story.piece))
        await editor.settle()
    seq = editor.desk.library.seq
    for step in story.steps:
        if isinstance(step, Typed):
            await editor.type(step.text)
        elif step == KEY:
            before, seq = story.sees(editor), editor.desk.library.seq
            assert before != story.result, "so it was before the key already"
            await editor.press(key)
        else:
            await editor.press(step)
    await editor.wait_for_fetches()
    after = story.sees(editor)
    assert after == story.result, f"{after!r}; the message line says “{editor.message}”"
    assert labels_since(editor.desk, seq) == story.changes


def labels_since(desk: Desk, seq: int) -> tuple[str, ...]:
    """What was done after that change, oldest first."""
    newer = [record.change.label for record in desk.library.iter_history() if record.seq > seq]
    return tuple(reversed(newer))

"""Work beside the keys that the end of the screen overtakes is not begun, and Python says nothing of it at the end."""

import ast
import gc
import warnings
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from tests.support.editor import MemoryEditor, open_memory_editor
from workbench.curation.model import LinkId
from workbench.desk.desk import Desk
from workbench.desk.verbs import triage

UI = Path(__file__).parents[3] / "workbench" / "ui"
REJECT = partial(triage.reject_links, links=[LinkId(5)])

BEGINNINGS: dict[str, Callable[[MemoryEditor], object]] = {
    "look at the library": lambda editor: editor.screen.runner.poll_library(),
    "run a verb": lambda editor: editor.screen.runner.run_verb(REJECT),
    "run a verb durably": lambda editor: editor.screen.runner.run_verb_durably(REJECT, print),
    "save a text": lambda editor: editor.screen.runner.save_text(REJECT, print),
    "leave at a signal": lambda editor: editor.app._save_and_exit(),
}  # fmt: skip


@pytest.mark.parametrize("begin", BEGINNINGS.values(), ids=BEGINNINGS.keys())
async def test_work_that_is_cancelled_before_it_begins_leaves_nothing_behind(
    desk: Desk, begin: Callable[[MemoryEditor], object]
) -> None:
    async with open_memory_editor(desk) as editor:
        gc.collect()
        with warnings.catch_warnings(record=True) as said:
            warnings.simplefilter("always")
            begin(editor)
            editor.app.workers.cancel_all()
            await editor.settle()
            editor.app.workers._workers.clear()
            gc.collect()
        assert [str(warning.message) for warning in said] == []


def test_work_is_handed_over_as_what_begins_it() -> None:
    nodes = [node for file in UI.rglob("*.py") for node in ast.walk(ast.parse(file.read_text("utf-8")))]
    calls = [node for node in nodes if isinstance(node, ast.Call)]
    handed_over = [call.args[0] for call in calls if ast.unparse(call.func).endswith(".run_worker")]
    assert len(handed_over) > 5
    assert [ast.unparse(work) for work in handed_over if isinstance(work, ast.Call)] == []

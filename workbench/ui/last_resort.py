"""The last resort: when the screen has ended, however it ended, what was typed is saved or handed on.

It runs after Textual, on what the widgets still hold, and needs neither a terminal nor an event loop.
"""

from contextlib import suppress

from workbench.curation.model import UserError
from workbench.desk.desk import Desk
from workbench.desk.steps import run_steps
from workbench.ui.messages import Verb
from workbench.ui.screens.main import WorkbenchScreen


class ScreenFailureError(UserError):
    """The screen could not go on; the cause is what was raised. `texts` are those that were typed and not saved when it
    ended, by what they are. All that the library takes are saved by now."""

    def __init__(self, texts: dict[str, str]) -> None:
        super().__init__("The screen could not go on.")
        self.texts = texts


def save_typed_text(desk: Desk, screen: WorkbenchScreen) -> dict[str, str]:
    """Save what was done and typed and is not durable. Returns what was typed and not saved before, for whoever keeps
    it a second time. Never raises: whatever fails here fails for one text alone."""
    typed: dict[str, str] = {}
    with suppress(Exception):
        typed = screen.exit_actions.collect_unsaved()
    with suppress(Exception):
        while desk.pending_count:
            run_steps(desk.save_oldest())
    for verb in _collect_verbs(screen):
        with suppress(Exception):
            desk.do(verb)
    with suppress(Exception):
        screen.unfinished.save()
    return typed


def _collect_verbs(screen: WorkbenchScreen) -> list[Verb]:
    """What saves the pieces' texts. The fields are looked at once more if they can be looked at."""
    issue = screen.panes.issue
    with suppress(Exception):
        return issue.flush_unsaved()
    return issue.writer.unsaved.build_save_verbs()

"""The last resort: when the screen has ended, however it ended, what was typed is saved or handed on.

It runs after Textual, on what the widgets still hold, and needs neither a terminal nor an event loop.
"""

from contextlib import suppress

from msgspec import Struct

from workbench.curation.model import UserError
from workbench.desk.desk import Desk
from workbench.desk.steps import run_steps
from workbench.ui.messages import Verb
from workbench.ui.screens.main import WorkbenchScreen


class ScreenFailureError(UserError):
    """The screen could not go on, or what was typed could not be saved as it left; the cause is what was raised.
    `texts` were typed and not saved when it ended, by what they are. All that the library takes are saved by now."""

    def __init__(self, texts: dict[str, str]) -> None:
        super().__init__("The screen could not go on.")
        self.texts = texts


class Rescue(Struct):
    """What was typed and not saved before, for whoever keeps it a second time, and why some of it is not saved now."""

    texts: dict[str, str]
    refusal: UserError | None = None


def save_typed_text(desk: Desk, screen: WorkbenchScreen) -> Rescue:
    """Save what was done and typed and is not durable. Never raises: whatever fails here fails for one text alone."""
    rescue = Rescue({})
    with suppress(Exception):
        rescue.texts = screen.exit_actions.collect_unsaved()
    with suppress(Exception):
        while desk.pending_count:
            run_steps(desk.save_oldest())
    for verb in _collect_verbs(screen):
        with suppress(Exception):
            try:
                desk.do(verb)
            except UserError as refusal:
                rescue.refusal = refusal
    with suppress(Exception):
        screen.unfinished.save()
    return rescue


def _collect_verbs(screen: WorkbenchScreen) -> list[Verb]:
    """What saves the pieces' texts. The fields are looked at once more if they can be looked at."""
    issue = screen.panes.issue
    with suppress(Exception):
        return issue.flush_unsaved()
    return issue.writer.unsaved.build_save_verbs()

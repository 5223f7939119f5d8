"""Learning the archive beside the keys, for the suggestions: some time after the start, and as issues come and go.

It looks from time to time. So what the editor sees comes first, and an import of many issues is learnt once.
"""

from collections.abc import Callable
from typing import Final

from workbench.desk.state import State
from workbench.ui.services.command_queue import run_in_threads
from workbench.ui.services.command_runner import Scheduler
from workbench.ui.services.idle_moments import spare_what_stays

LEARN_EVERY: Final = 1.0  # seconds between two looks


class ArchiveLearning:
    """`on_learnt` is called whenever all that was published is learnt."""

    def __init__(self, state: State, scheduler: Scheduler, on_learnt: Callable[[], None]) -> None:
        self._state: Final = state
        self._scheduler: Final = scheduler
        self._on_learnt: Final = on_learnt

    def look_soon(self) -> None:
        """Look in a moment, and from then on again and again."""
        self._scheduler.set_timer(LEARN_EVERY, self._look)

    def _look(self) -> None:
        suggestions = self._state.suggestions
        if not suggestions.is_ready and not suggestions.is_learning:
            self._scheduler.run_worker(self._learn, group="learning")
        self.look_soon()

    async def _learn(self) -> None:
        await run_in_threads(self._state.suggestions.learn_in_steps())
        spare_what_stays()
        self._on_learnt()

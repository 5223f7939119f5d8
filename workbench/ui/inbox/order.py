"""The key that turns through the orders of the inbox: at once, and by odds once the odds are read."""

from collections.abc import Callable
from typing import Final

from workbench.desk.state import State
from workbench.ui.inbox.listing import InboxListing
from workbench.ui.messages import ShowMessage
from workbench.ui.services.command_queue import run_in_threads
from workbench.ui.services.command_runner import Scheduler


class OrderTurner:
    """`refresh` shows the list anew, `tell` hands a message up."""

    def __init__(
        self,
        state: State,
        listing: InboxListing,
        scheduler: Scheduler,
        refresh: Callable[[], None],
        tell: Callable[[ShowMessage], object],
    ) -> None:
        self._state: Final = state
        self._listing: Final = listing
        self._scheduler: Final = scheduler
        self._refresh: Final = refresh
        self._tell: Final = tell

    def turn(self) -> None:
        """Go to the next order, round the corner."""
        self._listing.cycle_sort()
        if self._listing.sort == "odds":
            self._tell(ShowMessage("Reading what became of earlier links."))
            self._scheduler.run_worker(self._read_odds, group="order")
        else:
            self._show(f"Sorted: {self._listing.sort}")

    async def _read_odds(self) -> None:
        """Read what became of earlier links. Where that orders no better than the date, say so and order by date."""
        odds = self._state.odds
        await run_in_threads(odds.read_in_steps())
        if self._listing.sort == "odds":
            if not odds.ratings:
                self._listing.cycle_sort()
            self._show(f"Sorted: {self._listing.sort}. {odds.verdict}")

    def _show(self, sentence: str) -> None:
        self._refresh()
        self._tell(ShowMessage(sentence))

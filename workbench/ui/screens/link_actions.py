"""How links come in and are fetched by a key: the view to add them from, pastes, and fetching those in hand."""

from functools import partial
from typing import Final

from workbench.desk.incoming import take_in
from workbench.ui.dialogs.add_links import AddLinksDialog
from workbench.ui.dialogs.dialog import ShowDialog
from workbench.ui.dialogs.unfinished_texts import UnfinishedTexts
from workbench.ui.screens.panes import Panes
from workbench.ui.services.command_runner import CommandRunner
from workbench.ui.services.fetch_queue import FetchQueue
from workbench.ui.widgets.message_line import MessageLine

ADDING_PURPOSE: Final = "links"  # of the one text from which links are added


class LinkActions:
    """Each method returns at once; what comes of it is shown or said."""

    def __init__(
        self,
        panes: Panes,
        runner: CommandRunner,
        fetch_queue: FetchQueue,
        message_line: MessageLine,
        unfinished: UnfinishedTexts,
        *,
        show_dialog: ShowDialog,
    ) -> None:
        self._panes: Final = panes
        self._runner: Final = runner
        self._fetch_queue: Final = fetch_queue
        self._message_line: Final = message_line
        self._show_dialog: Final = show_dialog
        self._unfinished: Final = unfinished

    def open_dialog(self) -> None:
        """Show the view to add links from, with what was left unfinished in it the last time."""
        self._show_dialog(AddLinksDialog(self._unfinished.open_text(ADDING_PURPOSE)), self.add)

    def add(self, text: str | None) -> None:
        """Add the links in this text, if there is any. What cannot be saved is there when the view opens again."""
        if text:
            self._unfinished.store_text(ADDING_PURPOSE, text)
            saving = self._runner.do(partial(take_in.take_in_paste, text=text))
            self._runner.start(saving, lambda _: self._unfinished.discard_text(ADDING_PURPOSE))

    def fetch(self) -> None:
        """Ask the sites behind the links in hand, whatever is known of them."""
        links = self._panes.pop_links()
        if links:
            self._message_line.say(self._fetch_queue.refetch(links))
        else:
            self._message_line.say("There is no link here to fetch: j and k go to one.", failed=True)

"""Leaving the program: what is typed and what is shown becomes durable first, and the next start begins here."""

from collections.abc import Callable
from typing import Any, Final

from workbench.curation.model import UserError
from workbench.desk.ports import UiState
from workbench.ui.dialogs.unfinished_texts import UnfinishedTexts
from workbench.ui.screens.panes import Panes
from workbench.ui.services.command_runner import CommandRunner
from workbench.ui.services.jobs import Jobs
from workbench.ui.widgets.message_line import MessageLine


class ExitActions:
    """`close` closes the program. `dump_look` says how it looks, for the next start."""

    def __init__(
        self,
        panes: Panes,
        unfinished: UnfinishedTexts,
        runner: CommandRunner,
        jobs: Jobs,
        ui_state: UiState,
        message_line: MessageLine,
        *,
        dump_look: Callable[[], dict[str, Any]],
        close: Callable[[], None],
    ) -> None:
        self._panes: Final = panes
        self._unfinished: Final = unfinished
        self._runner: Final = runner
        self._jobs: Final = jobs
        self._ui_state: Final = ui_state
        self._message_line: Final = message_line
        self._dump_look: Final = dump_look
        self._close: Final = close
        self._has_warned = False

    async def save_and_exit(self) -> None:
        """Save what is typed and where the editor was, and close the program."""
        await self._save_and_exit(warn=False)

    async def exit_or_warn(self) -> None:
        """The same for a key: what cannot be saved keeps the program open once, and the reason is said."""
        await self._save_and_exit(warn=True)

    async def _save_and_exit(self, *, warn: bool) -> None:
        await self._jobs.leave()
        refusal = await self._save_texts() or await self._runner.save_all()
        had_warned, self._has_warned = self._has_warned, bool(refusal)
        if refusal and warn and not had_warned:
            self._message_line.say(f"Not saved, and leaving again gives it up. {refusal}", failed=True)
            return
        self._ui_state.save(
            {**self._panes.dump_ui_state(), **self._unfinished.dump_ui_state(), **self._dump_look()}
        )
        self._close()

    def collect_unsaved(self) -> dict[str, str]:
        """Every text that is typed and not saved, by what it is: `entry:17 blurb`, `note:17`, `links`.

        It only reads, for whoever has to keep it when the program cannot go on.
        """
        return {**self._panes.issue.writer.collect_unsaved(), **self._unfinished.list_texts()}

    async def _save_texts(self) -> str:
        """Save the texts of pieces; returns why one of them could not be, else nothing."""
        refusal = ""
        for verb in self._panes.issue.flush_unsaved():
            try:
                await self._runner.do(verb)
            except UserError as refused:
                refusal = str(refused)
        return refusal

"""Imports files in the background: reads them, computes what saving them would do, saves them.

What a file holds is parsed in another thread, all else is done in slices between the keys. What an import does with the
library is `desk/incoming/importing.py`'s.
"""

import asyncio
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Final, TypeAlias

from textual.worker import Worker

from workbench.curation.model import UserError
from workbench.desk.desk import Proposal, VerbResult
from workbench.desk.incoming.importing import (
    ImportedFile,
    PreviewedImport,
    parse_file,
    preview_import,
    save_import,
)
from workbench.desk.ports import NamedFiles
from workbench.ui.services.command_queue import CommandQueue
from workbench.ui.services.command_runner import Scheduler
from workbench.ui.widgets.message_line import MessageLine

_RowWatch: TypeAlias = Callable[[int], None]


class ImportJob:
    """The job of one import at a time. Every method belongs to the screen's event loop. `on_progress` is called when
    the progress is another, `report` shows and says what was saved."""

    name: Final = "import"

    def __init__(
        self,
        queue: CommandQueue,
        files: NamedFiles,
        *,
        scheduler: Scheduler,
        message_line: MessageLine,
        on_progress: Callable[[], None],
        report: Callable[[VerbResult[Proposal]], None],
    ) -> None:
        self._queue: Final = queue
        self._files: Final = files
        self._scheduler: Final = scheduler
        self._message_line: Final = message_line
        self._on_progress: Final = on_progress
        self._report: Final = report
        self._saving: Worker[None] | None = None
        self.progress = ""
        """What it does: `↻ reading`; empty where it does nothing."""

    async def read(self, found: Mapping[str, str], tell: Callable[[str], None]) -> list[ImportedFile]:
        """What files hold that are given by path, each with its name. `tell` hears how far it is. `UserError` where one
        cannot be read. Cancelling it ends the reading."""
        read: list[ImportedFile] = []
        with self._show("↻ reading"):
            for at, (path, name) in enumerate(found.items(), 1):
                sentence = f"↻ Reading {name} ({at}/{len(found)}) …"
                tell(sentence)
                with _follow_reading(partial(_tell_rows, tell, sentence)) as watch:
                    read += await asyncio.to_thread(self._read_one, path, name, watch)
        return read

    def _read_one(self, path: str, name: str, watch: _RowWatch) -> list[ImportedFile]:
        return parse_file(self._files.read(path), name, watch=watch)

    async def preview(self, files: Sequence[ImportedFile], *, skip_archived: bool) -> PreviewedImport:
        """What saving these files would do. `UserError` where there are too many rows."""
        with self._show("↻ comparing"):
            preview = preview_import(self._queue.desk, files, skip_archived=skip_archived)
            return await self._queue.run(preview)

    def save(self, preview: PreviewedImport) -> None:
        """Save the files as one change. Returns at once."""
        self._message_line.say("Importing …")

        async def save() -> None:  # no `partial`: Textual writes what it runs as text, and each row with it
            await self._save(preview)

        self._saving = self._scheduler.run_worker(save, group="import")

    async def _save(self, preview: PreviewedImport) -> None:
        try:
            with self._show("↻ saving"):
                done = await self._queue.run(save_import(self._queue.desk, preview))
        except UserError as refusal:
            self._message_line.say(str(refusal), failed=True)
        else:
            self._report(done)

    def stop(self) -> str:
        """What is taken in is saved whole, which takes a few seconds at most. Returns that as a sentence."""
        return "The import is being saved: u takes it back then."

    async def leave(self) -> None:
        """Wait until what is being saved is durable."""
        if self._saving is not None:
            await self._saving.wait()

    @contextmanager
    def _show(self, progress: str) -> Iterator[None]:
        self.progress = progress
        self._on_progress()
        try:
            yield
        finally:
            self.progress = ""
            self._on_progress()


def _tell_rows(tell: Callable[[str], None], sentence: str, rows: int) -> None:
    tell(f"{sentence} {rows:,} rows")


class _LeftError(Exception):
    """Nobody waits any more for what is being read."""


@contextmanager
def _follow_reading(tell: Callable[[int], None]) -> Iterator[_RowWatch]:
    """A watch for a thread that reads: it has `tell` called in this one, and ends the reading once nobody waits."""
    loop, is_left = asyncio.get_running_loop(), threading.Event()

    def tell_here(rows: int) -> None:
        if not is_left.is_set():
            tell(rows)

    def watch(rows: int) -> None:
        if is_left.is_set():
            raise _LeftError
        loop.call_soon_threadsafe(tell_here, rows)

    try:
        yield watch
    finally:
        is_left.set()

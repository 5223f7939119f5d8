"""Imports files in the background: reads them, computes what saving them would do, saves them.

What a file holds is parsed in another thread, all else is done in slices between the keys. What an import does with the
library is `desk/incoming/importing.py`'s, and that of past issues `desk/incoming/archive_import.py`'s, whose modules
are imported when somebody asks for it.
"""

import asyncio
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Final, TypeAlias, TypeVar

from textual.worker import Worker

from workbench.curation.model import Section, UserError
from workbench.desk.desk import Proposal, VerbResult
from workbench.desk.incoming.importing import (
    ImportedFile,
    PreviewedImport,
    parse_file,
    preview_import,
    save_import,
)
from workbench.desk.ports import NamedFiles
from workbench.desk.steps import Steps
from workbench.ui.services.command_queue import CommandQueue
from workbench.ui.services.command_runner import Scheduler
from workbench.ui.widgets.message_line import MessageLine

if TYPE_CHECKING:
    from workbench.curation.archive.old_sections import OldSection
    from workbench.desk.incoming.archive_outcomes import ArchiveImport
    from workbench.desk.incoming.archive_reading import ReadArchive

T = TypeVar("T", bound=Proposal)
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
        self._start_saving(save_import(self._queue.desk, preview))

    async def read_archive(self, paths: Sequence[str]) -> "ReadArchive":
        """The past issues at these paths. `UserError` where they cannot be read."""
        from workbench.desk.incoming.archive_reading import is_archive_file, read_past_files  # noqa: PLC0415

        publication = self._queue.desk.state.publication

        def read() -> "ReadArchive":
            return read_past_files(self._files.read_all(paths, is_archive_file), publication)

        with self._show("↻ reading"):
            return await asyncio.to_thread(read)

    async def preview_archive(self, read: "ReadArchive") -> "ArchiveImport":
        """What saving past issues would do."""
        from workbench.desk.incoming.archive_import import slice_import  # noqa: PLC0415

        desk = self._queue.desk
        with self._show("↻ comparing"):
            slices = slice_import(desk.state, read.issues, read.left_out)
            return await self._queue.run(desk.compute_slices(slices))

    @property
    def todays_sections(self) -> Sequence[Section]:
        """The publication's sections."""
        return self._queue.desk.state.publication.sections

    def list_sections(self, read: "ReadArchive") -> "Sequence[OldSection]":
        """The sections of past issues, and which of today's each is by its name."""
        from workbench.desk.incoming.archive_import import list_sections  # noqa: PLC0415

        return list_sections(self._queue.desk.state, read.issues)

    def save_archive(self, read: "ReadArchive", choices: Mapping[str, str]) -> None:
        """Save past issues as one change. Returns at once."""
        from workbench.desk.incoming.archive_import import save_past_issues  # noqa: PLC0415

        self._start_saving(save_past_issues(self._queue.desk, read.issues, read.left_out, choices))

    def _start_saving(self, steps: Steps[VerbResult[T]]) -> None:
        self._message_line.say("Importing …")

        async def save() -> None:  # no `partial`: Textual writes what it runs as text, and each row with it
            await self._save(steps)

        self._saving = self._scheduler.run_worker(save, group="import")

    async def _save(self, steps: Steps[VerbResult[T]]) -> None:
        try:
            with self._show("↻ saving"):
                done = await self._queue.run(steps)
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

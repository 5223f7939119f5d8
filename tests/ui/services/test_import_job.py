"""The job of importing: it tells how far it is, and what nobody waits for any more is not read on."""

import asyncio
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence

import pytest

from tests.support.desks import desk_on, make_inbox_library
from workbench.ui.services import import_job
from workbench.ui.services.command_queue import CommandQueue
from workbench.ui.services.import_job import ImportJob
from workbench.ui.widgets.footer import Footer
from workbench.ui.widgets.message_line import MessageLine

FOUND = {"/exports/a.csv": "a.csv", "/exports/b.csv": "b.csv"}


class ExportFiles:
    """Files of so many rows each."""

    def __init__(self, rows: int) -> None:
        self._rows = "".join(f"https://e.example/{at},t\n" for at in range(rows))

    def find(self, text: str) -> Mapping[str, str]:
        return {text: text}

    def read_all(
        self, paths: Sequence[str], is_wanted: Callable[[str], bool]
    ) -> Iterator[tuple[str, bytes, bool]]:
        return ((path, self.read(path), True) for path in paths if is_wanted(path))

    def read(self, path: str) -> bytes:
        return f"url,title\nhttps://e.example{path},t\n{self._rows}".encode()


@pytest.fixture
def job() -> ImportJob:
    """A job over files of two thousand rows."""
    line = MessageLine(Footer({}))
    return ImportJob(
        CommandQueue(desk_on(make_inbox_library())), ExportFiles(1_999),
        scheduler=line, message_line=line, on_progress=lambda: None, report=lambda _: None,
    )  # fmt: skip


async def test_it_tells_which_file_it_reads_and_how_many_rows_it_has(job: ImportJob) -> None:
    said: list[str] = []
    files = await job.read(FOUND, said.append)
    await asyncio.sleep(0)
    assert [file.row_count for file in files] == [2_000, 2_000]
    assert said[0] == "↻ Reading a.csv (1/2) …"
    assert "↻ Reading b.csv (2/2) …" in said
    assert "↻ Reading a.csv (1/2) … 1,000 rows" in said
    assert job.progress == ""


async def test_what_is_left_is_read_no_further(job: ImportJob, monkeypatch: pytest.MonkeyPatch) -> None:
    is_over, has_left, has_begun = threading.Event(), threading.Event(), asyncio.Event()

    def read_on(*_: object, watch: Callable[[int], None]) -> None:
        try:
            while not is_over.wait(0.001):
                watch(1_000)
        except Exception:
            has_left.set()

    monkeypatch.setattr(import_job, "parse_file", read_on)
    reading = asyncio.create_task(job.read(FOUND, lambda said: has_begun.set() if "rows" in said else None))
    try:
        async with asyncio.timeout(10):
            await has_begun.wait()
        assert job.progress == "↻ reading"
        reading.cancel()
        assert await asyncio.to_thread(has_left.wait, 10)
        assert job.progress == ""
    finally:
        is_over.set()

"""Background work as one notion: its progress, stopping it, and leaving while it runs."""

import asyncio

from workbench.ui.services.jobs import Jobs


class FakeJob:
    """A job of so many steps that runs until it is stopped."""

    def __init__(self, name: str, steps: int = 0) -> None:
        self.name = name
        self.steps = steps
        self.stopped = asyncio.Event()
        self.written = asyncio.Event()
        self.is_left = False

    @property
    def progress(self) -> str:
        return f"0/{self.steps}" if self.steps else ""

    def stop(self) -> str:
        was, self.steps = self.steps, 0
        self.stopped.set()
        return f"Stopped {self.name}." if was else f"No {self.name} to stop."

    async def leave(self) -> None:
        self.stop()
        await self.written.wait()
        self.is_left = True


async def test_one_job_shows_its_progress_alone_and_several_show_their_names_too() -> None:
    fetch, check = FakeJob("fetch", 40), FakeJob("check")
    jobs = Jobs(fetch, check)
    assert jobs.progress == "0/40"
    check.steps = 9
    assert jobs.progress == "fetch 0/40  check 0/9"
    fetch.steps = check.steps = 0
    assert jobs.progress == ""


async def test_stopping_stops_every_job_that_runs_and_says_so_of_those_alone() -> None:
    fetch, check = FakeJob("fetch", 40), FakeJob("check")
    jobs = Jobs(fetch, check)
    assert jobs.stop() == "Stopped fetch."
    assert jobs.progress == ""
    assert jobs.stop() == "Nothing is on its way."


async def test_leaving_stops_all_and_waits_for_each() -> None:
    fetch, check = FakeJob("fetch", 40), FakeJob("check", 9)
    jobs = Jobs(fetch, check)
    leaving = asyncio.create_task(jobs.leave())
    fetch.written.set()
    await check.stopped.wait()
    assert jobs.progress == ""
    assert not leaving.done()
    check.written.set()
    await leaving
    assert fetch.is_left
    assert check.is_left

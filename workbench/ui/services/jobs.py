"""Background work: what takes longer than a key may wait, such as fetching.

A job says how far it is, can be stopped, and can be left. `Jobs` holds those of one screen: the header shows their
progress, one key stops them, and leaving waits for them. How a job does its work is its own affair.
"""

import asyncio
from typing import Final, Protocol, TypeVar


class Job(Protocol):
    """One kind of background work. All of it belongs to the screen's event loop."""

    @property
    def name(self) -> str:
        """What it is called beside other jobs, one word: `fetch`."""

    @property
    def progress(self) -> str:
        """How far it is, in a few cells: `↻ 12/40`; empty while it does nothing."""

    def stop(self) -> str:
        """Begin nothing more; what is done stays. Returns what to say of it."""

    async def leave(self) -> None:
        """Stop, and return once what was done is durable."""


J = TypeVar("J", bound=Job)


class Jobs:
    """The jobs of one screen, watched for as long as it is open."""

    def __init__(self, *jobs: Job) -> None:
        self._jobs: Final = list(jobs)

    def add(self, job: J) -> J:
        """Watch one more, and return it."""
        self._jobs.append(job)
        return job

    @property
    def progress(self) -> str:
        """The progress of the jobs that run, each with its name where there are several; empty where none runs."""
        running = self._running
        if len(running) == 1:
            return running[0].progress
        return "  ".join(f"{job.name} {job.progress}" for job in running)

    def stop(self) -> str:
        """Stop the jobs that run. Returns what to say, also where there was nothing to stop."""
        return " ".join(job.stop() for job in self._running) or "Nothing is on its way."

    async def leave(self) -> None:
        """Stop every job and wait until what they did is durable."""
        await asyncio.gather(*(job.leave() for job in self._jobs))

    @property
    def _running(self) -> list[Job]:
        return [job for job in self._jobs if job.progress]

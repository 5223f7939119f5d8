"""Sends the issue's draft to its platform in the background, one at a time.

What is about to be sent is remembered before it is, so it may be broken off at any moment: the next time it is known
what arrived.
"""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from typing import Final

from msgspec import Struct
from textual.worker import Worker, WorkerError

from workbench.curation.model import Issue, IssueId, RemoteDraft, UserError
from workbench.curation.publication import Target
from workbench.desk.outgoing.export import edition_of
from workbench.desk.outgoing.platform_drafts import (
    SyncResult,
    collect_known_drafts,
    remember_draft,
    sync_draft,
)
from workbench.desk.ports import Platform, Platforms
from workbench.desk.state import State
from workbench.desk.touched import Touched
from workbench.ui.services.command_runner import CommandRunner, Scheduler


class DraftRequest(Struct, frozen=True):
    """What is to be sent, and who hears of it: `on_done` of what became of it, `on_refused` why it was not done."""

    issue: Issue
    target: Target
    overwrite: bool
    on_done: Callable[[SyncResult], None]
    on_refused: Callable[[UserError], None]


class DraftJob:
    """The job of sending a draft. Every method belongs to the screen's event loop. `on_changed` is called where the
    progress is another."""

    name: Final = "draft"

    def __init__(
        self,
        state: State,
        runner: CommandRunner,
        platforms: Platforms,
        *,
        scheduler: Scheduler,
        on_changed: Callable[[Touched], None],
    ) -> None:
        self._state: Final = state
        self._runner: Final = runner
        self._platforms: Final = platforms
        self._scheduler: Final = scheduler
        self._on_changed: Final = on_changed
        self._worker: Worker[None] | None = None
        self._platform: Platform | None = None
        self._target_name = ""
        self._is_stopped = False

    @property
    def progress(self) -> str:
        """To whom a draft is on its way, as `↻ Ghost`; empty where none is."""
        return f"↻ {self._target_name}" if self._target_name else ""

    async def list_ready_targets(self, targets: Sequence[Target]) -> frozenset[str]:
        """The keys of the targets that take drafts and have what that needs: a key, an address."""
        return frozenset(
            [target.key for target in targets if await asyncio.to_thread(self._is_ready, target)]
        )

    def _is_ready(self, target: Target) -> bool:
        try:
            self._platforms.open(target)
        except UserError:
            return False
        return True

    def start(self, request: DraftRequest) -> None:
        """Send the draft, unless one is on its way. Returns at once."""
        if self._target_name:
            request.on_refused(UserError(f"A draft is on its way to {self._target_name}: S stops it."))
            return
        self._target_name, self._is_stopped = request.target.name, False
        self._on_changed(Touched())

        async def run() -> None:
            await self._run(request)

        self._worker = self._scheduler.run_worker(run, group="draft")

    def stop(self) -> str:
        """Wait for the platform no longer."""
        if not self._target_name:
            return "No draft is on its way."
        self._is_stopped = True
        if self._platform is not None:
            self._platform.abort()
        return f"Stopped waiting for {self._target_name}."

    async def leave(self) -> None:
        """Stop, and wait until what is known of the draft is durable."""
        self.stop()
        if self._worker is not None:
            with suppress(WorkerError):
                await self._worker.wait()

    async def _run(self, request: DraftRequest) -> None:
        try:
            result = await self._sync(request)
        except UserError as refusal:
            request.on_refused(refusal)
        else:
            request.on_done(result)
        finally:
            if self._platform is not None:
                self._platform.abort()  # a thread that is left behind waits for nothing
            self._platform, self._target_name = None, ""
            self._on_changed(Touched())

    async def _sync(self, request: DraftRequest) -> SyncResult:
        issue, target = request.issue, request.target
        self._platform = await asyncio.to_thread(self._platforms.open, target)
        if self._is_stopped:
            raise UserError(f"Stopped before anything was sent to {target.name}.")
        edition = edition_of(self._state, issue)
        known = collect_known_drafts(self._state, issue, target.key)
        loop = asyncio.get_running_loop()

        def keep(remote: RemoteDraft, label: str) -> None:
            saving = self._remember(issue.id, target.key, remote, label)
            asyncio.run_coroutine_threadsafe(saving, loop).result()

        return await asyncio.to_thread(
            sync_draft, self._platform, edition, target, known, keep, overwrite=request.overwrite
        )

    async def _remember(self, issue_id: IssueId, key: str, remote: RemoteDraft, label: str) -> None:
        verb = partial(remember_draft, issue_id=issue_id, key=key, remote=remote, label=label)
        await self._runner.do(verb, reports=False)

"""The jobs of the workbench's screen, each by its name: what they need is handed to them here.

Fetching may begin by itself. Every other job is made, and its modules are imported, when a key first asks for it.
"""

from collections.abc import Callable
from functools import cached_property, partial
from typing import TYPE_CHECKING, Final

from workbench.desk.ports import Services
from workbench.desk.state import State
from workbench.desk.touched import Touched
from workbench.ui.services.command_queue import CommandQueue
from workbench.ui.services.command_runner import CommandRunner, Scheduler
from workbench.ui.services.fetch_queue import FetchQueue
from workbench.ui.services.jobs import Jobs
from workbench.ui.services.original_watch import OriginalWatch
from workbench.ui.widgets.message_line import MessageLine

if TYPE_CHECKING:
    from workbench.ui.services.draft_job import DraftJob
    from workbench.ui.services.feed_job import FeedJob
    from workbench.ui.services.import_job import ImportJob
    from workbench.ui.services.link_check_job import LinkCheckJob


class ScreenJobs(Jobs):
    """`on_changed` is called when rows must be repainted or the progress is another."""

    def __init__(
        self,
        state: State,
        services: Services,
        queue: CommandQueue,
        runner: CommandRunner,
        *,
        scheduler: Scheduler,
        message_line: MessageLine,
        on_changed: Callable[[Touched], None],
    ) -> None:
        self._state: Final = state
        self._services: Final = services
        self._queue: Final = queue
        self._runner: Final = runner
        self._scheduler: Final = scheduler
        self._message_line: Final = message_line
        self._on_changed: Final = on_changed
        self.fetching: Final = FetchQueue(
            state, queue, services.web, scheduler=scheduler, message_line=message_line, on_changed=on_changed
        )
        self.original_watch: Final = OriginalWatch(state, scheduler, on_changed)
        super().__init__(self.fetching)

    @cached_property
    def drafting(self) -> "DraftJob":
        """Sending drafts to platforms."""
        from workbench.ui.services.draft_job import DraftJob

        return self.add(
            DraftJob(
                self._state, self._runner, self._services.platforms,
                scheduler=self._scheduler, on_changed=self._on_changed,
            )
        )  # fmt: skip

    @cached_property
    def pulling(self) -> "FeedJob":
        """Pulling feeds."""
        from workbench.ui.services.feed_job import FeedJob

        return self.add(
            FeedJob(
                self._state, self._queue, self._services.feed_web,
                scheduler=self._scheduler, message_line=self._message_line, on_changed=self._on_changed,
            )
        )  # fmt: skip

    @cached_property
    def importing(self) -> "ImportJob":
        """Importing files."""
        from workbench.ui.services.import_job import ImportJob

        return self.add(
            ImportJob(
                self._queue, self._services.named_files,
                scheduler=self._scheduler, message_line=self._message_line,
                on_progress=partial(self._on_changed, Touched()), report=self._runner.report,
            )
        )  # fmt: skip

    @cached_property
    def checking(self) -> "LinkCheckJob":
        """Asking printed links."""
        from workbench.ui.services.link_check_job import LinkCheckJob

        return self.add(
            LinkCheckJob(
                self._state, self._services.link_web,
                scheduler=self._scheduler, message_line=self._message_line, on_changed=self._on_changed,
            )
        )  # fmt: skip

"""The jobs of the workbench's screen, each by its name: what they need is handed to them here."""

from collections.abc import Callable
from functools import partial
from typing import Final

from workbench.desk.ports import Services
from workbench.desk.state import State
from workbench.desk.touched import Touched
from workbench.ui.services.command_queue import CommandQueue
from workbench.ui.services.command_runner import CommandRunner, Scheduler
from workbench.ui.services.draft_job import DraftJob
from workbench.ui.services.feed_job import FeedJob
from workbench.ui.services.fetch_queue import FetchQueue
from workbench.ui.services.import_job import ImportJob
from workbench.ui.services.jobs import Jobs
from workbench.ui.services.original_watch import OriginalWatch
from workbench.ui.widgets.message_line import MessageLine


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
        self.fetching: Final = FetchQueue(
            state, queue, services.web, scheduler=scheduler, message_line=message_line, on_changed=on_changed
        )
        self.drafting: Final = DraftJob(
            state, runner, services.platforms, scheduler=scheduler, on_changed=on_changed
        )
        self.pulling: Final = FeedJob(
            state, queue, services.feed_web,
            scheduler=scheduler, message_line=message_line, on_changed=on_changed,
        )  # fmt: skip
        self.importing: Final = ImportJob(
            queue, services.named_files, scheduler=scheduler, message_line=message_line,
            on_progress=partial(on_changed, Touched()), report=runner.report,
        )  # fmt: skip
        self.original_watch: Final = OriginalWatch(state, scheduler, on_changed)
        super().__init__(self.fetching, self.drafting, self.pulling, self.importing)

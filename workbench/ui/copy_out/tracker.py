"""Where the copy-out of each issue stands: which step is in hand, which errors were waived, which items are ticked.

It is remembered for as long as the program runs, so that an issue goes on where it was left. Nothing is drawn here.
"""

from typing import Final

from workbench.curation.model import Issue, IssueId
from workbench.curation.preflight import Finding
from workbench.curation.publication import Target
from workbench.desk.state import State
from workbench.publishing.passages import Passage
from workbench.ui.copy_out.steps import CopyStep, CopySteps, Progress, build_steps
from workbench.ui.issue.piece_rows import name_place


class StepTracker:
    """The steps of one issue at a time. Without an issue, or before `rebuild`, there are none."""

    def __init__(self, state: State) -> None:
        self._state: Final = state
        self._progress_by_issue: dict[IssueId | None, Progress] = {}
        self.issue_id: IssueId | None = None
        self.steps: CopySteps | None = None
        self.draft_targets: frozenset[str] = frozenset()
        """The keys of the targets that take the issue as a draft, once that is known."""

    def rebuild(self) -> None:
        """Build the steps anew: the issue, its number or the target may be another."""
        issue = self.issue
        self.steps = build_steps(self._state, issue, self.progress, self.draft_targets) if issue else None

    @property
    def issue(self) -> Issue | None:
        """The issue that is copied out."""
        return self._state.find_issue(self.issue_id)

    @property
    def progress(self) -> Progress:
        """How far this issue has come."""
        return self._progress_by_issue.setdefault(self.issue_id, Progress())

    @property
    def step(self) -> CopyStep | None:
        """The step in hand."""
        return self.steps.steps[self.steps.index_of(self.progress)] if self.steps else None

    @property
    def passage(self) -> Passage | None:
        """The passage in hand; None where all are behind."""
        return self.steps.find_passage(self.progress) if self.steps else None

    @property
    def is_at_posts(self) -> bool:
        """Whether the issue is out and its posts are in hand."""
        return self.passage is not None and self.passage.key.kind == "post"

    @property
    def open_errors(self) -> frozenset[Finding]:
        """The errors that stop the copy-out: those found and not waived. Posts come when readers have the issue."""
        if self.is_at_posts:
            return frozenset()
        return self.steps.errors - self.progress.waived_errors if self.steps else frozenset()

    @property
    def target(self) -> Target:
        """The platform in hand, with or without steps."""
        targets = self._state.publication.targets
        return targets[self.progress.target_index % len(targets)]

    def name_place(self, error: Finding) -> str:
        """Where an error is, in the words of the issue's list."""
        return name_place(self._state, self.issue, error.piece) if self.issue is not None else error.where

    def move_by(self, by: int) -> bool:
        """Go so many steps on; False where there are none."""
        if self.steps is None:
            return False
        index = self.steps.index_of(self.progress) + by
        if not 0 <= index < len(self.steps.steps):
            return False
        self.progress.step = self.steps.steps[index]
        return True

    def toggle_tick(self, item: str) -> bool:
        """Tick an item of the checklist, or take the tick back. Returns whether it is ticked now."""
        self.progress.ticked_items ^= {item}
        return item in self.progress.ticked_items

    def tick_all(self) -> None:
        """Tick the whole checklist, and go to what comes after it."""
        if self.steps is not None:
            self.progress.ticked_items |= set(self.steps.checklist)
            self.progress.step = CopyStep(task=self.steps.tasks[0])

    def finish_copying(self) -> None:
        """The issue is at its platform: go to what comes then, if it is not behind already."""
        self.progress.edits_there = None
        if self.steps is not None and self.step not in self.steps.final_steps:
            self.progress.step = self.steps.final_steps[0]

    def waive_errors(self) -> None:
        """Go on in spite of the errors there are; one that comes later stops the copy-out again."""
        if self.steps is not None:
            self.progress.waived_errors = self.steps.errors

    def toggle_video_steps(self) -> bool:
        """Have a step for each video of the body, and go to the first; or have none, and go to the body.

        Returns whether there are any.
        """
        progress = self.progress
        progress.has_video_steps, progress.is_split = not progress.has_video_steps, False
        self.rebuild()
        videos = self.steps.videos if self.steps else ()
        progress.has_video_steps = progress.has_video_steps and bool(videos)
        if self.steps is not None and videos:
            shown = videos[0] if progress.has_video_steps else self.steps.passages[-1]
            progress.step = CopyStep(passage=shown.key)
        return progress.has_video_steps

    def add_video_steps(self) -> None:
        """Have a step for each video, since some stayed addresses where they were pasted, and go to the first."""
        if not self.progress.has_video_steps:
            self.toggle_video_steps()

    def toggle_split(self) -> int:
        """Cut the body at each video, or make it whole again. Returns in how many parts it is now; where there is no
        video to cut it at, it stays whole."""
        self.progress.is_split = not self.progress.is_split
        self.rebuild()
        parts = sum(step.kind == "body" for step in self.steps.steps) if self.steps else 0
        if self.progress.is_split and parts == 1:
            self.progress.is_split = False
            self.rebuild()
        return parts

    def next_target(self) -> None:
        """Go to the next platform, round the corner."""
        self.progress.target_index += 1
        self.progress.edits_there = None
        self.rebuild()

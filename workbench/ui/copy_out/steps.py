"""The steps of copying an issue out to its platform, and how far the editor has come.

The draft comes first, where the platform takes it by API. Then come the passages for whoever copies by hand, in the
order in which they are pasted, then what is to be checked before the platform's button, then what ends an edition:
comparing what arrived, publishing. Once it is published, the posts that announce it follow. Nothing is copied or drawn
here.
"""

from collections.abc import Collection
from typing import Final

from msgspec import Struct, field

from workbench.curation.model import Issue
from workbench.curation.pieces import GREETING, PREVIEW, SUBTITLE, TITLE, Piece
from workbench.curation.preflight import Finding
from workbench.curation.publication import Target
from workbench.curation.publication.mail_size import format_body_size
from workbench.desk.outgoing import export
from workbench.desk.state import State
from workbench.desk.verbs import preflight
from workbench.publishing.passages import (
    Passage,
    PassageKey,
    build_entry_passages,
    build_passages,
)
from workbench.publishing.posts import build_post_passages
from workbench.ui.copy_out.requests import Task


class CopyStep(Struct, frozen=True):
    """One step: a passage to copy, an item of the checklist, or a task: the draft, or what ends the edition."""

    passage: PassageKey | None = None
    item: str | None = None
    task: Task | None = None

    @property
    def kind(self) -> str:
        """What sort of step it is: the kind of its passage, `check` or its task."""
        if self.passage is not None:
            return self.passage.kind
        return self.task or "check"


DRAFT_STEP: Final = CopyStep(task="draft")


class Progress(Struct):
    """Where the copy-out of one issue stands, for as long as the program runs. `step` is None before it began."""

    step: CopyStep | None = None
    target_index: int = 0
    """How often the target was turned."""
    has_video_steps: bool = False
    is_split: bool = False
    waived_errors: frozenset[Finding] = frozenset()
    """The errors that the editor goes on in spite of; another one stops the copy-out again."""
    ticked_items: set[str] = field(default_factory=set)
    edits_there: tuple[Finding, ...] | None = None
    """What differs in the draft at the platform, where it was not written since somebody edited it there."""


class CopySteps(Struct, frozen=True):
    """What there is to copy, to tick off and to do then. `body_size` says the size in a sentence; `findings` are what
    preflight found, whose errors stop the copying. `videos` can be passages too, if they are asked for; `posts` are
    there once the issue is published. With `takes_draft` the issue can be a draft at the target without any copying."""

    target: Target
    takes_draft: bool
    passages: tuple[Passage, ...]
    videos: tuple[Passage, ...]
    checklist: tuple[str, ...]
    tasks: tuple[Task, ...]
    posts: tuple[Passage, ...]
    body_size: str
    findings: tuple[Finding, ...]

    @property
    def errors(self) -> frozenset[Finding]:
        """What stops the copying."""
        return frozenset(finding for finding in self.findings if finding.level == "error")

    @property
    def steps(self) -> list[CopyStep]:
        """Every step in order."""
        return [
            *([DRAFT_STEP] if self.takes_draft else []),
            *(CopyStep(passage=passage.key) for passage in self.passages),
            *self.final_steps,
        ]

    @property
    def final_steps(self) -> list[CopyStep]:
        """What comes when the issue is at its platform."""
        return [
            *(CopyStep(item=item) for item in self.checklist),
            *(CopyStep(task=task) for task in self.tasks),
            *(CopyStep(passage=post.key) for post in self.posts),
        ]

    def index_of(self, progress: Progress) -> int:
        """The index of the step in hand; where that step is gone, of the first of its kind.

        An issue that is published has its posts before it: publishing is the step that is gone, or there was none.
        """
        steps, here = self.steps, progress.step
        if self.posts and (here is None or here.task == "publish"):
            return len(steps) - len(self.posts)
        if here is None:
            return 0
        if here in steps:
            return steps.index(here)
        return next((at for at, step in enumerate(steps) if step.kind == here.kind), 0)

    def find_passage(self, progress: Progress) -> Passage | None:
        """The passage to copy now; None at a step that copies nothing."""
        key = self.steps[self.index_of(progress)].passage
        return next((passage for passage in (*self.passages, *self.posts) if passage.key == key), None)


def build_steps(
    state: State, issue: Issue, progress: Progress, draft_targets: Collection[str] = ()
) -> CopySteps:
    """The steps of the issue as it is now. `draft_targets` are the keys of the targets that take drafts."""
    targets = state.publication.targets
    target = targets[progress.target_index % len(targets)]
    made = export.edition_of(state, issue)
    whole = build_passages(made, target)
    videos = [passage for passage in build_entry_passages(made, target) if passage.key.kind == "video"]
    passages = [*whole, *videos] if progress.has_video_steps else whole
    return CopySteps(
        target=target,
        takes_draft=target.key in draft_targets,
        passages=tuple(build_passages(made, target, split_at_videos=True) if progress.is_split else passages),
        videos=tuple(videos),
        checklist=state.publication.checklist,
        tasks=("verify", "publish" if issue.state == "draft" else "export"),
        posts=tuple(build_post_passages(made, state.publication) if issue.state == "published" else ()),
        body_size=format_body_size(whole[-1].size, target),
        findings=tuple(preflight.check_issue(state, issue, target)),
    )


def format_clipboard_type(passage: Passage, target: Target) -> str:
    """What a passage goes on the clipboard as, for people."""
    if not passage.html:
        return "Plain text"
    return {"rich": "Rich text", "markdown": "Markdown", "text": "Plain text"}[target.takes]


def piece_of_step(step: CopyStep | None) -> Piece | None:
    """The piece of the issue that a step shows, for the preview to go to; None where it shows none."""
    if step is None or step.passage is None:
        return None
    shown = {"title": TITLE, "subtitle": SUBTITLE, "preview": PREVIEW}
    return step.passage.piece or shown.get(step.passage.kind, GREETING)

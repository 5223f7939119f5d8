"""The steps of copying an issue out to its platform, and how far the editor has come.

Passages come first, in the order in which they are pasted, then what is to be checked before the platform's button.
Nothing is copied or drawn here.
"""

from msgspec import Struct, field

from workbench.curation.model import Issue
from workbench.curation.preflight import Finding
from workbench.curation.publication import Target
from workbench.desk.outgoing import export
from workbench.desk.state import State
from workbench.desk.verbs import issues
from workbench.publishing import Passage, build_entry_passages, build_passages, format_body_size

END_STEP = "end"


class Progress(Struct):
    """Where the copy-out of one issue stands, for as long as the program runs."""

    step_key: str = ""
    """The step: a passage's key, `check:` and an item of the checklist, or `end`."""
    target_index: int = 0
    """How often the target was turned."""
    is_split: bool = False
    waived_errors: frozenset[Finding] = frozenset()
    """The errors that the editor goes on in spite of; another one stops the copy-out again."""
    ticked_items: set[str] = field(default_factory=set)


class CopySteps(Struct, frozen=True):
    """What there is to copy and to tick off. `body_size` says the size in a sentence; `errors` stop the copying."""

    target: Target
    passages: tuple[Passage, ...]
    checklist: tuple[str, ...]
    body_size: str
    errors: frozenset[Finding]

    @property
    def step_keys(self) -> list[str]:
        """Every step by its key; the last is never a passage."""
        return [
            *(p.key for p in self.passages),
            *([f"check:{item}" for item in self.checklist] or [END_STEP]),
        ]

    def index_of(self, progress: Progress) -> int:
        """Which of them the walk stands at; where its step is gone, the first of its kind."""
        steps, kind = self.step_keys, progress.step_key.partition(":")[0]
        if progress.step_key in steps:
            return steps.index(progress.step_key)
        return next((at for at, step in enumerate(steps) if step.partition(":")[0] == kind), 0)

    def find_passage(self, progress: Progress) -> Passage | None:
        """The passage the walk stands at; None behind the last."""
        at = self.index_of(progress)
        return self.passages[at] if at < len(self.passages) else None


def build_steps(state: State, issue: Issue, progress: Progress) -> CopySteps:
    """The way of the issue as it is now."""
    targets = state.publication.targets
    target = targets[progress.target_index % len(targets)]
    made = export.edition_of(state, issue)
    whole = build_passages(made, target)
    videos = [passage for passage in build_entry_passages(made, target) if passage.key.startswith("video:")]
    found = issues.check_issue(state, issue)
    return CopySteps(
        target=target,
        passages=tuple(
            build_passages(made, target, split_at_videos=True) if progress.is_split else [*whole, *videos]
        ),
        checklist=state.publication.checklist,
        body_size=format_body_size(whole[-1].size, target),
        errors=frozenset(finding for finding in found if finding.level == "error"),
    )


def format_clipboard_type(passage: Passage, target: Target) -> str:
    """What a passage goes on the clipboard as, for people."""
    if not passage.html:
        return "Plain text"
    return {"rich": "Rich text", "markdown": "Markdown", "text": "Plain text"}[target.takes]


def piece_of_step(step_key: str) -> str:
    """The piece of the issue that a step shows, for the preview to go to; empty where it is none."""
    kind, _, rest = step_key.partition(":")
    if kind == "video":
        return f"entry:{rest.partition(':')[0]}"
    return {"title": "title", "subtitle": "subtitle", "body": "greeting"}.get(kind, "")

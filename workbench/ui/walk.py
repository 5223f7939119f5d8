"""The way of an issue to its platform, step by step: the one place that says which steps there are and where you are.

Passages come first, in the order in which they are pasted, then what is to be checked before the platform's button.
"""

from msgspec import Struct, field

from workbench.curation.model import Issue
from workbench.curation.preflight import Finding
from workbench.curation.publication import Target
from workbench.desk import export, issues
from workbench.desk.present import Present
from workbench.publishing import Passage, entries, passages, size_said

END = "end"


class Walk(Struct):
    """Where the copy-out of one issue stands, for as long as the program runs."""

    at: str = ""
    """The step: a passage's key, `check:` and an item of the checklist, or `end`."""
    turned: int = 0
    """How often the target was turned."""
    cut: bool = False
    waived: frozenset[Finding] = frozenset()
    """The errors that the editor goes on in spite of; another one stops the copy-out again."""
    ticked: set[str] = field(default_factory=set)


class Route(Struct, frozen=True):
    """What there is to walk: `size` tells the body's, `errors` what stands at the door."""

    target: Target
    passages: tuple[Passage, ...]
    checklist: tuple[str, ...]
    size: str
    errors: frozenset[Finding]

    @property
    def steps(self) -> list[str]:
        """Every step by its key; the last is never a passage."""
        return [*(p.key for p in self.passages), *([f"check:{item}" for item in self.checklist] or [END])]

    def place(self, walk: Walk) -> int:
        """Which of them the walk stands at; where its step is gone, the first of its kind."""
        steps, kind = self.steps, walk.at.partition(":")[0]
        if walk.at in steps:
            return steps.index(walk.at)
        return next((at for at, step in enumerate(steps) if step.partition(":")[0] == kind), 0)

    def passage(self, walk: Walk) -> Passage | None:
        """The passage the walk stands at; None behind the last."""
        at = self.place(walk)
        return self.passages[at] if at < len(self.passages) else None


def route(present: Present, issue: Issue, walk: Walk) -> Route:
    """The way of the issue as it is now."""
    targets = present.publication.targets
    target = targets[walk.turned % len(targets)]
    made = export.printed(present, issue)
    whole = passages(made, target)
    videos = [passage for passage in entries(made, target) if passage.key.startswith("video:")]
    found = issues.check(present, issue)
    return Route(
        target=target,
        passages=tuple(passages(made, target, cut=True) if walk.cut else [*whole, *videos]),
        checklist=present.publication.checklist,
        size=size_said(whole[-1].size, target),
        errors=frozenset(finding for finding in found if finding.level == "error"),
    )


def form(passage: Passage, target: Target) -> str:
    """What a passage goes on the clipboard as, for people."""
    if not passage.html:
        return "Plain text"
    return {"rich": "Rich text", "markdown": "Markdown", "text": "Plain text"}[target.takes]


def piece(step: str) -> str:
    """The piece of the issue that a step shows, for the preview to go to; empty where it is none."""
    kind, _, rest = step.partition(":")
    if kind == "video":
        return f"entry:{rest.partition(':')[0]}"
    return {"title": "title", "subtitle": "subtitle", "body": "greeting"}.get(kind, "")

"""Draw the copy-out: its steps, the errors that stop it, and its checklist."""

from collections.abc import Callable, Collection, Iterable, Iterator
from typing import Final, TypeAlias

from textual.content import Content

from workbench.curation.model import Issue
from workbench.curation.preflight import Finding, count_levels
from workbench.curation.publication import Target
from workbench.publishing.passages import BODY_KEY, Passage
from workbench.ui.copy_out.requests import Task
from workbench.ui.copy_out.steps import CopySteps, Progress, format_clipboard_type
from workbench.ui.copy_out.tracker import StepTracker
from workbench.ui.sanitize import one_line, to_content

STEP_LABEL_WIDTH: Final = 12  # cells before what a line says
MAX_VISIBLE_ITEMS: Final = 8  # lines of the checklist seen at once
NO_RICH_CLIPBOARD: Final = "No clipboard here takes rich text: enter writes the copy page and opens it."
MAX_VISIBLE_ERRORS: Final = 3  # of them told at the door

LabelledRow: TypeAlias = tuple[str, Content]
"""A label, and what is said beside it; without a label it goes on with the row above."""


def render_labelled_rows(rows: Iterable[LabelledRow], width: int) -> Iterator[Content]:
    """The lines of the rows, each beside its label and beneath itself."""
    for label, said in rows:
        for at, text in enumerate(said.wrap(text_width_of(width))):
            yield Content.styled(f"{'' if at else label:<{STEP_LABEL_WIDTH}}", "dim") + text


def text_width_of(width: int) -> int:
    """Cells that what is said may take."""
    return max(1, width - STEP_LABEL_WIDTH)


def format_override_hint(key_of: Callable[[str], str]) -> str:
    """The keys that help where errors stop the copy-out. `key_of` says which key an action has."""
    return f"{key_of('findings.show')} shows them, {key_of('copy.anyway')} copies anyway."


def format_edits_hint(key_of: Callable[[str], str]) -> str:
    """The keys that help where the draft was edited at its platform."""
    return f"{key_of('copy.differences')} shows what differs there, {key_of('copy.anyway')} writes over it."


def build_rows(
    tracker: StepTracker, steps: CopySteps, width: int, key_of: Callable[[str], str], *, needs_page: bool
) -> Iterator[LabelledRow]:
    """The step in hand; what stops it where something does. `needs_page` where no clipboard takes its passage."""
    progress, passage, issue = tracker.progress, tracker.passage, tracker.issue
    if errors := tracker.open_errors:
        yield from build_blocked_rows(errors, tracker.name_place, format_override_hint(key_of), width)
    elif passage and passage.lacks_url and issue:
        yield from build_url_rows(passage, issue)
    elif passage:
        yield from build_step_rows(passage, steps, progress, width)
        if needs_page:
            yield "", to_content(NO_RICH_CLIPBOARD)
        yield from build_video_rows(passage, steps, key_of("copy.videos"))
    elif (step := tracker.step) and step.task and issue:
        yield from build_task_rows(step.task, issue, steps)
    else:
        yield from build_checklist_rows(steps, progress, width)


def build_blocked_rows(
    errors: Collection[Finding], name_place: Callable[[Finding], str], key_hints: str, width: int
) -> Iterator[LabelledRow]:
    """The errors that stop the copy-out, each with its place, and the keys that help."""
    count = "1 error stands" if len(errors) == 1 else f"{len(errors)} errors stand"
    yield "! stopped", to_content(f"{count} between this issue and its readers:", "bold")
    for error in sorted(errors, key=lambda error: error.piece)[:MAX_VISIBLE_ERRORS]:
        line = to_content(one_line(f"{error.message.rstrip('.')} · {name_place(error)}"))
        yield "", line.truncate(text_width_of(width), ellipsis=True)
    more = f"And {len(errors) - MAX_VISIBLE_ERRORS} more. " if len(errors) > MAX_VISIBLE_ERRORS else ""
    yield "", to_content(more + key_hints)


def build_url_rows(passage: Passage, issue: Issue) -> Iterator[LabelledRow]:
    """What is missing before the post can be copied."""
    yield "post", to_content(passage.label, "bold")
    yield (
        "",
        to_content(
            f"It names where readers find issue #{issue.number}: enter asks for that address, then copies."
        ),
    )


def build_step_rows(
    passage: Passage, steps: CopySteps, progress: Progress, width: int
) -> Iterator[LabelledRow]:
    """Which step it is, how it begins, and what goes on the clipboard."""
    begins = Content.assemble(to_content(passage.label, "bold"), "  ", to_content(one_line(passage.text)))
    group = steps.posts if passage in steps.posts else steps.passages
    label = f"{'post ' if group is steps.posts else ''}{group.index(passage) + 1}/{len(group)}"
    yield label, begins.truncate(text_width_of(width), ellipsis=True)
    yield (
        "copies",
        to_content(
            f"{format_clipboard_type(passage, steps.target)}. {_describe_passage(passage, steps, progress)}"
        ),
    )


def _describe_passage(passage: Passage, steps: CopySteps, progress: Progress) -> str:
    """How large it is, or what it is for."""
    if passage.key.kind == "body":
        return steps.body_size
    if passage.key.kind == "video" and not progress.is_split:
        return "Paste it alone where the video stayed an address."
    return f"{passage.length_note or f'{len(passage.text)} characters'}."


def build_video_rows(passage: Passage, steps: CopySteps, key: str) -> Iterator[LabelledRow]:
    """What to do where a video stayed an address, beside the body as a whole, while there are no steps for that."""
    if passage.key == BODY_KEY and steps.videos and passage == steps.passages[-1]:
        yield "", to_content(f"If a video stays an address: {key} adds a step for each.")


def build_task_rows(task: Task, issue: Issue, steps: CopySteps) -> Iterator[LabelledRow]:
    """What ends the edition: what `enter` does, and what is to be known before."""
    if task == "draft":
        yield from _build_draft_rows(issue, steps.target)
        return
    at = f"then {steps.tasks.index(task) + 1}/{len(steps.tasks)}"
    if task == "verify":
        said = "Select all where you pasted it and copy that; enter compares it with the issue, j goes on without."
        yield at, to_content(said)
        yield (
            "",
            to_content("Where the clipboard cannot be read from here, paste it into the terminal instead."),
        )
    elif task == "export":
        yield at, to_content("enter writes the issue's file and its copy page.")
    else:
        counts = count_levels(steps.findings)
        with_counts = f" with {counts}" if counts else ""
        yield at, to_content(f"enter publishes issue #{issue.number}{with_counts}: it goes to the archive.")
        yield "", to_content("The issue's file and its copy page are written then.")


def _build_draft_rows(issue: Issue, target: Target) -> Iterator[LabelledRow]:
    """What `enter` does instead of all copying, and what is known of the draft there."""
    known = issue.drafts.get(target.key)
    name = one_line(target.name)
    does = f"brings the draft at {name} up to date" if known else f"makes the draft at {name}"
    yield "draft", to_content(f"enter {does}; j copies by hand instead.")
    if known and known.address:
        yield "", to_content(one_line(known.address))


def build_checklist_rows(steps: CopySteps, progress: Progress, width: int) -> Iterator[LabelledRow]:
    """What is to be checked, as much of it as there is room for around the item in hand."""
    at = steps.final_steps.index(steps.steps[steps.index_of(progress)])
    first = max(0, min(at - MAX_VISIBLE_ITEMS // 2, len(steps.checklist) - MAX_VISIBLE_ITEMS))
    label = f"check {len(progress.ticked_items)}/{len(steps.checklist)}"
    for number, item in enumerate(steps.checklist[first : first + MAX_VISIBLE_ITEMS], first):
        tick = f"[{'x' if item in progress.ticked_items else ' '}] "
        bar = Content.styled("▌" if number == at else " ", "$accent")
        said = bar + Content(tick) + to_content(one_line(item), "bold" if number == at else "")
        yield (label if number == first else ""), said.truncate(text_width_of(width), ellipsis=True)

"""Draw the copy-out: its steps, the errors that stop it, and its checklist."""

from collections.abc import Collection, Iterable, Iterator
from typing import Final, TypeAlias

from textual.content import Content

from workbench.curation.preflight import Finding
from workbench.publishing import Passage
from workbench.ui.copy_out.steps import CopySteps, Progress, format_clipboard_type
from workbench.ui.sanitize import one_line, to_content

STEP_LABEL_WIDTH: Final = 12  # cells before what a line says
MAX_VISIBLE_ITEMS: Final = 8  # lines of the checklist seen at once
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


def build_blocked_rows(errors: Collection[Finding], key_hints: str, width: int) -> Iterator[LabelledRow]:
    """The errors that stop the copy-out, and the keys that help."""
    count = "1 error stands" if len(errors) == 1 else f"{len(errors)} errors stand"
    yield "! stopped", to_content(f"{count} between this issue and its readers:", "bold")
    for error in sorted(errors, key=lambda error: error.piece)[:MAX_VISIBLE_ERRORS]:
        line = to_content(one_line(f"{error.message.rstrip('.')} · {error.where}"))
        yield "", line.truncate(text_width_of(width), ellipsis=True)
    more = f"And {len(errors) - MAX_VISIBLE_ERRORS} more. " if len(errors) > MAX_VISIBLE_ERRORS else ""
    yield "", to_content(more + key_hints)


def build_step_rows(
    passage: Passage, steps: CopySteps, progress: Progress, width: int
) -> Iterator[LabelledRow]:
    """Which step it is, how it begins, and what goes on the clipboard."""
    begins = Content.assemble(to_content(passage.label, "bold"), "  ", to_content(one_line(passage.text)))
    yield (
        f"{steps.index_of(progress) + 1}/{len(steps.passages)}",
        begins.truncate(text_width_of(width), ellipsis=True),
    )
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
    return f"{len(passage.text)} characters."


def build_checklist_rows(steps: CopySteps, progress: Progress, width: int) -> Iterator[LabelledRow]:
    """What is to be checked, as much of it as there is room for around the item in hand."""
    at = steps.index_of(progress) - len(steps.passages)
    first = max(0, min(at - MAX_VISIBLE_ITEMS // 2, len(steps.checklist) - MAX_VISIBLE_ITEMS))
    label = f"check {len(progress.ticked_items)}/{len(steps.checklist)}"
    for number, item in enumerate(steps.checklist[first : first + MAX_VISIBLE_ITEMS], first):
        tick = f"[{'x' if item in progress.ticked_items else ' '}] "
        bar = Content.styled("▌" if number == at else " ", "$accent")
        said = bar + Content(tick) + to_content(one_line(item), "bold" if number == at else "")
        yield (label if number == first else ""), said.truncate(text_width_of(width), ellipsis=True)

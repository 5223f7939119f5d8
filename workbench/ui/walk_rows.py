"""What the copy-out looks like: the one place that draws its steps, the errors at its door, and its checklist."""

from collections.abc import Collection, Iterable, Iterator
from typing import Final, TypeAlias

from textual.content import Content

from workbench.curation.preflight import Finding
from workbench.publishing import Passage
from workbench.ui.foreign import line, literal
from workbench.ui.walk import Route, Walk, form

LABEL: Final = 12  # cells before what a line says
ITEMS: Final = 8  # lines of the checklist seen at once
ERRORS: Final = 3  # of them told at the door

Row: TypeAlias = tuple[str, Content]
"""A label, and what is said beside it; without a label it goes on with the row above."""


def drawn(rows: Iterable[Row], width: int) -> Iterator[Content]:
    """The lines of the rows, each beside its label and beneath itself."""
    for label, said in rows:
        for at, text in enumerate(said.wrap(room(width))):
            yield Content.styled(f"{'' if at else label:<{LABEL}}", "dim") + text


def room(width: int) -> int:
    """Cells that what is said may take."""
    return max(1, width - LABEL)


def door(errors: Collection[Finding], helps: str, width: int) -> Iterator[Row]:
    """The errors that stop the copy-out, and the keys that help."""
    count = "1 error stands" if len(errors) == 1 else f"{len(errors)} errors stand"
    yield "! stopped", literal(f"{count} between this issue and its readers:", "bold")
    for error in sorted(errors, key=lambda error: error.piece)[:ERRORS]:
        told = literal(line(f"{error.message.rstrip('.')} · {error.where}"))
        yield "", told.truncate(room(width), ellipsis=True)
    more = f"And {len(errors) - ERRORS} more. " if len(errors) > ERRORS else ""
    yield "", literal(more + helps)


def step(passage: Passage, way: Route, walk: Walk, width: int) -> Iterator[Row]:
    """Which step it is, how it begins, and what goes on the clipboard."""
    begins = Content.assemble(literal(passage.label, "bold"), "  ", literal(line(passage.text)))
    yield f"{way.place(walk) + 1}/{len(way.passages)}", begins.truncate(room(width), ellipsis=True)
    yield "copies", literal(f"{form(passage, way.target)}. {_of(passage, way, walk)}")


def _of(passage: Passage, way: Route, walk: Walk) -> str:
    """How large it is, or what it is for."""
    if passage.key.startswith("body"):
        return way.size
    if passage.key.startswith("video:") and not walk.cut:
        return "Paste it alone where the video stayed an address."
    return f"{len(passage.text)} characters."


def checklist(way: Route, walk: Walk, width: int) -> Iterator[Row]:
    """What is to be checked, as much of it as there is room for around the item in hand."""
    at = way.place(walk) - len(way.passages)
    first = max(0, min(at - ITEMS // 2, len(way.checklist) - ITEMS))
    label = f"check {len(walk.ticked)}/{len(way.checklist)}"
    for number, item in enumerate(way.checklist[first : first + ITEMS], first):
        tick = f"[{'x' if item in walk.ticked else ' '}] "
        bar = Content.styled("▌" if number == at else " ", "$accent")
        said = bar + Content(tick) + literal(line(item), "bold" if number == at else "")
        yield (label if number == first else ""), said.truncate(room(width), ellipsis=True)

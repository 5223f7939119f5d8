"""Frames joined into one SVG that moves by itself: no script, no font and no address of elsewhere.

A mark that several frames have is drawn once and shown in each of them. Whoever asks for less motion, and whatever
cannot move pictures, sees one frame that stands.
"""

from collections.abc import Mapping, Sequence, Set
from itertools import accumulate
from typing import Final

from msgspec import Struct

from tests.picture.marks import Mark

MONOSPACE: Final = "ui-monospace,Menlo,Consolas,'DejaVu Sans Mono','Liberation Mono',monospace"
SANS: Final = "system-ui,-apple-system,'Segoe UI',Helvetica,Arial,sans-serif"
"""The letters of whatever has the class `p`."""


class Frame(Struct, frozen=True):
    """What is seen for so many seconds."""

    seconds: float
    marks: tuple[Mark, ...]


class Look(Struct, frozen=True):
    """The size of the picture, how far its marks stand from its edge, the colour of its ground and of the line around
    it, and what it says to those who cannot see it."""

    width: int
    height: int
    edge: int
    ground: str
    line: str
    title: str


def join_frames(frames: Sequence[Frame], still: int, look: Look) -> str:
    """The moving picture; `still` is the frame that stands where nothing moves."""
    groups = _group_marks(frames)
    shows = list(dict.fromkeys(shown for _, shown, _ in groups))
    names = {shown: f"s{at}" for at, shown in enumerate(shows) if len(shown) < len(frames)}
    drawn = [_draw_group(style, names.get(shown, ""), shapes) for (_, shown, style), shapes in groups.items()]
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {look.width} {look.height}" role="img">'
    ground = (
        f'<rect x="1" y="1" width="{look.width - 2}" height="{look.height - 2}" rx="14" '
        f'fill="{look.ground}" stroke="{look.line}" stroke-width="2"/>'
    )
    style = f"<style>\n{_write_style(names, frames, still)}\n</style>"
    moved = f'<g transform="translate({look.edge} {look.edge})">'
    return "\n".join([head, f"<title>{look.title}</title>", style, ground, moved, *drawn, "</g></svg>", ""])


def _group_marks(frames: Sequence[Frame]) -> Mapping[tuple[int, Set[int], str], list[str]]:
    """The shapes by layer, by the frames that show them, and by style; each stands there once."""
    shown: dict[Mark, set[int]] = {}
    for at, frame in enumerate(frames):
        for mark in frame.marks:
            shown.setdefault(mark, set()).add(at)
    groups: dict[tuple[int, Set[int], str], list[str]] = {}
    for mark, places in sorted(shown.items(), key=lambda item: item[0].layer):
        groups.setdefault((mark.layer, frozenset(places), mark.style), []).append(mark.shape)
    return groups


def _draw_group(style: str, name: str, shapes: Sequence[str]) -> str:
    kind = f' class="{name}"' if name else ""
    return f"<g{kind} {style}>{''.join(shapes)}</g>"


def _write_style(names: Mapping[Set[int], str], frames: Sequence[Frame], still: int) -> str:
    ends = list(accumulate(frame.seconds for frame in frames))
    starts = [f"{100 * begin / ends[-1]:.2f}%".replace(".00%", "%") for begin in (0.0, *ends[:-1])]
    rules = [
        f"svg{{font:20px {MONOSPACE}}}",
        f".p{{font-family:{SANS}}}",
        "rect:not([rx]){shape-rendering:crispEdges}",
    ]
    hidden = [f".{name}" for shown, name in names.items() if still not in shown]
    rules.append(f"{','.join(hidden)}{{visibility:hidden}}")
    rules.append("@media (prefers-reduced-motion:no-preference){")
    rules += [_write_motion(name, shown, starts, ends[-1]) for shown, name in names.items()]
    return "\n".join([*rules, "}"])


def _write_motion(name: str, shown: Set[int], starts: Sequence[str], seconds: float) -> str:
    """When the group is seen: a step at each frame that has it and whose neighbour has not."""
    seen = [at in shown for at in range(len(starts))]
    turns = [at for at in range(len(starts)) if at == 0 or seen[at] != seen[at - 1]]
    steps = "".join(f"{starts[at]}{{visibility:{'visible' if seen[at] else 'hidden'}}}" for at in turns)
    return f".{name}{{animation:{name} {seconds:g}s step-end infinite}}@keyframes {name}{{{steps}}}"

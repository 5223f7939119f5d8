"""Numbers of a blurb that are not in its source text, by value."""

import math
from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache
from itertools import islice
from typing import Final

from msgspec import Struct

from workbench.curation.preflight.source_check.figures import is_within_name, read_figures, tolerance_of
from workbench.curation.preflight.source_check.source_text import (
    SourceText,
    Surroundings,
    read_source_text,
    read_surroundings,
)
from workbench.curation.preflight.source_check.values import Number

MAX_FIGURES: Final = 40
"""A text with more numbers is a table, and not looked at further."""
_MAX_RIVALS: Final = 500
"""As many places of a long text are looked at for one figure. A paper has some ten."""
_EXACT: Final = 1e-9
_DOUBLE: Final = math.log10(2)
_YEARS: Final = range(1900, 2100)
_MARGIN: Final = 10.0
_MARGIN_OF_YEARS: Final = 20.0
"""By how much more another number must be like the figure than the place where the value stands, as
`tests/recorded/numbers.py` found it best. Of years a text has many, and beside names."""


class UnsourcedNumber(Struct, frozen=True):
    """A number of a blurb that its source does not have. `start` and `end` are its place in the blurb.

    `nearest` is the number of the source that comes nearest, as it stands there; empty where it has none.
    `stands_elsewhere`: the value is in the source too, but where it speaks of something else.
    """

    start: int
    end: int
    quote: str
    nearest: str
    stands_elsewhere: bool = False


@lru_cache(maxsize=128)
def compare_numbers(blurb: str, text: str, years: frozenset[int]) -> tuple[UnsourcedNumber, ...]:
    """The same for a source that is a plain text. What was compared once is not compared again."""
    return tuple(find_unsourced_numbers(blurb, read_source_text(text), years))


def find_unsourced_numbers(
    blurb: str, source: SourceText, years: Collection[int] = ()
) -> Iterator[UnsourcedNumber]:
    """Every number of the blurb that the source does not have, in the order of the blurb. `years` may be named."""
    figures = [
        (figure, list(islice(_iter_places(blurb, figure, source), _MAX_RIVALS)))
        for figure in read_figures(blurb)[:MAX_FIGURES]
    ]
    taken = {place.start for _, places in figures for place in places}
    for figure, places in figures:
        if (places and not source.is_long) or (len(figure.bare) == 4 and figure.readings[0] in years):
            continue
        around = read_surroundings(blurb, figure, within_sentence=True)
        nearest = _find_nearest(figure, taken, source, around)
        if places and not _is_likelier(nearest, places, figure, source, around):
            continue
        near = "" if nearest is None else source.text[nearest.start : nearest.end].strip()
        yield UnsourcedNumber(
            figure.start, figure.end, blurb[figure.start : figure.end].strip(), near, bool(places)
        )


def _iter_places(blurb: str, figure: Number, source: SourceText) -> Iterator[Number]:
    """Where the source has the value, or one that the figure may be rounded from."""
    readings = (
        figure.readings if figure.unit != "%" else (*figure.readings, *(v / 100 for v in figure.readings))
    )
    for value in readings:
        margin = abs(value) * _EXACT
        for number in source.iter_between(value - margin, value + margin):
            if not (figure.bare and is_within_name(source.text, number)):
                yield number
        yield from (number for number in source.iter_spelled(value) if number.unit == figure.unit)
    value, (least, most) = figure.readings[0], tolerance_of(blurb, figure)
    half = min(figure.step / 2, value / 2) * (1 + _EXACT)
    cut = figure.step * (1 - _EXACT) if figure.scale > 1 else half  # 32K for 32,868
    for number in source.iter_between(min(value - half, value * least), max(value + cut, value * most)):
        if number.unit == figure.unit and not is_within_name(source.text, number):
            yield number


def _find_nearest(
    figure: Number, taken: Collection[int], source: SourceText, around: Surroundings
) -> Number | None:
    """The number of the source that a person would hold against the figure: of like size, amid like words.

    What other numbers of the blurb are about is `taken`.
    """
    is_year = _is_year(figure)
    others = [
        number for number in source.figures if number.start not in taken and (is_year or not _is_year(number))
    ]
    alike = [number for number in others if _is_alike(figure.readings[0], number.readings[0])]

    def rank(number: Number) -> tuple[float, bool, float]:
        likeness = source.weigh_likeness(around, source.surroundings_of(number)) if source.is_long else 0.0
        return likeness, number.unit == figure.unit, -_distance(figure, number)

    return max((alike or others)[:_MAX_RIVALS], key=rank, default=None)


def _is_likelier(
    nearest: Number | None, places: Iterable[Number], figure: Number, source: SourceText, around: Surroundings
) -> bool:
    """Whether the source says another number amid the words of the figure, and the value amid others."""
    if (
        nearest is None
        or nearest.unit != figure.unit
        or not _is_alike(figure.readings[0], nearest.readings[0])
    ):
        return False
    own = max(source.weigh_likeness(around, source.surroundings_of(place)) for place in places)
    margin = _MARGIN_OF_YEARS if _is_year(figure) else _MARGIN
    return source.weigh_likeness(around, source.surroundings_of(nearest)) - own > margin


def _is_year(number: Number) -> bool:
    return len(number.bare) == len("2026") and number.readings[0] in _YEARS


def _distance(figure: Number, number: Number) -> float:
    """How far two numbers are apart in size; infinite where one is nothing."""
    value, other = figure.readings[0], number.readings[0]
    return abs(math.log(other / value)) if value > 0 and other > 0 else math.inf


def _is_alike(one: float, other: float) -> bool:
    """Whether one may be a slip for the other: near in size, off by a zero, a digit changed or two swapped."""
    if one <= 0 or other <= 0:
        return False
    zeros = math.log10(other / one)
    if abs(zeros) <= _DOUBLE or abs(zeros - round(zeros)) < _EXACT:
        return True
    digits, others = (f"{value:.10g}".replace(".", "") for value in (one, other))
    differing = [(a, b) for a, b in zip(digits, others, strict=False) if a != b]
    is_swapped = len(differing) == 2 and differing[0] == differing[1][::-1]
    return len(digits) == len(others) and (len(differing) == 1 or is_swapped)

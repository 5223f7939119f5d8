"""Which paragraphs are entries by themselves: those that begin with a link, where that is how entries look here.

A line that asks readers to subscribe begins with a link too, so a single one has to look like a title.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from operator import attrgetter
from typing import Final

from msgspec import Struct

from workbench.intake.past_issues.leads import has_title_link, is_link_row, is_numbered, read_lead
from workbench.intake.past_issues.outline import HeadingRole, begins_entry
from workbench.intake.past_issues.rows import MEANT_BREAK, TextRow, TextRun
from workbench.intake.past_issues.wording import is_call

_PARTING_SIGNS: Final = ":：-–—―|·•(（."
_LEAST_WORDS: Final = 3
_LEAST_CHARS: Final = 6
"""Of a title in a script without spaces."""


class _Span(Struct):
    """The paragraphs with links of one section, by their places: the numbered ones; all others, and of those the ones
    that are a link alone, that a sign or a line end parts from their link, that begin with a link at all."""

    numbered: list[int] = []
    linked: list[int] = []
    bare: list[int] = []
    parted: list[int] = []
    leading: list[int] = []


def find_line_entries(rows: Sequence[TextRow], roles: Mapping[int, HeadingRole]) -> frozenset[int]:
    """The places of the paragraphs that are entries; numbered ones are not among them."""
    spans = [_measure_span(rows, start, end) for start, end in _iter_spans(roles, len(rows))]
    whole = _Span(
        *(list(chain.from_iterable(map(attrgetter(name), spans))) for name in _Span.__struct_fields__)
    )
    is_usual = len(whole.bare) + len(whole.parted) >= sum(map(begins_entry, rows))
    is_everywhere = is_usual and _is_all_leading(whole)
    return frozenset(
        place
        for span in spans
        for place in _select(span, rows, is_usual=is_usual, is_everywhere=is_everywhere)
    )


def _select(span: _Span, rows: Sequence[TextRow], *, is_usual: bool, is_everywhere: bool) -> list[int]:
    strict = [*span.bare, *span.parted]
    if span.numbered and 2 * len(span.numbered) >= len(span.linked):
        return [at for at in span.bare if _looks_like_title(rows[at].links[0].label)]
    if is_everywhere or (is_usual and _is_all_leading(span)):
        return [*strict, *span.leading]
    if len(strict) > 1 and 10 * len(strict) >= 6 * len(span.linked):
        return [at for at in strict if is_usual or not is_call(rows[at].links[0].label)]
    return [at for at in span.bare if is_usual or _looks_like_title(rows[at].links[0].label)]


def _is_all_leading(span: _Span) -> bool:
    """Whether paragraphs begin with their link all through, and often have nothing else."""
    strict, linked = len(span.bare) + len(span.parted), len(span.linked)
    return strict > 2 and 10 * strict >= 3 * linked and 4 * (strict + len(span.leading)) >= 3 * linked


def _looks_like_title(label: str) -> bool:
    long_enough = len(label.split()) >= _LEAST_WORDS or (not label.isascii() and len(label) >= _LEAST_CHARS)
    return long_enough and not is_call(label)


def _measure_span(rows: Sequence[TextRow], start: int, end: int) -> _Span:
    span = _Span()
    for at in range(start, end):
        row = rows[at]
        if row.kind != "text" or not row.links or row.is_quote or row.is_embed or row.is_aside:
            continue
        if is_numbered(row):
            span.numbered.append(at)
            continue
        span.linked.append(at)
        if read_lead(row.runs, takes_remarks=False) is None or (at and rows[at - 1].is_quote):
            continue  # what stands below a quote says whose it is
        behind = _text_behind_link(row.runs)
        if is_link_row(row) and has_title_link(row):
            span.bare.append(at)
        elif behind[:1] in ("\n", MEANT_BREAK) or (
            behind and behind.lstrip()[:1] in _PARTING_SIGNS and behind.strip()
        ):
            span.parted.append(at)
        else:
            span.leading.append(at)
    return span


def _text_behind_link(runs: Sequence[TextRun]) -> str:
    begin = next(at for at, run in enumerate(runs) if run.url)
    end = next((at for at in range(begin, len(runs)) if not runs[at].url), len(runs))
    return runs[end].text if end < len(runs) else ""


def _iter_spans(roles: Mapping[int, HeadingRole], size: int) -> Iterator[tuple[int, int]]:
    """From where to where the sections go in which paragraphs may be entries."""
    begins = [
        (0, "start"),
        *((at, role) for at, role in roles.items() if role in ("section", "furniture", "block", "tldr")),
    ]
    has_sections = any(role == "section" for _, role in begins)
    ends = [*(at for at, _ in begins[1:]), size]
    for (begin, role), end in zip(begins, ends, strict=True):
        if role == "section" or (role == "start" and not has_sections):
            yield begin, end

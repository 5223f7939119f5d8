"""Plain text as rows: a line is a paragraph, unless signs make an item, a heading or a rule of it."""

import re
from collections.abc import Iterator
from typing import Final

from workbench.curation.text.cleaning import drop_invisible
from workbench.intake.past_issues.rows import TextRow, TextRun, link_addresses, trim_runs

_BULLET: Final = re.compile(r"(\s*)[•‣▪◦·*+–-]\s+(?=\S)")
_RULE: Final = re.compile(r"\s*(?:[-_*=–—~•·]\s*){3,}")
_HEADING: Final = re.compile(r"(#{1,6})\s+(?=\S)")
_QUOTE: Final = re.compile(r"\s*>\s?")


def read_plain_rows(text: str) -> list[TextRow]:
    """The rows of a text; empty lines are none."""
    return list(_iter_rows(text))


def _iter_rows(text: str) -> Iterator[TextRow]:
    for raw in text.splitlines():
        line = drop_invisible(raw).replace("\u00a0", " ")
        if not line.strip():
            continue
        if _RULE.fullmatch(line):
            yield TextRow("rule")
        elif found := _HEADING.match(line):
            yield TextRow("heading", _make_runs(line[found.end() :]), len(found[1]))
        elif found := _BULLET.match(line):
            yield TextRow("item", _make_runs(line[found.end() :]), 1 + min(len(found[1]) // 2, 5), opens=True)
        elif found := _QUOTE.match(line):
            yield TextRow("text", _make_runs(line[found.end() :]), is_quote=True)
        else:
            yield TextRow("text", _make_runs(line))


def _make_runs(line: str) -> tuple[TextRun, ...]:
    return trim_runs(link_addresses(line.strip(), TextRun("")))

"""The lines of a TL;DR: one for each section, with a label and what it says, as bullets or as they are."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from msgspec.structs import replace

from workbench.curation.publication import Publication
from workbench.intake.past_issues.rows import (
    TextRow,
    TextRun,
    drop_beginning,
    has_letters,
    split_lines_of_runs,
    write_markdown,
)
from workbench.intake.past_issues.wording import fold_heading

_LABEL: Final = re.compile(r"\W*((?:[^\W_]|[ &/'’+-])[^:：\n]{0,40}?)\s*[:：]\s*")
_BULLET: Final = re.compile(r"^[\s•‣▪·*–—-]+")
_MAX_LABEL_WORDS: Final = 5
_MAX_LABEL_LINE: Final = 200


def split_summary(
    rows: Sequence[TextRow], publication: Publication
) -> tuple[list[tuple[str, str]], list[TextRow]]:
    """The lines as pairs of label and text, and the rows behind the last of them, which are something else.

    A line without a label has an empty one. The publication's opening line is left out.
    """
    opening = fold_heading(publication.tldr.opening)
    known = {fold_heading(name) for part in publication.sections for name in (part.label, part.name)}
    split = [[split_label(runs) for runs in _split_lines(row, publication)] for row in rows]
    labels = [fold_heading(label) for pairs in split for label, _ in pairs if label]
    if 2 * sum(label in known for label in labels) < len(labels):
        known = set(labels)
    last = max((at + 1 for at, row in enumerate(rows) if not at or row.kind == "item"), default=0)
    for at, pairs in enumerate(split):
        last = max(last, at + 1) if any(fold_heading(label) in known for label, _ in pairs if label) else last
    lines = [
        pair
        for pairs in split[:last]
        for pair in pairs
        if pair[1] and fold_heading(" ".join(pair)) != opening
    ]
    return lines, list(rows[last:])


def split_label(runs: Sequence[TextRun]) -> tuple[str, str]:
    """The label of a line, empty where it has none, and the Markdown behind it."""
    plain = "".join(run.text for run in runs)
    found = _LABEL.match(plain[:_MAX_LABEL_LINE])
    if not found or len(found[1].split()) > _MAX_LABEL_WORDS or not plain[found.end() :].strip():
        return "", _BULLET.sub("", write_markdown(runs))
    return found[1].strip(), write_markdown(drop_beginning(runs, found.end()))


def _split_lines(row: TextRow, publication: Publication) -> Iterator[tuple[TextRun, ...]]:
    """The lines of a row: at line ends, and before the icons of the publication's sections where a copy lost them."""
    icons = "".join(section.icon[:1] for section in publication.sections)
    parted = [replace(run, text=_part_at_icons(run.text, icons)) if not run.url else run for run in row.runs]
    for line in split_lines_of_runs(parted):
        if has_letters("".join(run.text for run in line)):
            yield line


def _part_at_icons(text: str, icons: str) -> str:
    return re.sub(rf"(?<=\S)(?=[{re.escape(icons)}])", "\n", text) if icons else text

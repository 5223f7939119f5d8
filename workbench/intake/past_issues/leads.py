"""How a row begins: with the link and the title of an entry, or with words of its own.

A lead is found by where the link stands, never by what is written: behind a number, a sign or a short remark in a list
item, at the very beginning elsewhere.
"""

import re
from collections.abc import Sequence
from itertools import dropwhile
from typing import Final

from msgspec import Struct

from workbench.curation.model import LabelledLink
from workbench.curation.text.cleaning import clean_line
from workbench.curation.text.labels import is_label
from workbench.intake.past_issues.rows import (
    TextRow,
    TextRun,
    drop_beginning,
    find_run_links,
    has_letters,
    text_of_runs,
    trim_runs,
)

_NUMBER_MARK: Final = re.compile(r"\W*(?:\d{1,3}\s*[.、)）．:：])?\W*", re.S)
_REMARK: Final = re.compile(r".{0,100}(?:[:：|)\]】–—-]\W*|[\n\v])", re.S)
_BETWEEN: Final = re.compile(r"[\s|·•,，、/&()（）\[\]+–-]*(?:(?:and|und|et|y|和|with)\s)?[\s|·•(\[]*", re.S)
_SEPARATORS: Final = " \t\n\v:：-–—―,，、|·•.。;；)）"
_NUMBERED_LINE: Final = re.compile(r"\W{0,4}\d{1,3}\s*[、.)）．]")
_VERSION: Final = re.compile(r"v?\d+(?:\.\d+)+\S*|\S*\d+\.\d+\.\d+\S*")
_NUMBERED_TITLE: Final = re.compile(r"\W*\d{1,3}\s*[.、)）．](?:\s+|(?<=、))(.*\S.*)", re.S)
_DASH: Final = re.compile(r"\s*[-–—―~～]+\s*")
_FIELDS: Final = re.compile(r"[|·•/,，、\s]{2,}|[|·•]")
_MAX_CELL_TITLE: Final = 160
_MAX_BEFORE: Final = 300
_MAX_GAP: Final = 40
"""Characters before a link, and between two, that are looked at."""


class Lead(Struct, frozen=True):
    """The beginning of an entry: what stood before its title, title, links, and the runs behind them."""

    title: str
    links: tuple[LabelledLink, ...]
    rest: tuple[TextRun, ...] = ()
    before: str = ""


def read_lead(runs: Sequence[TextRun], *, takes_remarks: bool) -> Lead | None:
    """The lead of a row; None where it begins with words that are no remark, or only a name or label is linked."""
    begin = next((at for at, run in enumerate(runs) if run.url and not run.is_picture), None)
    if begin is None or not _may_begin(runs, begin, takes_remarks=takes_remarks):
        return None
    before = text_of_runs(runs[:begin])
    is_marked = _NUMBER_MARK.fullmatch(before) is not None
    links, end = _read_further_links(runs, begin, _end_of_link(runs, begin))
    label = links[0].label
    if label and not is_label(label):
        first = LabelledLink("", links[0].url)
        lead = Lead(label, (first, *links[1:]), strip_separators(runs[end:]), "" if is_marked else before)
        return None if label.startswith("@") else lead
    named = "" if is_marked else strip_number(before.rstrip(_SEPARATORS + "([（【"))
    is_entry = bool(named) or takes_remarks or (label != "" and has_letters(before))  # `3、[talk](..)`
    return Lead(named or label, links, strip_separators(runs[end:])) if is_entry else None


def _may_begin(runs: Sequence[TextRun], begin: int, *, takes_remarks: bool) -> bool:
    """Whether what stands before a link is a number, signs or, where a row takes any, a remark or a title."""
    before = "".join(run.text for run in runs[:begin])
    if len(before) > _MAX_BEFORE:
        return False
    if _NUMBER_MARK.fullmatch(before):
        return takes_remarks or not _DASH.fullmatch(before)  # behind a dash stands whose words these are
    return takes_remarks and (_REMARK.fullmatch(before) is not None or _names_bare_address(runs, begin))


def _names_bare_address(runs: Sequence[TextRun], begin: int) -> bool:
    """Whether what ends a row is an address, bare or in brackets, so that the words before it are its title."""
    is_bare = runs[begin].text.strip() == runs[begin].url
    return is_bare and not has_letters("".join(run.text for run in runs[_end_of_link(runs, begin) :]))


def _end_of_link(runs: Sequence[TextRun], begin: int) -> int:
    end = begin + 1
    while end < len(runs) and runs[end].url == runs[begin].url:
        end += 1
    return end


def _read_further_links(
    runs: Sequence[TextRun], begin: int, end: int
) -> tuple[tuple[LabelledLink, ...], int]:
    """The link at `begin`, with those behind it that only a sign parts from it and that a label or version names."""
    links = list(find_run_links(runs[begin:end]))
    at = end
    while at < len(runs):
        gap_end = next((n for n in range(at, len(runs)) if runs[n].url), len(runs))
        gap = "".join(run.text for run in runs[at:gap_end])
        if gap_end == len(runs) or len(gap) > _MAX_GAP or not _BETWEEN.fullmatch(gap):
            break
        next_end = _end_of_link(runs, gap_end)
        further = find_run_links(runs[gap_end:next_end])[0]
        if runs[gap_end].is_picture or not is_short_link(further):
            break
        links.append(further)
        at = end = next_end
    return tuple(links), end


def is_short_link(link: LabelledLink) -> bool:
    """Whether a link by its words is a further one of an entry: a label, a version, or a bare address."""
    return not link.label or is_label(link.label) or _VERSION.fullmatch(link.label) is not None


def strip_separators(runs: Sequence[TextRun]) -> tuple[TextRun, ...]:
    """The runs without the signs that part them from what stood before."""
    kept = list(dropwhile(lambda run: not run.url and not run.text.strip(_SEPARATORS), runs))
    if kept and not kept[0].url:
        first = kept[0]
        kept[0] = TextRun(first.text.lstrip(_SEPARATORS), "", first.is_bold, first.is_italic, first.is_code)
    return trim_runs(kept)


def strip_number(title: str) -> str:
    """A title without the number before it."""
    found = _NUMBERED_TITLE.match(title)
    return clean_line(found[1] if found else title)


def is_link_row(row: TextRow) -> bool:
    """Whether a row has a link and nothing else to say: signs, and labels that may have lost their links, aside."""
    if row.kind not in ("text", "item") or not row.links:
        return False
    words = "".join(" | " if run.url else run.text for run in row.runs)
    return all(not has_letters(field) or is_label(field) for field in _FIELDS.split(words))


def is_label_line(row: TextRow) -> bool:
    """Whether a row only has labels, parted as links of one entry are, which have lost their addresses."""
    fields = (
        [field for field in _FIELDS.split(row.text) if has_letters(field)]
        if len(row.text) <= _MAX_GAP
        else []
    )
    return row.kind == "text" and not row.links and bool(fields) and all(map(is_label, fields))


def has_title_link(row: TextRow) -> bool:
    """Whether one of a row's links is named by a title rather than by a label or its address."""
    return any(link.label and not is_label(link.label) for link in row.links)


def is_numbered(row: TextRow) -> bool:
    """Whether a paragraph begins with a number of its own, as `3、` does, which is no list of Markdown."""
    return row.kind == "text" and _NUMBERED_LINE.match(row.text) is not None


def is_link_line(row: TextRow) -> bool:
    """Whether a row only has addresses and labels, as they stand below a title, or labels that lost their links."""
    if row.is_embed or is_label_line(row):
        return True
    if is_numbered(row):
        return False
    return not (row.kind == "item" and row.opens) and is_link_row(row) and not has_title_link(row)


def read_cells(row: TextRow) -> Lead | None:
    """The lead of a table's row: its links, and the title in the cell that has the most to say."""
    links = row.links
    if not links or not row.cells:
        return None
    cell = max(row.cells, key=lambda runs: len(text_of_runs(runs)))
    others = [run for runs in row.cells if runs is not cell for run in (*runs, TextRun(" "))]
    words = [TextRun(" "), *(run for run in others if not run.url and has_letters(run.text))]
    named = find_run_links(cell)
    if named and not is_short_link(named[0]) and text_of_runs(cell).startswith(named[0].label):
        further = tuple(link for link in links if link.url != named[0].url)
        rest = (*cell[_end_of_link(cell, 0) :], *words)
        return Lead(
            strip_number(named[0].label), (LabelledLink("", named[0].url), *further), strip_separators(rest)
        )
    title, rest = _split_cell(cell)
    return Lead(title, find_run_links(others) or links, trim_runs((*rest, *words)))


def _split_cell(cell: Sequence[TextRun]) -> tuple[str, tuple[TextRun, ...]]:
    """The title of a cell and what follows: parted by bold, by a wide gap or a line end, else by a dash or a stop."""
    numbered = _NUMBERED_TITLE.match("".join(run.text for run in cell))
    cell = drop_beginning(cell, numbered.start(1)) if numbered else cell
    end = next((at for at, run in enumerate(cell) if not run.is_bold and has_letters(run.text)), len(cell))
    if end:
        return text_of_runs(cell[:end]), strip_separators(cell[end:])
    text = "".join(run.text for run in cell)
    for parting in (r"\s{2,}|[\n\v]", r"\s[–—-]\s", r"(?<=[.!?])\s"):
        found = re.search(parting, text)
        if found and 0 < found.start() <= _MAX_CELL_TITLE:
            return clean_line(text[: found.start()]), drop_beginning(cell, found.end())
    return clean_line(text), ()

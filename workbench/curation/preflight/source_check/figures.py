"""The numbers for which a blurb answers, and what its words leave open.

Left out are enumeration marks, digits within names (`GPT-4`, `3D`, `Llama 2`), dates, versions, addresses and code, and
number words up to ten.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from workbench.curation.preflight.source_check.values import (
    Number,
    is_list_of_digits,
    read_number_words,
    read_numbers,
)
from workbench.curation.text import split_names

_NOT_PROSE: Final = re.compile(
    r"`[^`\n]*`|\]\([^()\s]*\)|https?://[^\s<>]+|\[\d[\d, –-]*\](?!\()"
    r"|\b\d{4}-\d\d?-\d\d?\b|\b\d\d?:\d\d(?::\d\d)?\b|\b24/7\b|\b\d{1,4}/\d{1,2}/\d{1,4}\b"
)
_UNITS: Final = re.compile(
    r"(?:[mµμn]?s|sec|min|h|hrs?|d|[kcmµμn]?m|nm|[kmµ]?g|lbs?|[KMGTPkmgt]i?[Bb](?:ps|/s)?|[KMGTkm]?Hz|[kMGTm]?Wh?|[VAJ]"
    r"|fps|px|pt|dB|[MGTP]?FLOPS?|MP|USD|EUR|GBP)(?![^\W_])"
)
_NAME_BEFORE: Final = re.compile(
    r"[^\W\d_](?:[-/._@'’]|-?[\d.]{1,8}/)$|[^\W\d]$|[#§№@] ?$|[×^]$|\b[Nn]o\.? $|(?:^|\d)[.,:]$"
)
_NAME_END: Final = re.compile(r"[^\W\d_]-?$")
_NAME_AFTER: Final = re.compile(r"[^\W_]|[×_]\w|-[A-Z]\b(?!-)|\.\d")
_CAPITALISED: Final = re.compile(
    r"(?:[^\W\d_]*[A-Z][\w'’+-]*|part|phase|step|stage|level|version|chapter|section|figure|table|type|grade) $"
)
USUAL_WORDS: Final = split_names(
    """
    The A An In On At By To Of For With From Over About Up Under Some All Only Just Nearly Almost Around Trained Uses
    Using And But Or Its It This These Those They We Our Has Have Is Are Was Were That Which Than More Most Less Fewer
    Top Tests Between Across Within After Before Into Includes Contains Covers Adds
    """
)
"""Words that have a capital where a sentence begins, and are no names."""
_BARE_SCALE: Final = re.compile(r"(?:hundred|thousand|million|billion|trillion|lakh|crore)", re.I)
_HEDGE: Final = re.compile(
    r"(?:(?P<about>\b(?:about|around|approximately|approx\.?|roughly|some|circa|close to)|[~≈∼])"
    r"|(?P<over>\b(?:over|more than|above|at least|exceed\w*|beyond|greater than|upwards of|up to|as \w+ as)|[>≥])"
    r"|(?P<under>\b(?:under|below|less than|fewer than|at most|almost|nearly|just)|[<≤]))[ ]?(?:a |the |an )?[$€£]?$",
    re.I,
)
_SMALL: Final = 100
_TOLERANCE: Final = 0.12


def read_figures(blurb: str) -> list[Number]:
    """The numbers for which a blurb answers, in the order of the text."""
    text = blank_out_marks(blurb)
    words = (number for number in read_number_words(text) if _is_figure_in_words(text, number))
    return sorted((*select_figures(text, read_numbers(text)), *words), key=lambda number: number.start)


def blank_out_marks(blurb: str) -> str:
    """A text of the same length without its addresses, its code and its references: what is left is prose."""
    return _NOT_PROSE.sub(lambda found: " " * len(found[0]), blurb)


def select_figures(text: str, numbers: Iterable[Number]) -> Iterator[Number]:
    """Those of a text's numbers in digits that are meant as such."""
    return (number for number in numbers if _is_figure(text, number))


def tolerance_of(blurb: str, figure: Number) -> tuple[float, float]:
    """By which factors the source's value may be below and above the figure: `about 50` allows for 45 and 56."""
    found = _HEDGE.search(blurb[max(0, figure.start - 24) : figure.start])
    kind = found.lastgroup if found else None
    if "+" in blurb[figure.start : figure.end + 1] or blurb.startswith(" or more", figure.end):
        kind = "over"
    least = 1 - _TOLERANCE if kind in ("about", "under") else 1.0
    most = 1 / (1 - _TOLERANCE) if kind in ("about", "over") else 1.0
    return least, most


def is_within_name(text: str, number: Number) -> bool:
    """Whether a small number is the end of a name: `GPT-3`, `CIFAR-10`, `AlphaFold2`, but not of `INT16`."""
    found = _NAME_END.search(text[max(0, number.start - 2) : number.start])
    return found is not None and number.readings[0] < (_SMALL if found[0].endswith("-") else 10)


def _is_figure(text: str, number: Number) -> bool:
    before, after = text[max(0, number.start - 24) : number.start], text[number.end : number.end + 8]
    if _NAME_BEFORE.search(before) or (_NAME_AFTER.match(after) and not _UNITS.match(after)):
        return False
    if len(number.bare) == len("1990") and after.startswith("s"):
        return False
    if number.bare and (is_list_of_digits(number.bare) or _is_mark(text, number)):
        return False
    return not (number.bare and number.readings[0] < _SMALL and _follows_name(before))


def _follows_name(before: str) -> bool:
    """Whether a small number belongs to the name before it: `Llama 2`, `Gemini 2.5`, `phase 3`."""
    found = _CAPITALISED.search(before)
    return found is not None and found[0].strip() not in USUAL_WORDS


def _is_mark(text: str, number: Number) -> bool:
    """Whether a number counts the points of a list: `1)`, `(2)`, `3.` at the begin of a line."""
    before, after = text[max(0, number.start - 200) : number.start], text[number.end : number.end + 2]
    if len(number.bare) > 2:
        return False
    if after.startswith(")"):
        return before.endswith("(") or before.count("(") <= before.count(")")
    return bool(re.match(r"\.(?:\s|$)", after) and re.search(r"(?:^|\n)[ >*-]*$", before))


def _is_figure_in_words(text: str, number: Number) -> bool:
    """Whether words mean an amount: above ten, and neither a name nor a way of speaking, as `a hundred` is."""
    word, before = text[number.start : number.end], text[max(0, number.start - 1) : number.start]
    is_amount = number.readings[0] > 10 and not _BARE_SCALE.match(word)
    return is_amount and not word[0].isupper() and before not in ("-", "'", "’")

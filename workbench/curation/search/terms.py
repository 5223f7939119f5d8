"""The terms of a query, as they are typed: words, "exact words", `field:value`, `-` and OR, times and choices.

What a field means, and what it is looked for in, stays out of here: `query.py` asks links, `archive/query.py` the texts
of past issues.
"""

import re
from collections.abc import Callable, Collection
from datetime import datetime, timedelta, tzinfo
from typing import Final

from msgspec import Struct

from workbench.curation.model import format_time
from workbench.curation.search.folding import fold_text

# `-`, `field:`, then a quoted phrase (its end may be missing), a word, or nothing behind the colon of a field.
_TOKEN: Final = re.compile(r'(-?)(?:([A-Za-z]+):)?(?:"([^"]*)("?)|([^\s"]+)|(?<=:))')
_TYPED_QUOTES: Final = str.maketrans(dict.fromkeys("“”„‟", '"'))  # systems that set quotes while one types


class Term(Struct, frozen=True):
    """One term as it was typed, its value folded. `exact`: a phrase whose closing quote has been typed."""

    text: str
    negated: bool
    field: str
    value: str
    exact: bool

    @property
    def is_plain(self) -> bool:
        """Whether it is no more than a substring to look for."""
        return not self.field and not self.negated and not self.exact and bool(self.value)


def split_terms(text: str, fields: Collection[str]) -> list[list[Term]]:
    """The terms in groups, of each of which one must hold; `OR` puts its two neighbours into one group.

    What stands before a colon and is none of these fields is part of a word.
    """
    groups: list[list[Term]] = []
    joins = False
    for match in _TOKEN.finditer(text.translate(_TYPED_QUOTES)):
        term = _parse_term(match, fields)
        if term.text == "OR":
            joins = bool(groups)
        elif joins:
            groups[-1].append(term)
            joins = False
        else:
            groups.append([term])
    return groups


def list_words(groups: list[list[Term]]) -> tuple[str, ...]:
    """The plain words and phrases wanted, to be highlighted."""
    wanted = [term for group in groups for term in group if not term.field and not term.negated]
    return tuple(dict.fromkeys(term.value for term in wanted if term.value))


def make_word_test(term: Term) -> Callable[[str], bool]:
    """Whether a folded text has the words: anywhere, or as whole words where the phrase is exact."""
    value = term.value
    if not term.exact:
        return lambda text: value in text
    whole = re.compile(rf"(?<!\w){re.escape(value)}(?!\w)")
    return lambda text: value in text and whole.search(text) is not None


class TermReader:
    """Reads the values of terms and collects what is wrong with them, in sentences for people."""

    def __init__(self, now: str, zone: tzinfo) -> None:
        self.now: Final = now
        self.zone: Final = zone
        self.problems: list[str] = []

    def parse_choice(self, term: Term, choices: tuple[str, ...]) -> tuple[str, ...]:
        """The choices that begin with the value typed, or whose plural it is; none is a problem."""
        chosen = tuple(
            choice for choice in choices if choice.startswith(term.value) or choice + "s" == term.value
        )
        if not chosen:
            self.problems.append(
                f"Write {term.field}:{_format_choices(choices)}: “{term.value}” is none of them."
            )
        return chosen

    def parse_issue(self, term: Term) -> int | None:
        """The number of an issue; None while it is not typed, and where it is none, which is a problem."""
        value = term.value.removeprefix("#")
        if value and not _ISSUE_NUMBER.fullmatch(value):
            self.problems.append(f"Write {term.field}:11, the number of an issue: “{term.value}” is none.")
            return None
        return int(value) if value else None

    def parse_time(self, term: Term) -> str:
        """The ISO time that is meant; empty while it is half typed, and where it is none, which is a problem."""
        if span := _SPAN.fullmatch(term.value):
            return _subtract_days(self.now, int(span[1]), _DAYS_PER_UNIT[span[2]])
        if _DATE.fullmatch(term.value) and (start := _find_start(term.value, self.zone)):
            return start
        if not _PARTIAL_TIME.fullmatch(term.value):
            self.problems.append(f"Write {term.field}:7d, 2w, 3m or 2026-11-01: “{term.value}” is no time.")
        return ""


def _parse_term(match: re.Match[str], fields: Collection[str]) -> Term:
    minus, field, phrase, closed, word = match.groups("")
    word = word if match[0] != "-" else ""  # a lone `-` begins a term
    name = field.lower()
    if name and name not in fields:  # a word with a colon, such as `https:`
        return Term(match[0], bool(minus), "", fold_text(f"{field}:{phrase or word}"), bool(closed))
    return Term(match[0], bool(minus), name, fold_text(phrase or word), bool(closed))


def _format_choices(choices: tuple[str, ...]) -> str:
    return ", ".join(choices[:-1]) + " or " + choices[-1]


_ISSUE_NUMBER: Final = re.compile(r"\d{1,9}", re.A)
_SPAN: Final = re.compile(r"(\d{1,5})([hdwmy])", re.A)
_DATE: Final = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?", re.A)
_PARTIAL_TIME: Final = re.compile(r"\d{0,5}|\d{4}-\d?|\d{4}-\d\d-\d?", re.A)
_FIRST_DAY: Final = "0001-01-01"
_DAYS_PER_UNIT: Final = {"h": 1 / 24, "d": 1.0, "w": 7.0, "m": 30.0, "y": 365.0}


def _find_start(value: str, zone: tzinfo) -> str:
    """When that date, or the first day of that year or month, begins in the zone; empty where there is no such day."""
    try:
        midnight = datetime.fromisoformat(value + _FIRST_DAY[len(value) :])
    except ValueError:
        return ""
    try:
        return format_time(midnight.replace(tzinfo=zone))
    except OverflowError:  # the first and the last day of the calendar may begin outside of it
        return value


def _subtract_days(now: str, count: int, days: float) -> str:
    """The time `count * days` days before `now`; the first possible date where that would be before year 1."""
    try:
        return format_time(datetime.fromisoformat(now) - timedelta(days=count * days))
    except OverflowError:
        return _FIRST_DAY

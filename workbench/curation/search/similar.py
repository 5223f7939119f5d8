"""Titles that are nearly the same, so that two links may be about one work.

No threshold is safe: "Qwen2 Technical Report" and "Qwen3 Technical Report" differ by one character. So numbers and
negations are compared separately, and callers only propose and never merge.
"""

import re
from collections import Counter
from collections.abc import Iterable
from heapq import nlargest
from typing import Final, TypeAlias, TypeVar

from workbench.curation.search.folding import fold_text
from workbench.curation.text import split_names

Id = TypeVar("Id", bound=int)
MIN_SCORE: Final = 85.0
"""How alike, of 100, two titles in their normal forms must be."""
_MIN_ROUGH_SCORE: Final = 70.0
"""How alike they must be as they are written, a quick first selection in which punctuation and accents count."""
_MIN_LENGTH: Final = 15
"""Characters of a normal form: shorter titles are alike by accident."""
_MAX_CANDIDATES: Final = 200

_PREFIX: Final = re.compile(r"^\[[^\[\]]*\]")
_ENDING_YEAR: Final = re.compile(r"\((?:19|20)\d\d\)$")
_APOSTROPHE: Final = re.compile(r"['’]")
_NON_WORD: Final = re.compile(r"[\W_]+")


LikelyTitle: TypeAlias = tuple[Id, str, float]
"""The id of a title, the title, and how alike it is as it is written."""


def find_similar_titles(title: str, others: Iterable[tuple[Id, str]], limit: int = 3) -> list[Id]:
    """The ids of those of the others, given as ids and titles, that are nearly the same as this one, best first."""
    return rank_similar_titles(title, select_similar_titles(title, others), limit)


def select_similar_titles(title: str, others: Iterable[tuple[Id, str]]) -> list[LikelyTitle[Id]]:
    """Those that may be nearly the same: a quick look, which can be taken at some of them after the other."""
    from rapidfuzz import fuzz, process  # noqa: PLC0415 - 20 ms, and most commands compare no titles

    if len(normalise_title(title)) < _MIN_LENGTH:
        return []
    known = dict(others)
    rough = process.extract(
        title.lower(),
        {id: other.lower() for id, other in known.items()},
        scorer=fuzz.ratio,
        score_cutoff=_MIN_ROUGH_SCORE,
        limit=_MAX_CANDIDATES,
    )
    return [(id, known[id], score) for _, score, id in rough]


def rank_similar_titles(title: str, candidates: Iterable[LikelyTitle[Id]], limit: int = 3) -> list[Id]:
    """The ids of those that are nearly the same, best first."""
    likely = nlargest(_MAX_CANDIDATES, candidates, key=lambda candidate: candidate[2])
    scores = {id: score_similarity(title, other) for id, other, _ in likely}
    found = sorted((id for id, score in scores.items() if score), key=lambda id: (-scores[id], id))
    return found[:limit]


def score_similarity(one: str, other: str) -> float:
    """How alike two titles are, of 100; 0 where that is below `MIN_SCORE`, or where they contradict each other."""
    from rapidfuzz import fuzz  # noqa: PLC0415 - as in `find_similar_titles`

    first, second = normalise_title(one), normalise_title(other)
    if min(len(first), len(second)) < _MIN_LENGTH or has_conflict(one, other):
        return 0.0
    return fuzz.ratio(first, second, score_cutoff=MIN_SCORE)


def normalise_title(title: str) -> str:
    """The title as it is compared: folded words with single spaces, without a leading `[...]` and a final year."""
    return _NON_WORD.sub(
        " ", _APOSTROPHE.sub("", fold_text(_ENDING_YEAR.sub("", _PREFIX.sub("", title.strip()))))
    ).strip()


def has_conflict(one: str, other: str) -> bool:
    """Whether the titles have different numbers (of a version, a part, an issue), or only one of them is negated."""
    first, second = normalise_title(one).split(), normalise_title(other).split()
    if _count_negations(first) != _count_negations(second):
        return True
    (numbers, years), (others, other_years) = numbers_of(one), numbers_of(other)
    return numbers != others or bool(years and other_years and years != other_years)


def _count_negations(words: list[str]) -> int:
    return sum(word in _NEGATIONS for word in words)


def numbers_of(title: str) -> tuple[Counter[str], Counter[str]]:
    """The numbers of a title without its years, and its years. One of two equal titles may leave the year out."""
    folded = fold_text(_PREFIX.sub("", title.strip()))
    # Part 03 is part 3.
    found = Counter(part.lstrip("0") or "0" for part in _NUMBER.findall(folded))
    found.update(word for word in _NON_WORD.sub(" ", folded).split() if word in _NUMBER_WORDS)
    years = Counter({part: count for part, count in found.items() if _YEAR.fullmatch(part)})
    return found - years, years


_NUMBER: Final = re.compile(r"\d+(?:\.\d+)*")
_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_NUMBER_WORDS: Final = split_names(
    "i ii iii iv v vi vii viii ix x one two three four five six seven eight nine ten"
    " first second third fourth fifth sixth seventh eighth ninth tenth"
)
_NEGATIONS: Final = split_names(
    "no not never nor none without cannot cant isnt arent wasnt werent dont doesnt didnt wont wouldnt shouldnt"
    " couldnt hasnt havent hadnt aint nothing nobody neither"
)

"""Titles that are nearly the same: the one rule by which a link is proposed as perhaps another's twin.

No threshold is safe ("Qwen2" and "Qwen3 Technical Report" differ by one letter), so numbers and negations are
compared apart, and whoever asks only ever proposes. rapidfuzz is imported at the first question.
"""

import re
from collections import Counter
from collections.abc import Iterable
from typing import Final

from workbench.curation.identity.pages import names
from workbench.curation.query import fold

ENOUGH: Final = 85.0
"""How alike, of 100, two titles in their normal forms must be."""
_ROUGHLY: Final = 70.0
"""How alike they must be as they are written to be looked at: punctuation and accents count there."""
_SHORTEST: Final = 15
"""Letters of a normal form: shorter titles are alike by accident."""
_CANDIDATES: Final = 200

_PREFIX: Final = re.compile(r"^\[[^\[\]]*\]")
_ENDING_YEAR: Final = re.compile(r"\((?:19|20)\d\d\)$")
_APOSTROPHE: Final = re.compile(r"['’]")
_NO_WORD: Final = re.compile(r"[\W_]+")


def nearest(title: str, others: Iterable[tuple[int, str]], most: int = 3) -> list[int]:
    """Of these ids and titles the ids of those nearly the same as this one, best first."""
    from rapidfuzz import fuzz, process  # noqa: PLC0415 - 20 ms that only who asks pays for

    if len(normal(title)) < _SHORTEST:
        return []
    titles = {id: other.lower() for id, other in others}
    rough = process.extract(
        title.lower(), titles, scorer=fuzz.ratio, score_cutoff=_ROUGHLY, limit=_CANDIDATES
    )
    scores = {id: alike(title, other) for other, _, id in rough}
    found = sorted((id for id, score in scores.items() if score), key=lambda id: (-scores[id], id))
    return found[:most]


def alike(one: str, other: str) -> float:
    """How alike two titles are, of 100; 0 where that is not enough, or where they say different things."""
    from rapidfuzz import fuzz  # noqa: PLC0415 - see above

    first, second = normal(one), normal(other)
    if min(len(first), len(second)) < _SHORTEST or conflict(one, other):
        return 0.0
    return fuzz.ratio(first, second, score_cutoff=ENOUGH)


def normal(title: str) -> str:
    """The title as it is compared: folded, words and single spaces only, without `[...]` before and a year after."""
    return _NO_WORD.sub(
        " ", _APOSTROPHE.sub("", fold(_ENDING_YEAR.sub("", _PREFIX.sub("", title.strip()))))
    ).strip()


def conflict(one: str, other: str) -> bool:
    """Whether the titles name different numbers (of a version, part or issue), or one says not what the other says."""
    first, second = normal(one).split(), normal(other).split()
    if _denials(first) != _denials(second):
        return True
    (numbers, years), (others, other_years) = _numbers(one), _numbers(other)
    return numbers != others or bool(years and other_years and years != other_years)


def _denials(words: list[str]) -> int:
    return sum(word in _DENYING for word in words)


def _numbers(title: str) -> tuple[Counter[str], Counter[str]]:
    """The numbers of a title, and apart from them its years, which one of two may leave out."""
    folded = fold(_PREFIX.sub("", title.strip()))
    found = Counter(part.lstrip("0") or "0" for part in _NUMBER.findall(folded))
    found.update(word for word in _NO_WORD.sub(" ", folded).split() if word in _COUNTING)
    years = Counter({part: count for part, count in found.items() if _YEAR.fullmatch(part)})
    return found - years, years


_NUMBER: Final = re.compile(r"\d+(?:\.\d+)*")
_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_COUNTING: Final = names(
    "i ii iii iv v vi vii viii ix x one two three four five six seven eight nine ten"
    " first second third fourth fifth sixth seventh eighth ninth tenth"
)
_DENYING: Final = names(
    "no not never nor none without cannot cant isnt arent wasnt werent dont doesnt didnt wont wouldnt shouldnt"
    " couldnt hasnt havent hadnt aint nothing nobody neither"
)

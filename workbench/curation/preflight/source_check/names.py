"""Names of a blurb that its source text spells another way: `Dreambooth` for `DreamBooth`, `Vincuna` for `Vicuna`.

A name is a word with a capital. A name that the source does not have at all is no finding: editors know other names.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Set
from functools import cached_property, lru_cache
from typing import Final

from msgspec import Struct

from workbench.curation.preflight.source_check.figures import USUAL_WORDS, blank_out_marks

MAX_NAMES: Final = 60
"""A text with more names is a list, and not looked at further."""
_MIN_LETTERS: Final = 5  # of two names that are told apart by one letter
_WORD: Final = re.compile(r"[^\W_]+(?:[-’'.&+][^\W_]+)*")
_JOINT: Final = re.compile(r"[-’'.&+]")
_HYPHEN: Final = re.compile(r"-(?=[^\W\d])")
_HEADING_SHARE: Final = 0.6
_MIN_HEADING_WORDS: Final = 3
_MAX_HEADING: Final = 300
_MAX_ALIKE: Final = 2_000
"""As many words of one first letter and length are looked at. A paper has some hundred."""


class OtherSpelling(Struct, frozen=True):
    """A name of a blurb, its place there, and how the source spells it."""

    start: int
    end: int
    quote: str
    spelling: str


class SourceNames:
    """The words of a source text by their letters, and which of them are names: those of its authors in any case."""

    def __init__(self, text: str, authors: Iterable[str] = ()) -> None:
        self._text: Final = text
        self._authors: Final = {_letters_of(word) for author in authors for word in _WORD.findall(author)}

    def spellings_of(self, word: str) -> Set[str]:
        """Every way in which the source writes these letters; empty where it does not."""
        return self._spellings.get(_letters_of(word), frozenset())

    def find_neighbour(self, word: str) -> str | None:
        """The one name of the source that is one letter off; None where there is none, or more than one."""
        letters = _letters_of(word).removesuffix("s")
        found = (
            spelling
            for length in (len(letters) - 1, len(letters), len(letters) + 1)
            for other in self._by_shape.get((letters[:1], length), ())[:_MAX_ALIKE]
            if is_one_letter_off(letters, other)
            and _is_slip(word, spelling := min(self._spellings[other]))
            and self.is_name(other)
        )
        first, second = next(found, None), next(found, None)
        if first is None or second is not None:
            return None
        return first if word.endswith("s") else first.removesuffix("s")

    def is_name(self, word: str) -> bool:
        """Whether the source has it with a capital only, and in more than headings or at the begin of sentences."""
        spellings = self.spellings_of(word)
        if any(map(str.islower, spellings)):
            return False
        if _letters_of(word) in self._authors or any(map(is_distinctive, spellings)):
            return True
        return any(
            is_in_name_place(self._text, found.start())
            for spelling in spellings
            for found in re.finditer(rf"(?<![^\W_]){re.escape(spelling)}", self._text)
        )

    @cached_property
    def _spellings(self) -> Mapping[str, set[str]]:
        loud = "\n".join(line for line in self._text.split("\n") if line.isupper())
        words = {word.lower() for word in _WORD.findall(loud)} | set(_WORD.findall(self._text))
        spellings: dict[str, set[str]] = {}
        for word in words.difference(_WORD.findall(loud)):
            for form in (word, *_JOINT.split(word)) if not word.isalnum() else (word,):
                spellings.setdefault(_letters_of(form), set()).add(_without_ending(form))
        return spellings

    @cached_property
    def _by_shape(self) -> Mapping[tuple[str, int], list[str]]:
        """What is long enough, by first letter and length."""
        found: dict[tuple[str, int], list[str]] = {}
        for letters in self._spellings:
            if len(letters) >= _MIN_LETTERS:
                found.setdefault((letters[0], len(letters.removesuffix("s"))), []).append(letters)
        return found


@lru_cache(maxsize=128)
def compare_names(blurb: str, text: str, authors: tuple[str, ...] = ()) -> tuple[OtherSpelling, ...]:
    """The same for a source that is a plain text. What was compared once is not compared again."""
    return tuple(find_other_spellings(blurb, read_source_names(text, authors)))


@lru_cache(maxsize=32)
def read_source_names(text: str, authors: tuple[str, ...]) -> SourceNames:
    """The same text is read once, however often it is asked for."""
    return SourceNames(text, authors)


def find_other_spellings(blurb: str, source: SourceNames) -> Iterator[OtherSpelling]:
    """Every name of the blurb that the source spells in another way, once each, in the order of the blurb."""
    words = [found for found in _WORD.finditer(blank_out_marks(blurb)) if not found[0].islower()][:MAX_NAMES]
    seen: set[str] = set()
    for found in words:
        word = _without_ending(found[0])
        if word in seen or word.islower() or not word[0].isalpha():
            continue
        seen.add(word)
        spelling = _find_spelling(word, source)
        if spelling is not None:
            yield OtherSpelling(found.start(), found.start() + len(word), word, spelling)


def respell(blurb: str, name: OtherSpelling) -> str:
    """The blurb with this name as the source spells it, wherever its prose has it."""
    pattern = rf"(?<![^\W_]){re.escape(name.quote)}(?![^\W_])"
    for found in reversed(list(re.finditer(pattern, blank_out_marks(blurb)))):
        blurb = f"{blurb[: found.start()]}{name.spelling}{blurb[found.end() :]}"
    return blurb


def _find_spelling(word: str, source: SourceNames) -> str | None:
    """How the source spells this name, where it does so in another way only."""
    spellings = source.spellings_of(word)
    if not spellings:
        is_name = len(_letters_of(word)) >= _MIN_LETTERS - 1 and word not in USUAL_WORDS
        return source.find_neighbour(word) if is_name else None
    has_shape = is_distinctive(word)
    if word in spellings or (not has_shape and not all(map(is_distinctive, spellings))):
        return None
    is_odd = (
        has_shape and not word.isupper() and source.is_name(word)
    )  # `ChatGPt`, and `ClauDe` for a plain name
    names = sorted(other for other in spellings if is_distinctive(other) or (is_odd and not other.islower()))
    return next((other for other in names if _differ_in_kind(word, other)), None)


def is_distinctive(word: str) -> bool:
    """Whether a word has a shape of its own, as names have: a capital within, or letters beside digits."""
    return any(
        any(map(str.isupper, part[1:])) or (any(map(str.isdigit, part)) and any(map(str.isupper, part)))
        for part in _JOINT.split(word)
    )


def is_one_letter_off(one: str, other: str) -> bool:
    """Whether a letter is missing, added, changed or swapped with the next, behind the first; digits are equal.

    An `s` at the end is a plural, and no letter off.
    """
    one, other = one.removesuffix("s"), other.removesuffix("s")
    if one == other or abs(len(one) - len(other)) > 1 or one[:1] != other[:1]:
        return False
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    end = 0
    while end < min(len(one), len(other)) - start and one[-1 - end] == other[-1 - end]:
        end += 1
    left, right = one[start : len(one) - end], other[start : len(other) - end]
    if any(map(str.isdigit, left + right)):
        return False
    is_swapped = len(left) == 2 and left == right[::-1]
    return is_swapped or (len(left) <= 1 and len(right) <= 1)


def _differ_in_kind(word: str, other: str) -> bool:
    """Whether two spellings differ in more than what titles and line ends do to words: `Text-To-SQL`, `TAGbased`."""
    one, two = (
        "-".join(part if is_distinctive(part) else part.lower() for part in name.split("-"))
        for name in (word, other)
    )
    if len(_HYPHEN.findall(one)) != len(_HYPHEN.findall(two)):
        one, two = _HYPHEN.sub("", one).casefold(), _HYPHEN.sub("", two).casefold()
    return one != two


def _is_slip(word: str, other: str) -> bool:
    """Whether the letter is off in a part that is a name itself: not in `BERT-base` for `BERT-based`."""
    parts, others = word.split("-"), other.split("-")
    differing = [(a, b) for a, b in zip(parts, others, strict=False) if a != b]
    return len(parts) == len(others) and len(differing) == 1 and (
        not differing[0][0].islower() and is_one_letter_off(*(part.casefold() for part in differing[0]))
    )  # fmt: skip


def _letters_of(word: str) -> str:
    """What two spellings of one name have in common."""
    word = _without_ending(word)
    return word.casefold() if word.isalnum() else _JOINT.sub("", word).casefold()


def _without_ending(word: str) -> str:
    """A name without the ending of a possessive or of a plural: `LLMs`, `Meta's`."""
    if word[-1:] not in "sS’'":
        return word
    word = re.sub(r"[’'][sS]?$", "", word)
    return word[:-1] if len(word) > 2 and word.endswith("s") and word[-2].isupper() else word


def is_in_name_place(text: str, start: int) -> bool:
    """Whether a word with a capital would have none here if it were no name: not in a heading, and no first word."""
    begin = text.rfind("\n", max(0, start - _MAX_HEADING), start) + 1 or max(0, start - _MAX_HEADING)
    end = text.find("\n", start, start + _MAX_HEADING)
    before = text[begin:start].rstrip(" *_“\"'(")
    line = text[begin : end if end >= 0 else start + _MAX_HEADING]
    return bool(before) and before[-1] not in ".:!?" and not _is_heading(line)


def _is_heading(line: str) -> bool:
    words = [word for word in _WORD.findall(line) if len(word) > 3]
    capitals = sum(not word[0].islower() for word in words)
    return len(words) >= _MIN_HEADING_WORDS and capitals >= _HEADING_SHARE * len(words)

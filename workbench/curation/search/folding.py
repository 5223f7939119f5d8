"""Text as it is compared in searches: case, accents and typographic forms make no difference.

What a keyboard types finds what a typographer sets: `don't` finds “don’t”, `gpt-4o` finds “GPT‑4o” with its
non-breaking hyphen, `soren` finds “Søren”, `beta-vae` finds “β-VAE”. Which words are looked for, and where, stays out
of here.
"""

import re
import unicodedata
from collections.abc import Iterable
from typing import Final

_LETTERS: Final = {
    "æ": "ae",
    "œ": "oe",
    "ø": "o",
    "ł": "l",
    "đ": "d",
    "ð": "d",
    "þ": "th",
    "ħ": "h",
    "ı": "i",
    "ŋ": "n",
    "ŧ": "t",
    "ɨ": "i",
    "ƀ": "b",
    "ƶ": "z",
}
"""Letters that Unicode does not take apart, as they are typed on a keyboard that has none of them."""
_GREEK: Final = {
    char: unicodedata.name(char).rpartition(" ")[2].lower().replace("lamda", "lambda")
    for char in "αβγδεζηθικλμνξοπρστυφχψω"
}
"""Greek letters are found by their names: `beta-vae` finds β-VAE."""
_SIGNS: Final = {
    **dict.fromkeys("‘’‚‛′‵´ʻʼʹ", "'"),
    **dict.fromkeys("“”„‟″‶ʺ«»", '"'),
    **dict.fromkeys("−⁃", "-"),
    **dict.fromkeys("⁄∕", "/"),
}
_PLAIN: Final = {**_LETTERS, **_GREEK, **_SIGNS}


class _FoldingTable(dict[int, str]):
    """What each character folds to, for `str.translate`. It is filled with what is met, so no range is listed."""

    def __missing__(self, code: int) -> str:
        folded = self[code] = _fold_char(chr(code))
        return folded


def fold_text(text: str) -> str:
    """The text as it is compared. Every character folds on its own, so a part of a text folds to a part."""
    if text.isascii():
        return text.lower()
    # Looking only at what is not ASCII takes a third of the time that `translate` takes for a whole article.
    return _NON_ASCII.sub(lambda found: found[0].translate(_TABLE), text).lower()


def find_folded_spans(text: str, terms: Iterable[str]) -> list[tuple[int, int]]:
    """Where the terms stand in the text, as start and end, however both are written; overlaps are not repeated.

    A span ends behind the accents of its last letter, where those are characters of their own.
    """
    folded_terms = {fold_text(term) for term in terms}
    wanted = "|".join(re.escape(term) for term in sorted(folded_terms, key=len, reverse=True) if term)
    if not wanted:
        return []
    if text.isascii():
        return [match.span() for match in re.finditer(wanted, text.lower())]
    # One character may fold to several or to none: `at[i]` is where the folded character i stands in the text.
    folded = [fold_text(char) for char in text]
    at = [place for place, chars in enumerate(folded) for _ in chars]
    spans = [(at[match.start()], at[match.end() - 1] + 1) for match in re.finditer(wanted, "".join(folded))]
    return _part_spans([(start, _skip_silent(folded, end)) for start, end in spans])


def _fold_char(char: str) -> str:
    if unicodedata.combining(char) or unicodedata.category(char) == "Cf" or "\ufe00" <= char <= "\ufe0f":
        return ""  # accents, soft hyphens, marks of width zero, variants of one sign
    if plain := _PLAIN.get(char):
        return plain
    if unicodedata.category(char) == "Pd":
        return "-"
    apart = unicodedata.normalize("NFKD", char.casefold()).lower()  # casefold makes Cherokee upper case
    return char if apart == char else "".join(map(_fold_char, apart))


def _skip_silent(folded: list[str], end: int) -> int:
    while end < len(folded) and not folded[end]:
        end += 1
    return end


def _part_spans(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The spans without what an earlier one has: two matches may lie within one character, such as the two s of ß."""
    parted: list[tuple[int, int]] = []
    for start, end in spans:
        begin = max(start, parted[-1][1]) if parted else start
        if begin < end:
            parted.append((begin, end))
    return parted


_NON_ASCII: Final = re.compile("[^\x00-\x7f]+")
_TABLE: Final = _FoldingTable()

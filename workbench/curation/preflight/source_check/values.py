"""Numbers as texts write them, read as values: `15B`, `15 billion` and `15,000,000,000` are one value.

Whether a number is one that a blurb answers for stands in `figures.py`; here every one is read, those within names too.
A comma and a point may both mean either thing, so a number may have more than one reading.
"""

import re
from collections.abc import Iterator
from typing import Final, Literal, TypeAlias

from msgspec import Struct
from msgspec.structs import replace

Unit: TypeAlias = Literal["", "%", "x"]

_SCALES: Final = {
    "k": 1e3, "m": 1e6, "mn": 1e6, "mio": 1e6, "b": 1e9, "bn": 1e9, "mrd": 1e9, "t": 1e12, "tn": 1e12,
    "hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12,
    "lakh": 1e5, "crore": 1e7, "millionen": 1e6, "milliarde": 1e9, "milliarden": 1e9, "millones": 1e6,
    "milliard": 1e9, "万": 1e4, "億": 1e8, "亿": 1e8,
}  # fmt: skip
_SMALL: Final = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19,
}  # fmt: skip
_TENS: Final = {
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip
_BIG_WORDS: Final = ("hundred", "thousand", "million", "billion", "trillion", "lakh", "crore")
_OTHER_WORDS: Final[dict[Unit, dict[float, str]]] = {
    "": {0.5: "half", 1: "single", 2: "both|pair", 10: "decade", 12: "dozen", 100: "century|centuries"},
    "%": {25: "quarter", 33: "third", 50: "half|halv", 67: "two[ -]thirds", 75: "three[ -]quarters"},
    "x": {2: "twice|doubl", 3: "tripl|thrice", 4: "quadrupl", 10: "order[ -]of[ -]magnitude"},
}
"""What a source may say where a blurb gives a figure, or how those words begin, by the unit of the figure."""

_SPACE: Final = "[ \u00a0\u2009\u202f]"
_DIGITS: Final = "\\d+(?:(?:[.,'’\u00a0\u2009\u202f]|\\\\,|\\{,\\})\\d+)*"
_NUMBER: Final = re.compile(
    rf"""(?P<digits>{_DIGITS})
    (?:{_SPACE}?(?:×|x|\*|\$?\\times\$?|\\cdot){_SPACE}?(?P<base>10)(?=[\^⁻⁰¹²³⁴-⁹]))?
    (?:(?:(?<=10)\^\{{?|[eE](?=[-+]?\d))(?P<power>[-−+]?\d{{1,2}})(?!\d)\}}?|(?<=10)(?P<raised>⁻?[⁰¹²³⁴-⁹]{{1,2}}))?
    (?:{_SPACE}?-?(?P<word>hundred|thousand|million|billion|trillion|lakh|crore|milliard|mio|mrd)(?:s|en|es|e)?\b
     |{_SPACE}?(?P<letter>[KMBT]|bn|mn|tn)(?![\w-])|(?P<attached>[kKmMbBtT]|bn|mn|tn)(?![^\W_])|{_SPACE}?(?P<han>[万億亿]))?
    (?P<plus>\+)?
    (?P<unit>{_SPACE}?\\?[%％]|(?:{_SPACE}|-)(?:percent|per{_SPACE}cent|percentage[ -]points?|pct|pp)\b
     |{_SPACE}?(?:x|×|\$?\\times\$?)(?!\w)|(?:{_SPACE}|-)?fold\b|{_SPACE}times\b)?""",
    re.VERBOSE,
)
_ANY_SMALL: Final = "|".join((*_SMALL, *_TENS))
_ANY_WORD: Final = f"{_ANY_SMALL}|{'|'.join(_BIG_WORDS)}"
_UNIT_WORDS: Final = (
    rf"(?P<unit>(?:{_SPACE}|-)(?:percent|per{_SPACE}cent|percentage[ -]points?)\b"
    rf"|(?:{_SPACE}|-)?fold\b|{_SPACE}times\b)"
)
_WORD_NUMBER: Final = re.compile(
    rf"\b(?:{_ANY_WORD})\b(?:(?:[ -]|(?:(?<=hundred)|(?<=thousand)) and )(?:{_ANY_WORD})\b)*+{_UNIT_WORDS}?",
    re.I,
)
_BETWEEN: Final = re.compile(rf"{_SPACE}?(?:[-–—/,]|to|and|or|,{_SPACE}?(?:and|or)){_SPACE}?")
_SUPERSCRIPTS: Final = str.maketrans("⁻−⁰¹²³⁴⁵⁶⁷⁸⁹", "--0123456789")
_MOST: Final = 1e18
_MAX_DIGITS: Final = 30
"""A longer run of digits is no amount: a key, or noise."""


class Number(Struct, frozen=True, gc=False):
    """A number of a text: where it stands, its readings, likeliest first, and its unit.

    `step` is the weight of the last digit that is not a filling zero: what the number may be rounded to. `bare` are
    the digits alone where nothing but digits was written. `in_words` is for `thirty`.
    """

    start: int
    end: int
    readings: tuple[float, ...]
    unit: Unit = ""
    step: float = 1.0
    scale: float = 1.0
    bare: str = ""
    in_words: bool = False


def read_numbers(text: str) -> list[Number]:
    """Every number written in digits, in the order of the text; `33-46%` is two of them, both with the unit."""
    found = [number for match in _NUMBER.finditer(text) if (number := _read_match(match)) is not None]
    for at in range(len(found) - 2, -1, -1):  # from behind: `7, 13 and 70B` are all billions
        found[at] = _share_unit(text, found[at], found[at + 1])
    return found


def read_number_words(text: str) -> list[Number]:
    """Every number written in words, and words that mean one: `thirty-two`, `a million`."""
    return [
        Number(
            match.start(), match.end(), (value,), _read_unit(match["unit"]), step=0.0, in_words=True,
        )
        for match in _WORD_NUMBER.finditer(text)
        if (value := _parse_words(match[0])) is not None
    ]  # fmt: skip


def find_spelled(text: str, value: float) -> Iterator[Number]:
    """Where a text in small letters has the value in words; `double` for 2, and `half` for 50 per cent."""
    words = []
    for scale, name in ((1.0, ""), *((_SCALES[name], f"[ -]{name}") for name in _BIG_WORDS)):
        count = value / scale
        if count == int(count) and 0 <= count < 100:
            words.append(("(?:an?|one)" if count == 1 and name else _spell_small(int(count))) + name)
    if words:
        for found in re.finditer(rf"\b(?:{'|'.join(words)}){_UNIT_WORDS}?", text):
            yield Number(found.start(), found.end(), (value,), _read_unit(found["unit"]), in_words=True)
    for unit, others in _OTHER_WORDS.items():
        if value in others:
            for found in re.finditer(rf"\b(?:{others[value]})", text):
                yield Number(found.start(), found.end(), (value,), unit, in_words=True)


def _spell_small(count: int) -> str:
    if count < len(_SMALL):
        return [*_SMALL][count]
    tens, rest = divmod(count, 10)
    return [*_TENS][tens - 2] + (f"[ -]{[*_SMALL][rest]}" if rest else "")


def _read_match(match: re.Match[str]) -> Number | None:
    digits = match["digits"]
    if len(digits) > _MAX_DIGITS or len(match[0]) > 2 * _MAX_DIGITS:
        return None
    scale, also = _read_scale(match)
    plain = _read_digits(digits)
    step = _step_of(digits, plain[0]) * scale
    readings = [value * scale for value in plain] + [value * other for other in also for value in plain]
    if (letter := match["attached"] or match["letter"]) and letter in "KkMG":
        readings += [value * 1024.0 ** (1 if letter in "Kk" else 2) for value in plain]
    unit = _read_unit(match["unit"])
    bare = digits if match.end() == match.end("digits") else ""
    return Number(match.start(), match.end(), tuple(readings), unit, step, scale, bare)


def _read_scale(match: re.Match[str]) -> tuple[float, tuple[float, ...]]:
    """What the digits are multiplied by, and by what they might be as well."""
    power = 1.0
    if raised := match["power"] or match["raised"]:
        power = 10.0 ** int(raised.translate(_SUPERSCRIPTS))
        if not match["base"] and match.string[match.end("digits")] not in "eE":
            power /= 10  # 10^6 is not 10 * 10^6
    word = match["word"] or match["letter"] or match["attached"] or match["han"]
    if word is None:
        return power, ()
    scale = _SCALES[word.lower()] * power
    # `5m` may be metres, and `3b` a part of a list.
    return scale, (power,) if word in ("m", "b", "t") else ()


def _read_digits(digits: str) -> list[float]:
    """The readings of digits with separators; of a list or a version such as `1.2.3` its parts."""
    separators = re.findall(r"\D+", digits)
    if not separators:
        return [float(digits)]
    parts = re.split(r"\D+", digits)
    is_grouped = len(parts[0]) <= 3 and parts[0] != "0" and all(len(part) == 3 for part in parts[1:])
    kinds = set(separators)
    last = separators[-1] in (".", ",")
    if len(separators) == 1:
        decimal = [float(f"{parts[0]}.{parts[1]}")] if last else []
        grouped = [float("".join(parts))] if is_grouped else []
        listed = [] if is_grouped or separators[0] != "," else [*map(float, parts)]
        return (
            [*decimal, *grouped]
            if separators[0] == "."
            else [*grouped, *decimal, *listed] or [*map(float, parts)]
        )
    if is_grouped and len(kinds) == 1:
        return [float("".join(parts))]
    if len(kinds) == 2 and separators.count(separators[-1]) == 1 and last:
        return [float(f"{''.join(parts[:-1])}.{parts[-1]}")]
    return [*map(float, parts)]


def is_list_of_digits(digits: str) -> bool:
    """Whether these are several numbers, a version or a date, and no single value: `1.2.3`, `2016,2017`."""
    parts = re.split(r"\D+", digits)
    return (
        len(parts) > 1 and len(_read_digits(digits)) >= len(parts) and not re.fullmatch(r"\d+[.,]\d+", digits)
    )


def _step_of(digits: str, value: float) -> float:
    """The weight of the last digit shown. Filling zeros of a whole number count as far as two digits stay exact."""
    fraction = re.search(r"[.,](\d+)$", digits)
    if fraction is not None and value != int(value):
        return 10.0 ** -len(fraction[1])
    if fraction is not None and len(fraction[1]) < 3:
        return 10.0 ** -len(fraction[1])
    whole = re.sub(r"\D", "", digits)
    zeros = len(whole) - len(whole.rstrip("0"))
    return max(1.0, min(10.0**zeros, value / 10))


def _read_unit(written: str | None) -> Unit:
    if not written:
        return ""
    return "%" if any(mark in written for mark in ("%", "％", "per", "pct", "pp")) else "x"


def _share_unit(text: str, number: Number, after: Number) -> Number:
    """The first of `33-46%` with the unit and the scale of the second."""
    if number.unit or number.scale != 1.0 or (not after.unit and after.scale == 1.0):
        return number
    if after.start - number.end > 6 or not _BETWEEN.fullmatch(text, number.end, after.start):
        return number
    readings = number.readings if after.scale == 1.0 else (
        *(value * after.scale for value in number.readings), *number.readings
    )  # fmt: skip
    return replace(
        number, readings=readings, unit=after.unit, step=number.step * after.scale, scale=after.scale
    )


def _parse_words(written: str) -> float | None:
    """The value of `two hundred and thirty-one`; None of `hundreds`, which is no number."""
    words = [word for word in re.findall(r"[a-z]+", written.lower()) if word not in ("and", "percent")]
    total = current = 0.0
    for word in words:
        small = _SMALL.get(word, _TENS.get(word))
        if small is not None:
            current += small
        elif word in _BIG_WORDS:
            scale = _SCALES[word]
            current = (current or 1.0) * scale
            if scale > 100:
                total, current = total + current, 0.0
        else:
            break
    value = total + current
    return value if 0 < value < _MOST else None

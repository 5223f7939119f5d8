"""Errors as people make them, put into numbers and names: the same ones in each run.

Each takes what a text has and a random source that its place seeds, and returns it with the error, or as it is where
that error cannot be made of it.
"""

from collections.abc import Callable, Iterator
from random import Random
from typing import Final

_DIGITS: Final = "0123456789"
_ROUNDS: Final = 3


def change_digit(text: str, random: Random) -> str:
    """One digit becomes another one."""
    at = random.choice([at for at, char in enumerate(text) if char in _DIGITS])
    return text[:at] + random.choice("123456789".replace(text[at], "")) + text[at + 1 :]


def add_zero(text: str, _: Random) -> str:
    """Ten times as much."""
    last = max(at for at, char in enumerate(text) if char in _DIGITS)
    return text if "." in text else f"{text[: last + 1]}0{text[last + 1 :]}"


def swap_digits(text: str, random: Random) -> str:
    """Two neighbouring digits the other way round."""
    places = [at for at in range(len(text) - 1) if text[at : at + 2].isdecimal() and text[at] != text[at + 1]]
    if not places:
        return text
    swapped = _swap(text, random.choice(places))
    return text if swapped.startswith("0") else swapped


def raise_value(text: str, random: Random) -> str:
    """10 to 40 per cent more, with as many digits behind the point."""
    digits = text[: next((at for at, char in enumerate(text) if char not in f"{_DIGITS}."), len(text))]
    if not digits or digits.count(".") > 1 or text[len(digits) :].startswith(","):
        return text
    places = len(digits.partition(".")[2])
    return f"{float(digits) * (1 + random.uniform(0.1, 0.4)):.{places}f}{text[len(digits) :]}"


def _swap(text: str, at: int) -> str:
    return text[:at] + text[at + 1] + text[at] + text[at + 2 :]


NUMBER_ERRORS: Final[dict[str, Callable[[str, Random], str]]] = {
    "a digit": change_digit, "ten times": add_zero, "swapped": swap_digits, "10-40 % more": raise_value,
}  # fmt: skip

NAME_ERRORS: Final[dict[str, Callable[[str, int], str]]] = {
    "a letter missing": lambda name, at: name[:at] + name[at + 1 :],
    "a letter doubled": lambda name, at: name[:at] + name[at] + name[at:],
    "letters swapped": _swap,
    "wrong case": lambda name, at: name[:at] + name[at].swapcase() + name[at + 1 :],
}
"""What happens at a letter behind the first."""


def iter_number_errors(text: str, place: str) -> Iterator[tuple[str, str]]:
    """The number with each error, by the name of the error, some more than once in another way."""
    for kind, make in NUMBER_ERRORS.items():
        made = {make(text, Random(f"{place} {at}")) for at in range(_ROUNDS)}
        yield from ((kind, wrong) for wrong in sorted(made - {text}))


def iter_name_errors(text: str, place: str) -> Iterator[tuple[str, str]]:
    """The name with each error, by the name of the error."""
    letters = [at for at in range(1, len(text) - 1) if text[at].isalpha() and text[at + 1].isalpha()]
    for kind, make in NAME_ERRORS.items() if letters else ():
        wrong = make(text, Random(place).choice(letters))
        if wrong != text:
            yield kind, wrong

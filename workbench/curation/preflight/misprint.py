"""What a text says otherwise to its readers than to its writer.

Which of its marks readers would see is known to whoever parses prose (`publishing/prose/misprints.py`), and preflight
is below that. So the desk hands the finder in, and the rules say where and how bad it is.
"""

from collections.abc import Sequence
from typing import Literal, Protocol, TypeAlias

from msgspec import Struct

MisprintRule: TypeAlias = Literal["plain", "markup", "unclosed", "numbering"]


class Misprint(Struct, frozen=True):
    """One of them: the rule of preflight that it breaks, and a sentence that quotes it and says what to do."""

    rule: MisprintRule
    message: str


class MisprintFinder(Protocol):
    """Finds the misprints of a text, each kind once. `is_line` is for a text that is printed as one line."""

    def __call__(self, text: str, *, is_line: bool) -> Sequence[Misprint]: ...

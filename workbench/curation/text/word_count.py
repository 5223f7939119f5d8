"""Count the words of a text as its reader would, and judge the count against the length wanted."""

import re
from functools import lru_cache
from typing import Final, Literal, TypeAlias

Verdict: TypeAlias = Literal["empty", "short", "good", "long"]

_NOT_COUNTED: Final = re.compile(r"\]\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*\)|<?https?://[^\s<>]*>?")
_CJK: Final = "\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
_WORD: Final = re.compile(rf"[{_CJK}]|(?:(?![{_CJK}])\w)(?:(?![{_CJK}])[^\s])*")


@lru_cache(maxsize=1024)
def count_words(text: str) -> int:
    """The words of a text as a reader counts them: neither addresses nor Markdown's marks, and each sign of
    a script without spaces as one."""
    return sum(1 for _ in _WORD.finditer(_NOT_COUNTED.sub(" ", text)))


def judge_length(count: int, limits: tuple[int, int]) -> Verdict:
    """What to say of a number of words where least and most are wanted."""
    if count == 0:
        return "empty"
    least, most = limits
    return "short" if count < least else "long" if count > most else "good"

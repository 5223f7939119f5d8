"""Count the words of a text as its reader would, and judge the count against the length wanted."""

import re
from functools import lru_cache
from typing import Final, Literal, TypeAlias

Verdict: TypeAlias = Literal["empty", "short", "good", "long"]

# Addresses: of a Markdown link, whose text is counted, and those that stand in the text.
_NOT_COUNTED: Final = re.compile(r"\]\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*\)|<?https?://[^\s<>]*>?")
_CJK: Final = "\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
_WORD: Final = re.compile(rf"[{_CJK}]|(?:(?![{_CJK}])\w)(?:(?![{_CJK}])[^\s])*")


@lru_cache(maxsize=1024)
def count_words(text: str) -> int:
    """The number of words as a reader counts them: without addresses and Markdown's marks. In scripts without spaces
    each character counts as a word."""
    return sum(1 for _ in _WORD.finditer(_NOT_COUNTED.sub(" ", text)))


def judge_length(count: int, limits: tuple[int, int]) -> Verdict:
    """The verdict on a number of words, where `limits` are the least and the most wanted."""
    if count == 0:
        return "empty"
    least, most = limits
    return "short" if count < least else "long" if count > most else "good"

"""The name of an issue's file: the one place that makes it, safe on every system and short enough to read."""

import re
import unicodedata
from typing import Final

MAX_NAME_LENGTH: Final = 60
_ASCII_SPELLINGS: Final = str.maketrans({
    "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ħ": "h", "ı": "i",
})  # fmt: skip


def make_file_name(number: int, title: str) -> str:
    """`0011-gates-agents-and-meshes.md` for issue 11. Accents are dropped; other scripts leave no trace.

    The number comes first, so no name is hidden, reserved (`con`, `nul`) or a way out of the folder.
    """
    plain = unicodedata.normalize("NFKD", title.casefold().translate(_ASCII_SPELLINGS))
    letters = "".join(char for char in plain if not unicodedata.combining(char))
    words = re.sub(r"[^a-z0-9]+", "-", re.sub(r"['’]", "", letters)).strip("-")
    if len(words) > MAX_NAME_LENGTH:
        words = words[: MAX_NAME_LENGTH + 1].rpartition("-")[0] or words[:MAX_NAME_LENGTH]
    return f"{number:04}-{words or 'issue'}.md"

"""Tell a paste from typing where the terminal does not mark it: by what was sent, not by its speed alone.

Without bracketed paste a pasted list arrives as keys, and its letters would reject, defer and publish. But a slow line
or a busy moment also delivers many keys at once, and those are keys. So a burst is a paste only if it holds what no
keys spell: an address, words, lines of words, letters that no key is.
"""

import re
from typing import Final

BURST_GAP: Final = 0.008
"""Seconds between two keys at most: a quick typist needs 60 ms, key repeat 30, a terminal's buffer none."""
PASTE_GAP: Final = 0.25
"""The same once it is known that a paste is coming in, which a busy line may cut anywhere."""

MIN_PASTE_LENGTH: Final = 6
"""Characters: a shorter burst is typed."""
MIN_PROSE_LENGTH: Final = 16
"""Characters from which two words are prose, and not keys that spell words by chance."""
MIN_JUMBLE_LENGTH: Final = 60
MIN_JUMBLE_VARIETY: Final = 12
"""A burst of that length with so many different characters is no sequence of commands, whatever it is."""

_ADDRESS: Final = re.compile(r"https?:/|www\.|\w\.\w", re.IGNORECASE)
_WORD: Final = re.compile(r"(?<!\w)(?=[a-z]*[aeiou])(?=([a-z])\1*(?!\1)[a-z])[a-z]{3}", re.IGNORECASE)
"""Three letters or more, a vowel among them, not one letter repeated: few commands in a row look so."""
_FOREIGN_LETTER: Final = re.compile(r"(?![\x00-\x7f])\w")


def is_pasted_text(text: str) -> bool:
    """Whether a burst of characters is a paste. Whatever follows one belongs to it: if `text` is a paste, so is every
    longer text that begins with it."""
    if len(text) < MIN_PASTE_LENGTH:
        return False
    if _ADDRESS.search(text) or _FOREIGN_LETTER.search(text):
        return True
    if len(text) >= MIN_JUMBLE_LENGTH and len(set(text)) >= MIN_JUMBLE_VARIETY:
        return True
    words = [word.start() for word in _WORD.finditer(text)]
    return len(words) > 1 and (len(text) >= MIN_PROSE_LENGTH or "\n" in text[words[0] : words[-1]])

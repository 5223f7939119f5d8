"""The words of a text as they are compared: what platforms set in their own way does not count.

Case, punctuation, kinds of quotes, dashes and spaces are such. Emoji and signs that mean something (`<`, `+`, `%`) are
not. Addresses in a text are taken out: they are compared as links.
"""

import re
import unicodedata
from typing import Final

from msgspec import Struct

_TOKEN: Final = re.compile(
    r"[\u3040-\u30ff\u3400-\u9fff]"  # written without spaces: each is a word
    r"|[^\W_\u3040-\u30ff\u3400-\u9fff]+"
    r"|#(?=\w)|(?<=\w)#"  # C# and #28, and not the marks of a heading
    r"|[%&@$€£¥+=<>≤≥≠≈±×÷√∞∑∫∂→←↔⇒]"
    r"|[^\w\s\u0000-\u20cf]"  # emoji and other signs
)
_DROPPED: Final = re.compile("[\ufe00-\ufe0f\u200d\u2212\u3000-\u303f]")
_EMOJI: Final = re.compile("[\u2300-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff]")
_QUOTE_MARKS: Final = re.compile(r"^(?:>\s*)+")
URL_PATTERN: Final = re.compile(r"https?://[^\s\"'<>]+")


class Words(Struct, frozen=True):
    """A text and its words in the form in which they are compared. `places` is where each stands in the text."""

    text: str
    words: tuple[str, ...]
    places: tuple[tuple[int, int], ...]

    @property
    def letters(self) -> str:
        """All words in one, for what has lost or won a space."""
        return "".join(self.words)

    def quote(self, start: int, stop: int) -> str:
        """The words from one to before another as they are written, in quotation marks."""
        stop = min(stop, len(self.places))
        return quote(self.text[self.places[start][0] : self.places[stop - 1][1]] if stop > start else "")


def split_words(text: str) -> Words:
    """The words of a text on one line."""
    text = URL_PATTERN.sub(" ", unicodedata.normalize("NFKC", text))
    text = _QUOTE_MARKS.sub("", _DROPPED.sub("", text))
    found = list(_TOKEN.finditer(text))
    return Words(text, tuple(token[0].casefold() for token in found), tuple(token.span() for token in found))


def find_urls(text: str) -> list[str]:
    """The addresses that a text shows, without the punctuation behind them."""
    return [_trim_url(found) for found in URL_PATTERN.findall(text)]


def _trim_url(url: str) -> str:
    url = url.rstrip(".,;:!?")
    while url.endswith((")", "]")) and url.count("(" if url[-1] == ")" else "[") < url.count(url[-1]):
        url = url[:-1].rstrip(".,;:!?")
    return url


def quote(text: str, limit: int = 48) -> str:
    """A text in quotation marks, cut where it is long."""
    text = " ".join(text.split())
    return f"“{text[:limit]}…”" if len(text) > limit + 2 else f"“{text}”"


def describe_difference(ours: Words, theirs: Words) -> str:
    """The first words in which two texts differ, as a phrase that goes on from the text."""
    start = _count_common(ours.words, theirs.words)
    most = min(len(ours.words), len(theirs.words)) - start
    end = min(_count_common(ours.words[::-1], theirs.words[::-1]), most)
    lost = ours.quote(start, min(len(ours.words) - end, start + 6))
    won = theirs.quote(start, min(len(theirs.words) - end, start + 6))
    if lost == "“”":
        return f"has {won} more than the issue"
    if won == "“”":
        return f"has lost {lost}"
    return f"says {won} where the issue says {lost}"


def has_emoji(words: Words) -> bool:
    """Whether there is an emoji among the words."""
    return any(map(_EMOJI.fullmatch, words.words))


def has_lost_emoji(ours: Words, theirs: Words) -> bool:
    """Whether all that a text has lost is emoji."""
    kept = [word for word in ours.words if not _EMOJI.fullmatch(word)]
    return len(kept) < len(ours.words) and kept == [
        word for word in theirs.words if not _EMOJI.fullmatch(word)
    ]


def _count_common(ours: tuple[str, ...], theirs: tuple[str, ...]) -> int:
    pairs = zip(ours, theirs, strict=False)
    return next((at for at, (a, b) in enumerate(pairs) if a != b), min(len(ours), len(theirs)))

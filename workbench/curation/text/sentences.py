"""Where the sentences of a text begin and end, so that one of them can be quoted.

No grammar, but what articles and abstracts hold: abbreviations, initials, numbers, addresses, headings, lists, and the
full stops of Chinese and Japanese, which no space follows.
"""

import re
from typing import Final

Span = tuple[int, int]

_CLOSING: Final = r"[\"'”’»)\]]*"
_END: Final = re.compile(
    rf"(?P<stop>[.!?…]+){_CLOSING}(?=\s)"
    r"|[。！？]+[」』”’）]*"
    r"|\n(?=\s*\n)"  # an empty line ends a paragraph
    r"|\n(?=[ \t]*(?:[-*•+>#|]|\d{1,3}[.)])[ \t])"  # the next item of a list, or a heading
)
_NEXT: Final = re.compile(r"\s*(?P<character>\S)")
_WORD_BEFORE: Final = re.compile(r"[^\s(\[“\"]*\Z")
_LONGEST_WORD: Final = 40  # characters looked at before a full stop
_ABBREVIATIONS: Final = frozenset(
    {
        *(
            "al",
            "approx",
            "ca",
            "cf",
            "ch",
            "dept",
            "dr",
            "e.g",
            "ed",
            "eds",
            "eq",
            "eqs",
            "fig",
            "figs",
            "i.e",
        ),
        *(
            "jr",
            "mr",
            "mrs",
            "ms",
            "nos",
            "pp",
            "prof",
            "resp",
            "sr",
            "st",
            "u.k",
            "u.s",
            "univ",
            "vol",
            "vs",
        ),
        *("w.r.t", "bzw", "d.h", "vgl", "z.b"),
    }
)


def find_sentences(text: str) -> list[Span]:
    """The begin and end of each sentence, in order; none is blank, and only spaces stand between them."""
    spans, begin = [], 0
    for end in _END.finditer(text):
        if end["stop"] is None or _is_end(text, end):
            spans.append((begin, end.end()))
            begin = end.end()
    trimmed = (_trim(text, span) for span in (*spans, (begin, len(text))))
    return [span for span in trimmed if span[0] < span[1]]


def _is_end(text: str, end: re.Match[str]) -> bool:
    """Whether a full stop or its like ends a sentence; abbreviations and initials have one too."""
    following = _NEXT.match(text, end.end())
    if following is None:
        return True
    if following["character"].islower():
        return False
    if end["stop"] != ".":
        return True
    before = _WORD_BEFORE.search(text[max(0, end.start() - _LONGEST_WORD) : end.start()])
    word = before[0] if before else ""
    is_initial = len(word) == 1 and word.isupper() and word != "I"
    is_item_number = word.isdigit() and _begins_line(text, end.start() - len(word))
    return not (word.lower() in _ABBREVIATIONS or is_initial or is_item_number)


def _begins_line(text: str, at: int) -> bool:
    line = text.rfind("\n", 0, at) + 1
    return not text[line:at].strip()


def _trim(text: str, span: Span) -> Span:
    begin, end = span
    kept = text[begin:end]
    return begin + len(kept) - len(kept.lstrip()), end - (len(kept) - len(kept.rstrip()))

"""Slips of the pen in what the newsletter itself writes: placeholders, words that it avoids, doubled words and signs.

Titles of entries are mostly somebody else's, so there only a placeholder that is the whole of one counts. Code and
addresses are nobody's prose.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from workbench.curation.pieces import PREVIEW, SUBTITLE, TITLE
from workbench.curation.preflight.context import PreflightContext, ProseText
from workbench.curation.preflight.finding import Violation, violation_at
from workbench.curation.text import split_names
from workbench.curation.text.cleaning import clean_line

OTHER: Final = "\ufffc"
"""Stands for what is no prose."""
_CODE: Final = re.compile(
    r"^[ \t>]*(```|~~~)[^\n]*\n.*?(?:^[ \t>]*\1[^\n]*$|\Z)|(?<!`)(`+)(?!`)[^`]*(?<!`)\2(?!`)", re.M | re.S
)
_LINK_TARGET: Final = re.compile(r"\]\([^()\s]*\)")
_WEB_ADDRESS: Final = re.compile(r"https?://[^\s<>]*[^\s<>.,;:!?)]", re.I)


@lru_cache(maxsize=256)
def show_prose(text: str) -> str:
    """The text with a sign in place of each piece of code and each address."""
    return _WEB_ADDRESS.sub(OTHER, _LINK_TARGET.sub(f"]{OTHER}", drop_code(text)))


def drop_code(text: str) -> str:
    """The text with a sign in place of each piece of code."""
    return _CODE.sub(OTHER, text) if "`" in text or "~~~" in text else text


_BRACKET: Final = (
    r"\[(?i:insert\b[^\]\n(){}=&;]{0,60}"
    r"|(?:link|title|blurb|add|todo|here|name|tbd)(?:[ \t]+[^\]\s(){}=&;]+){0,3})\]"
)
_BEGIN: Final = r"(?:(?:^|[(\[])[ \t>*_-]*|[.:;!?–—-][ \t]+)"
_END: Final = r"(?=[ \t*_]*(?:[)\]:.!?]|$))"
_PLACEHOLDER: Final = re.compile(
    # Of these people also write: `a TODO list`, `the date is TBD`, `R's lorem ipsum`, `TK left Uber`. A mark stands
    # alone, or begins a sentence, or where a number is to come.
    rf"{_BEGIN}(?:TODO|FIXME)\b(?!\]{OTHER}|['’]?s\b|[ \t]+(?:list|app|item|comment|mark)s?\b)(?![:./][\w:/])"
    r"|(?<=\w )(?:TODO|FIXME|TK)[ \t]*$"  # at the end of a line without its stop
    rf"|{_BEGIN}(?:TBD|TK)\b{_END}|\bTKTK\b"
    r"|(?<![\w/.-])(?i:tk)(?=[ \t]+(?:percent|words|people|million|billion)\b|[ \t]?%)"
    rf"|(?i:^[^\w\n]*lorem ipsum\b|\blorem ipsum dolor\b)|(?<![\w/(.'\"‘“])XXX+\b(?!:)"
    rf"|(?<![#\w\\]){_BRACKET}(?!{OTHER})",
    re.M,
)
_PLACEHOLDER_ALONE: Final = re.compile(
    rf"[^\w#]*(?:(?:TODO|FIXME|TBD|TK(?:TK)?|tk(?:tk)?|XXX+)\b\W*(?:$|:.*)|(?i:lorem ipsum\b.*)"
    rf"|{_BRACKET}$)"
)


def check_placeholder(context: PreflightContext) -> Iterator[Violation]:
    """No text holds what stood for something that was to be written later."""
    for entry in context.placed:
        if _PLACEHOLDER_ALONE.match(entry.title):
            yield violation_at(entry, _describe_placeholder(entry.title), "title")
    for text in _iter_own_texts(context):
        if found := _PLACEHOLDER.search(show_prose(text.text)):
            yield Violation(text.where, text.piece, _describe_placeholder(found[0]), field=text.field)


def _iter_own_texts(context: PreflightContext) -> Iterator[ProseText]:
    """What the newsletter itself writes: title, subtitle and preview of the issue, and all its prose."""
    issue = context.issue
    yield ProseText("title", TITLE, issue.title, is_line=True)
    yield ProseText("subtitle", SUBTITLE, issue.subtitle, is_line=True)
    yield ProseText("preview", PREVIEW, issue.preview, is_line=True)
    yield from context.iter_prose()


def _describe_placeholder(found: str) -> str:
    shown = clean_line(found, limit=60).lstrip(" (.:;!?–—->*_")
    return f"“{shown}” is a placeholder: write what belongs in its place."


def check_avoid(context: PreflightContext) -> Iterator[Violation]:
    """No text holds a word that the newsletter avoids."""
    words = context.publication.preflight.avoid
    if not words:
        return
    pattern = compile_words(words)
    for where, piece, text in context.iter_texts():
        for found in dict.fromkeys(match.lower() for match in pattern.findall(show_prose(text))):
            yield Violation(where, piece, f"“{found}” is a word that this newsletter avoids.")


@lru_cache(maxsize=4)
def compile_words(words: tuple[str, ...]) -> re.Pattern[str]:
    """A pattern that finds each of these words as a whole, in capitals or not."""
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, words))})(?!\w)", re.I)


_GAP: Final = r"(?:[ \t]+|[ \t]*\n[ \t]*)(?!\n)"
_DOUBLED: Final = re.compile(rf"\b([^\W\d_]{{2,}})(?:{_GAP}\1\b(?![-.]\w))+")
_DOUBLED_ON_PURPOSE: Final = split_names(
    "that had very is blah bye yada so no really many much far way long"
    " nous vous die der das den sie dat"  # grammar: `nous nous voyons`, `die, die die Regeln kennen`
)
_SLIP: Final = re.compile(
    rf"(?<![\w\]{OTHER}])[\w\]{OTHER}]++[ \t]+[,.](?=\s|$)(?![ \t]*\.)"
    r"|(?<!\w)\w*+(?:,,|;;|,\.(?!\.))|(?<![.\w/])\w*[a-zà-ÿ]\.\.(?![.\w/])"
)


def check_punctuation(context: PreflightContext) -> Iterator[Violation]:
    """No word stands twice in a row, and no sign stands doubled or behind a space."""
    for prose in _iter_own_texts(context):
        text = show_prose(prose.text)
        for found in _DOUBLED.finditer(text):
            is_name = not found[1].islower()  # `Michael Michael`, `Duran Duran`
            is_thrice = len(found[0].split()) > 2
            if not is_name and not is_thrice and found[1] not in _DOUBLED_ON_PURPOSE:
                said = f"“{clean_line(found[1])}” stands here twice in a row."
                yield Violation(prose.where, prose.piece, said, field=prose.field)
        for found in _SLIP.finditer(text):
            shown = clean_line(found[0].replace(OTHER, "…"), limit=60)
            said = f"“{shown}” is a slip of punctuation."
            yield Violation(prose.where, prose.piece, said, field=prose.field)

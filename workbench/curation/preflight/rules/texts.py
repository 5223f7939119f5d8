"""What readers would see in a text otherwise than it is meant, and what the newsletter itself does not want there."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from workbench.curation.pieces import (
    PREVIEW,
    SUBTITLE,
    TITLE,
)
from workbench.curation.preflight.context import PreflightContext
from workbench.curation.preflight.finding import Violation, violation_at
from workbench.curation.preflight.misprint import MisprintRule
from workbench.curation.text.cleaning import clean_line
from workbench.curation.text.patterns import SlowPatternError, compile_pattern
from workbench.curation.text.tex import find_tex

_CODE_SPAN: Final = re.compile(r"(?<!`)(`+)(?!`)[^`]*(?<!`)\1(?!`)")

_MARK_IN_LINE: Final = re.compile(
    r"</?[a-zA-Z][\w-]*(?:\s[^<>]*)?/?>|<!--|!?\[[^\[\]]*\]\([^()\s]*\)|(\*\*|~~)(?=\S)(?:(?!\1).)+(?<=\S)\1|`[^`]+`"
)
"""HTML, an image, a link, emphasis or code in a text that has no marks."""

_TEMPLATE_MARK: Final = re.compile(r"\{[{%#].*")


def check_house_rules(context: PreflightContext) -> Iterator[Violation]:
    """The publication's own rules; each says itself how bad it is."""
    for where, piece, text in context.iter_texts():
        for rule in context.publication.house_rules:
            try:
                found = compile_pattern(rule.pattern).search(text)
            except SlowPatternError:
                pattern = clean_line(rule.pattern, limit=60)
                yield Violation(where, piece, f"The house rule “{pattern}” takes too long here: simplify it.")
                continue
            if found is not None:
                said = f"“{clean_line(found, limit=60)}”: {rule.message}"
                yield Violation(where, piece, said, rule.level)


def check_plain(context: PreflightContext) -> Iterator[Violation]:
    """No text is printed with its marks because Markdown cannot say it."""
    return _iter_misprints(context, "plain")


def check_markup(context: PreflightContext) -> Iterator[Violation]:
    """No text holds marks that it has no meaning for."""
    issue = context.issue
    for where, piece, text in (
        ("title", TITLE, issue.title), ("subtitle", SUBTITLE, issue.subtitle), ("preview", PREVIEW, issue.preview)
    ):  # fmt: skip
        if said := _describe_mark(text, where):
            yield Violation(where, piece, said)
    for entry in context.placed:
        if said := _describe_mark(entry.title, "title"):
            yield violation_at(entry, said, "title")
    yield from _iter_misprints(context, "markup")


def _describe_mark(text: str, what: str) -> str:
    """The sentence about the first mark in a text that is printed as it stands; empty where there is none."""
    found = _MARK_IN_LINE.search(text)
    if found is None:
        return ""
    name = "preview text" if what == "preview" else what
    return f"“{clean_line(found[0], limit=60)}” would be printed as it stands: a {name} is plain text."


def check_unclosed(context: PreflightContext) -> Iterator[Violation]:
    """No mark is open at its end."""
    return _iter_misprints(context, "unclosed")


def check_numbering(context: PreflightContext) -> Iterator[Violation]:
    """Lists are numbered as they are written."""
    return _iter_misprints(context, "numbering")


def _iter_misprints(context: PreflightContext, rule: MisprintRule) -> Iterator[Violation]:
    for prose, misprint in context.iter_misprints():
        if misprint.rule == rule:
            yield Violation(prose.where, prose.piece, misprint.message, field=prose.field)


def check_tex(context: PreflightContext) -> Iterator[Violation]:
    """No text holds TeX."""
    for where, piece, text in context.iter_texts():
        if found := find_tex(_CODE_SPAN.sub("", text)):
            said = f"“{clean_line(found, limit=60)}” is TeX, which readers would see as it stands."
            yield Violation(where, piece, said)


def check_template(context: PreflightContext) -> Iterator[Violation]:
    """Titles and subtitles: plain fields, in which nothing can be escaped. Elsewhere a target's dialect does it."""
    names = [target.name for target in context.publication.targets if target.templates]
    if not names and not context.target.templates:
        return
    name = context.target.name if context.target.templates else " and ".join(names)
    for where, piece, text in context.iter_texts():
        if piece in (TITLE, SUBTITLE) and (found := _TEMPLATE_MARK.search(text)):
            said = f"“{clean_line(found[0], limit=60)}” is a template at {name} and not shown: write it another way."
            yield Violation(where, piece, said, "error" if context.target.templates else None)


_PLACEHOLDER: Final = re.compile(
    r"(?i:\blorem ipsum\b)|\b(?:TODO|FIXME|TKTK|TK|XXX+|TBD)\b|(?<![\w/.])tk(?:tk)?\b(?!/)"
    r"|\[(?i:insert|link|title|blurb|add|todo|here|name|tbd)\b[^\]\n]{0,60}\](?!\()"
)


def check_placeholder(context: PreflightContext) -> Iterator[Violation]:
    """No text holds what stood for something that was to be written later."""
    for where, piece, text in context.iter_texts():
        if (found := _PLACEHOLDER.search(_CODE_SPAN.sub("", text))) is not None:
            said = f"“{clean_line(found[0], limit=60)}” is a placeholder: write what belongs in its place."
            yield Violation(where, piece, said)


def check_avoid(context: PreflightContext) -> Iterator[Violation]:
    """No text holds a word that the newsletter avoids."""
    words = context.publication.preflight.avoid
    if not words:
        return
    pattern = compile_words(words)
    for where, piece, text in context.iter_texts():
        for found in dict.fromkeys(match.lower() for match in pattern.findall(_CODE_SPAN.sub("", text))):
            yield Violation(where, piece, f"“{found}” is a word that this newsletter avoids.")


@lru_cache(maxsize=4)
def compile_words(words: tuple[str, ...]) -> re.Pattern[str]:
    """A pattern that finds each of these words as a whole, in capitals or not."""
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, words))})(?!\w)", re.I)


_DOUBLED: Final = re.compile(r"\b([^\W\d_]{2,})[ \t\n]+\1\b(?![-.]\w)")
_DOUBLED_ON_PURPOSE: Final = frozenset({"that", "had", "very", "is", "blah", "bye", "so", "no", "really"})
_SLIP: Final = re.compile(r"\w+[ \t]+[,.](?=\s|$)|\w*(?:,,|;;|,\.)|(?<![.\w/])\w*[^\W\d]\.\.(?![.\w/])")
_WEB_ADDRESS: Final = re.compile(r"https?://\S+", re.I)


def check_punctuation(context: PreflightContext) -> Iterator[Violation]:
    """No word stands twice in a row, and no sign stands doubled or behind a space."""
    for prose in context.iter_prose():
        text = _WEB_ADDRESS.sub(" ", _CODE_SPAN.sub(" ", prose.text))
        for found in _DOUBLED.finditer(text):
            if found[1].lower() not in _DOUBLED_ON_PURPOSE:
                said = f"“{clean_line(found[1])}” stands here twice in a row."
                yield Violation(prose.where, prose.piece, said, field=prose.field)
        for found in _SLIP.finditer(text):
            said = f"“{clean_line(found[0], limit=60)}” is a slip of punctuation."
            yield Violation(prose.where, prose.piece, said, field=prose.field)

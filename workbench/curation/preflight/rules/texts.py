"""What readers would see in a text otherwise than it is meant, and the newsletter's own rules about its texts."""

import re
from collections.abc import Iterator
from typing import Final

from workbench.curation.pieces import (
    PREVIEW,
    SUBTITLE,
    TITLE,
)
from workbench.curation.preflight.context import PreflightContext
from workbench.curation.preflight.finding import Violation, violation_at
from workbench.curation.preflight.misprint import MisprintRule
from workbench.curation.preflight.rules.slips import show_prose
from workbench.curation.text.cleaning import clean_line
from workbench.curation.text.patterns import SlowPatternError, compile_pattern
from workbench.curation.text.tex import find_tex

_MARK_IN_LINE: Final = re.compile(
    r"</?(?:b|br|em|font|i|img|p|small|span|strong|sub|sup|u)(?:\s[^<>]*)?/?>|<!--"
    r"|!?\[[^\[\]]*\]\([^()\s]*\)|(\*\*|~~)(?=\S)(?:(?!\1).)+(?<=\S)\1|`[^`]+`"
)
"""What sets text, a comment, an image, a link, emphasis or code in a text that has no marks. All other tags are what a
title is about: `Vec<T>`, `the <dialog> element`."""

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
        if found := find_tex(show_prose(text)):
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

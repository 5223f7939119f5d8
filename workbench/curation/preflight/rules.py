"""The rules of preflight and the table that lists them.

A new rule is a check here, a row in `PREFLIGHT_RULES`, its id in `publication.RuleId` and a row in `docs/preflight.md`.
"""

import re
from collections.abc import Iterator
from typing import Final
from urllib.parse import urlsplit

from workbench.curation.model import Entry
from workbench.curation.pieces import (
    CLOSING,
    GREETING,
    MAX_PREVIEW_LENGTH,
    PREVIEW,
    SUBTITLE,
    TITLE,
    UNPLACED,
    piece_of_entry,
    piece_of_section,
    piece_of_tldr,
)
from workbench.curation.preflight.context import PreflightContext, describe_place, describe_title
from workbench.curation.preflight.finding import Rule, Violation
from workbench.curation.preflight.mends import (
    explain_unsafe_url,
    mend_count,
    mend_tldr,
    mend_twice,
    mend_url,
)
from workbench.curation.preflight.misprint import MisprintRule
from workbench.curation.text.address import (
    Address,
    has_param_without_value,
    is_private_host,
    parse_url,
    strip_user_info,
)
from workbench.curation.text.cleaning import clean_line, to_safe_url
from workbench.curation.text.patterns import SlowPatternError, compile_pattern
from workbench.curation.text.tex import find_tex
from workbench.curation.text.word_count import count_words, judge_length

_USER_INFO: Final = re.compile(r"https?://[^\s/?#@()<>]+@(?P<host>[^\s/?#()<>:]+)", re.I)


def _check_title(context: PreflightContext) -> Iterator[Violation]:
    if not context.issue.title.strip():
        yield Violation("title", TITLE, "The issue has no title yet.")


def _check_preview(context: PreflightContext) -> Iterator[Violation]:
    length = len(context.issue.preview)
    if length > MAX_PREVIEW_LENGTH:
        said = f"The preview text has {length} characters: mail programs show {MAX_PREVIEW_LENGTH} at most."
        yield Violation("preview", PREVIEW, said)


def _check_greeting(context: PreflightContext) -> Iterator[Violation]:
    if not context.issue.greeting.strip():
        yield Violation("greeting", GREETING, "The greeting is not written.")


def _check_tldr(context: PreflightContext) -> Iterator[Violation]:
    filled = {entry.section for entry in context.placed}
    for section in context.issue.sections:
        if not section.capacity and section.key not in filled:
            continue  # left out of this issue on purpose, its line with it
        where, piece = f"tldr {section.key}", piece_of_tldr(section.key)
        line = context.issue.tldr.get(section.key, "").strip()
        if section.key in filled and not line:
            yield Violation(where, piece, f"The TL;DR has no line for {section.label}.")
        if line and section.key not in filled:
            said = f"The TL;DR has a line for {section.label}, which has no entry."
            yield Violation(where, piece, said)


def _check_count(context: PreflightContext) -> Iterator[Violation]:
    for section in context.issue.sections:
        count = len(context.entries_in(section))
        if section.slots is None or count == section.slots:
            continue
        said = (
            f"{count} of {section.slots} slots are filled." if section.slots > 1 else "Its one slot is empty."
        )
        if count > section.slots:
            said = f"{count} entries stand here, {section.slots} are wanted."
        yield Violation(section.key, piece_of_section(section.key), said)


def _at(entry: Entry, message: str, field: str = "") -> Violation:
    return Violation(describe_place(entry), piece_of_entry(entry.id), message, field=field)


def _check_section(context: PreflightContext) -> Iterator[Violation]:
    for entry in context.placed:
        if context.find_section(entry) is None:
            said = f"The issue has no section “{entry.section}”: the entry would not be printed."
            yield _at(entry, said)


def _check_entry_title(context: PreflightContext) -> Iterator[Violation]:
    for entry in context.placed:
        if not entry.title.strip():
            yield _at(entry, "The entry has no title.", "title")


def _check_link(context: PreflightContext) -> Iterator[Violation]:
    for entry in context.placed:
        section = context.find_section(entry)
        if not entry.links and not (section is not None and section.takes_ideas):
            yield _at(entry, "The entry has no link.", "links")


def _check_url(context: PreflightContext) -> Iterator[Violation]:
    for entry in context.placed:
        for link in entry.links:
            if to_safe_url(link.url) is None:
                yield _at(entry, explain_unsafe_url(link.url), "links")


def _check_private(context: PreflightContext) -> Iterator[Violation]:
    for entry in context.placed:
        for link in entry.links:
            address = parse_url(link.url)
            if isinstance(address, Address) and is_private_host(address.host):
                yield _at(entry, f"“{address.host}” is in your own network: readers cannot open this link.")
            if strip_user_info(link.url) != link.url:
                yield _at(
                    entry,
                    f"A link to {urlsplit(link.url).hostname} holds a user name: readers get it without.",
                )
    for where, piece, text in context.iter_texts():
        if (found := _USER_INFO.search(text)) is not None:
            yield Violation(where, piece, f"An address at {found['host']} holds a user name: take it out.")


def _check_blurb(context: PreflightContext) -> Iterator[Violation]:
    for entry in context.placed:
        if count_words(entry.blurb) == 0:
            yield _at(entry, "The blurb is not written.", "blurb")


def _check_length(context: PreflightContext) -> Iterator[Violation]:
    for entry in context.placed:
        section = context.find_section(entry)
        if section is None:
            continue
        count, (least, most) = count_words(entry.blurb), section.blurb_words
        verdict = judge_length(count, section.blurb_words)
        if verdict in ("short", "long"):
            yield _at(
                entry, f"The blurb is too {verdict}: {count} words, {least} to {most} are wanted.", "blurb"
            )


def _check_twice(context: PreflightContext) -> Iterator[Violation]:
    first: dict[str, Entry] = {}
    for entry in context.placed:
        works = [*context.identities[entry.id], f"link {entry.link}"]
        other = next((first[work] for work in works if work in first), None)
        if other is not None:
            section = context.find_section(other)
            place = f"{section.name if section else other.section} {other.slot}"
            said = f"The same work stands in {place} already: {describe_title(other)}."
            yield _at(entry, said, "links")
        for work in works:
            first.setdefault(work, entry)


def _check_published(context: PreflightContext) -> Iterator[Violation]:
    for entry in context.placed:
        works = context.identities[entry.id]
        numbers = {number for work in works for number in context.published.get(work, ())}
        numbers.discard(context.issue.number)
        if numbers:
            where = ", ".join(f"#{number}" for number in sorted(numbers))
            yield _at(entry, f"Readers have had this already, in {where}.")


def _check_house_rules(context: PreflightContext) -> Iterator[Violation]:
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


_CODE_SPAN: Final = re.compile(r"(?<!`)(`+)(?!`)[^`]*(?<!`)\1(?!`)")
_MARK_IN_LINE: Final = re.compile(
    r"</?[a-zA-Z][\w-]*(?:\s[^<>]*)?/?>|<!--|!?\[[^\[\]]*\]\([^()\s]*\)|(\*\*|~~)(?=\S)(?:(?!\1).)+(?<=\S)\1|`[^`]+`"
)
"""HTML, an image, a link, emphasis or code in a text that has no marks."""


def _check_plain(context: PreflightContext) -> Iterator[Violation]:
    return _iter_misprints(context, "plain")


def _check_markup(context: PreflightContext) -> Iterator[Violation]:
    issue = context.issue
    for where, piece, text in (
        ("title", TITLE, issue.title), ("subtitle", SUBTITLE, issue.subtitle), ("preview", PREVIEW, issue.preview)
    ):  # fmt: skip
        if said := _describe_mark(text, where):
            yield Violation(where, piece, said)
    for entry in context.placed:
        if said := _describe_mark(entry.title, "title"):
            yield _at(entry, said, "title")
    yield from _iter_misprints(context, "markup")


def _describe_mark(text: str, what: str) -> str:
    """The sentence about the first mark in a text that is printed as it stands; empty where there is none."""
    found = _MARK_IN_LINE.search(text)
    if found is None:
        return ""
    name = "preview text" if what == "preview" else what
    return f"“{clean_line(found[0], limit=60)}” would be printed as it stands: a {name} is plain text."


def _check_unclosed(context: PreflightContext) -> Iterator[Violation]:
    return _iter_misprints(context, "unclosed")


def _check_numbering(context: PreflightContext) -> Iterator[Violation]:
    return _iter_misprints(context, "numbering")


def _iter_misprints(context: PreflightContext, rule: MisprintRule) -> Iterator[Violation]:
    for prose, misprint in context.iter_misprints():
        if misprint.rule == rule:
            yield Violation(prose.where, prose.piece, misprint.message, field=prose.field)


def _check_tex(context: PreflightContext) -> Iterator[Violation]:
    for where, piece, text in context.iter_texts():
        if found := find_tex(_CODE_SPAN.sub("", text)):
            said = f"“{clean_line(found, limit=60)}” is TeX, which readers would see as it stands."
            yield Violation(where, piece, said)


def _check_query(context: PreflightContext) -> Iterator[Violation]:
    for entry in context.placed:
        for link in entry.links:
            if has_param_without_value(link.url):
                yield _at(entry, _explain_query(link.url), "links")
    for where, piece, text in context.iter_texts():
        found = next(filter(has_param_without_value, _WEB_ADDRESS.findall(text)), None)
        if found:
            yield Violation(where, piece, _explain_query(found))


_WEB_ADDRESS: Final = re.compile(r"https?://[^\s<>()\[\]]+", re.I)


def _explain_query(url: str) -> str:
    shown = clean_line(url, limit=60)
    return (
        f"“{shown}” has a query without a value, which platforms break that add parameters of their own, "
        f"such as Substack: look where the link leads once it is out."
    )


def _check_template(context: PreflightContext) -> Iterator[Violation]:
    """Titles and subtitles: plain fields, in which nothing can be escaped. Elsewhere a target's dialect does it."""
    names = [target.name for target in context.publication.targets if target.templates]
    if not names and not context.target.templates:
        return
    name = context.target.name if context.target.templates else " and ".join(names)
    for where, piece, text in context.iter_texts():
        if piece in (TITLE, SUBTITLE) and (found := _TEMPLATE_MARK.search(text)):
            said = f"“{clean_line(found[0], limit=60)}” is a template at {name} and not shown: write it another way."
            yield Violation(where, piece, said, "error" if context.target.templates else None)


_TEMPLATE_MARK: Final = re.compile(r"\{[{%#].*")


def _check_closing(context: PreflightContext) -> Iterator[Violation]:
    if not context.issue.closing.strip():
        yield Violation("closing", CLOSING, "The closing is not written.")


def _check_unplaced(context: PreflightContext) -> Iterator[Violation]:
    if context.issue.unplaced:
        said = "Text that was read back found no home: move what you want of it, then empty this piece."
        yield Violation("unplaced", UNPLACED, said)


PREFLIGHT_RULES: Final[tuple[Rule, ...]] = (
    Rule("title", "warning", _check_title),
    Rule("preview", "warning", _check_preview),
    Rule("greeting", "warning", _check_greeting),
    Rule("tldr", "warning", _check_tldr, mend_tldr),
    Rule("count", "warning", _check_count, mend_count),
    Rule("section", "error", _check_section, scope="entry"),
    Rule("entry-title", "error", _check_entry_title, scope="entry"),
    Rule("link", "error", _check_link, scope="entry"),
    Rule("url", "error", _check_url, mend_url, scope="entry"),
    Rule("private", "warning", _check_private),
    Rule("blurb", "error", _check_blurb, scope="entry"),
    Rule("length", "warning", _check_length, scope="entry"),
    Rule("twice", "error", _check_twice, mend_twice),
    Rule("published", "warning", _check_published),
    Rule("house", "warning", _check_house_rules, scope="text"),
    Rule("plain", "error", _check_plain, scope="text"),
    Rule("markup", "warning", _check_markup, scope="text"),
    Rule("unclosed", "warning", _check_unclosed, scope="text"),
    Rule("numbering", "warning", _check_numbering, scope="text"),
    Rule("tex", "warning", _check_tex, scope="text"),
    Rule("query", "warning", _check_query),
    Rule("template", "warning", _check_template),
    Rule("closing", "warning", _check_closing),
    Rule("unplaced", "warning", _check_unplaced),
)

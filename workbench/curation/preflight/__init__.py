"""What stands between a draft and its readers: the one place that holds the rules of preflight.

An error is what readers would see as broken, a warning what the editor may want otherwise. Preflight reads;
it changes nothing and stops nothing.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, Literal, TypeAlias

from msgspec import Struct

from workbench.curation.identity import Identity, identify
from workbench.curation.model import Entry, Issue, Link, Section
from workbench.curation.publication import Publication
from workbench.curation.text.cleaning import clean_line, to_safe_url
from workbench.curation.text.word_count import count_words, judge_length

__all__ = ["Finding", "count_words", "judge_length", "run_preflight"]

Level: TypeAlias = Literal["error", "warning"]


class Finding(Struct, frozen=True):
    """One thing to mend. `where` is for people, `piece` the key by which the screen goes there."""

    level: Level
    rule: str
    where: str
    message: str
    piece: str


def run_preflight(
    issue: Issue,
    entries: Iterable[Entry],
    links: Mapping[int, Link],
    publication: Publication,
    published: Mapping[str, tuple[int, ...]],
) -> list[Finding]:
    """All there is to mend in the issue, errors first, each in reading order.

    `links` holds the entries' links by id; `published` the numbers of earlier issues by the identity of what
    they printed. The bench is not looked at.
    """
    placed = _sort_placed(issue, entries)
    keys = {entry.id: _identities_of(entry, links) for entry in placed}
    found = [
        *_check_title(issue),
        *_check_tldr(issue, placed),
        *_check_sections(issue, placed),
        *(finding for entry in placed for finding in _check_entry(issue, entry)),
        *_check_duplicates(placed, keys),
        *_check_published(issue, placed, keys, published),
        *_check_house_rules(issue, placed, publication),
        *_check_closing(issue),
        *_check_unplaced(issue),
    ]
    return sorted(found, key=lambda finding: finding.level)


def _sort_placed(issue: Issue, entries: Iterable[Entry]) -> list[Entry]:
    order = {section.key: at for at, section in enumerate(issue.sections)}
    placed = [entry for entry in entries if entry.slot is not None and entry.issue == issue.id]
    return sorted(placed, key=lambda entry: (order.get(entry.section, len(order)), entry.slot or 0))


def _identities_of(entry: Entry, links: Mapping[int, Link]) -> list[str]:
    """What the entry is about: its link's work and those behind its URLs."""
    own = [links[entry.link].identity] if entry.link in links else []
    behind = (identify(link.url) for link in entry.links)
    return list(dict.fromkeys([*own, *(found.key for found in behind if isinstance(found, Identity))]))


def _section_of(issue: Issue, entry: Entry) -> Section | None:
    return next((section for section in issue.sections if section.key == entry.section), None)


def _title_of(entry: Entry) -> str:
    return clean_line(entry.title)[:60] or "(no title)"


def _make_entry_finding(level: Level, rule: str, entry: Entry, message: str) -> Finding:
    return Finding(
        level, rule, f"{entry.section}/{entry.slot} {_title_of(entry)}", message, f"entry:{entry.id}"
    )


def _check_title(issue: Issue) -> Iterator[Finding]:
    if not issue.title.strip():
        yield Finding("warning", "title", "title", "The issue has no title yet.", "title")
    if not issue.greeting.strip():
        yield Finding("warning", "greeting", "greeting", "The greeting is not written.", "greeting")


def _check_unplaced(issue: Issue) -> Iterator[Finding]:
    if issue.unplaced:
        said = "Text that was read back found no home: move what you want of it, then empty this piece."
        yield Finding("warning", "unplaced", "unplaced", said, "unplaced")


def _check_closing(issue: Issue) -> Iterator[Finding]:
    if not issue.closing.strip():
        yield Finding("warning", "closing", "closing", "The closing is not written.", "closing")


def _check_tldr(issue: Issue, placed: Sequence[Entry]) -> Iterator[Finding]:
    filled = {entry.section for entry in placed}
    for section in issue.sections:
        where, piece = f"tldr {section.key}", f"tldr:{section.key}"
        line = issue.tldr.get(section.key, "").strip()
        if section.key in filled and not line:
            yield Finding("warning", "tldr", where, f"The TL;DR has no line for {section.label}.", piece)
        if line and section.key not in filled:
            said = f"The TL;DR has a line for {section.label}, which has no entry."
            yield Finding("warning", "tldr", where, said, piece)


def _check_sections(issue: Issue, placed: Sequence[Entry]) -> Iterator[Finding]:
    for section in issue.sections:
        own = [entry for entry in placed if entry.section == section.key]
        if len(own) == section.slots:
            continue
        said = f"{len(own)} of {section.slots} slots are filled."
        if len(own) > section.slots:
            said = f"{len(own)} entries stand here, {section.slots} are wanted."
        yield Finding("warning", "count", section.key, said, f"section:{section.key}")


def _check_entry(issue: Issue, entry: Entry) -> Iterator[Finding]:
    section = _section_of(issue, entry)
    if section is None:
        said = f"The issue has no section “{entry.section}”: the entry would not be printed."
        yield _make_entry_finding("error", "section", entry, said)
    if not entry.title.strip():
        yield _make_entry_finding("error", "entry-title", entry, "The entry has no title.")
    if not entry.links:
        yield _make_entry_finding("error", "link", entry, "The entry has no link.")
    for link in entry.links:
        if to_safe_url(link.url) is None:
            said = f"“{clean_line(link.url, limit=80)}” is no web address: it would be printed as text."
            yield _make_entry_finding("error", "url", entry, said)
    yield from _check_blurb(entry, section.blurb_words if section else (0, 10_000))


def _check_blurb(entry: Entry, limits: tuple[int, int]) -> Iterator[Finding]:
    count = count_words(entry.blurb)
    verdict = judge_length(count, limits)
    if verdict == "empty":
        yield _make_entry_finding("error", "blurb", entry, "The blurb is not written.")
    elif verdict != "good":
        least, most = limits
        said = f"The blurb is too {verdict}: {count} words, {least} to {most} are wanted."
        yield _make_entry_finding("warning", "length", entry, said)


def _check_duplicates(placed: Sequence[Entry], keys: Mapping[int, Sequence[str]]) -> Iterator[Finding]:
    first: dict[str, Entry] = {}
    for entry in placed:
        works = [*keys[entry.id], f"link {entry.link}"]
        other = next((first[work] for work in works if work in first), None)
        if other is not None:
            said = f"The same work stands in {other.section}/{other.slot} already: {_title_of(other)}."
            yield _make_entry_finding("error", "twice", entry, said)
        for work in works:
            first.setdefault(work, entry)


def _check_published(
    issue: Issue,
    placed: Sequence[Entry],
    keys: Mapping[int, Sequence[str]],
    published: Mapping[str, tuple[int, ...]],
) -> Iterator[Finding]:
    for entry in placed:
        numbers = {number for key in keys[entry.id] for number in published.get(key, ())} - {issue.number}
        if numbers:
            where = ", ".join(f"#{number}" for number in sorted(numbers))
            yield _make_entry_finding(
                "warning", "published", entry, f"Readers have had this already, in {where}."
            )


_CODE_SPAN: Final = re.compile(r"(?<!`)(`+)(?!`)[^`]*(?<!`)\1(?!`)")
_UNRENDERED_MARKUP: Final = re.compile(
    r"</?[a-zA-Z][\w-]*(?:\s[^<>]*)?/?>|<!--"  # a tag, but not <https://...>
    r"|!\[[^\[\]]*\]\([^()\s]*\)|^ {0,3}(?:#{1,6} .*|```.*|~~~.*)",
    re.MULTILINE,
)


def _check_house_rules(issue: Issue, placed: Sequence[Entry], publication: Publication) -> Iterator[Finding]:
    """The publication's own rules, and marks that no format understands in all that is printed."""
    rules = [(rule, re.compile(rule.pattern)) for rule in publication.house_rules]
    for where, piece, text in _iter_texts(issue, placed):
        for rule, pattern in rules:
            found = pattern.search(text)
            if found:
                said = f"“{clean_line(found[0], limit=60)}”: {rule.message}"
                yield Finding(rule.level, "house", where, said, piece)
        leak = None if piece.startswith("title") else _UNRENDERED_MARKUP.search(_CODE_SPAN.sub("", text))
        if leak:
            said = f"“{clean_line(leak[0], limit=60)}” would be printed as it stands: prose has no such mark."
            yield Finding("warning", "markup", where, said, piece)


def _iter_texts(issue: Issue, placed: Sequence[Entry]) -> Iterator[tuple[str, str, str]]:
    """All texts that readers would see: where, piece, text."""
    for name in ("title", "subtitle", "greeting"):
        yield name, name, getattr(issue, name)
    for key, line in issue.tldr.items():
        yield f"tldr {key}", f"tldr:{key}", line
    for entry in placed:
        where = f"{entry.section}/{entry.slot} {_title_of(entry)}"
        yield where, f"entry:{entry.id}", f"{entry.title}\n{entry.blurb}"
    yield "closing", "closing", issue.closing

"""What stands between a draft and its readers: the one place that holds the rules of preflight.

An error is what readers would see as broken, a warning what the editor may want otherwise. Preflight reads;
it changes nothing and stops nothing.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, Literal, TypeAlias

from msgspec import Struct

from workbench.curation.cleaning import clean, safe_url
from workbench.curation.identity import Identity, identify
from workbench.curation.model import Entry, Issue, Link, Section
from workbench.curation.publication import Publication
from workbench.curation.wording import meter, words

__all__ = ["Finding", "findings", "meter", "words"]

Level: TypeAlias = Literal["error", "warning"]


class Finding(Struct, frozen=True):
    """One thing to mend. `where` is for people, `piece` the key by which the screen goes there."""

    level: Level
    rule: str
    where: str
    message: str
    piece: str


def findings(
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
    placed = _in_reading_order(issue, entries)
    keys = {entry.id: _identities(entry, links) for entry in placed}
    found = [
        *_title(issue),
        *_tldr(issue, placed),
        *_sections(issue, placed),
        *(finding for entry in placed for finding in _entry(issue, entry)),
        *_twice(placed, keys),
        *_published(issue, placed, keys, published),
        *_house(issue, placed, publication),
        *_closing(issue),
        *_unplaced(issue),
    ]
    return sorted(found, key=lambda finding: finding.level)


def _in_reading_order(issue: Issue, entries: Iterable[Entry]) -> list[Entry]:
    order = {section.key: at for at, section in enumerate(issue.sections)}
    placed = [entry for entry in entries if entry.slot is not None and entry.issue == issue.id]
    return sorted(placed, key=lambda entry: (order.get(entry.section, len(order)), entry.slot or 0))


def _identities(entry: Entry, links: Mapping[int, Link]) -> list[str]:
    """What the entry is about: its link's work and those behind its URLs."""
    own = [links[entry.link].identity] if entry.link in links else []
    behind = (identify(link.url) for link in entry.links)
    return list(dict.fromkeys([*own, *(found.key for found in behind if isinstance(found, Identity))]))


def _section_of(issue: Issue, entry: Entry) -> Section | None:
    return next((section for section in issue.sections if section.key == entry.section), None)


def _name(entry: Entry) -> str:
    return clean(entry.title)[:60] or "(no title)"


def _at(level: Level, rule: str, entry: Entry, message: str) -> Finding:
    return Finding(level, rule, f"{entry.section}/{entry.slot} {_name(entry)}", message, f"entry:{entry.id}")


def _title(issue: Issue) -> Iterator[Finding]:
    if not issue.title.strip():
        yield Finding("warning", "title", "title", "The issue has no title yet.", "title")
    if not issue.greeting.strip():
        yield Finding("warning", "greeting", "greeting", "The greeting is not written.", "greeting")


def _unplaced(issue: Issue) -> Iterator[Finding]:
    if issue.unplaced:
        said = "Text that was read back found no home: move what you want of it, then empty this piece."
        yield Finding("warning", "unplaced", "unplaced", said, "unplaced")


def _closing(issue: Issue) -> Iterator[Finding]:
    if not issue.closing.strip():
        yield Finding("warning", "closing", "closing", "The closing is not written.", "closing")


def _tldr(issue: Issue, placed: Sequence[Entry]) -> Iterator[Finding]:
    filled = {entry.section for entry in placed}
    for section in issue.sections:
        where, piece = f"tldr {section.key}", f"tldr:{section.key}"
        line = issue.tldr.get(section.key, "").strip()
        if section.key in filled and not line:
            yield Finding("warning", "tldr", where, f"The TL;DR has no line for {section.label}.", piece)
        if line and section.key not in filled:
            said = f"The TL;DR has a line for {section.label}, which has no entry."
            yield Finding("warning", "tldr", where, said, piece)


def _sections(issue: Issue, placed: Sequence[Entry]) -> Iterator[Finding]:
    for section in issue.sections:
        own = [entry for entry in placed if entry.section == section.key]
        if len(own) == section.slots:
            continue
        said = f"{len(own)} of {section.slots} slots are filled."
        if len(own) > section.slots:
            said = f"{len(own)} entries stand here, {section.slots} are wanted."
        yield Finding("warning", "count", section.key, said, f"section:{section.key}")


def _entry(issue: Issue, entry: Entry) -> Iterator[Finding]:
    section = _section_of(issue, entry)
    if section is None:
        said = f"The issue has no section “{entry.section}”: the entry would not be printed."
        yield _at("error", "section", entry, said)
    if not entry.title.strip():
        yield _at("error", "entry-title", entry, "The entry has no title.")
    if not entry.links:
        yield _at("error", "link", entry, "The entry has no link.")
    for link in entry.links:
        if safe_url(link.url) is None:
            said = f"“{clean(link.url, limit=80)}” is no web address: it would be printed as text."
            yield _at("error", "url", entry, said)
    yield from _blurb(entry, section.blurb_words if section else (0, 10_000))


def _blurb(entry: Entry, wanted: tuple[int, int]) -> Iterator[Finding]:
    count = words(entry.blurb)
    verdict = meter(count, wanted)
    if verdict == "empty":
        yield _at("error", "blurb", entry, "The blurb is not written.")
    elif verdict != "good":
        least, most = wanted
        said = f"The blurb is too {verdict}: {count} words, {least} to {most} are wanted."
        yield _at("warning", "length", entry, said)


def _twice(placed: Sequence[Entry], keys: Mapping[int, Sequence[str]]) -> Iterator[Finding]:
    first: dict[str, Entry] = {}
    for entry in placed:
        works = [*keys[entry.id], f"link {entry.link}"]
        other = next((first[work] for work in works if work in first), None)
        if other is not None:
            said = f"The same work stands in {other.section}/{other.slot} already: {_name(other)}."
            yield _at("error", "twice", entry, said)
        for work in works:
            first.setdefault(work, entry)


def _published(
    issue: Issue,
    placed: Sequence[Entry],
    keys: Mapping[int, Sequence[str]],
    published: Mapping[str, tuple[int, ...]],
) -> Iterator[Finding]:
    for entry in placed:
        numbers = {number for key in keys[entry.id] for number in published.get(key, ())} - {issue.number}
        if numbers:
            where = ", ".join(f"#{number}" for number in sorted(numbers))
            yield _at("warning", "published", entry, f"Readers have had this already, in {where}.")


_CODE: Final = re.compile(r"(?<!`)(`+)(?!`)[^`]*(?<!`)\1(?!`)")
_LEAKS: Final = re.compile(
    r"</?[a-zA-Z][\w-]*(?:\s[^<>]*)?/?>|<!--"  # a tag, but not <https://...>
    r"|!\[[^\[\]]*\]\([^()\s]*\)|^ {0,3}(?:#{1,6} .*|```.*|~~~.*)",
    re.MULTILINE,
)


def _house(issue: Issue, placed: Sequence[Entry], publication: Publication) -> Iterator[Finding]:
    """The publication's own rules, and marks that no format understands in all that is printed."""
    rules = [(rule, re.compile(rule.pattern)) for rule in publication.house_rules]
    for where, piece, text in _texts(issue, placed):
        for rule, pattern in rules:
            found = pattern.search(text)
            if found:
                said = f"“{clean(found[0], limit=60)}”: {rule.message}"
                yield Finding(rule.level, "house", where, said, piece)
        leak = None if piece.startswith("title") else _LEAKS.search(_CODE.sub("", text))
        if leak:
            said = f"“{clean(leak[0], limit=60)}” would be printed as it stands: prose has no such mark."
            yield Finding("warning", "markup", where, said, piece)


def _texts(issue: Issue, placed: Sequence[Entry]) -> Iterator[tuple[str, str, str]]:
    """All texts that readers would see: where, piece, text."""
    for name in ("title", "subtitle", "greeting"):
        yield name, name, getattr(issue, name)
    for key, line in issue.tldr.items():
        yield f"tldr {key}", f"tldr:{key}", line
    for entry in placed:
        where = f"{entry.section}/{entry.slot} {_name(entry)}"
        yield where, f"entry:{entry.id}", f"{entry.title}\n{entry.blurb}"
    yield "closing", "closing", issue.closing

"""What readers have had before of a link, an entry or a row that comes in.

How works are compared stands in `curation/archive/repeats.py`. Here is said what is compared, and with how much of the
archive: a command that asks about a few works need not read all of it, and a screen waits until it has been read.
"""

import re
from collections.abc import Iterable, Sequence
from typing import Final

from workbench.curation.archive.appearance import Appearance, key_of_printed_url, list_appearances
from workbench.curation.archive.keys import make_title_key, pages_among
from workbench.curation.archive.marks import Candidate, Repeat
from workbench.curation.archive.repeats import PastWorks
from workbench.curation.document_lines import SoughtText
from workbench.curation.model import Entry, IssueId, Link, LinkId
from workbench.desk.archive_access import can_ask_archive, is_archive_read
from workbench.desk.state import State

MAX_SOUGHT: Final = 20
"""Works for which the entries of the archive are looked through. For more, all of it is read."""


def find_link_repeats(state: State, id: LinkId) -> list[Repeat]:
    """The issues in which readers had this link before, the newest first."""
    return find_repeats_among(state, [candidate_of_link(state, id)])[0]


def find_links_repeats(state: State, ids: Sequence[LinkId]) -> dict[LinkId, list[Repeat]]:
    """The same for each of these links."""
    found = find_repeats_among(state, [candidate_of_link(state, id) for id in ids])
    return dict(zip(ids, found, strict=True))


def find_entry_repeats(state: State, entries: Sequence[Entry]) -> list[list[Repeat]]:
    """The same for each of these entries, their own issue left out."""
    return find_repeats_among(state, [candidate_of_entry(state, entry) for entry in entries])


def find_repeats_among(state: State, candidates: Sequence[Candidate]) -> list[list[Repeat]]:
    """The repeats of each candidate; none of any while a screen has not read the archive yet."""
    works = _find_works(state, candidates)
    return [works.find_repeats(candidate) for candidate in candidates]


def find_quiet_places(state: State, id: LinkId) -> tuple[list[Appearance], list[Appearance]]:
    """What has no mark: the issues in which a link is standing, and those that only mentioned it, the newest first."""
    if not can_ask_archive(state):
        return [], []
    candidate, works = candidate_of_link(state, id), state.archive.works
    return works.find_standing(candidate), works.find_mentions(candidate)


def candidate_of_link(state: State, id: LinkId) -> Candidate:
    """A link as it is held against the archive."""
    link = state.links[id]
    return Candidate(
        identities=(link.identity, *link.aliases),
        titles=(link.title,) if link.title else (),
        url=link.url,
        link=id,
        repeat_of=link.repeat_of,
    )


def candidate_of_entry(state: State, entry: Entry) -> Candidate:
    """An entry as it is held against the archive: all works that it leads to, by its own title and its link's."""
    link = state.links[entry.link]
    behind = (key_of_printed_url(one.url) for one in entry.links)
    return Candidate(
        identities=tuple(dict.fromkeys((link.identity, *link.aliases, *behind))),
        titles=tuple(dict.fromkeys(filter(None, (entry.title, link.title)))),
        url=link.url,
        link=link.id,
        issue=state.issues[entry.issue].number if entry.issue in state.issues else None,
        repeat_of=link.repeat_of,
    )


def _find_works(state: State, candidates: Sequence[Candidate]) -> PastWorks:
    """As much of the archive as can hold one of the candidates."""
    if not can_ask_archive(state):
        return PastWorks()
    is_worth_it = is_archive_read(state) or len(candidates) > MAX_SOUGHT
    return state.archive.works if is_worth_it else _seek_works(state, candidates)


def _seek_works(state: State, candidates: Iterable[Candidate]) -> PastWorks:
    """The entries of the archive that may be one of these works: by their link, a long title or a second link."""
    keys = {page for candidate in candidates for page in pages_among(candidate.identities)}
    links = {link.id for key in keys for link in _list_links_on(state, key)}
    titles = {make_title_key(title) for candidate in candidates for title in candidate.titles}
    texts = [text for text in (*map(_end_of, keys), *map(_phrase_of, titles)) if text is not None]
    own = (entry for id in links for entry in state.entries_of(id))
    found = {entry.id: entry for entry in (*own, *state.archive.find_entries_with(texts))}
    by_issue: dict[IssueId, list[Entry]] = {}
    for entry in found.values():
        by_issue.setdefault(entry.issue, []).append(entry)
    works = PastWorks()
    for id, entries in by_issue.items():
        if id in state.issues:
            works.add(list_appearances(state.issues[id], entries, state.links))
    return works


def _list_links_on(state: State, page: str) -> list[Link]:
    """The links that are this page, or a place or a title on it."""
    keys = (page, *state.list_places(page))
    return [link for key in keys if (link := state.by_identity(key)) is not None]


def _end_of(key: str) -> SoughtText | None:
    """A part of a key that stands in every address of its work: the number of a paper, the end of a path, a host."""
    rest = key.partition(":")[2].partition("?")[0].partition("#")[0].casefold()
    ends = [part.rpartition(":")[2] for part in rest.split("/") if _PLAIN.fullmatch(part)]
    if not ends or not ends[-1]:
        return None
    # Whole numbers and words in addresses: a path may end in `1`, which stands in every document.
    end = ends[-1]
    before = "[^0-9]0*" if end[0].isdigit() else "(?:[^a-z]|%[0-9a-f]{2})"
    behind = "(?![0-9])" if end[-1].isdigit() else "(?![a-z])"
    return SoughtText(end.encode(), re.compile(f'"url":"[^"]*{before}{re.escape(end)}{behind}'.encode()))


def _phrase_of(title: str) -> SoughtText | None:
    """The words of a title as they stand in the library's JSON, whatever is between them."""
    words = title.split()
    plain = [word for word in words if _PLAIN.fullmatch(word)]
    if not words:
        return None
    phrase = ".{1,8}".join(word if word in plain else ".{1,80}" for word in words)
    return SoughtText(max(plain, key=len, default='"').encode(), re.compile(phrase.encode()))


_PLAIN: Final = re.compile(r"[a-z0-9._~:-]+")
"""What is written alike in an address, in a title and in the library's JSON."""

"""Repeats: what readers have had of a work before, as one of three marks that says where, and why.

*Published*: the same work. *Same page*: the same address, but the titles say different things, as they do for the home
page of a podcast or a conference of every year. *Perhaps*: an equal long title at another address. A work that issues
only mentioned is told apart from these. A link that stands in four issues or more is standing, such as a list of news
that every issue names, and has no mark. Two fragments of one page are never one work.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from workbench.curation.archive.appearance import Appearance
from workbench.curation.archive.keys import make_title_key, pages_among, places_among, strip_title
from workbench.curation.archive.marks import REPEAT_MARKS, Candidate, Repeat, RepeatMark
from workbench.curation.identity.names import shorten_url
from workbench.curation.search.similar import numbers_of
from workbench.curation.search.topics import has_other_topic
from workbench.curation.text.address import Address, parse_url

STANDING_ISSUES: Final = 4
"""Issues that a link stands in until nobody has to be warned of it any more."""


class PastWorks:
    """The works of the archive by key and by title: a fold over appearances."""

    def __init__(self) -> None:
        self._by_page: Final[dict[str, list[Appearance]]] = {}
        self._by_title: Final[dict[str, list[Appearance]]] = {}

    def add(self, appearances: Sequence[Appearance]) -> None:
        """Count in the appearances of one issue."""
        for index, key, appearance in self._iter_places(appearances):
            index.setdefault(key, []).append(appearance)

    def remove(self, appearances: Sequence[Appearance]) -> None:
        """Count back what was counted in for one issue."""
        for index, key, appearance in self._iter_places(appearances):
            index[key].remove(appearance)
            if not index[key]:
                del index[key]

    def find_repeats(self, candidate: Candidate) -> list[Repeat]:
        """The issues in which readers had this work, the newest first, by the mark that leaves least doubt."""
        shown = [one for one in self._list_on_pages(candidate) if not one.is_mention]
        if not shown:
            return self._find_namesakes(candidate)
        if _is_standing(candidate, shown):
            return []
        compared = [(_compare(candidate, one, shown), one) for one in shown]
        best = min((REPEAT_MARKS.index(mark) for mark, _ in compared if mark is not None), default=0)
        found = (one for mark, one in compared if mark == REPEAT_MARKS[best])
        return [_build_repeat(candidate, REPEAT_MARKS[best], one) for one in _keep_newest(found)]

    def find_mentions(self, candidate: Candidate) -> list[Appearance]:
        """Where issues only mentioned this work, the newest first, one of each issue."""
        mentions = (one for one in self._list_on_pages(candidate) if one.is_mention)
        return _keep_newest(one for one in mentions if _shared_key(candidate, one))

    def find_standing(self, candidate: Candidate) -> list[Appearance]:
        """The appearances of a standing link, the newest first; empty where it is none."""
        shown = [one for one in self._list_on_pages(candidate) if not one.is_mention]
        same = _keep_newest(one for one in shown if _shared_key(candidate, one))
        return same if len(same) >= STANDING_ISSUES else []

    def _iter_places(
        self, appearances: Iterable[Appearance]
    ) -> Iterator[tuple[dict[str, list[Appearance]], str, Appearance]]:
        """Where each is found: in which index, by which key."""
        for appearance in appearances:
            for page in pages_among(appearance.identities):
                yield self._by_page, page, appearance
            title = "" if appearance.is_mention else make_title_key(appearance.title)
            if title:
                yield self._by_title, title, appearance

    def _list_on_pages(self, candidate: Candidate) -> list[Appearance]:
        """What other issues had of the candidate's pages."""
        pages = pages_among(candidate.identities)
        found = [one for page in pages for one in self._by_page.get(page, ())]
        return [one for one in found if one.issue != candidate.issue] if found else found

    def _find_namesakes(self, candidate: Candidate) -> list[Repeat]:
        """Works of an equal long title, unless it is that of a series."""
        for key in filter(None, map(make_title_key, candidate.titles)):
            named = self._by_title.get(key, ())
            if len({one.identity for one in named}) == 1:
                elsewhere = (one for one in named if _is_elsewhere(candidate, one))
                found = _keep_newest(one for one in elsewhere if one.issue != candidate.issue)
                return [_build_repeat(candidate, "perhaps", one) for one in found]
        return []


def _is_standing(candidate: Candidate, shown: Iterable[Appearance]) -> bool:
    """Whether the candidate is one of the links that stand in many issues."""
    issues: set[int] = set()
    for one in shown:
        if one.issue not in issues and _shared_key(candidate, one):
            issues.add(one.issue)
            if len(issues) == STANDING_ISSUES:
                return True
    return False


def _compare(candidate: Candidate, one: Appearance, shown: Sequence[Appearance]) -> RepeatMark | None:
    """The mark for what stands on one of the candidate's pages; None where a fragment tells the two apart."""
    key = _shared_key(candidate, one)
    if not key:
        return _compare_place(candidate, one, shown)
    if one.link == candidate.link != 0:
        return "published"
    if _has_other_fragment(candidate.url, one.url):
        return "same page"
    return "published" if _names_one_work(key) or _is_alike(candidate, one) else "same page"


def _compare_place(candidate: Candidate, one: Appearance, shown: Iterable[Appearance]) -> RepeatMark | None:
    """The mark where one of the two is a page and the other a place on it, the only one or one that is called alike."""
    mine, theirs = places_among(candidate.identities), places_among(one.identities)
    if mine and theirs:
        return None
    if any(candidate.titles) and one.title and _is_alike(candidate, one):
        return "published"
    places = mine.union(*(places_among(other.identities) for other in shown))
    return "same page" if len(places) == 1 else None


def _build_repeat(candidate: Candidate, mark: RepeatMark, one: Appearance) -> Repeat:
    is_deliberate = candidate.repeat_of is not None and one.issue <= candidate.repeat_of
    return Repeat(mark, one, _explain(candidate, mark, one), is_deliberate)


def _explain(candidate: Candidate, mark: RepeatMark, one: Appearance) -> str:
    """Why: by which key, and what it was called there where that is another title."""
    if mark == "perhaps":
        return f"the same title, there at {shorten_url(one.url)}"
    key = _shared_key(candidate, one)
    name = shorten_url(key or candidate.identities[0])
    has_other_title = one.title and one.title not in candidate.titles
    if mark == "same page":
        what = "another place on" if _has_other_fragment(candidate.url, one.url) else "the same address,"
        here = next(filter(None, candidate.titles), "")
        return f"{what} {name}" + (f", there “{one.title}”, here “{here}”" if has_other_title else "")
    is_second = bool(key) and key != strip_title(one.identity)
    there = f", there {'beside' if is_second else 'called'} “{one.title}”"
    return f"the same work, {name}{there if has_other_title else ''}"


def _shared_key(candidate: Candidate, one: Appearance) -> str:
    """The key that both have, titles aside; empty where a fragment tells them apart."""
    theirs = [*map(strip_title, one.identities)]
    return next((key for key in map(strip_title, candidate.identities) if key in theirs), "")


def _is_alike(candidate: Candidate, one: Appearance) -> bool:
    """Whether one of the candidate's titles, if it has any, may be another wording of the appearance's."""
    if not candidate.titles or one.title in candidate.titles:
        return True
    return not all(
        has_other_topic(title, one.title) or _has_other_year(title, one.title) for title in candidate.titles
    )


def _has_other_year(one: str, other: str) -> bool:
    """Whether two titles name different years, as those of a yearly conference or survey do."""
    first, second = numbers_of(one)[1], numbers_of(other)[1]
    return bool(first and second) and first.keys().isdisjoint(second)


def _names_one_work(key: str) -> bool:
    """Whether a site's own number or name leaves no doubt: that of a paper does, that of a channel does not."""
    return not key.startswith("https://") and not _COLLECTION.match(key)


_COLLECTION: Final = re.compile(
    r"youtube:(?:@|user/|c/|channel/|playlist/)|x:@|reddit:r/[^/]*$|spotify:(?:show|playlist|artist)|github:[^/]*$"
)


def _has_other_fragment(one: str, other: str) -> bool:
    """Whether two addresses name two places of one page, by fragments that are no counters of visits: `#.4dh6`."""
    first, second = one.partition("#")[2], other.partition("#")[2]
    return bool(first and second) and first != second and "." not in (first[0], second[0])


def _keep_newest(appearances: Iterable[Appearance]) -> list[Appearance]:
    """One of each issue, the newest issue first."""
    found: dict[int, Appearance] = {}
    for one in appearances:
        found.setdefault(one.issue, one)
    return [found[issue] for issue in sorted(found, reverse=True)]


def _is_elsewhere(candidate: Candidate, one: Appearance) -> bool:
    """Whether two addresses have other hosts, or one path: a site gives one title to many of its pages.

    Works that one site numbers, such as two videos, are two.
    """
    schemes = {key.partition(":")[0] for key in (candidate.identities[0], one.identity)}
    first, second = parse_url(candidate.url), parse_url(one.url)
    if (len(schemes) == 1 and "https" not in schemes) or not isinstance(first, Address):
        return False
    return isinstance(second, Address) and (first.host != second.host or first.path == second.path)

"""In which order links are listed: the named orders of the inbox and of `workbench list`.

Which links are listed is decided elsewhere. Everything here starts from links that are sorted newest first, because
the desk keeps them so: while somebody types into the filter, nothing has to be sorted again.
"""

from collections.abc import Callable, Iterable, Mapping
from math import inf
from typing import Final, Literal, TypeAlias, get_args

from workbench.curation.identity import source_name
from workbench.curation.model import Link, LinkId

SortOrder: TypeAlias = Literal["newest", "oldest", "title", "origin", "odds"]
SORT_ORDERS: Final[tuple[SortOrder, ...]] = get_args(SortOrder)

_NO_RATINGS: Final[Mapping[LinkId, float]] = {}
_LAST: Final = "\uffff"  # sorts behind every title, so that links without one stand at the end
_TEXT_KEYS: Final[dict[SortOrder, Callable[[Link], str]]] = {
    "title": lambda link: link.title.casefold() or _LAST,
    "origin": lambda link: source_name(link.identity).casefold(),
}


def age_key(link: Link) -> tuple[str, LinkId]:
    """What links are sorted by from oldest to newest. Links saved in one second stand in the order of their ids."""
    return link.added, link.id


def sort_newest_first(links: Iterable[Link]) -> list[LinkId]:
    """The ids of these links, newest first."""
    return [link.id for link in sorted(links, key=age_key, reverse=True)]


def order_links(
    newest_first: list[LinkId],
    links: Mapping[LinkId, Link],
    by: SortOrder,
    ratings: Mapping[LinkId, float] = _NO_RATINGS,
) -> list[LinkId]:
    """The same ids in that order; among links of equal title, origin or rating the newest comes first.

    `ratings` are those by odds, higher ones first. Links without one, which came since, come before them.
    """
    if by == "odds":
        return sorted(newest_first, key=lambda id: -ratings.get(id, inf))
    if by == "newest":
        return newest_first
    if by == "oldest":
        return newest_first[::-1]
    text_of = _TEXT_KEYS[by]
    return sorted(newest_first, key=lambda id: text_of(links[id]))

"""The orders in which links are listed."""

import pytest

from workbench.curation.model import Link, LinkId
from workbench.curation.search.ranking import SORT_ORDERS, SortOrder, order_links, sort_newest_first

SAVED = [
    (1, "2026-11-01", "zebra", "https://zoo.example/1"),
    (2, "2026-11-03", "Ähre", "arxiv:2505.06708"),
    (3, "2026-11-02", "", "https://zoo.example/2"),
    (4, "2026-11-02", "apple", "https://apple.example"),
    (5, "2026-11-04", "Apple", "arxiv:2512.04076"),
]
LINKS = {
    LinkId(id): Link(id=LinkId(id), url="https://a.example", identity=identity, title=title, added=added)
    for id, added, title, identity in SAVED
}


@pytest.mark.parametrize(
    ("order", "ids"),
    [
        ("newest", [5, 2, 4, 3, 1]),
        ("oldest", [1, 3, 4, 2, 5]),
        ("title", [5, 4, 1, 2, 3]),  # case does not count; equal titles newest first; none at all comes last
        ("origin", [4, 5, 2, 3, 1]),
    ],
)
def test_links_are_listed_in_the_order_asked_for(order: SortOrder, ids: list[int]) -> None:
    assert order_links(sort_newest_first(LINKS.values()), LINKS, order) == ids


def test_newest_first_is_not_sorted_again() -> None:
    given = sort_newest_first(LINKS.values())
    assert order_links(given, {}, "newest") is given


def test_every_order_lists_every_link_once() -> None:
    for order in SORT_ORDERS:
        assert sorted(order_links(sort_newest_first(LINKS.values()), LINKS, order)) == sorted(LINKS)

"""Documents that are read when somebody asks: what is known of them before, and what is told of the broken ones."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.curation.document_lines import DocumentLines
from workbench.curation.model import Entry, EntryId, IssueId, Link, LinkId
from workbench.desk.index.lazy_documents import EntryHead, LazyDocuments, LinkHead
from workbench.desk.index.link_index import LinkIndex


def open_links(*documents: dict[str, Any]) -> tuple[LazyDocuments[Link, LinkHead], list[int]]:
    """A table of these links, numbered from 1, and the ids that it told of."""
    told: list[int] = []
    lines = {id: json.dumps(document).encode() for id, document in enumerate(documents, 1)}
    return LazyDocuments(Link, LinkHead, DocumentLines(changed=lines), lambda id, _: told.append(id)), told


GATES = {"url": "https://a.b/gates", "identity": "https://a.b/gates", "title": "Gates"}


def test_a_link_is_known_by_its_head_and_read_whole_when_asked_for() -> None:
    links, told = open_links(GATES | {"state": "rejected"}, {"url": 5, "identity": "x"})
    assert (list(links), len(links), 2 in links, 3 in links) == ([1, 2], 2, True, False)
    assert links.heads[1].state == "rejected"
    assert not told, "nobody looked at what is wrong with it"
    assert links[1] == Link(
        id=LinkId(1), url="https://a.b/gates", identity="https://a.b/gates", title="Gates", state="rejected"
    )
    with pytest.raises(KeyError):
        links[3]


@pytest.mark.parametrize("wrong", [{"kind": "hologram"}, {"joined": "two"}, {"state": 5}, {"identity": None}])
def test_a_link_whose_head_is_not_understood_counts_as_absent_and_its_neighbours_do_not(
    wrong: dict[str, Any],
) -> None:
    links, told = open_links(GATES, GATES | wrong, GATES | {"title": "Third"})
    assert (list(links), told) == ([1, 3], [2])
    assert links[3].title == "Third"


def test_of_a_link_whose_rest_is_not_understood_the_head_is_kept_and_it_is_told_once() -> None:
    links, told = open_links(GATES | {"note": 5, "state": "deferred", "identity": "https://a.b/\x1b[31m"})
    for _ in range(2):
        assert (links[1].state, links[1].title, links[1].url) == ("deferred", "", "https://a.b/")
    assert told == [1]


def test_a_document_that_is_put_in_its_place_is_the_one_that_is_read() -> None:
    lines = DocumentLines(changed={1: b'{"issue":1,"link":1,"section":"a","blurb":"old"}'})
    entries = LazyDocuments(Entry, EntryHead, lines, lambda *_: None)
    entries[EntryId(1)] = new = Entry(
        id=EntryId(1), issue=IssueId(1), link=LinkId(2), section="b", blurb="new"
    )
    assert (entries[1], entries.heads[1].section) == (new, "b")
    del entries[1]
    assert (list(entries), 1 in entries) == ([], False)


def test_links_are_found_by_identities_as_they_are_cleaned() -> None:
    links, _ = open_links(
        GATES | {"identity": "https://a.b/\u202egates"}, GATES | {"aliases": ["arxiv:2510.1"]}
    )
    assert links.heads, "or a few would be looked for in the bytes"
    index = LinkIndex(links)
    assert [index.find_id(key) for key in ("https://a.b/gates", "arxiv:2510.1")] == [2, 2]
    index.remove(links[2])
    index.remove(links[1])
    assert index.find_id("https://a.b/gates") is None


def test_links_are_found_by_each_url_they_were_saved_under_and_not_by_those_of_a_link_that_is_gone() -> None:
    links, _ = open_links(
        GATES | {"urls": ["http://a.b/gates?x"]}, GATES | {"url": "https://a.b/\u202eother"}
    )
    assert links.heads
    index = LinkIndex(links)
    urls = ("https://a.b/gates", "http://a.b/gates?x", "https://a.b/other")
    assert [index.find_id_by_url(url) for url in urls] == [1, 1, 2]
    index.remove(links[1])
    index.add(links[2])
    assert [index.find_id_by_url(url) for url in urls] == [None, None, 2]


PAGES = st.sampled_from(
    ["https://a.b/x", "https://a.b/x#one", "https://a.b/x#=two", "https://a.b", "arxiv:2510.1"]
)
NAMED = st.builds(
    lambda url, urls, identity, aliases: {"url": url, "urls": urls, "identity": identity, "aliases": aliases},
    PAGES, st.lists(PAGES, max_size=2), PAGES, st.lists(PAGES, max_size=2),
)  # fmt: skip


@given(st.lists(NAMED, max_size=5), PAGES)
def test_a_few_links_are_found_in_the_bytes_as_an_index_of_all_finds_them(
    saved: list[dict[str, Any]], text: str
) -> None:
    quick, whole = open_links(*saved)[0], open_links(*saved)[0]
    assert len(whole.heads) == len(saved)
    found, expected = (
        (index.find_id(text), index.find_id_by_url(text), index.list_places(text))
        for index in (LinkIndex(quick), LinkIndex(whole))
    )
    assert found == expected
    assert not quick.has_heads

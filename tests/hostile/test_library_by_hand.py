"""A library that somebody edited by hand: its words are cleaned at the door of the desk, its contradictions
stop nothing."""

import json
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from tests.support.clock import NOW
from workbench.curation.model import Entry, EntryId, IssueId, Link
from workbench.desk.desk import Desk
from workbench.desk.index.documents import DocumentDecoder
from workbench.desk.verbs import preflight
from workbench.library import open_library
from workbench.workspace_folder import read_publication


@pytest.fixture
def open_desk_on(tmp_path: Path) -> Iterator[Callable[..., Desk]]:
    """A desk over the library these tables make, or over that of a folder."""
    opened = []

    def over(tables: dict[str, Any] | None = None, folder: Path = tmp_path) -> Desk:
        if tables is not None:
            (folder / "library.json").write_text(json.dumps(tables))
        opened.append(open_library(folder, clock=lambda: NOW))
        return Desk(opened[-1], read_publication(folder), lambda: NOW)

    yield over
    for library in opened:
        library.close()


def test_no_text_that_acts_or_has_no_end_enters_the_desk(
    open_desk_on: Callable[..., Desk],
    fill_workspace: Callable[..., Path],
    tmp_path: Path,
    find_active: Callable[[str], set[str]],
) -> None:
    state = open_desk_on(folder=fill_workspace(tmp_path / "week")).state
    documents = [
        *state.links.values(),
        *state.entries.values(),
        *state.issues.values(),
        state.publication,
    ]
    texts = [text for one in documents for text in _iter_texts(msgspec.to_builtins(one))]
    texts += [text for id in state.links for text in _iter_texts(msgspec.to_builtins(state.source_of(id)))]
    assert len(texts) > 2_000
    assert {char for text in texts for char in find_active(text)} <= {"\t"}
    assert max(map(len, texts)) <= 200_000
    assert max(len(link.title) for link in state.links.values()) <= 4_096


def test_no_byte_that_hides_an_acting_text_is_taken_for_harmless(
    hostile_texts: dict[str, tuple[str, ...]], find_active: Callable[[str], set[str]]
) -> None:
    decode = DocumentDecoder(Link)
    for text in (*hostile_texts["short"], *hostile_texts["addresses"], *hostile_texts["controls"]):
        fields = {"url": text, "identity": text, "title": f"a{text}b", "note": text, "tags": [f"a{text}"]}
        line = json.dumps(fields).encode()
        made = decode(7, line)
        assert not find_active("".join((made.url, made.identity, made.title, *made.tags)))
        assert find_active(made.note) <= {"\t"}


CONTRADICTIONS: dict[str, dict[str, Any]] = {
    "an entry without its link": {"entries": {"9": {"issue": 1, "link": 99, "section": "papers", "slot": 1}}},
    "an entry without its issue": {"entries": {"9": {"issue": 99, "link": 1, "section": "papers", "slot": 1}}},
    "an entry in no section": {"entries": {"9": {"issue": 1, "link": 1, "section": "none", "slot": 1}}},
    "links joined in a circle": {
        "links": {"3": {"url": "u", "identity": "3", "joined": 4}, "4": {"url": "u", "identity": "4", "joined": 3}},
    },
    "a link joined to itself": {"links": {"3": {"url": "u", "identity": "3", "joined": 3}}},
    "two links of one work": {"links": {"3": {"url": "u", "identity": "https://x.example"}}},
    "a time without its zone": {"links": {"3": {"url": "u", "identity": "3", "added": "2026-11-22 08:00"}}},
    "a slot beyond all others": {"entries": {"9": {"issue": 1, "link": 1, "section": "papers", "slot": 10**9}}},
    "a kind nobody knows": {"links": {"3": {"url": "u", "identity": "3", "kind": "\u001b]0;owned\u0007"}}},
    "text where a number belongs": {"issues": {"2": {"number": "eleven"}}},
    "a table nobody knows": {"owned": {"1": {"\u001b[31m": ["\u202e"]}}},
}  # fmt: skip


@pytest.mark.parametrize("contradiction", CONTRADICTIONS.values(), ids=list(CONTRADICTIONS))
async def test_a_contradiction_stops_neither_the_screen_nor_a_command(
    contradiction: dict[str, Any],
    open_desk_on: Callable[..., Desk],
    tmp_path: Path,
    visit_screen: Callable[[Desk, Path], Awaitable[str]],
) -> None:
    section = {"key": "papers", "heading": "Papers", "label": "Papers", "slots": 2}
    tables: dict[str, dict[str, Any]] = {
        "links": {
            "1": {"url": "https://x.example", "identity": "https://x.example", "title": "A title of its own"}
        },
        "issues": {"1": {"number": 1, "sections": [section]}},
        "entries": {},
        "sources": {},
    }
    for table, documents in contradiction.items():
        tables.setdefault(table, {}).update(documents)
    desk = open_desk_on(tables)
    for issue in desk.state.issues.values():
        preflight.check_issue(desk.state, issue)
    shown = await visit_screen(desk, tmp_path)
    assert "A title of its own" in shown


def test_an_entry_that_has_lost_its_link_is_left_in_the_library_as_it_is(
    open_desk_on: Callable[..., Desk],
) -> None:
    desk = open_desk_on(
        {
            "links": {},
            "issues": {"1": {"number": 1}},
            "entries": {"9": {"issue": 1, "link": 99, "section": "papers"}},
        }
    )
    assert desk.state.entries_in(IssueId(1)) == []
    assert isinstance(desk.state.entries[EntryId(9)], Entry)


def _iter_texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, part in value.items():
            yield from (*_iter_texts(key), *_iter_texts(part))
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _iter_texts(part)

"""A library that somebody edited by hand: its words are cleaned at the door of the desk, its contradictions
stop nothing."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest

from workbench.cli.workspace import publication
from workbench.curation.model import Entry, Link
from workbench.desk import issues
from workbench.desk.desk import Desk
from workbench.desk.documents import Decoder
from workbench.library import open_library

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


@pytest.fixture
def desk_over(tmp_path: Path) -> Iterator[Callable[..., Desk]]:
    """A desk over the library these tables make, or over that of a folder."""
    opened = []

    def over(tables: dict[str, Any] | None = None, folder: Path = tmp_path) -> Desk:
        if tables is not None:
            (folder / "library.json").write_text(json.dumps(tables))
        opened.append(open_library(folder, clock=lambda: NOW))
        return Desk(opened[-1], publication(folder), lambda: NOW)

    yield over
    for library in opened:
        library.close()


def test_no_text_that_acts_or_has_no_end_enters_the_desk(
    desk_over: Callable[..., Desk],
    fill: Callable[..., Path],
    tmp_path: Path,
    acts: Callable[[str], set[str]],
) -> None:
    present = desk_over(folder=fill(tmp_path / "week")).present
    documents = [
        *present.links.values(),
        *present.entries.values(),
        *present.issues.values(),
        present.publication,
    ]
    texts = [text for one in documents for text in _texts(msgspec.to_builtins(one))]
    texts += [text for id in present.links for text in _texts(msgspec.to_builtins(present.source(id)))]
    assert len(texts) > 2_000
    assert {char for text in texts for char in acts(text)} <= {"\t"}
    assert max(map(len, texts)) <= 200_000
    assert max(len(link.title) for link in present.links.values()) <= 4_096


def test_no_byte_that_hides_an_acting_text_is_taken_for_harmless(
    strangers: dict[str, tuple[str, ...]], acts: Callable[[str], set[str]]
) -> None:
    decode = Decoder(Link)
    for text in (*strangers["light"], *strangers["addresses"], *strangers["controls"]):
        fields = {"url": text, "identity": text, "title": f"a{text}b", "note": text, "tags": [f"a{text}"]}
        line = json.dumps(fields).encode()
        made = decode(7, line)
        assert not acts("".join((made.url, made.identity, made.title, *made.tags)))
        assert acts(made.note) <= {"\t"}


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
    desk_over: Callable[..., Desk],
    tmp_path: Path,
    on_screen: Callable[..., Any],
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
    desk = desk_over(tables)
    for issue in desk.present.issues.values():
        issues.check(desk.present, issue)
    shown = await on_screen(desk, tmp_path)
    assert "A title of its own" in shown


def test_an_entry_that_has_lost_its_link_is_left_in_the_library_as_it_is(
    desk_over: Callable[..., Desk],
) -> None:
    desk = desk_over(
        {
            "links": {},
            "issues": {"1": {"number": 1}},
            "entries": {"9": {"issue": 1, "link": 99, "section": "papers"}},
        }
    )
    assert desk.present.entries_in(1) == []
    assert isinstance(desk.present.entries[9], Entry)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, part in value.items():
            yield from (*_texts(key), *_texts(part))
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _texts(part)

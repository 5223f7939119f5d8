"""Reads what a page says of itself as JSON-LD (https://schema.org).

Real pages have raw control characters in it, comments and entities of HTML, lists where one value is meant, and nested
objects in `@graph`. What cannot be read is left out; nothing here raises. Whether to believe it is decided in
`sites/page.py`.
"""

import html
import json
import re
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, Final

from msgspec import Struct

from workbench.curation.text.cleaning import clean_line
from workbench.web.facts import parse_date

RANKED_TYPES: Final = (
    "ScholarlyArticle", "TechArticle", "NewsArticle", "BlogPosting", "Article", "Report", "PodcastEpisode",
    "VideoObject", "SoftwareSourceCode", "WebPage",
)  # fmt: skip
"""The types of things that a page can be about. The first one on a page counts: an article may contain a video."""
MAX_SCRIPTS: Final = 20
MAX_NODES: Final = 300
_MAX_AUTHORS: Final = 100


class Thing(Struct, frozen=True, kw_only=True):
    """The thing that a page is about. `seconds`, its playing time, and `word_count` are 0 where they are missing."""

    type: str = ""
    title: str = ""
    description: str = ""
    authors: tuple[str, ...] = ()
    published: str = ""
    publisher: str = ""
    seconds: int = 0
    word_count: int = 0


def parse_json_ld(scripts: Sequence[str]) -> Thing:
    """The thing in these scripts whose type ranks first; an empty one where there is none."""
    nodes = list(islice(_iter_nodes([_parse_script(script) for script in scripts[:MAX_SCRIPTS]]), MAX_NODES))
    ranked = [(rank, node) for node in nodes for rank in [_rank_node(node)] if rank < len(RANKED_TYPES)]
    if not ranked:
        return Thing()
    rank, node = min(ranked, key=lambda one: one[0])
    nodes_by_id = {node["@id"]: node for node in nodes if isinstance(node.get("@id"), str) and "name" in node}
    return Thing(
        type=RANKED_TYPES[rank],
        title=_text_of(node.get("headline")) or _text_of(node.get("name")),
        description=_text_of(node.get("description"), limit=5_000),
        authors=tuple(dict.fromkeys(islice(_iter_names(node.get("author"), nodes_by_id), _MAX_AUTHORS))),
        published=parse_date(_text_of(node.get("datePublished")) or _text_of(node.get("uploadDate"))),
        publisher=next(_iter_names(node.get("publisher"), nodes_by_id), ""),
        seconds=_parse_duration(_text_of(node.get("duration")) or _text_of(node.get("timeRequired"))),
        word_count=_parse_count(node.get("wordCount")),
    )


_WRAPPING: Final = re.compile(r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[)|(?:-->|//\s*\]\]>|\]\]>)\s*$")
_TRAILING_COMMA: Final = re.compile(r",(?=\s*[}\]])")


def _parse_script(script: str) -> Any:
    """The JSON of a script: as it is, without comments around it, or with common mistakes corrected; else None."""
    bare = _WRAPPING.sub("", script).strip().rstrip(";")
    for attempt in (script, bare, _TRAILING_COMMA.sub("", bare), html.unescape(bare)):
        try:
            return json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _iter_nodes(data: Any) -> Iterator[dict[str, Any]]:
    """All objects in the data, outer ones first."""
    queue = deque([data])
    while queue:
        value = queue.popleft()
        if isinstance(value, dict):
            yield value
            queue.extend(value.values())
        elif isinstance(value, list):
            queue.extend(value)


def _rank_node(node: Mapping[str, Any]) -> int:
    types = node.get("@type")
    names = [str(name).rpartition("/")[2] for name in (types if isinstance(types, list) else [types])]
    return min(
        (RANKED_TYPES.index(name) for name in names if name in RANKED_TYPES), default=len(RANKED_TYPES)
    )


def _iter_names(agents: Any, nodes_by_id: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    """The names of people or organisations: texts, objects, or references to objects. A URL is not a name."""
    for agent in agents if isinstance(agents, list) else [agents]:
        value = agent
        if isinstance(agent, dict):
            value = agent.get("name") or nodes_by_id.get(str(agent.get("@id")), {}).get("name")
        name = _text_of(value).removeprefix("By ")
        if name and "://" not in name:
            yield name


def _text_of(value: Any, *, limit: int = 500) -> str:
    first = value[0] if isinstance(value, list) and value else value
    # An entity is longer than its character, so the text is cut roughly before it is decoded.
    return clean_line(html.unescape(first[: limit * 8]), limit=limit) if isinstance(first, str) else ""


def _parse_count(value: Any) -> int:
    digits = str(value)[:7]
    return int(digits) if digits.isascii() and digits.isdigit() else 0


_DURATION: Final = re.compile(
    r"(?ai)P(?:(\d{1,3})D)?T(?:(\d{1,4})H)?(?:(\d{1,5})M)?(?:(\d{1,6})(?:\.\d+)?S)?"
)


def _parse_duration(text: str) -> int:
    """The seconds of a duration in ISO 8601, such as `PT1H2M3S`; 0 where it is none."""
    found = _DURATION.fullmatch(text)
    if found is None:
        return 0
    days, hours, minutes, seconds = (int(part or 0) for part in found.groups())
    return ((days * 24 + hours) * 60 + minutes) * 60 + seconds

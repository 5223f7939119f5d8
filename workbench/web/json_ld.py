"""What a page says of itself as JSON-LD: the one place that reads it, as leniently as it is written.

In the wild it holds raw control characters, HTML's comments and entities, lists where one thing is meant, things
within things within `@graph`. Whatever cannot be read is left out; nothing here fails.
"""

import html
import json
import re
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, Final

from msgspec import Struct

from workbench.curation.cleaning import clean
from workbench.web.facts import date

TYPES: Final = (
    "ScholarlyArticle", "TechArticle", "NewsArticle", "BlogPosting", "Article", "Report", "PodcastEpisode",
    "VideoObject", "SoftwareSourceCode", "WebPage",
)  # fmt: skip
"""What a page can be about, the more telling first: an article with a video in it is an article."""
SCRIPTS: Final = 20
THINGS: Final = 300
AUTHORS: Final = 100


class Thing(Struct, frozen=True, kw_only=True):
    """What a page is about. `seconds` is how long it plays, `words` how long it is; 0 where it does not say."""

    type: str = ""
    title: str = ""
    description: str = ""
    authors: tuple[str, ...] = ()
    published: str = ""
    publisher: str = ""
    seconds: int = 0
    words: int = 0


def thing(scripts: Sequence[str]) -> Thing:
    """The most telling thing that these scripts speak of; an empty one where they speak of none."""
    nodes = list(islice(_nodes([_read(script) for script in scripts[:SCRIPTS]]), THINGS))
    told = [(rank, node) for node in nodes for rank in [_rank(node)] if rank < len(TYPES)]
    if not told:
        return Thing()
    rank, node = min(told, key=lambda one: one[0])
    known = {node["@id"]: node for node in nodes if isinstance(node.get("@id"), str) and "name" in node}
    return Thing(
        type=TYPES[rank],
        title=_text(node.get("headline")) or _text(node.get("name")),
        description=_text(node.get("description"), limit=5_000),
        authors=tuple(dict.fromkeys(islice(_names(node.get("author"), known), AUTHORS))),
        published=date(_text(node.get("datePublished")) or _text(node.get("uploadDate"))),
        publisher=next(_names(node.get("publisher"), known), ""),
        seconds=_seconds(_text(node.get("duration")) or _text(node.get("timeRequired"))),
        words=_count(node.get("wordCount")),
    )


_WRAPPING: Final = re.compile(r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[)|(?:-->|//\s*\]\]>|\]\]>)\s*$")
_TRAILING_COMMA: Final = re.compile(r",(?=\s*[}\]])")


def _read(script: str) -> Any:
    """The JSON of a script: as it is, else without its wrapping, else with what people get wrong put right."""
    bare = _WRAPPING.sub("", script).strip().rstrip(";")
    for attempt in (script, bare, _TRAILING_COMMA.sub("", bare), html.unescape(bare)):
        try:
            return json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _nodes(data: Any) -> Iterator[dict[str, Any]]:
    """Each object in the data, outer ones first."""
    waiting = deque([data])
    while waiting:
        one = waiting.popleft()
        if isinstance(one, dict):
            yield one
            waiting.extend(one.values())
        elif isinstance(one, list):
            waiting.extend(one)


def _rank(node: Mapping[str, Any]) -> int:
    types = node.get("@type")
    names = [str(name).rpartition("/")[2] for name in (types if isinstance(types, list) else [types])]
    return min((TYPES.index(name) for name in names if name in TYPES), default=len(TYPES))


def _names(who: Any, known: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    """The names of people or publishers, however they are given; an address is no name."""
    for one in who if isinstance(who, list) else [who]:
        if isinstance(one, dict):
            one = one.get("name") or known.get(str(one.get("@id")), {}).get("name")  # noqa: PLW2901 - it is the same one, named
        name = _text(one).removeprefix("By ")
        if name and "://" not in name:
            yield name


def _text(value: Any, *, limit: int = 500) -> str:
    first = value[0] if isinstance(value, list) and value else value
    return clean(html.unescape(first[: limit * 8]), limit=limit) if isinstance(first, str) else ""


def _count(value: Any) -> int:
    digits = str(value)[:7]
    return int(digits) if digits.isascii() and digits.isdigit() else 0


_PLAYS: Final = re.compile(r"(?ai)P(?:(\d{1,3})D)?T(?:(\d{1,4})H)?(?:(\d{1,5})M)?(?:(\d{1,6})(?:\.\d+)?S)?")


def _seconds(text: str) -> int:
    """How long an ISO 8601 duration is: `PT1H2M3S`."""
    found = _PLAYS.fullmatch(text)
    if found is None:
        return 0
    days, hours, minutes, seconds = (int(part or 0) for part in found.groups())
    return ((days * 24 + hours) * 60 + minutes) * 60 + seconds

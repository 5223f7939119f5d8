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
from contextlib import suppress
from itertools import islice
from typing import Any, Final

from msgspec import Struct

from workbench.curation.text.cleaning import clean_line
from workbench.curation.text.markup import html_to_text
from workbench.web.facts import parse_date

ARTICLE: Final = "Article"
RANKED_TYPES: Final = (
    "ScholarlyArticle", "TechArticle", "NewsArticle", "BlogPosting", ARTICLE, "Report", "PodcastEpisode",
    "VideoObject", "SoftwareSourceCode", "WebPage",
)  # fmt: skip
"""The types of things that a page can be about. The first one on a page counts: an article may contain a video."""
_ARTICLE_ENDINGS: Final = ("Article", "Posting", "BlogPost")
_LIKE_ARTICLES: Final = (
    "Review",
    "HowTo",
    "QAPage",
    "Question",
    "Course",
    "CreativeWork",
    "Recipe",
    "Chapter",
    "Book",
)
"""Types that say no more of a page than that it is to be read."""
MAX_SCRIPTS: Final = 20
MAX_NODES: Final = 300
_MAX_AUTHORS: Final = 100


class Thing(Struct, frozen=True, kw_only=True):
    """The thing that a page is about. `type` is one of `RANKED_TYPES`.

    `title` is its headline, `name` what it is called else: of an encyclopedia's page the headline only describes that.
    `seconds`, its playing time, and `word_count` are 0 where they are missing.
    """

    type: str = ""
    title: str = ""
    name: str = ""
    description: str = ""
    authors: tuple[str, ...] = ()
    published: str = ""
    publisher: str = ""
    seconds: int = 0
    word_count: int = 0


def parse_json_ld(scripts: Sequence[str]) -> Thing:
    """The thing in these scripts whose type ranks first; an empty one where there is none."""
    nodes = list(islice(_iter_nodes([_parse_script(script) for script in scripts[:MAX_SCRIPTS]]), MAX_NODES))
    ranked = [(rank, node) for node in nodes if (rank := _rank_node(node)) < len(RANKED_TYPES)]
    if not ranked:
        return Thing()
    rank, node = min(ranked, key=lambda one: one[0])
    nodes_by_id = {node["@id"]: node for node in nodes if isinstance(node.get("@id"), str) and "name" in node}
    return Thing(
        type=RANKED_TYPES[rank],
        title=_text_of(node.get("headline")) or _text_of(node.get("name")),
        name=_text_of(node.get("name")),
        description=_text_of(node.get("description"), limit=5_000),
        authors=tuple(dict.fromkeys(islice(_iter_names(node.get("author"), nodes_by_id), _MAX_AUTHORS))),
        published=next(filter(None, (parse_date(_text_of(node.get(key))) for key in _DAY_KEYS)), ""),
        publisher=next(_iter_names(node.get("publisher"), nodes_by_id), ""),
        seconds=_parse_duration(_text_of(node.get("duration")) or _text_of(node.get("timeRequired"))),
        word_count=_parse_count(node.get("wordCount")),
    )


_DAY_KEYS: Final = ("datePublished", "uploadDate", "dateCreated")
_WRAPPING: Final = re.compile(r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[)|(?:-->|//\s*\]\]>|\]\]>)\s*$")
_TRAILING_COMMA: Final = re.compile(r",(?=\s*[}\]])")
_MISSING_VALUE: Final = re.compile(r":(?=\s*[,}\]])")
_STRAY_FACT: Final = re.compile(
    r'"(headline|datePublished|dateCreated|description)"\s*:\s*"((?:[^"\\\n]|\\.){1,999})"'
)
_STRAY_AUTHOR: Final = re.compile(
    r'"author"[^"]{1,9}(?:"@type"\s*:\s*"\w+"\s*,\s*)?"name"\s*:\s*"([^"\\\n]{1,99})"'
)


def _parse_script(script: str) -> Any:
    """The JSON of a script: as it is, without comments around it, or with common mistakes corrected.

    Several values one after another are a list. Of what is no JSON at all, the facts that stand in it as they would in
    an article.
    """
    bare = _WRAPPING.sub("", script).strip().rstrip(";")
    mended = _MISSING_VALUE.sub(":null", _TRAILING_COMMA.sub("", bare))
    for attempt in (script, bare, mended, html.unescape(bare)):
        try:
            return json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
    return _parse_values(mended) or _find_stray_facts(bare)


def _parse_values(text: str) -> list[Any]:
    """The values at the beginning of a text, up to what is none."""
    decoder, values, start = json.JSONDecoder(strict=False), [], 0
    with suppress(ValueError, RecursionError):
        while start < len(text):
            value, end = decoder.raw_decode(text, start)
            values.append(value)
            start = len(text) - len(text[end:].lstrip(" \t\r\n,"))
    return values


def _find_stray_facts(text: str) -> dict[str, Any]:
    facts: dict[str, Any] = {"@type": ARTICLE} if _STRAY_FACT.search(text) else {}
    for name, value in _STRAY_FACT.findall(text):
        facts.setdefault(name, value)
    names = [{"name": name} for name in _STRAY_AUTHOR.findall(text)]
    return {**facts, "author": names} if facts else {}


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
    ranks = (RANKED_TYPES.index(name) for name in names if name in RANKED_TYPES)
    return min(
        ranks, default=RANKED_TYPES.index(ARTICLE) if _is_like_article(node, names) else len(RANKED_TYPES)
    )


def _is_like_article(node: Mapping[str, Any], types: Sequence[str]) -> bool:
    """Whether a thing of another type is one to read: schema.org has dozens of these, and any site may add its own."""
    has_day = any(node.get(key) for key in _DAY_KEYS)
    named = node.get("headline") or node.get("name")
    return bool(
        (node.get("headline") and has_day)
        or any(name.endswith(_ARTICLE_ENDINGS) for name in types)
        or (named and has_day and any(name in _LIKE_ARTICLES for name in types))
    )


def _iter_names(agents: Any, nodes_by_id: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    """The names of people or organisations: texts, objects, or references to objects. A URL is not a name."""
    for agent in agents if isinstance(agents, list) else [agents]:
        value = agent
        if isinstance(agent, dict):
            value = agent.get("name") or nodes_by_id.get(str(agent.get("@id")), {}).get("name")
        name = _text_of(value)
        name = html_to_text(name) if "<" in name else name
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

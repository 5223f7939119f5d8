"""Read other tools' files whole, out of checkouts of their projects, and say what is missing and what was invented.

    python -m tests.recorded.imports FOLDER

For each file: the format it was told to be, the links found, the rows refused, and by identity the links that are
missing or invented, against every web address in the places where that kind of file has bookmarks. Those are read here
in a second, plainer way; of feeds in XML feedparser's own answer is taken. Nothing of such files is part of the
project.
"""

import csv
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from msgspec import Struct
from selectolax.lexbor import LexborHTMLParser

from workbench.curation.identity import Identity, identify
from workbench.curation.model import UserError
from workbench.intake import detect_format, parse_content
from workbench.intake.content import Content

_SUFFIXES: Final = frozenset(
    (".html", ".htm", ".json", ".opml", ".xml", ".csv", ".txt", ".webloc", ".url", "")
)
_TEXT_FORMATS: Final = frozenset(("list", "markdown", "empty", "binary", "past-issues", "xml"))
"""What is no file of another tool, or has no place that only holds bookmarks."""
_ADDRESS_KEYS: Final = frozenset(("url", "uri", "href", "article__url"))
_OTHER_KEYS: Final = frozenset(("author", "authors", "attachments"))
_OUTLINE: Final = re.compile(r"<outline\b[^>]*>", re.I)
_OUTLINE_URL: Final = re.compile(r"\b(?:html)?url\s*=\s*[\"']\s*([^\"']+?)\s*[\"']", re.I)
_PLIST_URL: Final = re.compile(r"<string>(http[^<]+)</string>")
_SHORTCUT_URL: Final = re.compile(r"^url=(.*)$", re.I | re.M)


class FileScore(Struct, frozen=True):
    """What came of one file. Missing and invented are identities."""

    format: str
    links: int
    refused: int
    missing: frozenset[str]
    invented: frozenset[str]


def score_file(data: bytes, name: str) -> FileScore | str | None:
    """The score of a file, the sentence with which it is refused, None where it is no such file."""
    content = Content(data)
    if detect_format(content).name in _TEXT_FORMATS:
        return None
    try:
        result = parse_content(content, name)
    except UserError as error:
        return str(error)
    found = keys_of(clipping.url for clipping in result.clippings)
    expected = keys_of(iter_bookmarks(content, result.format))
    return FileScore(
        result.format, len(result.clippings), len(result.rejected), expected - found, found - expected
    )


def keys_of(urls: Iterator[str]) -> frozenset[str]:
    """The identities of those that are web addresses, whole ones only."""
    works = (identify(url) for url in urls if re.match(r"\s*(?:https?:)?//", url, re.I))
    return frozenset(work.key for work in works if isinstance(work, Identity))


def iter_bookmarks(content: Content, format: str) -> Iterator[str]:
    """Every address in a place where such a file has bookmarks."""
    if format in ("bookmarks", "pocket-html", "html"):
        notes = "dd a" if re.search("<dt", content.text, re.I) else "none"
        tree = LexborHTMLParser(content.text)
        inside = {node.mem_id for node in tree.css(notes)} if format == "bookmarks" else set()
        # A parser puts links behind a note into it; such a link stands behind its own mark.
        yield from (
            node.attributes["href"] or ""
            for node in tree.css("a[href]")
            if node.mem_id not in inside or (node.parent is not None and node.parent.tag == "dt")
        )
    elif format == "opml":
        for outline in filter(_is_outline_of_link, _OUTLINE.findall(content.text)):
            yield from (url.replace("&amp;", "&") for url in _OUTLINE_URL.findall(outline))
    elif format in ("webloc", "shortcut"):
        yield from (*_PLIST_URL.findall(content.text), *_SHORTCUT_URL.findall(content.text))
    elif content.looks_like_json:
        yield from iter_addresses(json.loads(content.text.lstrip("\ufeff"), strict=False))
    elif format == "feed":
        import feedparser  # type: ignore[import-untyped]

        entries = feedparser.parse(content.data).entries
        yield from (entry.get("feedburner_origlink") or entry.get("link", "") for entry in entries)
    else:
        yield from (cell for row in csv.reader(content.text.splitlines(keepends=True)) for cell in row)


def _is_outline_of_link(outline: str) -> bool:
    """Whether it is neither a feed nor another outline."""
    return not re.search(r"\bxmlurl\s*=\s*[\"']\s*[^\"'\s]|\btype\s*=\s*[\"']\s*include", outline, re.I)


def iter_addresses(document: Any) -> Iterator[str]:
    """Every text under a key that names an address, wherever it stands."""
    waiting = [document]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            yield from (held for key, held in value.items() if key in _ADDRESS_KEYS and isinstance(held, str))
            waiting += (held for key, held in value.items() if key not in _OTHER_KEYS)
        elif isinstance(value, list):
            waiting += value


def main(folder: Path) -> None:
    files = missing = invented = links = 0
    for path in sorted(folder.rglob("*")):
        if ".git" in path.parts or path.suffix not in _SUFFIXES or not path.is_file():
            continue
        score = score_file(path.read_bytes(), path.name)
        if score is None:
            continue
        files += 1
        if isinstance(score, str):
            print(f"{path.relative_to(folder)}: {score}")
            continue
        links, missing, invented = (
            links + score.links,
            missing + len(score.missing),
            invented + len(score.invented),
        )
        print(
            f"{path.relative_to(folder)}: {score.format}, {score.links} links, {score.refused} refused,"
            f" {len(score.missing)} missing, {len(score.invented)} invented",
            *sorted(score.missing)[:3], *sorted(score.invented)[:3],
        )  # fmt: skip
    print(f"{files} files, {links} links, {missing} missing, {invented} invented")


if __name__ == "__main__":
    main(Path(sys.argv[1]))

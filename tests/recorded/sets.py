"""Recorded pages of public test sets, each with what people or other tools say is right for it.

A folder holds one checkout for each set, by the name of its repository; which of them are there is up to whoever
measures. Nothing of them is part of the project.
"""

import gzip
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from msgspec import Struct
from selectolax.lexbor import LexborHTMLParser


class RecordedPage(Struct, frozen=True, kw_only=True):
    """A page and what it should give. None means that the set does not say; an empty value means that there is none.

    `kept` and `left_out` are sentences that belong into the text, or must not get into it.
    """

    name: str
    url: str
    path: Path
    title: str | None = None
    authors: str | None = None
    date: str | None = None
    text: str | None = None
    kept: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()


def iter_readability(folder: Path, dates: str = "publishedTime") -> Iterator[RecordedPage]:
    """A folder for each page: the source, the metadata, and the article as HTML. Also the shape of Omnivore's set."""
    for path in sorted(folder.glob("*/source.html")):
        expected, url_file = path.parent / "expected.html", path.parent / "url.txt"
        told = json.loads((path.parent / "expected-metadata.json").read_text("utf-8"))
        yield RecordedPage(
            name=path.parent.name,
            url=url_file.read_text("utf-8").strip()
            if url_file.exists()
            else "https://fakehost.example/test/page.html",
            path=path,
            title=told.get("title") or None,
            authors=told.get("byline") or None,
            date=told.get(dates) or None,
            text=_html_file_to_text(expected) if expected.exists() else None,
        )


def iter_omnivore(folder: Path) -> Iterator[RecordedPage]:
    """As Readability's, with addresses."""
    yield from iter_readability(folder, dates="publishedDate")


_JS_TEXT: Final = re.compile(r"""'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"|`((?:[^`\\]|\\.)*)`""")
_SNAPSHOT_LINE: Final = re.compile(r"^ {6}(\w+): (.+),$", re.MULTILINE)
_URL_IN_TEST: Final = re.compile(r"url\s*=\s*['\"`](https?://[^'\"`]+)")


def iter_metascraper(folder: Path) -> Iterator[RecordedPage]:
    """A folder for each page, with the snapshot of what that tool said."""
    for path in sorted(folder.glob("*/input.html")):
        snapshot, test = path.parent / "snapshots/index.js.md", path.parent / "index.js"
        url = _URL_IN_TEST.search(test.read_text("utf-8")) if test.exists() else None
        if url is None or not snapshot.exists():
            continue
        told = {
            key: _read_js_text(value) for key, value in _SNAPSHOT_LINE.findall(snapshot.read_text("utf-8"))
        }
        yield RecordedPage(
            name=path.parent.name,
            url=url[1],
            path=path,
            title=told.get("title"),
            authors=told.get("author"),
            date=told.get("date"),
        )


def iter_trafilatura(folder: Path) -> Iterator[RecordedPage]:
    """One file of expectations; the text is told by sentences that must and must not be in it."""
    for url, told in json.loads((folder / "evaldata.json").read_text("utf-8")).items():
        path = next(
            (at for at in (folder / "cache" / told["file"], folder / "eval" / told["file"]) if at.exists()),
            None,
        )
        if path is not None:
            yield RecordedPage(
                name=told["file"],
                url=url,
                path=path,
                title=told.get("title") or None,
                authors=_join_names(told.get("author")),
                date=told.get("date") or None,
                kept=tuple(told["with"]),
                left_out=tuple(told["without"]),
            )


def _join_names(names: str | list[str] | None) -> str | None:
    return ("; ".join(names) if isinstance(names, list) else names) or None


def iter_htmldate(folder: Path) -> Iterator[RecordedPage]:
    """Dates only."""
    for name in ("eval_default.json", "eval_mediacloud_2020.json"):
        for url, told in json.loads((folder / name).read_text("utf-8")).items():
            places = (folder / part / told["file"] for part in ("cache", "eval", "test_set"))
            path = next((place for place in places if place.exists()), None)
            if path is not None:
                day = told["date"] if isinstance(told["date"], str) else ""  # NaN where there is none
                yield RecordedPage(name=told["file"], url=url, path=path, date=day or None)


def iter_newspaper(folder: Path) -> Iterator[RecordedPage]:
    """What that tool said, and the text as a file."""
    for path in sorted((folder / "html").glob("*.html")):
        metadata, text = folder / f"metadata/{path.stem}.json", folder / f"txt/{path.stem}.txt"
        if metadata.exists() and text.exists():
            told = json.loads(metadata.read_text("utf-8"))
            yield RecordedPage(
                name=path.stem,
                url=told.get("url") or "https://fakehost.example/test/page.html",
                path=path,
                title=told.get("title") or None,
                authors=", ".join(told.get("authors") or ()) or None,
                date=told.get("publish_date") or None,
                text=text.read_text("utf-8"),
            )


_PARSER_CASE: Final = re.compile(
    r"url\s*=\s*['\"`](?P<url>https?://[^'\"`]+)['\"`].*?readFileSync\(\s*['\"`]\./(?P<file>fixtures/[^'\"`]+)"
    r"(?P<rest>.*?)(?=url\s*=|\Z)",
    re.DOTALL,
)
_PARSER_FACT: Final = re.compile(r"assert\.equal\(\s*(title|author|date_published),\s*(.+?)\s*\);", re.DOTALL)


def iter_postlight(folder: Path) -> Iterator[RecordedPage]:
    """A test for each site, whose expectations people typed. Its recorder put `value=` for `content=` in meta tags."""
    for test in sorted((folder / "src/extractors/custom").glob("*/index.test.js")):
        for case in _PARSER_CASE.finditer(test.read_text("utf-8")):
            told = {key: _read_js_text(value) for key, value in _PARSER_FACT.findall(case["rest"])}
            path = folder / case["file"]
            if path.exists() and told:
                yield RecordedPage(
                    name=path.stem,
                    url=case["url"],
                    path=path,
                    title=told.get("title"),
                    authors=told.get("author"),
                    date=told.get("date_published"),
                )


def iter_article_benchmark(folder: Path) -> Iterator[RecordedPage]:
    """The text of articles, as people cut it out. The pages are compressed."""
    for id, told in json.loads((folder / "ground-truth.json").read_text("utf-8")).items():
        path = folder / f"html/{id}.html.gz"
        if path.exists():
            yield RecordedPage(name=id, url=told.get("url", ""), path=path, text=told["articleBody"])


SETS: Final[dict[str, tuple[str, Callable[[Path], Iterator[RecordedPage]]]]] = {
    "readability": ("mozilla+readability/test/test-pages", iter_readability),
    "omnivore": ("omnivore-app+omnivore/packages/readabilityjs/test/test-pages", iter_omnivore),
    "metascraper": ("microlinkhq+metascraper/packages/metascraper/test/integration", iter_metascraper),
    "trafilatura": ("adbar+trafilatura/tests", iter_trafilatura),
    "htmldate": ("adbar+htmldate/tests", iter_htmldate),
    "newspaper4k": ("AndyTheFactory+newspaper4k/tests/data", iter_newspaper),
    "postlight": ("postlight+parser", iter_postlight),
    "article-benchmark": ("scrapinghub+article-extraction-benchmark", iter_article_benchmark),
}
"""Each set: where it lies in the folder of checkouts, and how it is read.

Rules were made on the first five, those for bylines on postlight's too.
"""


def _read_js_text(value: str) -> str | None:
    """The text of a JavaScript literal; None where it is `null` or no literal."""
    parts = [one or two or three for one, two, three in _JS_TEXT.findall(value)]
    text = "".join(parts)
    return re.sub(r"\\(.)", r"\1", text) or None


def _html_file_to_text(path: Path) -> str:
    body = LexborHTMLParser(path.read_bytes()).body
    return body.text(separator=" ") if body else ""


_META_VALUE: Final = re.compile(rb"(<meta\b[^>]*?\s)value=")


def read_body(page: RecordedPage) -> bytes:
    """The bytes of the page."""
    body = page.path.read_bytes()
    if page.path.suffix == ".gz":
        return gzip.decompress(body)
    return _META_VALUE.sub(rb"\1content=", body) if page.path.parent.name == "fixtures" else body

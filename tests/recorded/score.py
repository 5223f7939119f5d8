"""Scores what is read of recorded pages, ours beside trafilatura alone: `python -m tests.recorded.score FOLDER`.

    git clone https://github.com/mozilla/readability FOLDER/mozilla+readability    (and so on; see `sets.py`)
    python -m tests.recorded.score FOLDER [--set omnivore ...] [--limit 50] [--wrong authors]

Ours is the way of a fetch: the bytes cut as a request cuts them, the refusals, the site module for any page. Four
numbers in a cell are right / near / wrong / missing; near is a title with or without its end, one author of several, a
date one day off or less exact. `--wrong FIELD` also prints each page on which ours is not right.
"""

import argparse
import asyncio
import gzip
import re
import time
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from statistics import mean
from typing import Any, Final, Literal, TypeAlias

from msgspec import Struct
from trafilatura import bare_extraction

from tests.recorded.sets import SETS, RecordedPage, read_body
from workbench.curation.clipping import Clipping
from workbench.curation.identity import Identity, identify
from workbench.curation.model import Link, LinkId
from workbench.web.http.failures import find_page_error
from workbench.web.http.protocol import MAX_BODY, HttpPage
from workbench.web.sites.page import SITE

Verdict: TypeAlias = Literal["right", "near", "wrong", "missing"]
VERDICTS: Final[tuple[Verdict, ...]] = ("right", "near", "wrong", "missing")
MAX_WIRE: Final = 512 * 1024
"""Compressed bytes of a page that a request takes."""


class Reading(Struct, frozen=True):
    """What somebody read of a page; empty where nothing was found."""

    title: str = ""
    authors: tuple[str, ...] = ()
    date: str = ""
    text: str = ""
    refused: str = ""
    seconds: float = 0.0


class RecordedClient:
    """A client that answers with one recorded page."""

    contact = ""
    github_token = ""

    def __init__(self, page: HttpPage) -> None:
        self._page = page

    def build_url(self, site: str, path: str) -> str:
        raise AssertionError(f"a page asks no other site: {site} {path}")

    async def get(self, *_: Any, **__: Any) -> HttpPage:
        error = find_page_error(self._page)
        if error:
            raise error
        return self._page


def make_page(recorded: RecordedPage) -> HttpPage:
    """The page as a request would have given it."""
    whole = read_body(recorded)
    wire = gzip.compress(whole, 6)
    body = whole if len(wire) <= MAX_WIRE else zlib.decompressobj(31).decompress(wire[:MAX_WIRE])
    return HttpPage(
        url=recorded.url,
        media_type="text/html",
        body=body[:MAX_BODY],
        is_complete=len(body) == len(whole) <= MAX_BODY,
    )


async def read_ours(page: HttpPage) -> Reading:
    """What a fetch of the page stores."""
    work = identify(page.url)
    link = Link(id=LinkId(1), url=page.url, identity=work.key if isinstance(work, Identity) else page.url)
    began = time.perf_counter()
    async for answer in SITE.fetch([link], RecordedClient(page)):
        result = answer.result
    seconds = time.perf_counter() - began
    if isinstance(result, Clipping):
        return Reading(result.title, result.authors, result.published, result.text, seconds=seconds)
    return Reading(refused=result.reason, seconds=seconds)


def read_peer(page: HttpPage) -> Reading:
    """What trafilatura says of it."""
    began = time.perf_counter()
    found: Any = bare_extraction(page.body, url=page.url, with_metadata=True, include_comments=False)
    seconds = time.perf_counter() - began
    if found is None:
        return Reading(seconds=seconds)
    names = tuple(name.strip() for name in (found.author or "").split(";") if name.strip())
    return Reading(found.title or "", names, found.date or "", found.text or "", seconds=seconds)


# --- verdicts


def judge_title(wanted: str, got: str) -> Verdict:
    one, other = _letters_of(wanted), _letters_of(got)
    if not other:
        return "missing"
    if one == other:
        return "right"
    short, long = sorted((one, other), key=len)
    return "near" if short and (long.startswith(short) or long.endswith(short)) else "wrong"


_BY: Final = re.compile(r"^\s*(?:by|von|por|par|di)\b[:\s]*", re.I)
_NAME_SEPARATOR: Final = re.compile(r"\s*(?:[,;&|/·•\n]|\band\b|\bund\b|\by\b)\s*")


def judge_authors(wanted: str, got: Sequence[str]) -> Verdict:
    one, other = _split_names([wanted]), _split_names(got)
    if not other:
        return "missing"
    if one == other or _letters_of(_BY.sub("", wanted)) == _letters_of("".join(got)):
        return "right"
    return "near" if one & other else "wrong"


def _split_names(texts: Sequence[str]) -> set[str]:
    parts = (_BY.sub("", part) for text in texts for part in _NAME_SEPARATOR.split(_BY.sub("", text)))
    return {letters for letters in map(_letters_of, parts) if letters}


def judge_date(wanted: str, got: str) -> Verdict:
    found = re.match(r"(\d{4}-\d\d-\d\d)", wanted)
    one = found[1] if found else wanted.strip()
    if not got:
        return "missing"
    if one == got[:10]:
        return "right"
    if one.startswith(got):
        return "near"
    try:
        apart = abs(date.fromisoformat(one) - date.fromisoformat(got[:10]))
    except ValueError:
        return "wrong"
    return "near" if apart <= timedelta(days=1) else "wrong"


def _letters_of(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))


_WORD: Final = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\u0e00-\u0e7f]|\w+")


def measure_text(wanted: str, got: str) -> tuple[float, float]:
    """Precision and recall of the text, over runs of four words."""
    one, other = _count_shingles(wanted), _count_shingles(got)
    shared = (one & other).total()
    return (shared / other.total() if other else 0.0, shared / one.total() if one else 0.0)


def _count_shingles(text: str) -> Counter[tuple[str, ...]]:
    words = _WORD.findall(text.casefold())
    return (
        Counter(zip(words, words[1:], words[2:], words[3:], strict=False))
        if len(words) > 3
        else Counter([tuple(words)])
    )


def contains(text: str, sentence: str) -> bool:
    return _letters_of(sentence) in _letters_of(text)


# --- the table


class Tally(Struct):
    """The scores of one reader on one set."""

    verdicts: dict[str, Counter[Verdict]]
    precisions: list[float]
    recalls: list[float]
    kept: list[bool]
    let_in: list[bool]
    refused: list[str]
    seconds: list[float]


def make_tally() -> Tally:
    fields = ("title", "authors", "date")
    return Tally({field: Counter() for field in fields}, [], [], [], [], [], [])


def judge(page: RecordedPage, reading: Reading, tally: Tally) -> dict[str, Verdict]:
    """Count one reading; the verdicts of its fields."""
    verdicts: dict[str, Verdict] = {}
    if page.title is not None:
        verdicts["title"] = judge_title(page.title, reading.title)
    if page.authors is not None:
        verdicts["authors"] = judge_authors(page.authors, reading.authors)
    if page.date is not None:
        verdicts["date"] = judge_date(page.date, reading.date)
    for field, verdict in verdicts.items():
        tally.verdicts[field][verdict] += 1
    if page.text is not None:
        precision, recall = measure_text(page.text, reading.text)
        tally.precisions.append(precision)
        tally.recalls.append(recall)
    tally.kept += [contains(reading.text, sentence) for sentence in page.kept]
    tally.let_in += [contains(reading.text, sentence) for sentence in page.left_out]
    tally.refused += [f"{page.name}: {reading.refused}"] if reading.refused else []
    tally.seconds.append(reading.seconds)
    return verdicts


def iter_rows(name: str, ours: Tally, peer: Tally) -> Iterator[str]:
    """The lines of a set in the table."""
    for field in ours.verdicts:
        count = ours.verdicts[field].total()
        if count:
            cells = (
                "/".join(str(each.verdicts[field][verdict]) for verdict in VERDICTS) for each in (ours, peer)
            )
            share = ours.verdicts[field]["right"] / count
            yield f"| {name} | {field} | {count} | {' | '.join(cells)} | {share:.0%} right |"
    if ours.precisions:
        cells = (f"{_f1(each):.3f} ({_count_bad(each)} under 0.5)" for each in (ours, peer))
        yield f"| {name} | text F1 | {len(ours.precisions)} | {' | '.join(cells)} | {_f1(ours) / _f1(peer):.2f} x |"
    if ours.kept:
        cells = (f"kept {mean(each.kept):.1%}, let in {mean(each.let_in):.1%}" for each in (ours, peer))
        yield f"| {name} | sentences | {len(ours.kept)} | {' | '.join(cells)} | |"
    one, other = 1000 * mean(ours.seconds), 1000 * mean(peer.seconds)
    yield f"| {name} | ms a page | {len(ours.seconds)} | {one:.1f} | {other:.1f} | {one / other:.2f} x |"
    yield f"| {name} | refused | {len(ours.seconds)} | {len(ours.refused)} | | |"


def _f1(tally: Tally) -> float:
    precision, recall = mean(tally.precisions), mean(tally.recalls)
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def _count_bad(tally: Tally) -> int:
    pairs = zip(tally.precisions, tally.recalls, strict=True)
    return sum((2 * one * other / (one + other) if one + other else 0.0) < 0.5 for one, other in pairs)


async def score(folder: Path, names: Sequence[str], limit: int | None, wrong: str) -> None:
    print("| set | field | pages | ours | trafilatura | |\n| --- | --- | --- | --- | --- | --- |")
    for name, (place, iter_pages) in SETS.items():
        if (names and name not in names) or not (folder / place).exists():
            continue
        ours, peer = make_tally(), make_tally()
        for recorded in list(iter_pages(folder / place))[:limit]:
            page = make_page(recorded)
            reading = await read_ours(page)
            verdicts = judge(recorded, reading, ours)
            judge(recorded, read_peer(page), peer)
            if verdicts.get(wrong, "right") != "right":
                wanted, got = getattr(recorded, wrong), getattr(reading, wrong)
                print(f"  {verdicts[wrong]} {recorded.name}: wanted {wanted!r}, got {got!r}")
        print("\n".join(iter_rows(name, ours, peer)), flush=True)
        for refusal in ours.refused if wrong == "refused" else ():
            print(f"  {refusal}")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--set", action="append", default=[], choices=sorted(SETS), dest="names")
    parser.add_argument("--limit", type=int)
    parser.add_argument("--wrong", choices=("title", "authors", "date", "refused"), default="")
    told = parser.parse_args()
    asyncio.run(score(told.folder, told.names, told.limit, told.wrong))


if __name__ == "__main__":
    main()

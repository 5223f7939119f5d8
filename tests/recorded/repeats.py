"""Hold every issue of public newsletters against those before it, and count the marks of repeats.

    python -m tests.recorded.repeats FOLDER [--show MARK] [--seed N]

FOLDER has checkouts of the newsletters, each as `owner+name`. Entries are read as `archive_truths.py` knows them, and
what is no reading (events, jobs, packages) is left out. *Found* is the share of the pairs with one address but for its
form, and titles that are alike, that have any mark or are standing. With `--show`, fifty marks of a kind are written
out, to be judged by eye. Nothing of these newsletters is part of the project.
"""

import argparse
import json
import random
import re
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Final, Self

import msgspec
from msgspec import Struct

from tests.recorded.archive_truths import ARCHIVES, Archive
from workbench.curation.archive.appearance import Appearance
from workbench.curation.archive.marks import Candidate, Repeat
from workbench.curation.archive.repeats import PastWorks
from workbench.curation.identity import Identity, identify
from workbench.curation.model import LinkId
from workbench.curation.search.topics import has_other_topic

SHOWN: Final = 50
"""Marks that are written out to be judged."""


class PastLink(Struct, frozen=True):
    """One link of an issue. `issue` counts from 1 in the order in which they appeared."""

    issue: int
    title: str
    url: str


class Newsletter(Struct, frozen=True):
    """Which links an issue's file has, and where it stands in their order."""

    name: str
    load: Callable[[Path], Iterator[tuple[str, Iterable[tuple[str, str]]]]]
    order: Callable[[str], tuple[int, ...]]


_NO_READING: Final = re.compile(
    r"event|job|hiring|position|upcoming|package|cran|crate|call for|usergroup|rust core|from rust project|rfc"
    r"|approved|contributor|quote|calendar|releases|credits|in brief|virtual|america|europe|asia|africa|oceania"
    r"|pull request|tracking issue|final comment|discussions?$|rust$|订阅|往年|工作|内推|贡献|关注我们|说明",
    re.I,
)
"""Sections that list what is no reading."""


def _numbers_in(name: str) -> tuple[int, ...]:
    return tuple(map(int, re.findall(r"\d+", name)))


_MONTHS: Final = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


def _english_date(name: str) -> tuple[int, ...]:
    found = re.search(r"(\d{4})([A-Z][a-z]{2})(\d\d)", name)
    return (int(found[1]), _MONTHS.index(found[2]), int(found[3])) if found else ()


def _load_archive(archive: Archive, root: Path) -> Iterator[tuple[str, Iterable[tuple[str, str]]]]:
    for issue in archive.load(root):
        reading = (entry for entry in issue.entries if not _NO_READING.search(entry.section))
        yield issue.name, [(entry.title, entry.url) for entry in reading]


def _load_perl(root: Path) -> Iterator[tuple[str, Iterable[tuple[str, str]]]]:
    for file in (root / "szabgab+perlweekly" / "src").glob("[0-9]*.json"):
        chapters = json.loads(file.read_text("utf-8")).get("chapters", ())
        reading = (one for one in chapters if not _NO_READING.search(one.get("title") or ""))
        entries = (entry for chapter in reading for entry in chapter.get("entries", ()))
        yield file.name, [(entry.get("title") or "", entry["url"]) for entry in entries if entry.get("url")]


def _load_dotnet(root: Path) -> Iterator[tuple[str, Iterable[tuple[str, str]]]]:
    """A file a link, in a folder a week."""
    for file in (root / "dotnetweekly+dnw-gatsby" / "src" / "newsletters").glob("*/*/*.md"):
        text = file.read_text("utf-8", "replace")
        title, url = (re.search(rf"^{name}: *['\"]?(.+?)['\"]?$", text, re.M) for name in ("title", "url"))
        if title and url and url[1].startswith("http"):
            yield "/".join(file.parts[-3:-1]), [(title[1], url[1])]


NEWSLETTERS: Final = (
    *(
        Newsletter(
            archive.key,
            partial(_load_archive, archive),
            _english_date if archive.key == "devweekly" else _numbers_in,
        )
        for archive in ARCHIVES
    ),
    Newsletter("perl-weekly", _load_perl, _numbers_in),
    Newsletter("dotnet-weekly", _load_dotnet, _numbers_in),
)


def read_links(folder: Path, newsletter: Newsletter) -> list[PastLink]:
    """The links of a newsletter in the order of its issues; empty where its checkout is not there."""
    files = sorted(newsletter.load(folder), key=lambda file: newsletter.order(file[0]))
    numbers: dict[tuple[int, ...], int] = {}
    found: list[PastLink] = []
    for name, links in files:
        number = numbers.setdefault(newsletter.order(name), len(numbers) + 1)
        found += [PastLink(number, *link) for link in links]
    return found


class MarkedLink(Struct, frozen=True):
    """A link that has a mark, and the newest issue that the mark names."""

    link: PastLink
    repeat: Repeat


class RepeatScore(Struct):
    """What was counted for one newsletter.

    `pairs` are pairs of links of one address, by whether anything is said of the later one; `forms` those of them that
    are written in two forms; `missed` those that nothing is said of.
    """

    links: int = 0
    pairs: Counter[bool] = msgspec.field(default_factory=Counter)
    forms: Counter[bool] = msgspec.field(default_factory=Counter)
    missed: list[tuple[str, str]] = []
    marked: list[MarkedLink] = []
    microseconds: float = 0.0

    def __iadd__(self, other: "RepeatScore") -> Self:
        for name in self.__struct_fields__:
            setattr(self, name, getattr(self, name) + getattr(other, name))
        return self


def score_links(links: Iterable[PastLink]) -> RepeatScore:
    """Hold the links of each issue against the issues before it."""
    score, works = RepeatScore(), PastWorks()
    forms: defaultdict[str, list[PastLink]] = defaultdict(list)
    by_issue: defaultdict[int, list[tuple[PastLink, str]]] = defaultdict(list)
    for link in links:
        found = identify(link.url)
        if isinstance(found, Identity):
            by_issue[link.issue].append((link, found.key))
    for issue in sorted(by_issue):
        seen: set[str] = set()
        for link, key in by_issue[issue]:
            if key in seen:
                continue
            seen.add(key)
            score.links += 1
            _score_link(score, works, forms, link, key)
        works.add([_appear(link, key) for link, key in by_issue[issue]])
        for link, _ in by_issue[issue]:
            forms[_plain_form(link.url)].append(link)
    return score


def _score_link(
    score: RepeatScore, works: PastWorks, forms: dict[str, list[PastLink]], link: PastLink, key: str
) -> None:
    candidate = Candidate((key,), (link.title,), link.url)
    begin = time.perf_counter()
    repeats = works.find_repeats(candidate)
    score.microseconds += (time.perf_counter() - begin) * 1e6
    if repeats:
        score.marked.append(MarkedLink(link, repeats[0]))
    same = [one for one in forms.get(_plain_form(link.url), ()) if _is_same(one, link)]
    if not same:
        return
    is_found = bool(repeats or works.find_standing(candidate))
    score.pairs[is_found] += 1
    if all(one.url != link.url for one in same):
        score.forms[is_found] += 1
    if not is_found:
        score.missed.append((same[-1].url, link.url))


def _appear(link: PastLink, key: str) -> Appearance:
    return Appearance(
        link=LinkId(0),
        identity=key,
        url=link.url,
        title=link.title,
        issue=link.issue,
        date="",
        section="",
        section_name="",
    )


_FORMS: Final = re.compile(
    r"^https?://(?:www\.|m\.)?|[?&](?:utm_\w+|fbclid|ref|s|source|feature)=[^&#]*|#.*|/(?:index\.html?)?(?=$|[?#])"
)


def _plain_form(url: str) -> str:
    """The address in a form made without the program's own rules."""
    path = re.sub(r"(?<!:)//+", "/", _FORMS.sub("", url.strip()))
    path = path.replace("youtu.be/", "youtube.com/watch?v=")
    return _FORMS.sub("", path).rstrip("/?&").lower()


def _is_same(one: PastLink, other: PastLink) -> bool:
    fragments = {link.url.partition("#")[2] for link in (one, other)} - {""}
    years, others = (set(re.findall(r"\b20\d\d\b", link.title)) for link in (one, other))
    is_of_other_year = bool(years and others) and years.isdisjoint(others)
    return len(fragments) < 2 and not is_of_other_year and not has_other_topic(one.title, other.title)


def is_one_of_two_places(marked: MarkedLink) -> bool:
    """Whether two fragments of one page, which are no counters of visits, were taken for one work."""
    mine, theirs = (url.partition("#")[2] for url in (marked.link.url, marked.repeat.appearance.url))
    is_two = bool(mine and theirs and mine != theirs) and "." not in (mine[0], theirs[0])
    return is_two and marked.repeat.mark == "published"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.recorded.repeats")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--show", default="", help="write out fifty marks of this kind, or `missed`")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    total = RepeatScore()
    print(
        f"{'newsletter':30} {'links':>6} {'found of pairs':>14} {'of other forms':>14}  publ. same perh.  µs"
    )
    for newsletter in NEWSLETTERS:
        score = score_links(read_links(given.folder, newsletter))
        if score.links:
            _print_row(newsletter.name, score)
            total += score
    _print_row("all", total)
    print(f"Places of one page that were taken for one work: {sum(map(is_one_of_two_places, total.marked))}")
    if given.show == "missed":
        shown = [f"{one}  {other}" for one, other in total.missed]
    else:
        shown = [_describe(one) for one in total.marked if one.repeat.mark == given.show]
    for text in random.Random(given.seed).sample(shown, min(SHOWN, len(shown))):
        print("\n" + text)


def _print_row(name: str, score: RepeatScore) -> None:
    marks = Counter(one.repeat.mark for one in score.marked)
    print(
        f"{name:30} {score.links:6} {_format_found(score.pairs):>14} {_format_found(score.forms):>14} "
        f"{marks['published']:6} {marks['same page']:4} {marks['perhaps']:5} {score.microseconds / score.links:3.0f}"
    )


def _format_found(counts: Counter[bool]) -> str:
    return f"{100 * counts[True] / max(1, counts.total()):.2f}% {counts.total():5}"


def _describe(marked: MarkedLink) -> str:
    link, past = marked.link, marked.repeat.appearance
    return f"#{link.issue}: {link.title} <{link.url}>\n#{past.issue}: {past.title} <{past.url}>"


if __name__ == "__main__":
    main()

"""A library with years behind it: past issues, their entries, and many more links that wait in the inbox.

Everything follows from the numbers asked for, so that two runs measure the same library. As a command it makes a
workspace: `python -m tests.support.past_issues FOLDER --issues 500 --entries 30 --links 100000`.
"""

import argparse
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from workbench.curation.change import Change, EditCollector
from workbench.curation.identity import identity_key
from workbench.curation.model import (
    Entry,
    EntryId,
    Issue,
    IssueId,
    Kind,
    LabelledLink,
    Link,
    LinkId,
    Section,
    Source,
)
from workbench.curation.publication.profile import load_default_publication, read_default_text
from workbench.library import open_library

FIRST_DAY: Final = date(2016, 1, 3)
COMMON_TEXT: Final = """
the of and for with in on how why what from to your without into models learning training data agents language code
guide open fast small large notes better new tools search vision memory scaling prompt review survey graph sparse
robust stream kernel compiler retrieval editor browser
"""
COMMON: Final = COMMON_TEXT.split()
SYLLABLE_TEXT: Final = "ka ro mi te lu son dar vel qui nor pax zin tor bel gra mus hel fin oda ri"
SYLLABLES: Final = SYLLABLE_TEXT.split()
KINDS: Final[tuple[Kind, ...]] = ("paper", "read", "tool", "read", "video", "read")
TODAYS_SECTIONS: Final = tuple(
    replace(section, slots=None) for section in load_default_publication().sections
)
OLD_SECTIONS: Final = (
    Section(key="articles", heading="Articles", label="Articles"),
    Section(key="code", heading="Code", label="Code"),
    Section(key="events", heading="Events", label="Events"),
)
"""What the newsletter had before it had today's sections: a third of the issues, the oldest."""


class Size(Struct, frozen=True):
    """How much there is. Only printed links have a source, of some 60 words."""

    issues: int = 500
    entries: int = 30
    links: int = 100_000


class _Writer:
    """Makes up names, titles and prose. Common words are common, names are rare."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._names = ["".join(random.choices(SYLLABLES, k=3)) for _ in range(4000)]

    def name(self) -> str:
        """One of some thousand names, of which few come often."""
        return self._names[int(len(self._names) * self._random.random() ** 3)]

    def person(self) -> str:
        return f"{self.name().title()} {self.name().title()}"

    def title(self) -> str:
        words = self._random.choices(COMMON, k=self._random.randint(3, 7))
        words.insert(self._random.randrange(len(words)), self.name())
        return " ".join(words).capitalize()

    def prose(self, words: int) -> str:
        made = self._random.choices(COMMON, k=words)
        made[words // 2] = f"{self.name().title()},"
        return " ".join(made).capitalize() + "."

    def url(self, at: int, kind: Kind) -> str:
        """The address of the link of that number, in a host as its kind has them."""
        owner = self.name()
        if kind == "paper":
            return f"https://arxiv.org/abs/{10 + at // 90_000:02}{1 + at % 12:02}.{at % 90_000:05}"
        if kind == "video":
            return f"https://www.youtube.com/watch?v={at:011}"
        if kind == "tool":
            return f"https://github.com/{owner}/tool{at}"
        return f"https://{owner}.example/posts/{at}"


def make_past_library(size: Size) -> Change:
    """The change that makes all of it in an empty library. 100,000 links take some ten seconds."""
    writer, edits = _Writer(Random(size.issues * 31 + size.links)), EditCollector()
    printed = size.issues * size.entries
    links = [_make_link(writer, at) for at in range(1, max(size.links, printed) + 1)]
    for link in links:
        edits.create(link)
    for link in links[:printed]:
        people = (writer.person(), writer.person())
        edits.create(Source(id=link.id, text=writer.prose(60), authors=people))
    for number in range(1, size.issues + 1):
        issue = _make_issue(writer, number, is_old=number * 3 <= size.issues)
        edits.create(issue)
        for entry in _iter_entries(writer, issue, links[(number - 1) * size.entries :][: size.entries]):
            edits.create(entry)
    return edits.build(f"Made a library of {len(links)} links and {size.issues} past issues")


def _make_link(writer: _Writer, at: int) -> Link:
    kind = KINDS[at % len(KINDS)]
    url, saved = writer.url(at, kind), datetime(2016, 1, 1, tzinfo=UTC) + timedelta(minutes=45 * at)
    return Link(
        id=LinkId(at), url=url, identity=identity_key(url), kind=kind, title=writer.title(),
        added=saved.strftime("%Y-%m-%dT%H:%M:%SZ"), via="list",
    )  # fmt: skip


def _make_issue(writer: _Writer, number: int, *, is_old: bool) -> Issue:
    sections = OLD_SECTIONS if is_old else TODAYS_SECTIONS
    return Issue(
        id=IssueId(number), number=number, date=(FIRST_DAY + timedelta(weeks=number - 1)).isoformat(),
        title=", ".join(writer.title() for _ in range(3)), subtitle=writer.title(), greeting=writer.prose(40),
        tldr={section.key: writer.prose(12) for section in sections} if number % 4 else {},
        closing=writer.prose(20), state="published", sections=sections, blocks=(),
    )  # fmt: skip


def _iter_entries(writer: _Writer, issue: Issue, links: Sequence[Link]) -> Iterator[Entry]:
    for at, link in enumerate(links):
        section = issue.sections[at % len(issue.sections)]
        yield Entry(
            id=EntryId(link.id), issue=issue.id, link=link.id, section=section.key,
            slot=at // len(issue.sections) + 1, title=link.title, links=(LabelledLink("", link.url),),
            blurb=f"{writer.prose(45)}\n\n{writer.prose(30)}",
        )  # fmt: skip


def write_past_workspace(folder: Path, size: Size) -> None:
    """Make a folder a workspace with such a library, which asks no site."""
    folder.mkdir(parents=True, exist_ok=True)
    profile = read_default_text().replace("automatic = true", "automatic = false")
    (folder / "workbench.toml").write_text(profile, "utf-8")
    library = open_library(folder, clock=lambda: datetime.now(UTC))
    library.append(make_past_library(size), library.seq)
    library.close()


def main() -> None:
    """Read the numbers and make the workspace."""
    parser, usual = argparse.ArgumentParser(description=__doc__), Size()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--issues", type=int, default=usual.issues)
    parser.add_argument("--entries", type=int, default=usual.entries)
    parser.add_argument("--links", type=int, default=usual.links)
    asked = parser.parse_args()
    write_past_workspace(asked.folder, Size(asked.issues, asked.entries, asked.links))


if __name__ == "__main__":
    main()

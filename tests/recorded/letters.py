"""Newsletters whose archives are public, as lists of issues: for each entry its section, title and address.

One reader a newsletter, each as small as its format allows. What it reads is the truth that suggestions are measured
against, so names of sections that changed over the years are one here, as an editor maps them once when importing. A
section counts where it stands in one of twenty issues at least.
"""

import json
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Final, TypeAlias

from workbench.curation.archive.appearance import Appearance
from workbench.curation.identity import Identity, identify
from workbench.curation.model import LinkId

Row: TypeAlias = tuple[str, str, str]
"""An entry's section, title and address."""
Issue: TypeAlias = list[Appearance]

RARE: Final = 0.05
"""The part of issues below which a section is no part of the newsletter."""
_MARKDOWN_LINK: Final = re.compile(r'\[((?:[^\[\]]|\[[^\]]*\])+)\]\((\S+?)(?:\s+"[^"]*")?\)')
_ASCIIDOC_LINK: Final = re.compile(r"(https?://[^\s\[]+)\[([^\]]*)\]")
_BULLET: Final = re.compile(r"\s*[*-] +(.*)")


def read_letter(name: str, folder: Path) -> list[Issue]:
    """The issues of that newsletter, oldest first, from the folder that holds checkouts by `owner+name`."""
    checkout, read = LETTERS[name]
    issues = [rows for rows in read(folder / checkout) if rows]
    standing = Counter(section for rows in issues for section in {row[0] for row in rows})
    kept = {section for section, count in standing.items() if count >= RARE * len(issues)}
    return [
        [entry for row in rows if row[0] in kept and (entry := _make_appearance(row, number))]
        for number, rows in enumerate(issues, start=1)
    ]


def _make_appearance(row: Row, number: int) -> Appearance | None:
    section, title, url = row
    found = identify(url)
    if not isinstance(found, Identity):
        return None
    return Appearance(LinkId(number), found.key, url, title, number, "", section, section, kind=found.kind)


def _read_deref(checkout: Path) -> Iterator[list[Row]]:
    for file in sorted(checkout.glob("content/news/**/deref*.adoc")):
        yield list(_iter_deref_rows(file.read_text("utf-8")))


def _iter_deref_rows(text: str) -> Iterator[Row]:
    section = ""
    for line in text.splitlines():
        if heading := re.match(r"(?:==+|##+) +(.*)", line):
            section = _name_deref_section(heading[1].strip())
        elif section and (bullet := _BULLET.match(line)) and (link := _ASCIIDOC_LINK.search(bullet[1])):
            yield section, link[2], link[1]


def _name_deref_section(heading: str) -> str:
    for beginning, name in (
        ("Blogs", "blogs"),
        ("Podcasts", "videos"),
        ("Videos and", "videos"),
        ("Upcoming", "events"),
    ):
        if heading.startswith(beginning):
            return name
    return "tools" if heading.startswith(("Libraries", "Tools")) else ""


_GOODIES: Final = {
    "Articles": "articles", "Tools/Controls": "tools", "Tools": "tools", "Controls/Tools": "tools", "UI/UX": "ux",
    "Business": "business", "Business/Career": "business", "Business / Career development": "business",
    "Videos": "videos",
}  # fmt: skip


def _read_goodies(checkout: Path) -> Iterator[list[Row]]:
    files = checkout.glob("Issues/**/Week*.md")
    for file in sorted(files, key=lambda file: int(re.sub(r"\D", "", file.stem))):
        yield list(_iter_goodies_rows(file.read_text("utf-8", "replace")))


def _iter_goodies_rows(text: str) -> Iterator[Row]:
    section = ""
    for line in text.splitlines():
        if heading := re.match(r"\s*(?:#+ *)?\*\*(.+?)\*\*:?\s*$", line) or re.match(r"#+ +(.*)", line):
            section = _GOODIES.get(heading[1].strip(), "")
        elif section and (bullet := _BULLET.match(line)) and (link := _MARKDOWN_LINK.search(bullet[1])):
            yield section, link[1], link[2]


_PERL: Final = {
    "Perl Weekly Challenge": "The Weekly Challenge", "Weekly Collections": "Weekly collections", "CPAN News": "CPAN",
    "Perl Tutorials": "Perl Tutorial", "Perl Maven Tutorials": "Perl Tutorial", "Perl Maven Tutorial": "Perl Tutorial",
    "Perl Maven Articles": "Perl Tutorial", "Advent Calendar": "Advent Calendars", "Advent": "Advent Calendars",
    "Perl Advent Calendar": "Advent Calendars", "Raku Advent Calendar": "Advent Calendars",
    "Discussions": "Discussion", "Online Events": "Events",
}  # fmt: skip


def _read_perl(checkout: Path) -> Iterator[list[Row]]:
    files = [file for file in checkout.glob("src/*.json") if file.stem.isdigit()]
    for file in sorted(files, key=lambda file: int(file.stem)):
        chapters = json.loads(file.read_text("utf-8"))["chapters"]
        yield [
            (_PERL.get(chapter["title"], chapter["title"]), entry.get("title") or "", entry["url"])
            for chapter in chapters
            for entry in chapter["entries"]
            if not chapter.get("sponsor") and entry.get("url")
        ]


def _read_dotnet(checkout: Path) -> Iterator[list[Row]]:
    weeks: defaultdict[tuple[int, int], list[tuple[str, Row]]] = defaultdict(list)
    for file in checkout.glob("src/newsletters/*/*/*.md"):
        fields = _read_front_matter(file.read_text("utf-8", "replace"))
        row = (fields.get("category", ""), fields.get("title", ""), fields.get("url", ""))
        weeks[int(file.parts[-3]), int(file.parts[-2])].append((fields.get("createdOn", ""), row))
    for week in sorted(weeks):
        yield [row for _, row in sorted(weeks[week])]


def _read_front_matter(text: str) -> dict[str, str]:
    """The plain fields between the first two lines of dashes."""
    head = text.removeprefix("---").partition("\n---")[0]
    found = re.findall(r"^(\w+): *(.*)$", head, flags=re.M)
    return {name: value.strip().strip("'\"").replace("''", "'") for name, value in found}


_TWIR: Final = {
    "Observations/Thoughts": "observations", "Rust Walkthroughs": "walkthroughs", "Learn More Rust": "walkthroughs",
    "Learn Standard Rust": "walkthroughs", "Learn": "walkthroughs", "Project/Tooling Updates": "projects",
    "Project Updates": "projects", "Tooling": "projects", "Miscellaneous": "miscellaneous", "Official": "official",
    "Newsletters": "newsletters", "Foundation": "foundation", "Research": "research",
}  # fmt: skip


def _read_twir(checkout: Path) -> Iterator[list[Row]]:
    for file in sorted(checkout.glob("content/*this-week*")):
        text = re.sub(r"<!--.*?-->", "", file.read_text("utf-8", "replace"), flags=re.S)
        yield list(_iter_twir_rows(text))


def _iter_twir_rows(text: str) -> Iterator[Row]:
    part, section = "", ""
    for line in text.splitlines():
        if heading := re.match(r"(#+) *(.*?)#*$", line):
            if len(heading[1]) <= 2:
                part, section = heading[2].strip(), ""
            else:
                section = _TWIR.get(heading[2].strip(), "") if part == "Updates from Rust Community" else ""
        elif section and (bullet := _BULLET.match(line)) and (link := _MARKDOWN_LINK.search(bullet[1])):
            yield section, link[1], link[2]


LETTERS: Final[Mapping[str, tuple[str, Callable[[Path], Iterator[list[Row]]]]]] = {
    "Clojure Deref": ("clojure+clojure-site", _read_deref),
    "iOS Goodies": ("iOS-Goodies+iOS-Goodies", _read_goodies),
    "Perl Weekly": ("szabgab+perlweekly", _read_perl),
    "dotnetweekly": ("dotnetweekly+dnw-gatsby", _read_dotnet),
    "TWIR community": ("rust-lang+this-week-in-rust", _read_twir),
}
"""Each newsletter by name: its checkout, and what reads it."""

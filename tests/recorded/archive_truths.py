"""What is right for issues of public archives, read by the fixed shape that each of them has.

Every reader here knows its newsletter and nothing else, and shares no code with the program's own. A folder holds the
checkouts by name, `owner+name`; which of them are there is up to whoever measures. Nothing of them is part of the
project.
"""

import html
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from msgspec import Struct
from selectolax.lexbor import LexborHTMLParser

_LINK: Final = (
    r"\[((?:[^\[\]\\]|\\.|\[(?:[^\[\]]|\[[^\[\]]*\])*\])*)\]"
    r"\(\s*<?((?:[^\s()<>]|\([^\s()]*\))+)>?(?:\s+\"[^\"]*\")?\s*\)"
)
_COMMENT: Final = re.compile(r"<!--.*?(?:-->|\Z)", re.S)
_FENCE: Final = re.compile(r"^(```|~~~).*?^\1", re.S | re.M)
_HEADING: Final = re.compile(r"(#{1,6})\s+(.*?)\s*#*\s*")
_BULLET: Final = re.compile(r"(\s*)[*+-]\s+(.*)")
_REMARK: Final = re.compile(r"[^\w]*|.{0,100}[:：|)\]–—-][^\w]*", re.S)
_DEFINITION: Final = re.compile(r"^ {0,3}\[([^\[\]]+)\]:\s*<?(\S+?)>?\s*$", re.M)


class TrueEntry(Struct, frozen=True):
    """An entry as the newsletter's own shape has it. An issue's titles and sections are compared by their letters."""

    url: str
    title: str
    section: str


class TrueIssue(Struct, frozen=True):
    """A file, its text, and the entries that are right for it."""

    name: str
    text: str
    entries: tuple[TrueEntry, ...]


class Archive(Struct, frozen=True):
    """An archive: its checkout, where its issues lie, and how its shape is read."""

    key: str
    folder: str
    pattern: str
    read: Callable[[str, Path], Iterator[TrueEntry]]
    excluded: str = r"(?!)"

    def load(self, root: Path) -> list[TrueIssue]:
        """The issues of the checkout below `root`, in the order of their names; none where it is not there."""
        base = root / self.folder
        files = [file for file in sorted(base.glob(self.pattern)) if not re.search(self.excluded, file.name)]
        return [self._load_issue(file, base) for file in files if file.is_file()]

    def _load_issue(self, file: Path, base: Path) -> TrueIssue:
        text = file.read_text("utf-8", "replace")
        return TrueIssue(str(file.relative_to(base)), text, tuple(self.read(text, file)))


def _strip(text: str) -> str:
    return _FENCE.sub("", _COMMENT.sub("", text))


def _read_bullets(text: str) -> Iterator[TrueEntry]:
    """Bullets that begin with a link, whatever remark stands before it, under the nearest heading."""
    references = {name.casefold(): url for name, url in _DEFINITION.findall(text)}
    section = ""
    for line in _join_lines(_strip(text)):
        if heading := _HEADING.fullmatch(line):
            section = heading[2]
        elif (bullet := _BULLET.fullmatch(line)) and (found := _find_first_link(bullet[2], references)):
            yield TrueEntry(found[1], found[0], section)


def _find_first_link(text: str, references: dict[str, str]) -> tuple[str, str] | None:
    text = re.sub(r"!\[[^\[\]]*\]\([^()]*\)", "", text)
    found = re.search(_LINK, text)
    label, url, start = (found[1], found[2], found.start()) if found else ("", "", len(text))
    for reference in re.finditer(r"\[((?:[^\[\]\\]|\\.)+)\](?:\[([^\[\]]*)\])?(?!\()", text[:start]):
        target = references.get((reference[2] or reference[1]).casefold())
        if target:
            label, url, start = reference[1], target, reference.start()
            break
    before = re.sub(r"[*_`]+", "", text[:start])
    if not url.startswith("http") or not label.strip() or label.strip().startswith("@"):
        return None
    return (label, url) if _REMARK.fullmatch(before) else None


def _join_lines(text: str) -> Iterator[str]:
    """The lines with those that go on with a bullet joined to it."""
    line = ""
    for raw in text.splitlines():
        begins = (
            not raw.strip() or _BULLET.match(raw) or _HEADING.match(raw) or re.match(r"\s*(?:>|\d+\.\s)", raw)
        )
        if _BULLET.match(line) and not begins:
            line += " " + raw.strip()
            continue
        yield line
        line = raw.rstrip()
    yield line


def _read_this_week_in_rust(text: str, file: Path) -> Iterator[TrueEntry]:
    yield from _read_bullets(text)


def _read_r_weekly(text: str, file: Path) -> Iterator[TrueEntry]:
    """Bullets below headings, and links with a paragraph of their own."""
    yield from (entry for entry in _read_bullets(text) if entry.section)
    section = ""
    for line in _strip(text).splitlines():
        if heading := _HEADING.fullmatch(line):
            section = heading[2]
        elif section and (found := re.fullmatch(rf"{_LINK}\W*", line)):
            yield TrueEntry(found[2], found[1], section)


def _read_haskell(text: str, file: Path) -> Iterator[TrueEntry]:
    yield from _read_bullets(text)


def _read_nix(text: str, file: Path) -> Iterator[TrueEntry]:
    yield from _read_bullets(text)


def _read_ios_weekly(text: str, file: Path) -> Iterator[TrueEntry]:
    """Headings with links, and bullets where no such heading stands above them (jobs, videos)."""
    section = ""
    is_list = False
    for line in _strip(text).splitlines():
        if heading := re.fullmatch(r"##\s+(.*?)\s*", line):
            section, is_list = heading[1], True
        elif found := re.match(rf"###\s+[^\[\w]*{_LINK}", line):
            is_list = False
            yield TrueEntry(found[2], found[1], section)
        elif line.startswith("### "):
            is_list = True
        elif is_list and section and (found := re.match(rf"(?:[*+-]|\d+\.)\s+[^\[\w]*{_LINK}", line)):
            yield TrueEntry(found[2], found[1], section)


def _read_numbered(text: str, levels: str) -> Iterator[TrueEntry]:
    section = ""
    for line in _strip(text).splitlines():
        if (heading := _HEADING.fullmatch(line)) and heading[1] in levels.split():
            section = heading[2]
        elif found := re.match(rf"\s*\**\d+[、.．]\s*\**{_LINK}", line):
            yield TrueEntry(found[2], found[1], section)


def _read_ruanyf(text: str, file: Path) -> Iterator[TrueEntry]:
    yield from _read_numbered(text, "##")


def _read_hello_github(text: str, file: Path) -> Iterator[TrueEntry]:
    yield from _read_numbered(text, "###")


def _read_ios_goodies(text: str, file: Path) -> Iterator[TrueEntry]:
    section = ""
    for line in _strip(text).splitlines():
        if heading := re.fullmatch(r"\s*\*\*\s*([^*]+?)\s*\*\*:?\s*", line):
            section = heading[1]
        elif section.casefold() in ("", "credits", "contributors"):
            continue
        elif (bullet := _BULLET.fullmatch(line)) and (found := _find_first_link(bullet[2], {})):
            yield TrueEntry(found[1], found[0], section)


def _read_dev_weekly(text: str, file: Path) -> Iterator[TrueEntry]:
    section = ""
    for line in _strip(text).splitlines():
        if heading := _HEADING.fullmatch(line):
            section = heading[2]
        elif (found := re.match(rf"\s*(?:[-*]\s+)?{_LINK}", line)) and found[1].strip():
            yield TrueEntry(found[2], found[1], section)


def _read_good_brief(text: str, file: Path) -> Iterator[TrueEntry]:
    section = title = ""
    for line in text.splitlines():
        if heading := re.fullmatch(r"##\s+(.*?)\s*", line):
            section = heading[1]
        elif heading := re.fullmatch(r"###\s+(.*?)\s*", line):
            title = heading[1]
        elif title and (found := re.match(rf"→\s*{_LINK}", line)):
            yield TrueEntry(found[2], title, section)


def _read_deref(text: str, file: Path) -> Iterator[TrueEntry]:
    section = ""
    for line in text.splitlines():
        if heading := re.fullmatch(r"(?:=+|#+)\s+(.*?)\s*", line):
            section = heading[1]
        elif found := re.match(
            r"\s*\*+\s+[^\w\[]*(?:link:)?(?:\+\+)?(https?://[^\s\[\]]+)\[((?:[^\[\]]|\[[^\[\]]*\])+)\]", line
        ):
            yield TrueEntry(found[1].removesuffix("++"), re.sub(r"\^$", "", found[2]), section)


def _read_ml_papers(text: str, file: Path) -> Iterator[TrueEntry]:
    section = ""
    for line in text.splitlines():
        if heading := re.fullmatch(r"##\s+(.*?)\s*", line):
            section = heading[1]
        elif found := re.match(r"\|\s*(?:\*\*)?\s*\d+\)\s*(.*?)\|\s*(.*?)\|?\s*$", line):
            url = re.search(_LINK, found[2])
            bold = re.match(r"\s*\*\*(.+?)\*\*|(.+?)\*\*", found[1])
            title = (bold[1] or bold[2]) if bold else re.split(r"\s{2,}|<br>|\s[-–]\s", found[1].strip())[0]
            if url:
                yield TrueEntry(url[2], title, section)


def _read_ml_mail(text: str, file: Path) -> Iterator[TrueEntry]:
    """From the YAML that the mail was made of; the section is looked up in the mail, which names it otherwise."""
    sections = {}
    section = ""
    for node in LexborHTMLParser(text).css("h2, h5 a"):
        if node.tag == "h2":
            section = node.text(strip=True)
        else:
            sections[(node.attributes.get("href") or "").strip()] = section
    source = file.parents[1] / "yaml" / file.with_suffix(".yml").name
    lines = source.read_text("utf-8").splitlines() if source.exists() else []
    whole = "\n".join(line for line in lines if not line.lstrip().startswith("#"))
    for article in re.split(r"^ *- (?=\w+:)", whole, flags=re.M)[1:]:
        title = re.search(r"^ *title:\s*(.*(?:\n {5,}(?! *\w+:).*)*)", article, re.M)
        url = re.search(r"^ *url:\s*(?:[>|]-?\s*)?[\"']?(\S*?)[\"']?\s*$", article, re.M)
        if url and title and url[1].startswith("http"):
            name = " ".join(title[1].split()).strip("\"'").replace("''", "'")
            yield TrueEntry(url[1], name, sections.get(url[1], "?"))


def _read_swift_weekly(text: str, file: Path) -> Iterator[TrueEntry]:
    """Bullets, and proposals with a paragraph each; all else is prose, whose links are only mentioned."""
    yield from _read_bullets(text)
    section = ""
    for line in _strip(text).splitlines():
        if heading := _HEADING.fullmatch(line):
            section = heading[2]
        elif found := re.match(rf"{_LINK}:\s", line):
            yield TrueEntry(found[2], found[1], section)


def _read_kubernetes(text: str, file: Path) -> Iterator[TrueEntry]:
    """Headings with links, bullets that begin with one, and links with a paragraph of their own."""
    yield from _read_bullets(text)
    section = ""
    for line in _strip(text).splitlines():
        if found := re.match(rf"###\s+[^\[]{{0,9}}{_LINK}", line) or re.fullmatch(rf"\**{_LINK}\W*", line):
            yield TrueEntry(found[2], found[1], section)
        elif heading := re.fullmatch(r"##\s+(.*?)\s*", line):
            section = heading[1]


def _read_trends(text: str, file: Path) -> Iterator[TrueEntry]:
    """A title in bold, in the next line of the same paragraph its address."""
    section = title = ""
    for line in _strip(text).splitlines():
        if heading := _HEADING.fullmatch(line):
            section, title = heading[2], ""
        elif found := re.fullmatch(r"\*\*(.+?)\*\*\s*", line):
            title = found[1]
        elif found := re.match(rf"\s*(?:[*+-]|\d+\.)\s+{_LINK}", line):
            yield TrueEntry(found[2], found[1], section)
        elif title and (found := re.fullmatch(r"<?(https?://[^\s<>]+)>?\s*", line)):
            yield TrueEntry(found[1], title, section)
            title = ""
        elif line.strip():
            title = ""


def fold_title(text: str) -> str:
    """The letters and digits of a title, without marks of Markdown, tags and escapes."""
    text = re.sub(rf"!?{_LINK}", r"\1", html.unescape(html.unescape(text)))
    text = re.sub(r"<[^<>]{1,80}>", "", text)
    return "".join(char for char in text.casefold() if char.isalnum())


ARCHIVES: Final = (
    Archive("twir", "rust-lang+this-week-in-rust", "content/*week*.m*", _read_this_week_in_rust),
    Archive("rweekly", "rweekly+rweekly.org", "_posts/*.md", _read_r_weekly),
    Archive("ios-weekly", "SwiftOldDriver+iOS-Weekly", "Reports/*/*.md", _read_ios_weekly),
    Archive("ruanyf", "ruanyf+weekly", "docs/issue-*.md", _read_ruanyf),
    Archive("haskell", "haskellweekly+haskellweekly", "data/newsletter/*/issue-*.markdown", _read_haskell),
    Archive("ios-goodies", "iOS-Goodies+iOS-Goodies", "Issues/**/Week*.md", _read_ios_goodies),
    Archive("devweekly", "devweekly+devweekly.github.io", "src/content/blog/20*.md", _read_dev_weekly),
    Archive("goodbrief", "nclandrei+goodbrief", "content/issues/*.md", _read_good_brief),
    Archive("nix", "NixOS+nixos-weekly", "content/*/*.md", _read_nix),
    Archive("deref", "clojure+clojure-site", "content/news/**/deref.adoc", _read_deref),
    Archive("ml-papers", "dair-ai+ML-Papers-of-the-Week", "README.md", _read_ml_papers),
    Archive("ml-mail", "RomainSabathe+ml_newsletter_formatter", "newsletters/html/*.html", _read_ml_mail),
    Archive("hellogithub", "521xueweihan+HelloGitHub", "content/en/*.md", _read_hello_github),
    Archive("kubernetes", "kubernetes-sigs+lwkd", "_posts/*.md", _read_kubernetes),
    Archive("trends", "tw93+weekly", "src/pages/posts/*.md", _read_trends),
    Archive("swiftweekly", "SwiftWeekly+swiftweekly.github.io", "_posts/*.md", _read_swift_weekly),
)
"""The archives that are read for measure."""

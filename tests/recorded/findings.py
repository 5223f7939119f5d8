"""Runs the rules of preflight over past issues of public archives, and writes out findings to be judged by eye.

    python -m tests.recorded.findings FOLDER [--sample 50] [--rule NAMES] [--seed 1] [--half even|odd] [--limit 150]

FOLDER has checkouts of the newsletters, each as `owner+name`. Each newsletter is a publication of its own: its sections
are those of its issue, without quotas and lengths, so that only rules about texts and links find anything. Rules about
what an issue of ours must have, and those that compare with sources or other issues, are left out: the latter have
measures of their own. A finding is right where readers would see a slip, or the editor would want to know. Nothing of
these newsletters is part of the project.
"""

import argparse
import html
import json
import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from tests.recorded.archive_truths import ARCHIVES
from workbench.curation.archive.past_issue import PastEntry, PastIssue, PastSection
from workbench.curation.identity import Identity, identify
from workbench.curation.model import Entry, EntryId, Issue, IssueId, LabelledLink, Link, LinkId, Section
from workbench.curation.preflight import (
    PREFLIGHT_RULES,
    Finding,
    PreflightContext,
    build_preflight_context,
    run_preflight,
)
from workbench.curation.publication import PreflightSettings, Tldr
from workbench.curation.publication.profile import load_default_publication
from workbench.curation.text import split_names
from workbench.intake.past_issues import guess_text_form, read_past_issues
from workbench.publishing.prose import links as prose_links
from workbench.publishing.prose.misprints import find_misprints

_NOT_MEASURED: Final = split_names(
    "title preview greeting tldr count booking section link blurb length numbers names published avoid house template"
    " closing unplaced mail-size original missing untranslated order"
)
RULES: Final = tuple(rule for rule in PREFLIGHT_RULES if rule.id not in _NOT_MEASURED)
_MORE: Final = (
    ("apprentice", "bienvenuelisis+newsletter", "*_*/*.md", "fr"),
    ("presse", "CyrilQuandalle+cyrblog", "_posts/*revue-de-presse*.md", "fr"),
    ("veille", "remihuguet+remihuguet.github.io", "content/posts/*veille*.md", "fr"),
    ("perl", "szabgab+perlweekly", "src/[0-9]*.json", "en"),
)
"""Newsletters whose own shape nobody wrote down: key, checkout, files, language."""
_OTHER_LANGUAGES: Final = {"ios-weekly": "", "ruanyf": "", "trends": "", "hellogithub": "", "goodbrief": ""}
"""Chinese and Romanian, for which there is no dictionary."""
_NAMES: Final = {"perl": "Perl Weekly", "haskell": "Haskell Weekly", "hellogithub": "HelloGitHub"}
"""What newsletters are called whose campaigns name them."""
_SHOWN_AROUND: Final = 70
PUBLICATION: Final = load_default_publication()


class Checked(Struct, frozen=True):
    """An issue of an archive with what preflight found in it."""

    archive: str
    name: str
    context: PreflightContext
    findings: tuple[Finding, ...]


class PastFile(Struct, frozen=True):
    """A file of an archive, with one past issue or all of them, and the language of its dictionary."""

    archive: str
    path: Path
    language: str

    def read(self) -> Sequence[PastIssue]:
        """The past issues that the file holds."""
        if self.archive == "perl":
            return [_read_perl(self.path)]
        text = self.path.read_text("utf-8", "replace")
        return read_past_issues(text, guess_text_form(text, self.path.name), self.path.name, PUBLICATION)


def list_files(root: Path) -> dict[str, list[PastFile]]:
    """The files of each archive that is there, in the order of their names."""
    shapes = [(one.key, one.folder, one.pattern, _OTHER_LANGUAGES.get(one.key, "en")) for one in ARCHIVES]
    return {
        key: files
        for key, folder, pattern, language in (*shapes, *_MORE)
        if (files := [PastFile(key, path, language) for path in sorted((root / folder).glob(pattern))])
    }


def _read_perl(file: Path) -> PastIssue:
    """An issue of Perl Weekly, which is made of JSON and HTML."""
    chapters = json.loads(file.read_text("utf-8")).get("chapters", ())
    sections = [
        PastSection(
            chapter.get("title") or "",
            tuple(
                PastEntry(
                    one.get("title") or "", (LabelledLink("", one["url"]),), _read_html(one.get("text") or "")
                )
                for one in chapter.get("entries", ())
                if one.get("url")
            ),
        )
        for chapter in chapters
    ]
    return PastIssue(sections=tuple(sections), file=file.name)


def _read_html(text: str | list[str]) -> str:
    joined = text if isinstance(text, str) else "\n".join(text)
    linked = re.sub(r'<a\s[^>]*?href="([^"]*)"[^>]*>(.*?)</a>', r"[\2](\1)", joined, flags=re.S | re.I)
    return html.unescape(re.sub(r"</?(?:p|br|b|i|em|strong|code|ul|li|pre|div|span)\b[^>]*>", " ", linked))


def build_past_context(past: PastIssue, language: str, name: str) -> PreflightContext:
    """The context of a past issue as if it were a draft of its newsletter, with all its sections and entries."""
    links: dict[LinkId, Link] = {}
    entries: list[Entry] = []
    sections: list[Section] = []
    for at, part in enumerate(past.sections):
        sections.append(
            Section(key=f"s{at}", heading=part.heading, label=part.heading, blurb_words=(0, 10**6))
        )
        for slot, entry in enumerate(part.entries, start=1):
            id = LinkId(len(links) + 1)
            url = entry.links[0].url if entry.links else ""
            found = identify(url)
            identity = found.key if isinstance(found, Identity) else f"other:{id}"
            links[id] = Link(id=id, url=url, identity=identity, title=entry.title)
            entries.append(
                Entry(
                    id=EntryId(id), issue=IssueId(1), link=id, section=f"s{at}", slot=slot, title=entry.title,
                    links=entry.links, blurb=entry.blurb,
                )
            )  # fmt: skip
    issue = Issue(
        id=IssueId(1), number=past.number or 1, date=past.date, title=past.title, subtitle=past.subtitle,
        preview=past.preview, greeting=past.greeting, closing=past.closing, sections=tuple(sections),
        blocks=past.blocks,
    )  # fmt: skip
    own = replace(
        PUBLICATION,
        name=name,
        blocks=(),
        tldr=Tldr(printed=False),
        preflight=msgspec.convert({"language": language}, PreflightSettings),
    )
    return build_preflight_context(
        issue, entries, links, own, {}, find_misprints, prose_links, find_known_text=lambda _: None
    )


def check_archives(root: Path, options: argparse.Namespace) -> Iterator[Checked]:
    """A sample of each archive's issues, with what is found in them."""
    rules = [rule for rule in RULES if not options.rule or rule.id in options.rule.split(",")]
    for key, files in list_files(root).items():
        if options.only and key not in options.only.split(","):
            continue
        for language, past in _sample_issues(files, options):
            context = build_past_context(past, language, _NAMES.get(key, key))
            yield Checked(key, past.file, context, tuple(run_preflight(context, rules)))


def _sample_issues(files: Sequence[PastFile], options: argparse.Namespace) -> Iterator[tuple[str, PastIssue]]:
    """Issues of one half of an archive: of its files, or of what its only file holds."""
    chosen: Sequence[PastFile | PastIssue] = files if len(files) > 1 else files[0].read()
    half = {"even": chosen[::2], "odd": chosen[1::2], "all": chosen}[options.half]
    for one in random.Random(options.seed).sample(half, min(options.limit, len(half))):
        for past in one.read() if isinstance(one, PastFile) else [one]:
            yield files[0].language, past


def describe(checked: Checked, finding: Finding) -> str:
    """A finding with the text around what it quotes."""
    texts = {piece: text for _, piece, text in checked.context.iter_texts()}
    text = texts.get(finding.piece, "")
    quote = finding.quote or "".join(re.findall(r"“(.+?)…?”", finding.message)[:1])
    at = max(0, text.find(quote))
    around = text[max(0, at - _SHOWN_AROUND) : at + len(quote) + _SHOWN_AROUND].replace("\n", " ⏎ ")
    return f"{checked.archive} {checked.name} [{finding.where[:40]}] {finding.message}\n      …{around}…"


def choose_sample(
    found: Sequence[tuple[Checked, Finding]], size: int, seed: int
) -> list[tuple[Checked, Finding]]:
    """So many findings, as evenly from the archives as they have some."""
    shuffled = random.Random(seed).sample(list(found), len(found))
    turns: Counter[str] = Counter()
    ranked: list[tuple[int, int, Checked, Finding]] = []
    for checked, finding in shuffled:
        ranked.append((turns[checked.archive], len(ranked), checked, finding))
        turns[checked.archive] += 1
    return [(checked, finding) for _, _, checked, finding in sorted(ranked, key=lambda row: row[:2])[:size]]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.recorded.findings")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rule", default="", help="these rules alone, as tex,query")
    parser.add_argument("--sample", type=int, default=0, help="findings of each rule to write out")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="", help="these archives alone, as twir,perl")
    parser.add_argument("--limit", type=int, default=150, help="issues of one archive")
    parser.add_argument("--half", choices=("even", "odd", "all"), default="all")
    options = parser.parse_args()
    issues = 0
    found: defaultdict[str, list[tuple[Checked, Finding]]] = defaultdict(list)
    for checked in check_archives(options.folder, options):
        issues += 1
        for finding in checked.findings:
            found[finding.rule].append((checked, finding))
    print(f"{issues} issues")
    for rule in RULES:
        hits = found[rule.id]
        if not options.rule or hits:
            archives = Counter(checked.archive for checked, _ in hits)
            where = ", ".join(f"{key} {count}" for key, count in archives.most_common())
            print(f"{rule.id:12} {rule.level:8} {len(hits):6} {len(hits) / issues:7.2f} an issue  {where}")
    for name, hits in found.items():
        for at, (checked, finding) in enumerate(choose_sample(hits, options.sample, options.seed), start=1):
            print(f"{name} {at}. {describe(checked, finding)}")


if __name__ == "__main__":
    main()

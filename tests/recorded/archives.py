"""Scores the reader of past issues on public archives: `python -m tests.recorded.archives FOLDER`.

    FOLDER/rust-lang+this-week-in-rust, FOLDER/rweekly+rweekly.org (and so on; see `archive_truths.py`)
    [--only twir,nix] [--limit 45] [--seed 7] [--half even|odd] [--wrong 20]

Each archive is also read by its own fixed shape. Addresses, titles and sections are per cent of the entries that are
right; extras per cent of entries that nothing vouches for. `links` is how many of the http(s) links outside of
comments, code and pictures are known afterwards, as an entry's or as mentioned. `--half` takes every second issue, so
that those looked at while the reader is made and those it is measured on can be kept apart.
"""

import argparse
import html
import random
import re
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from msgspec import Struct

from tests.recorded.archive_truths import ARCHIVES, Archive, TrueIssue, fold_title
from workbench.curation.archive.past_issue import PastIssue
from workbench.curation.publication.profile import load_default_publication
from workbench.curation.text.cleaning import to_safe_url
from workbench.intake.past_issues import guess_text_form, read_past_issues

PUBLICATION: Final = load_default_publication()
_UNREAD: Final = (
    re.compile(
        r"<!--.*?(?:-->|\Z)|<(script|style|svg|head)\b.*?</\1\s*>|^(```|~~~).*?^\2", re.S | re.M | re.I
    ),
    re.compile(r"\[\s*!\[[^\[\]]*\]\([^()]*\)\s*\]\(\S+?\.(?:png|jpe?g|gif|webp)\)", re.I),
    re.compile(r"!\[[^\[\]]*\]\((?:[^()]|\([^()]*\))*\)|`[^`\n]+`|^---\n.*?\n---\n", re.S),
    re.compile(r"\b(?:image|video)::?\S*\[[^\[\]]*\]|^//.*$", re.M),
)
_TAG: Final = re.compile(r"<(?!a\s|https?:)[^<>]*>", re.I)
_ADDRESS: Final = re.compile(r"https?://(?:[^\s<>\"'`\[\]()|]|\([^\s<>()]*\))+")
_TARGET: Final = re.compile(
    r"(?<=\s)(https?://[^\s\[\]()]+)(?=\[)|\]\(\s*<?(https?://(?:[^\s()<>]|\((?:[^\s()]|\([^\s()]*\))*\))+)>?"
)
_ENTITY: Final = re.compile(r"&#?\w+;")
_END: Final = re.compile(r"[.,:;!?*。，；：）、]+\Z|[，。；：）、（].*\Z")


class Score(Struct):
    """Counts over the issues of an archive."""

    issues: int = 0
    entries: int = 0
    addresses: int = 0
    titles: int = 0
    sections: int = 0
    extras: int = 0
    links: int = 0
    known: int = 0
    numbered: int = 0
    dated: int = 0
    seconds: float = 0.0


def score_issue(issue: TrueIssue, score: Score) -> Iterator[str]:
    """Count one file, and yield what is wrong in it."""
    begin = time.perf_counter()
    form = guess_text_form(issue.text, issue.name)
    read = read_past_issues(issue.text, form, issue.name, PUBLICATION)
    score.seconds += time.perf_counter() - begin
    score.issues += len(read)
    score.numbered += sum(past.number is not None for past in read)
    score.dated += sum(bool(past.date) for past in read)
    yield from _score_entries(issue, read, score)
    yield from _score_links(issue, read, score)


def _score_entries(issue: TrueIssue, read: Sequence[PastIssue], score: Score) -> Iterator[str]:
    found: dict[str, list[tuple[str, str]]] = {}
    for past in read:
        for section in past.sections:
            for entry in section.entries:
                for link in entry.links[:1]:
                    heading = section.heading if len(read) == 1 else past.title
                    found.setdefault(link.url, []).append((entry.title, heading))
    vouched = Counter(url for true in issue.entries if (url := _fold_url(true.url)))
    second = {
        link.url for past in read for part in past.sections for entry in part.entries for link in entry.links
    }
    score.entries += sum(vouched.values())
    for true in issue.entries:
        url = _fold_url(true.url)
        if not url:
            continue
        pairs = found.get(url, [])
        if not pairs:
            yield f"{'second' if url in second else 'missing'}: {true.title} {url} ({true.section})"
            continue
        best = next((pair for pair in pairs if fold_title(pair[1]) == fold_title(true.section)), pairs[0])
        if len(pairs) > 1:
            pairs.remove(best)
        score.addresses += 1
        score.titles += (is_titled := fold_title(best[0]) == fold_title(true.title))
        score.sections += (is_placed := fold_title(best[1]) == fold_title(true.section))
        if not is_titled:
            yield f"title: {best[0]!r} for {true.title!r}"
        if not is_placed:
            yield f"section: {best[1]!r} for {true.section!r} ({true.title})"
    extras = [(url, pair) for url, pairs in found.items() if url not in vouched for pair in pairs]
    score.extras += len(extras)
    yield from (f"extra: {pair[0]} {url} ({pair[1]})" for url, pair in extras)


def _fold_url(url: str) -> str:
    return to_safe_url(_ENTITY.sub(lambda entity: html.unescape(entity[0]), url).strip()) or ""


def _score_links(issue: TrueIssue, read: Sequence[PastIssue], score: Score) -> Iterator[str]:
    known = {
        link.url
        for past in read
        for links in (past.mentions, *(entry.links for part in past.sections for entry in part.entries))
        for link in links
    }
    for url in find_all_links(issue.text):
        score.links += 1
        score.known += url in known
        if url not in known:
            yield f"unknown link: {url}"


def find_all_links(text: str) -> set[str]:
    """Every web address of a text that is meant to be followed."""
    for pattern in _UNREAD:
        text = pattern.sub(" ", text)
    text = _ENTITY.sub(lambda entity: html.unescape(entity[0]), _TAG.sub(" ", text))
    targets = [target[1] or target[2] for target in _TARGET.finditer(text)]
    bare = (_END.sub("", address[0]) for address in _ADDRESS.finditer(_TARGET.sub(" ", text)))
    return {safe for url in (*targets, *bare) if (safe := to_safe_url(url.removesuffix("++")))}


def measure(archive: Archive, root: Path, options: argparse.Namespace) -> Score | None:
    """Score a sample of an archive's issues; None where its checkout is not there."""
    issues = archive.load(root)
    if not issues:
        return None
    half = {"even": issues[::2], "odd": issues[1::2] or issues, "all": issues}[options.half]
    sample = random.Random(options.seed).sample(half, min(options.limit, len(half)))
    score, shown = Score(), 0
    for issue in sorted(sample, key=lambda issue: issue.name):
        for wrong in score_issue(issue, score):
            if shown < options.wrong:
                print(f"  {issue.name}: {wrong}"[:220])
                shown += 1
    return score


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:6.2f}" if whole else "     -"


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", default="")
    parser.add_argument("--limit", type=int, default=45)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--half", choices=("even", "odd", "all"), default="all")
    parser.add_argument("--wrong", type=int, default=0)
    options = parser.parse_args()
    print(f"{'archive':12} issues entries addresses titles sections extras  links number  date  ms/issue")
    for archive in ARCHIVES:
        if options.only and archive.key not in options.only.split(","):
            continue
        score = measure(archive, options.folder, options)
        if score is None:
            print(f"{archive.key:12} not there")
            continue
        rates = [
            _percent(part, score.entries)
            for part in (score.addresses, score.titles, score.sections, score.extras)
        ]
        known = [
            _percent(score.known, score.links),
            *(_percent(n, score.issues) for n in (score.numbered, score.dated)),
        ]
        pace = 1000 * score.seconds / max(1, score.issues)
        print(
            f"{archive.key:12} {score.issues:6} {score.entries:7}    {'  '.join(rates)} {' '.join(known)} {pace:8.1f}"
        )


if __name__ == "__main__":
    main()

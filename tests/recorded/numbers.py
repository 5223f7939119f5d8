"""Hold blurbs of public sets against the texts that they sum up: what is found, and how many seeded errors are.

    python -m tests.recorded.numbers FOLDER [--list]

Findings are counted for the pairs on which rules may be made and for all others, and how many of them are right by
`numbers_read.tsv`, for which each one was read: whether the source really does not have it. `--list` prints them.
Then every number that is right, and every name, gets one error at a time, and the sources are as they are and, with
other sources of the set around them, longer.
"""

import csv
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from random import Random
from typing import Final

from msgspec import Struct

from tests.recorded.pairs import Pair, iter_pairs
from tests.recorded.seeds import iter_name_errors, iter_number_errors
from workbench.curation.preflight.source_check.figures import read_figures
from workbench.curation.preflight.source_check.names import SourceNames, find_other_spellings
from workbench.curation.preflight.source_check.numbers import find_unsourced_numbers
from workbench.curation.preflight.source_check.source_text import SourceText

LENGTHS: Final = {"papers-of-the-week": (0, 1_000, 3_800, 11_000), "scisumm": (0,)}
"""Words of the sources in which errors are sought, by set; 0 is as they are."""
_READ: Final = Path(__file__).with_name("numbers_read.tsv")
_NAME: Final = re.compile(r"(?<=[\w,;(] )[A-Z][A-Za-z]{4,}\b")


class Found(Struct, frozen=True):
    """One finding: where, and what of the blurb."""

    pair: Pair
    rule: str
    quote: str
    said: str


def iter_found(pair: Pair) -> Iterator[Found]:
    """All that is found in a pair. The year of the set's issues is known."""
    years = (2023,) if pair.set == "papers-of-the-week" else ()
    for number in find_unsourced_numbers(pair.blurb, SourceText(pair.known), years):
        said = f"{'elsewhere, ' if number.stands_elsewhere else ''}nearest {number.nearest or '-'}"
        yield Found(pair, "numbers", number.quote, said)
    for name in find_other_spellings(pair.blurb, SourceNames(pair.known)):
        yield Found(pair, "names", name.quote, name.spelling)


def print_precision(pairs: Iterable[Pair], is_listed: bool) -> None:
    """Per set and rule: pairs, numbers, findings, and how many of those that were read are right."""
    with _READ.open(encoding="utf-8", newline="") as file:
        verdicts = {(row[0], int(row[1]), row[2]): row[3] for row in csv.reader(file, delimiter="\t")}
    groups: dict[tuple[str, bool], list[Pair]] = defaultdict(list)
    for pair in pairs:
        groups[pair.set, pair.tuned].append(pair)
    for (name, tuned), group in groups.items():
        found = [one for pair in group for one in iter_found(pair)]
        read = {one: verdicts.get((one.pair.set, one.pair.row, one.quote), "not read") for one in found}
        for rule in ("numbers", "names"):
            counts = Counter(verdict for one, verdict in read.items() if one.rule == rule)
            figures = sum(len(read_figures(pair.blurb)) for pair in group) if rule == "numbers" else 0
            share = f"{counts['right'] / (counts['right'] + counts['wrong'] or 1):.1%}"
            label = f"{name}{', tuned on' if tuned else ''}"
            print(f"{label}: {len(group)} pairs, {rule} {figures or ''}, {dict(counts)}, right {share}")
        for one, verdict in read.items() if is_listed else ():
            at = max(0, one.pair.blurb.find(one.quote) - 60)
            around = " ".join(one.pair.blurb[at : at + 130].split())
            print(one.pair.set, one.pair.row, one.quote, verdict, one.said, around, sep="\t")


def lengthen(pair: Pair, group: Sequence[Pair], words: int) -> str:
    """The source, with others of its set around it until there are so many words."""
    random, parts = Random(f"{pair.row} {words}"), [pair.known]
    count = len(pair.known.split())
    while count < words:
        other = random.choice(group)
        if other.source != pair.source:
            parts.append(other.source)
            count += len(other.source.split())
    random.shuffle(parts)
    return "\n".join(parts)


def print_recall(group: Sequence[Pair], words: int) -> None:
    """How many seeded errors are found in sources of that length, and how many right numbers are found wrongly."""
    tried: Counter[str] = Counter()
    caught: Counter[str] = Counter()
    for pair in group:
        right = read_right_figures(pair)
        source = SourceText(lengthen(pair, group, words))
        wrongly = {one.start for one in find_unsourced_numbers(pair.blurb, source)}
        for start, end in right:
            tried["right one"] += 1
            caught["right one"] += start in wrongly
            for kind, wrong in iter_number_errors(pair.blurb[start:end], f"{pair.row} {start}"):
                blurb = pair.blurb[:start] + wrong + pair.blurb[end:]
                tried[kind] += 1
                caught[kind] += start in {one.start for one in find_unsourced_numbers(blurb, source)}
    print(f"{group[0].set}, sources of {words or 'their own'} words: {_format_shares(tried, caught)}")


def read_right_figures(pair: Pair) -> list[tuple[int, int]]:
    """Where the blurb has numbers, in digits, that its source has."""
    wrong = {one.start for one in find_unsourced_numbers(pair.blurb, SourceText(pair.known))}
    figures = (figure for figure in read_figures(pair.blurb) if not figure.in_words)
    return [(figure.start, figure.end) for figure in figures if figure.start not in wrong]


def print_name_recall(group: Sequence[Pair]) -> None:
    """How many names that stand in both texts are found once they have an error."""
    tried: Counter[str] = Counter()
    caught: Counter[str] = Counter()
    for pair in group:
        source = SourceNames(pair.known)
        for found in _NAME.finditer(pair.blurb):
            if not pair.known[1:].count(f" {found[0]}") or found[0].lower() in pair.known:
                continue  # a word that has its capital from the sentence
            for kind, wrong in iter_name_errors(found[0], f"{pair.row} {found.start()}"):
                blurb = pair.blurb[: found.start()] + wrong + pair.blurb[found.end() :]
                tried[kind] += 1
                caught[kind] += any(
                    one.start <= found.start() < one.end for one in find_other_spellings(blurb, source)
                )
    print(f"{group[0].set}, names: {_format_shares(tried, caught)}")


def _format_shares(tried: Counter[str], caught: Counter[str]) -> str:
    return ", ".join(f"{kind} {caught[kind] / tried[kind]:.1%} of {tried[kind]}" for kind in tried)


def main(folder: Path, *options: str) -> None:
    pairs = list(iter_pairs(folder))
    print_precision(pairs, "--list" in options)
    for name, lengths in LENGTHS.items():
        for tuned in (True, False):
            group = [pair for pair in pairs if pair.set == name and pair.tuned is tuned]
            if group:
                print("tuned on:" if tuned else "not tuned on:")
                print_name_recall(group)
                for words in lengths:
                    print_recall(group, words)


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:])

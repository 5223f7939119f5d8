"""Blurbs of public sets, each with the text that it sums up. Nothing of them is part of the project.

A folder holds one checkout for each set, as `owner+name`; which of them are there is up to whoever measures.
"""

import csv
import json
import re
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path
from typing import Final

from msgspec import Struct


class Pair(Struct, frozen=True):
    """A blurb and its source text. Rules may be made on `tuned` ones only."""

    set: str
    row: int
    title: str
    blurb: str
    source: str
    tuned: bool = False

    @property
    def known(self) -> str:
        """All that is known of the work."""
        return f"{self.title}\n{self.source}"


def iter_papers_of_the_week(folder: Path) -> Iterator[Pair]:
    """Blurbs of a weekly list of papers with their abstracts; rules are made on the even rows."""
    with (folder / "research/ml-potw-10232023.csv").open(
        encoding="utf-8", errors="replace", newline=""
    ) as file:
        for row, cells in enumerate(csv.DictReader(file)):
            if cells["Abstract"].strip() and cells["Description"].strip():
                yield Pair(
                    "papers-of-the-week",
                    row,
                    cells["Title"],
                    cells["Description"],
                    cells["Abstract"],
                    row % 2 == 0,
                )


def iter_scitldr(folder: Path) -> Iterator[Pair]:
    """Papers summed up in a sentence by their authors and by reviewers, with the abstracts."""
    row = 0
    for part in ("test", "dev", "train"):
        for line in (folder / f"SciTLDR-Data/SciTLDR-A/{part}.jsonl").open(encoding="utf-8"):
            told = json.loads(line)
            blurb, source = "\n".join(told["target"]), " ".join(told["source"])
            yield Pair("scitldr", row, told.get("title", ""), blurb, source)
            row += 1


def iter_scisumm(folder: Path) -> Iterator[Pair]:
    """Papers summed up by people from the abstract and what others cite, with the whole papers: long sources."""
    papers = folder / "data/Training-Set-2019/Task2/From-ScisummNet-2019"
    for row, paper in enumerate(sorted(papers.iterdir())):
        title, _, blurb = _read_text(next(paper.glob("summary/*human.txt"))).partition("\n")
        text = unescape(re.sub(r"<[^>]*>", "", _read_text(next(paper.glob("Reference_XML/*.xml")))))
        yield Pair("scisumm", row, title, blurb, text, row % 2 == 0)


def iter_qags(folder: Path) -> Iterator[Pair]:
    """News summed up by machines, which make mistakes, with the articles."""
    row = 0
    for name in ("cnndm", "xsum"):
        for line in (folder / f"data/mturk_{name}.jsonl").open(encoding="utf-8"):
            told = json.loads(line)
            blurb = " ".join(sentence["sentence"] for sentence in told["summary_sentences"])
            yield Pair("qags", row, "", _close_up(blurb), _close_up(told["article"]))
            row += 1


def _close_up(text: str) -> str:
    """Numbers as they were before the text was cut into words: `1. 3 billion`."""
    return re.sub(r"(?<=\d)([.,]) (?=\d)", r"\1", text)


def _read_text(path: Path) -> str:
    return path.read_text("utf-8", errors="replace")


PAIR_SETS: Final[dict[str, Callable[[Path], Iterator[Pair]]]] = {
    "dair-ai+ML-Papers-of-the-Week": iter_papers_of_the_week,
    "allenai+scitldr": iter_scitldr,
    "WING-NUS+scisumm-corpus": iter_scisumm,
    "W4ngatang+qags": iter_qags,
}


def iter_pairs(folder: Path) -> Iterator[Pair]:
    """The pairs of every set that is there."""
    for name, iter_set in PAIR_SETS.items():
        if (folder / name).is_dir():
            yield from iter_set(folder / name)

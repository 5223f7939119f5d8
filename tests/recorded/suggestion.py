"""How often the suggested section is right, on archives: `python -m tests.recorded.suggestion FOLDER`.

FOLDER holds the checkouts that `letters.py` names. The first four fifths of each archive are learnt; each issue of the
last fifth is predicted and then learnt, as in use. The table is the best one that an editor could have written by then:
for each kind the section in which most of it stood. It is not part of the gate.
"""

import argparse
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from time import perf_counter
from typing import Final

from msgspec import Struct

from tests.recorded.letters import LETTERS, Issue, read_letter
from workbench.curation.archive.appearance import Appearance
from workbench.curation.model import Kind, Section
from workbench.curation.publication import suggest_section
from workbench.curation.suggestion.choosing import Choices
from workbench.curation.suggestion.evidence import find_evidence
from workbench.curation.suggestion.track_record import TrackRecord
from workbench.curation.suggestion.traits import read_traits

LEARNT: Final = 0.8
YOUNG: Final = (1, 5, 10, 20)
"""Issues learnt for the learning curve, the oldest ones and the last before the tested fifth."""


class Goals(Struct, frozen=True):
    """What is to be reached, in percent: right, right with the second choice, sure; 0 where nothing is promised."""

    right: float
    either: float
    sure: float


GOALS: Final = {
    "Clojure Deref": Goals(97.5, 96, 95),
    "iOS Goodies": Goals(95, 96, 95),
    "Perl Weekly": Goals(89, 96, 75),
    "dotnetweekly": Goals(89, 96, 60),
    "TWIR community": Goals(72, 0, 0),
}
SURE_RIGHT: Final = 97.0
MOST_BELOW_TABLE: Final = 0.5


class Score(Struct):
    """Counts over the entries that were predicted."""

    tested: int = 0
    by_table: int = 0
    right: int = 0
    either: int = 0
    sure: int = 0
    sure_right: int = 0
    seconds: float = 0.0

    def percent(self, count: int, of: int | None = None) -> float:
        """The count in percent of what was tested, or of another count."""
        whole = self.tested if of is None else of
        return 100 * count / whole if whole else 0.0


def write_table(learnt: Iterable[Issue]) -> tuple[Section, ...]:
    """The sections with the kinds that mostly stood in each: the table that a careful editor would write."""
    by_kind: defaultdict[Kind, Counter[str]] = defaultdict(Counter)
    keys: dict[str, None] = {}
    for issue in learnt:
        for entry in issue:
            by_kind[entry.kind][entry.section] += 1
            keys[entry.section] = None
    home = {kind: counts.most_common(1)[0][0] for kind, counts in by_kind.items()}
    return tuple(
        Section(key=key, heading=key, label=key, kinds=tuple(kind for kind in home if home[kind] == key))
        for key in keys
    )


def predict(record: TrackRecord, sections: Sequence[Section], issue: Issue, score: Score) -> None:
    """Predict every entry of an issue, and count how it went."""
    sure_share = record.sure_share
    for entry in issue:
        _predict_entry(record, sections, entry, sure_share, score)


def _predict_entry(
    record: TrackRecord,
    sections: Sequence[Section],
    entry: Appearance,
    sure_share: float | None,
    score: Score,
) -> None:
    began = perf_counter()
    choices = record.choose(read_traits(entry.kind, entry.identity, entry.title, entry.url), sections)
    score.seconds += perf_counter() - began
    table = suggest_section(entry.kind, sections)
    score.tested += 1
    score.by_table += table is not None and table.key == entry.section
    if choices is None:
        return
    is_right = choices.first.section == entry.section
    score.right += is_right
    score.either += is_right or _is_second(record, sections, entry, choices)
    if sure_share is not None and choices.first.share >= sure_share:
        score.sure += 1
        score.sure_right += is_right


def _is_second(record: TrackRecord, sections: Sequence[Section], entry: Appearance, choices: Choices) -> bool:
    """Whether it stood in the second choice, and that would be shown: something speaks for it."""
    if choices.second is None or choices.second.section != entry.section:
        return False
    traits = read_traits(entry.kind, entry.identity, entry.title, entry.url)
    section = next(one for one in sections if one.key == entry.section)
    return find_evidence(record.counts, traits, section, sections) is not None


def measure_in_order(issues: Sequence[Issue], sections: Sequence[Section], first_tested: int) -> Score:
    """Learn up to the first tested issue, then predict and learn each."""
    record, score = learn(issues[:first_tested], sections), Score()
    for issue in issues[first_tested:]:
        predict(record, sections, issue, score)
        if issue:
            record.add(issue)
    return score


def measure_frozen(learnt: Sequence[Issue], tested: Sequence[Issue], sections: Sequence[Section]) -> Score:
    """Learn these issues and no more, and predict those."""
    record, score = learn(learnt, sections), Score()
    for issue in tested:
        predict(record, sections, issue, score)
    return score


def learn(issues: Iterable[Issue], sections: Sequence[Section]) -> TrackRecord:
    """A record that has learnt these issues."""
    record = TrackRecord(sections)
    for issue in issues:
        if issue:
            record.add(issue)
    return record


def report_letter(name: str, issues: Sequence[Issue]) -> list[str]:
    """Print what was measured of one newsletter; returns the goals missed, a sentence each."""
    at = int(LEARNT * len(issues))
    sections = write_table(issues[:at])
    score = measure_in_order(issues, sections, at)
    print(
        f"{name:<16}{at:>5} issues {sum(map(len, issues[:at])):>6} entries learnt, {score.tested:>5} tested:"
        f" table {score.percent(score.by_table):.1f}, right {score.percent(score.right):.1f},"
        f" with the second {score.percent(score.either):.1f}, sure {score.percent(score.sure):.1f}"
        f" of which right {score.percent(score.sure_right, score.sure):.2f},"
        f" {1e6 * score.seconds / max(score.tested, 1):.0f} us each"
    )
    missed = list(_iter_missed(name, GOALS[name], score))
    curve = []
    for count in YOUNG:
        for label, learnt in (("oldest", issues[:count]), ("last", issues[at - count : at])):
            young = measure_frozen(learnt, issues[at:], sections)
            gain = young.percent(young.right - young.by_table)
            curve.append(f"{label} {count}: {gain:+.1f} / {young.percent(young.either):.0f}")
            if gain < -MOST_BELOW_TABLE:
                missed.append(f"{name}: {gain:+.1f} against the table with the {label} {count} issues")
    print(f"{'':<16}against the table / with the second choice: {', '.join(curve)}")
    return missed


def _iter_missed(name: str, goals: Goals, score: Score) -> Iterable[str]:
    of_sure = score.percent(score.sure_right, score.sure)
    for what, reached, wanted in (
        ("right", score.percent(score.right), goals.right),
        ("with the second choice", score.percent(score.either), goals.either),
        ("sure", score.percent(score.sure), goals.sure),
        ("right of those sure", of_sure if score.sure else 100.0, SURE_RIGHT),
    ):
        if reached < wanted:
            yield f"{name}: {what} {reached:.1f}, wanted {wanted:g}"


def main() -> None:
    """Measure the newsletters of which there is a checkout, and say which goals were missed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    missed: list[str] = []
    for name, (checkout, _) in LETTERS.items():
        if (folder / checkout).is_dir():
            missed += report_letter(name, read_letter(name, folder))
        else:
            print(f"{name:<16}no checkout {checkout}")
    print("\n".join(["Missed:", *missed]) if missed else "Every goal was reached.")


if __name__ == "__main__":
    main()

"""Differences as findings: one sentence each, in the order of the issue, and one for what is the same everywhere.

All bold lost is one finding, and so are an entry of which nothing is there and a body that is there twice.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Final

from msgspec.structs import replace

from workbench.curation.model import LinkId
from workbench.curation.pieces import Piece
from workbench.curation.preflight import Finding
from workbench.publishing.compare.alignment import MIN_WEIGHT
from workbench.publishing.compare.differences import Difference, DifferenceKind, Inspection
from workbench.publishing.compare.lines import MARKS, ComparedLine, form_of
from workbench.publishing.compare.words import has_emoji, quote

_DOUBLE_SHARE: Final = 0.8
"""The share of the issue's lines from which all of it counts as there twice."""
_CUT: Final = "What came back is longer than what is compared: its end was not looked at."
_PUNCH_LIST: Final = "`workbench proof --punch-list` lists them"
_SUMMARISED_ALWAYS: Final = ("fused", "break", "opaque", "split")


def summarise_differences(
    inspection: Inspection, own_titles: Iterable[str], videos: Mapping[Piece, LinkId]
) -> list[Difference]:
    """All that is told, in the order of the issue. `videos` has the link of each entry, which names its video."""
    found = [_name_command(one, videos) for one in inspection.differences]
    if not inspection.ours:
        return []
    if not inspection.alignment.matches:
        return [
            _make(
                0, inspection.ours[0].piece, "missing", "Nothing of the issue is there: this is another text."
            )
        ]
    found = _merge_moves(_group_missing_pieces(inspection, found))
    found = _merge_equal(_summarise_whole(found, _count_kinds(inspection)))
    found += _describe_extra(inspection, set(own_titles))
    if inspection.paste.is_cut:
        found.append(_make(len(inspection.ours), inspection.ours[-1].piece, "cut", _CUT))
    return sorted(found, key=lambda one: one.place)


def build_findings(differences: Iterable[Difference], names: Mapping[Piece, str]) -> list[Finding]:
    """The differences as findings, each at its piece."""
    findings = []
    for one in differences:
        sentence = f"{one.subject} {one.says}".strip()
        where = names.get(one.piece, str(one.piece))
        findings.append(Finding(one.level, one.rule, where, sentence, one.piece))
    return findings


def _make(place: float, piece: Piece, rule: str, sentence: str) -> Difference:
    return Difference(place=place, piece=piece, level="error", rule=rule, subject="", says=sentence)


def _name_command(one: Difference, videos: Mapping[Piece, LinkId]) -> Difference:
    if one.rule != "video":
        return one
    id = videos.get(one.piece)
    command = f": `workbench copy --part video:{id}` copies it to be pasted alone." if id else "."
    return replace(one, says=one.says + command)


def _group_missing_pieces(inspection: Inspection, found: Sequence[Difference]) -> list[Difference]:
    """A single difference for each piece of which no line is there."""
    wanted = Counter(line.piece for line in inspection.ours if line.key and line.line.kind != "rule")
    missing = Counter(one.piece for one in found if one.rule == "missing")
    gone = {piece for piece, count in missing.items() if count == wanted[piece] > 1}
    first = {one.piece: one.place for one in reversed(found) if one.piece in gone}
    kept = [one for one in found if one.piece not in gone]
    return [
        *kept,
        *(_make(place, piece, "missing", "None of it is there.") for piece, place in first.items()),
    ]


def _merge_moves(found: Sequence[Difference]) -> list[Difference]:
    """One difference for all lines that moved together; those behind the first say nothing."""
    merged: list[Difference] = []
    for one in sorted(found, key=lambda one: one.place):
        if one.kind != ("moved",) or one.says:
            merged.append(one)
        else:
            at = next(at for at in reversed(range(len(merged))) if merged[at].kind == ("moved",))
            merged[at] = replace(
                merged[at],
                subject=_name_moved(merged[at].subject),
                says=merged[at]
                .says.replace("stands after", "stand after")
                .replace("stands at", "stand at")
                .replace("has it", "has them"),
            )
    return merged


def _name_moved(subject: str) -> str:
    return subject if subject.endswith(" it") else f"{subject} and what follows it"


def _count_kinds(inspection: Inspection) -> dict[DifferenceKind, tuple[int, str]]:
    """By kind, how many there could be at most, and what to say if it is all of them."""
    ours = inspection.ours
    kinds: dict[DifferenceKind, tuple[int, str]] = {}
    for mark in MARKS:
        count = sum(len(line.marked[mark]) for line in ours)
        kinds["mark", mark] = count, f"All {mark} is lost, {count} words or phrases: {_PUNCH_LIST}."
    drawn = sum(has_emoji(line.words) for line in ours)
    kinds["emoji",] = drawn, f"All emoji are gone, in {drawn} lines."
    forms = Counter(form_of(line.line).many for line in ours if line.letters)
    for at in inspection.lost_forms:
        was, to = form_of(ours[at].line).many, inspection.alignment.matches[at].at[0]
        now = form_of(inspection.theirs[to].line).many
        kinds["form", was, now] = forms[was], f"All {forms[was]} {was} are {now}."
    rules = sum(line.line.kind == "rule" for line in ours)
    kinds["rule",] = rules, f"All {rules} rules are gone."
    for is_bare, name in ((True, "bare"), (False, "words")):
        count = sum(link.is_bare == is_bare for line in ours if not line.is_video for link in line.links)
        what = "addresses are plain text and no links" if is_bare else "words with a link are plain text"
        kinds["link", name] = count, f"All {count} {what}."
    return kinds


def _summarise_whole(
    found: Sequence[Difference], kinds: Mapping[DifferenceKind, tuple[int, str]]
) -> list[Difference]:
    """One difference where it is so everywhere in the issue."""
    counts = Counter(one.kind for one in found)
    kept: list[Difference] = []
    seen: set[DifferenceKind] = set()
    for one in found:
        count, sentence = kinds.get(one.kind, (0, ""))
        if not (one.kind and count > 1 and counts[one.kind] >= count):
            kept.append(one)
        elif one.kind not in seen:
            seen.add(one.kind)
            kept.append(replace(one, subject="", says=sentence, says_of_many="", kind=()))
    return kept


def _merge_equal(found: Sequence[Difference]) -> list[Difference]:
    """One difference for several of a kind in one piece; for what an editor does everywhere, one in all."""
    groups: defaultdict[tuple[object, ...], list[Difference]] = defaultdict(list)
    for at, one in enumerate(found):
        everywhere = bool(one.kind) and one.kind[0] in _SUMMARISED_ALWAYS
        key = (one.kind, None if everywhere else one.piece) if one.says_of_many else (at,)
        groups[key].append(one)
    return [
        group[0]
        if len(group) == 1
        else replace(
            group[0], subject=_join_subjects([one.subject for one in group]), says=group[0].says_of_many
        )
        for group in groups.values()
    ]


def _join_subjects(subjects: Sequence[str], most: int = 3) -> str:
    if len(subjects) > most:
        return f"{', '.join(subjects[: most - 1])} and {len(subjects) - most + 1} more"
    return f"{', '.join(subjects[:-1])} and {subjects[-1]}"


# What is there and is not of the issue


def _describe_extra(inspection: Inspection, own_titles: set[str]) -> list[Difference]:
    ours, theirs = inspection.ours, inspection.theirs
    first_at: dict[str, int] = {}
    for at, line in enumerate(ours):
        if line.key:
            first_at.setdefault(line.key, at)
    doubled = [to for to in inspection.alignment.extra if theirs[to].key in first_at]
    strange = [
        to
        for to in inspection.alignment.extra
        if theirs[to].key not in first_at and theirs[to].letters not in own_titles
        and _says_something(theirs[to]) and not _is_around(inspection, to)
    ]  # fmt: skip
    return [*_describe_doubled(inspection, doubled, first_at), *_describe_strange(inspection, strange)]


def _says_something(line: ComparedLine) -> bool:
    return not line.line.is_furniture and (line.weight >= MIN_WEIGHT or bool(line.video))


def _is_around(inspection: Inspection, to: int) -> bool:
    """Whether the line stands before or behind the issue on a page, where there is always more."""
    known = [match.at[0] for match in inspection.alignment.matches.values()]
    return inspection.paste.is_page and not min(known) < to < max(known)


def _describe_doubled(
    inspection: Inspection, doubled: Sequence[int], first_at: Mapping[str, int]
) -> Iterator[Difference]:
    ours, theirs = inspection.ours, inspection.theirs
    places: list[int] = []
    for to in doubled:  # a line that stands in the issue several times is the one behind the line before it
        after = places[-1] + 1 if places else 0
        goes_on = after < len(ours) and ours[after].key == theirs[to].key
        places.append(after if goes_on else first_at[theirs[to].key])
    if len({theirs[to].key for to in doubled}) >= _DOUBLE_SHARE * len(first_at) and len(first_at) > 1:
        yield _make(0, ours[0].piece, "twice", "The whole body is there twice.")
        return
    sizes = Counter(line.piece for line in ours if line.key)
    counts = Counter(ours[at].piece for at in set(places))
    for piece, group in groupby(sorted(set(places)), key=lambda at: ours[at].piece):
        lines = list(group)
        if counts[piece] == sizes[piece] > 1:
            yield _make(lines[0], piece, "twice", "It is there twice.")
        elif known := [
            at for at in lines if ours[at].weight >= MIN_WEIGHT or ours[at].line.kind == "heading"
        ]:
            more = " and what follows it are" if len(lines) > 1 else " is"
            yield _make(known[0], piece, "twice", f"{quote(ours[known[0]].name)}{more} there twice.")


def _describe_strange(inspection: Inspection, strange: Sequence[int]) -> Iterator[Difference]:
    """Each run of lines that are not of the issue, at the line of the issue that it follows."""
    owners = {to: at for at, match in inspection.alignment.matches.items() for to in match.at}
    follows: defaultdict[int, list[int]] = defaultdict(list)
    owner, after = -1, {}
    for to in range(len(inspection.theirs)):
        owner = owners.get(to, owner)
        after[to] = owner
    for to in strange:
        follows[after[to]].append(to)
    for at, lines in follows.items():
        line = inspection.theirs[lines[0]]
        more = f" and {len(lines) - 1} more line{'s' * (len(lines) > 2)} are" if len(lines) > 1 else " is"
        piece = inspection.ours[max(at, 0)].piece
        sentence = f"{quote(line.name)}{more} not in the issue."
        yield replace(_make(at + 0.5, piece, "extra", sentence), level="warning")

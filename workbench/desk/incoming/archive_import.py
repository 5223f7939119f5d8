"""Past issues taken into the library, as one change: what was read of a newsletter's archive becomes published issues.

Its links are saved like any others, through the merger, so a link that waits in the inbox is known as published from
then on. A link is an entry of an issue once; told again, and what is no entry, it is a mention. No link of a file is
lost: entries, their further links and mentions add up. Nothing is fetched. How files are read is in `intake`.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import partial
from hashlib import sha256
from typing import Final

import msgspec
from msgspec.structs import replace

from workbench.curation.archive.old_sections import (
    OldSection,
    SectionKeys,
    fold_name,
    list_old_sections,
)
from workbench.curation.archive.past_issue import PastIssue
from workbench.curation.archive.past_numbers import list_stated_numbers, number_past_issues
from workbench.curation.identity import Identity, identify
from workbench.curation.model import Issue, UserError
from workbench.curation.numbering import MAX_ISSUE_NUMBER
from workbench.desk.change_builder import ChangeBuilder
from workbench.desk.desk import Desk, VerbResult
from workbench.desk.incoming.archive_outcomes import ArchiveImport, build_known_outcome, describe_outcomes
from workbench.desk.incoming.clipping_merger import ClippingMerger
from workbench.desk.incoming.past_issue_maker import PastIssueMaker
from workbench.desk.state import State
from workbench.desk.steps import Slices, Steps, make_slice, run_slices
from workbench.intake.errors import MAX_ROWS
from workbench.intake.past_issues.archive_content import LeftOut


def import_past_issues(
    state: State,
    past_issues: Sequence[PastIssue],
    left_out: Sequence[LeftOut] = (),
    choices: Mapping[str, str] = {},
) -> ArchiveImport:
    """Take past issues in as published ones. `choices` are the keys of today's sections by the names of old ones.

    An issue without a number gets one by its date. One whose number stands for the same issue here is known already;
    one whose number is another issue's is left out. `UserError` where a choice names no section, or no section that
    was read has the name of its old one.
    """
    return run_slices(slice_import(state, past_issues, left_out, choices))


def slice_import(
    state: State,
    past_issues: Sequence[PastIssue],
    left_out: Sequence[LeftOut] = (),
    choices: Mapping[str, str] = {},
) -> Slices[ArchiveImport]:
    """`import_past_issues` issue by issue. The state may not change meanwhile."""
    if sum(len(part.entries) for one in past_issues for part in one.sections) > MAX_ROWS:
        raise UserError(f"These files hold more than {MAX_ROWS:,} entries together: import them in parts.")
    return (yield from _ArchiveImporter(state, past_issues, choices).run(left_out))


def list_sections(
    state: State, past_issues: Sequence[PastIssue], choices: Mapping[str, str] = {}
) -> list[OldSection]:
    """The sections of past issues, most entries first, and under which of today's each would stand."""
    return list_old_sections(_make_section_keys(state, choices), map(_count_headings, past_issues))


def save_past_issues(
    desk: Desk,
    past_issues: Sequence[PastIssue],
    left_out: Sequence[LeftOut] = (),
    choices: Mapping[str, str] = {},
) -> Steps[VerbResult[ArchiveImport]]:
    """`import_past_issues` as one change, after a backup where anything changes."""
    seq = desk.seq
    made = [(yield from desk.compute_slices(slice_import(desk.state, past_issues, left_out, choices)))]
    if made[0].change.edits:
        yield partial(desk.library.create_backup, "import")

    def verb(state: State) -> Slices[ArchiveImport]:
        if made and desk.seq == seq:
            return make_slice(made.pop)
        return slice_import(state, past_issues, left_out, choices)

    return (yield from desk.do_slices(verb))


def digest_of_past_issue(past: PastIssue) -> str:
    """A digest of what was read, wherever it was read from."""
    return sha256(msgspec.json.encode(replace(past, file=""))).hexdigest()[:32]


def _make_section_keys(state: State, choices: Mapping[str, str]) -> SectionKeys:
    earlier = (issue for issue in state.issues.values() if issue.imported_from)
    return SectionKeys(state.publication.sections, earlier, choices)


def _count_headings(past: PastIssue) -> Mapping[str, int]:
    counts: Counter[str] = Counter()
    for part in past.sections:
        counts[part.heading] += len(part.entries)
    return counts


class _ArchiveImporter:
    """One import: the number of each issue, whether it can be taken in, and the documents of those that can."""

    def __init__(self, state: State, past_issues: Sequence[PastIssue], choices: Mapping[str, str]) -> None:
        self.state: Final = state
        self.past_issues: Final = past_issues
        self.merger: Final = ClippingMerger(ChangeBuilder(state))
        self.keys: Final = _make_section_keys(state, choices)
        self.sections: Final = list_old_sections(self.keys, map(_count_headings, past_issues))
        _require_old_names(choices, self.sections)
        self.holders: Final[dict[int, Issue]] = {issue.number: issue for issue in state.issues.values()}
        self.digests: Final = [digest_of_past_issue(past) for past in past_issues]
        self.stated: Final = self._find_numbers()
        """The numbers that issues have by their files, or that the library knows them by."""
        self.files: Final[dict[str | int, str]] = {}
        """The files of the issues taken in, by digest and by number."""

    def run(self, left_out: Sequence[LeftOut]) -> Slices[ArchiveImport]:
        outcomes = []
        faults = list(left_out)
        today = {part.key: part for part in self.state.publication.sections}
        numbers = number_past_issues(self.past_issues, self.stated, self.holders.keys())
        for past, number, stated, digest in zip(
            self.past_issues, numbers, self.stated, self.digests, strict=True
        ):
            fault = self._find_double(number, digest) or self._find_fault(past, number, digest)
            if fault:
                faults.append(LeftOut(past.file, fault, past.title))
            elif number in self.holders:
                outcomes.append(build_known_outcome(past, number, self.keys))
            else:
                self.files[number] = self.files[digest] = past.file
                made = PastIssueMaker(self.merger, self.keys, today, past).make(number, digest)
                outcomes.append(replace(made, is_numbered=stated is None))
                yield
        self.merger.write_edits()
        return ArchiveImport(
            change=self.merger.builder.build(describe_outcomes(outcomes)),
            outcomes=tuple(outcomes),
            left_out=tuple(faults),
            sections=tuple(self.sections),
        )

    def _find_numbers(self) -> list[int | None]:
        imported = [issue for issue in self.holders.values() if issue.imported_from]
        by_digest = {issue.imported_digest: issue.number for issue in imported}
        by_file = {(issue.imported_from, issue.date): issue.number for issue in imported}
        stated = list_stated_numbers(self.past_issues)
        return [
            by_digest.get(digest, by_file.get((past.file, past.date)) if number is None else number)
            for past, number, digest in zip(self.past_issues, stated, self.digests, strict=True)
        ]

    def _find_double(self, number: int, digest: str) -> str:
        """Which file of this import was the same issue, or has the same number; empty where none was."""
        if digest in self.files:
            return f"it is the same issue as {self.files[digest]}"
        return (
            f"it says that it is #{number}, and so does {self.files[number]}" if number in self.files else ""
        )

    def _find_fault(self, past: PastIssue, number: int, digest: str) -> str:
        """Why the issue cannot have that number here; empty where it can, or is there already."""
        if not 0 <= number <= MAX_ISSUE_NUMBER:
            return f"no issue can have the number {number}"
        holder = self.holders.get(number)
        if holder is None or holder.imported_digest == digest:
            return ""
        if holder.state == "draft":
            return f"#{number} is a draft here: publish it, or give it another number"
        missing = self._count_missing(past, holder)
        return (
            f"#{number} is another issue here: {missing} of its links are not in that one" if missing else ""
        )

    def _count_missing(self, past: PastIssue, holder: Issue) -> int:
        """How many links of an issue the library's one does not have: of its entries, else of what it mentions."""
        links = [self.state.links[entry.link] for entry in self.state.entries_in(holder.id)]
        have = {key for link in links for key in (link.identity, *link.aliases)}
        have |= {mention.identity for mention in holder.mentions}
        wanted = [entry.links[0].url for part in past.sections for entry in part.entries if entry.links]
        found = [identify(url) for url in wanted or (mention.url for mention in past.mentions)]
        return sum((one.key if isinstance(one, Identity) else "") not in have for one in found)


def _require_old_names(choices: Mapping[str, str], sections: Sequence[OldSection]) -> None:
    known = {fold_name(section.name) for section in sections}
    for name in choices:
        if fold_name(name) not in known:
            raise UserError(f"No section of these files is called “{name}”: --dry-run lists them.")

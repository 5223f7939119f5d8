"""What a rule of preflight is, and what it finds."""

from collections.abc import Callable, Iterable, Sequence
from typing import Final, Literal, TypeAlias, get_args

from msgspec import Struct

from workbench.curation.change import Change
from workbench.curation.model import Entry
from workbench.curation.pieces import Piece, piece_of_entry
from workbench.curation.preflight.context import PreflightContext, describe_place
from workbench.curation.publication import RuleId

Level: TypeAlias = Literal["error", "warning", "hint"]
"""A hint is nothing to mend: it says what could not be looked at, and counts nowhere."""
LEVELS: Final[tuple[Level, ...]] = get_args(Level)
"""The worst first."""
Scope: TypeAlias = Literal["issue", "entry", "text"]


class Finding(Struct, frozen=True):
    """One thing to mend. `where` is for people and scripts, `piece` and `field` are where the screen goes.

    `mendable` says whether the finding's rule has a change to propose. `field` is the `title`, the `links` or the
    `blurb` of an entry; empty where the finding is about no single one. `quote` is the part of the text that it is
    about, where it is about no more than that.
    """

    level: Level
    rule: str
    where: str
    message: str
    piece: Piece
    mendable: bool = False
    field: str = ""
    quote: str = ""


def count_levels(findings: Sequence[Finding]) -> str:
    """How bad it is, in a phrase: `1 error, 2 warnings`; empty where nothing is found."""
    counts = {level: sum(finding.level == level for finding in findings) for level in LEVELS}
    return ", ".join(f"{count} {level}{'s' * (count > 1)}" for level, count in counts.items() if count)


def has_errors(findings: Sequence[Finding]) -> bool:
    """Whether readers would see something as broken."""
    return any(finding.level == "error" for finding in findings)


def select_answerable(findings: Iterable[Finding]) -> list[Finding]:
    """The findings without hints: what somebody can do something about."""
    return [finding for finding in findings if finding.level != "hint"]


class Violation(Struct, frozen=True):
    """One place where a rule does not hold. `level` is None where it is the rule's own. `mendable` says that the desk
    can mend it, of a rule that leaves that to the desk."""

    where: str
    piece: Piece
    message: str
    level: Level | None = None
    field: str = ""
    quote: str = ""
    mendable: bool = False


def violation_at(entry: Entry, message: str, field: str = "", quote: str = "") -> Violation:
    """A violation at an entry: its `title`, its `links` or its `blurb`, or at a part of one, if it is about that."""
    return Violation(describe_place(entry), piece_of_entry(entry.id), message, field=field, quote=quote)


Check: TypeAlias = Callable[[PreflightContext], Iterable[Violation]]
Mend: TypeAlias = Callable[[PreflightContext, Finding], Change | None]


class Rule(Struct, frozen=True):
    """One rule: an error is what readers would see as broken, a warning what the editor may want otherwise, a hint what
    could not be looked at.

    `check` yields what it finds in reading order. `mend` proposes the change that removes a finding of this rule,
    None where only a person can. `scope` says how much of the issue the rule has to see to judge one place.
    `reads_sources`: it compares with the texts that are kept of the works. `is_mended_by_desk`: its remedy takes more
    than the issue, so the desk has it, and its violations say where it can act.
    """

    id: RuleId
    level: Level
    check: Check
    mend: Mend | None = None
    scope: Scope = "issue"
    reads_sources: bool = False
    is_mended_by_desk: bool = False

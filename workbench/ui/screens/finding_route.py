"""The way from finding to finding, by the places they are about, each visited once a round."""

from collections.abc import Sequence
from typing import TypeAlias

from workbench.curation.pieces import Piece
from workbench.curation.preflight import Finding, select_answerable

Place: TypeAlias = tuple[Piece, str]
"""A piece and its field: all that was found there is answered in one visit."""


class FindingRoute:
    """Which place comes next. It goes by the order of the findings view, errors first."""

    def __init__(self) -> None:
        self._here: Place | None = None
        self._ahead: list[Place] = []

    def start_at(self, finding: Finding, findings: Sequence[Finding]) -> None:
        """Stand at this finding: those behind it in the list come next, then those before it."""
        here, places = place_of_finding(finding), list_places(findings)
        at = places.index(here) if here in places else -1
        self._here, self._ahead = here, [*places[at + 1 :], *places[: max(at, 0)]]

    def go_on(self, findings: Sequence[Finding]) -> list[Finding]:
        """Go to the next place where something is still found; returns what is found there, nothing where that was all.

        `findings` may be from before what was typed last was saved, so the place in hand is passed over.
        """
        places = list_places(findings)
        self._ahead = [place for place in self._ahead if place in places]
        if not self._ahead:
            self._ahead = [place for place in places if place != self._here]
        if not self._ahead:
            return []
        self._here = self._ahead.pop(0)
        return [finding for finding in findings if place_of_finding(finding) == self._here]

    @property
    def count_ahead(self) -> int:
        """How many places come after this one."""
        return len(self._ahead)


def place_of_finding(finding: Finding) -> Place:
    """The piece and the field that a finding is about."""
    return finding.piece, finding.field


def list_places(findings: Sequence[Finding]) -> list[Place]:
    """The places of findings in their order, each once. A hint is nothing to go to."""
    return list(dict.fromkeys(map(place_of_finding, select_answerable(findings))))

"""How many bytes each piece of an issue's body has at a target.

Who renders bodies knows (`publishing/passages.py`), and preflight is below that. So the desk hands the measure in.
"""

from collections import Counter
from collections.abc import Sequence
from typing import Protocol

from workbench.curation.model import Entry, Issue
from workbench.curation.pieces import Piece
from workbench.curation.publication import Publication, Target


class PieceMeasurer(Protocol):
    """Gives the bytes of each piece that is printed; together they are the body's."""

    def __call__(
        self, issue: Issue, entries: Sequence[Entry], publication: Publication, target: Target
    ) -> Counter[Piece]: ...

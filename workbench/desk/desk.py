"""The desk: an editor's session over one library, in which a verb becomes a record and a record the present.

A verb is computed, the library appends its change, the state follows. Where another process was quicker, the desk
takes in their records and computes the verb again.
"""

from collections.abc import Callable, Iterable
from datetime import UTC, tzinfo
from functools import partial
from typing import Concatenate, Final, Generic, ParamSpec, Protocol, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from workbench.curation.change import Change, Record
from workbench.curation.publication import Publication
from workbench.desk.ports import Library
from workbench.desk.state import Clock, State, Touched
from workbench.desk.steps import Steps, run_steps

P = ParamSpec("P")


class Proposal(Protocol):
    """What a verb returns: a change, alone or with what it has to report."""

    @property
    def change(self) -> Change:
        """The change proposed; without edits nothing is written."""


T = TypeVar("T", bound=Proposal)


class VerbResult(Struct, Generic[T], frozen=True):
    """What became of a verb: its proposal, the record written (None: there was nothing to), whose rows changed."""

    proposal: T
    record: Record | None
    touched: Touched

    @property
    def message(self) -> str:
        """One sentence for people."""
        return self.proposal.change.label


class Desk:
    """The editor's session over one library. It belongs to one thread.

    `author` is the name its changes are signed with, `make_id` gives each an id of its own. In `zone` days begin and
    times are shown to people; documents keep UTC.
    """

    def __init__(
        self,
        library: Library,
        publication: Publication,
        clock: Clock,
        author: str = "",
        make_id: Callable[[], str] = str,
        zone: tzinfo = UTC,
    ) -> None:
        self.library: Final = library
        self._author: Final = author
        self._make_id: Final = make_id
        self.state: Final = State(library, publication, clock, zone)
        self._seq = library.seq

    def do(
        self, verb: Callable[Concatenate[State, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> VerbResult[T]:
        """Run a verb to its end: durable when this returns. `UserError` where it cannot act."""
        return run_steps(self.do_in_steps(lambda state: verb(state, *args, **kwargs)))

    def do_in_steps(self, verb: Callable[[State], T]) -> Steps[VerbResult[T]]:
        """The same for whoever may not wait here: each step waits for the disk, in whichever thread."""
        touched = Touched()
        while True:
            proposal = verb(self.state)
            if not proposal.change.edits:
                return VerbResult(proposal, None, touched)
            signed = replace(proposal.change, author=self._author, id=self._make_id())
            record, news = yield partial(self.library.append, signed, self._seq)
            self.apply_records(news if record is None else [*news, record], touched)
            if record is not None:
                return VerbResult(proposal, record, touched)

    @property
    def seq(self) -> int:
        """The newest record the present includes; what a change is based on."""
        return self._seq

    def apply_records(self, records: Iterable[Record], touched: Touched | None = None) -> Touched:
        """Take records into the present, others' or ours, and say whose rows changed."""
        touched = touched if touched is not None else Touched()
        for record in records:
            touched |= self.state.apply_edits(record.change.edits)
            self._seq = record.seq
        return touched

"""The desk: an editor's session over one library, in which a verb becomes a record and a record the present.

A verb is computed, the library appends its change, the state follows. Where another process was quicker, the desk
takes in their records and computes the verb again. A screen does not wait for the disk: it proposes verbs, whose
changes belong to the present at once and are appended in the same order behind it.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, tzinfo
from functools import partial
from typing import Concatenate, Final, Generic, ParamSpec, Protocol, TypeAlias, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from workbench.curation.change import Change, Record, join_changes
from workbench.curation.model import UserError
from workbench.curation.publication import Publication
from workbench.desk.pending import PendingChange, PendingLibrary
from workbench.desk.ports import Library, OriginalWorkspace
from workbench.desk.state import Clock, State
from workbench.desk.steps import Slices, Steps, make_slice, run_steps, slice_sequence, yield_to_others
from workbench.desk.touched import Touched

P = ParamSpec("P")


class Proposal(Protocol):
    """What a verb returns: a change, alone or with what it has to report."""

    @property
    def change(self) -> Change:
        """The change proposed; without edits nothing is written."""


R = TypeVar("R")
T = TypeVar("T", bound=Proposal)
T_co = TypeVar("T_co", bound=Proposal, covariant=True)
_Verb: TypeAlias = Callable[[State], Proposal]


class VerbResult(Struct, Generic[T_co], frozen=True):
    """What became of a verb: its proposal, the record written, whose rows changed.

    The record is None where there was nothing to write, or nothing is written yet.
    """

    proposal: T_co
    record: Record | None
    touched: Touched

    @property
    def message(self) -> str:
        """One sentence for people."""
        return self.proposal.change.label


class JointProposal(Struct, Generic[T], frozen=True):
    """Several proposals whose changes are one."""

    change: Change
    proposals: list[T]


class Rejection(Struct, frozen=True):
    """A change that was shown and could not be saved: it is gone again. `label` says what it was, `reason` why."""

    label: str
    reason: str


class Desk:
    """The editor's session over one library. It belongs to one thread.

    `author` is the name its changes are signed with, `make_id` gives each an id of its own. In `zone` days begin and
    times are shown to people; documents keep UTC. `original` is the workspace that this one's newsletter translates.
    """

    def __init__(
        self,
        library: Library,
        publication: Publication,
        clock: Clock,
        author: str = "",
        make_id: Callable[[], str] = str,
        zone: tzinfo = UTC,
        original: OriginalWorkspace | None = None,
    ) -> None:
        self.library: Final = library
        self._author: Final = author
        self._make_id: Final = make_id
        self._pending: Final[PendingLibrary[_Verb]] = PendingLibrary(library)
        self.state: Final = State(self._pending, publication, clock, zone)
        if original is not None:
            from workbench.desk.originals import Originals  # noqa: PLC0415 - most newsletters are no translation

            self.state.originals = Originals(original, partial(State, clock=clock, zone=zone))
        self._seq = library.seq
        self._rejections: list[Rejection] = []

    def do(
        self, verb: Callable[Concatenate[State, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> VerbResult[T]:
        """Run a verb to its end: durable when this returns. `UserError` where it cannot act."""
        return run_steps(self.do_in_steps(lambda state: verb(state, *args, **kwargs)))

    def join_verbs(self, verbs: Sequence[Callable[[State], T]]) -> JointProposal[T]:
        """Compute verbs one after the other, each over what those before it leave, as one change. Nothing is written.

        Give it to `do` to have it written. Nothing may be pending, as in a verb.
        """
        proposals: list[T] = []
        try:
            for verb in verbs[:-1]:
                proposals.append(self._add_pending(verb, Touched()))
            proposals += [verb(self.state) for verb in verbs[-1:]]
        finally:
            self._take_off_pending(Touched())
        return JointProposal(join_changes([proposal.change for proposal in proposals]), proposals)

    def compute(self, make: Callable[[], R]) -> R:
        """Have this made while the present is what is durable, as in a verb. Nothing is written."""
        pending = self._take_off_pending(Touched())
        try:
            return make()
        finally:
            for one in pending:
                self._put_on(one, Touched())

    def do_in_steps(self, verb: Callable[[State], T]) -> Steps[VerbResult[T]]:
        """`do` for whoever may not wait here: each step waits for the disk, in whichever thread.

        It is shown when it is durable. What is pending comes after it.
        """
        return self.do_slices(lambda state: make_slice(partial(verb, state)))

    def do_slices(self, verb: Callable[[State], Slices[T]]) -> Steps[VerbResult[T]]:
        """The same for a verb that takes seconds. Its slices are computed, and what it changes is shown, while keys act
        in between; nothing else may be saved meanwhile."""
        touched = Touched()
        while True:
            proposal = yield from self.compute_slices(verb(self.state))
            if not proposal.change.edits:
                return VerbResult(proposal, None, touched)
            record, news = yield partial(self.library.append, self._sign(proposal.change), self._seq)
            yield from self.apply_in_steps(news if record is None else [*news, record], touched)
            if record is not None:
                return VerbResult(proposal, record, touched)

    def compute_slices(self, slices: Slices[R]) -> Steps[R]:
        """`compute` for what takes seconds. Nothing may be saved until it is done."""
        while True:
            try:
                self.compute(partial(next, slices))
            except StopIteration as end:
                result: R = end.value
                return result
            yield yield_to_others

    def propose(self, verb: Callable[[State], T]) -> VerbResult[T]:
        """Run a verb and make its change part of the present before it is durable. `UserError` where it cannot act.

        The change waits for `save_oldest`, and what comes in before it is saved has the verb computed again.
        """
        touched = Touched()
        proposal = self._add_pending(verb, touched)
        return VerbResult(proposal, None, touched)

    def save_oldest(self) -> Steps[Touched]:
        """Append the oldest pending change, if there is one. Returns whose rows are other than they were shown.

        Where that cannot be, `pop_rejections` tells of it, and all that was proposed later is computed again.
        """
        touched = Touched()
        while pending := self._pending.changes:
            oldest = pending[0].record
            try:
                record, news = yield partial(self.library.append, oldest.change, self._seq)
            except UserError as refusal:
                self._rejections.append(Rejection(oldest.change.label, str(refusal)))
                self._rebase_pending([], touched, dropping=1)
                return touched
            if record is not None and record.seq == oldest.seq:
                self._seq = record.seq
                self._pending.replace_all(self._pending.changes[1:])
                return touched
            saved = [] if record is None else [record]
            self._rebase_pending([*news, *saved], touched, dropping=len(saved))
            if record is not None:
                return touched
        return touched

    def pop_rejections(self) -> list[Rejection]:
        """The pending changes that could not be saved, since this was last asked."""
        rejections, self._rejections = self._rejections, []
        return rejections

    @property
    def pending_count(self) -> int:
        """How many changes are shown and not durable yet."""
        return len(self._pending.changes)

    @property
    def seq(self) -> int:
        """The newest record the present includes; what a change is based on."""
        return self._seq

    def apply_records(self, records: Iterable[Record], touched: Touched | None = None) -> Touched:
        """Take records into the present, others' or ours, and say whose rows changed."""
        touched = touched if touched is not None else Touched()
        self._rebase_pending([*records], touched)
        return touched

    def apply_in_steps(self, records: Iterable[Record], touched: Touched | None = None) -> Steps[Touched]:
        """The same where there may be thousands of edits: slice by slice, and keys act in between."""
        touched = touched if touched is not None else Touched()
        for record in records:
            *slices, last = slice_sequence(record.change.edits)
            for edits in slices:
                touched |= self.state.apply_edits(edits)
                yield yield_to_others
            self.apply_records([replace(record, change=replace(record.change, edits=last))], touched)
        return touched

    def _sign(self, change: Change) -> Change:
        return replace(change, author=self._author, id=self._make_id())

    def _rebase_pending(self, records: Sequence[Record], touched: Touched, *, dropping: int = 0) -> None:
        """Take in records beneath what is pending, then compute that anew, all but the first `dropping`."""
        if not records and not dropping:
            return
        pending = self._take_off_pending(touched)
        for record in records:
            touched |= self.state.apply_edits(record.change.edits)
            self._seq = record.seq
        for one in pending[dropping:]:
            try:
                self._add_pending(one.verb, touched)
            except UserError as refusal:
                self._rejections.append(Rejection(one.record.change.label, str(refusal)))

    def _add_pending(self, verb: Callable[[State], T], touched: Touched) -> T:
        proposal = verb(self.state)
        if proposal.change.edits:
            seq = self._seq + self.pending_count + 1
            record = Record(seq=seq, at=self.state.now, change=self._sign(proposal.change))
            self._put_on(PendingChange(verb, record), touched)
        return proposal

    def _put_on(self, change: PendingChange[_Verb], touched: Touched) -> None:
        self._pending.add(change)
        touched |= self.state.apply_edits(change.record.change.edits)

    def _take_off_pending(self, touched: Touched) -> Sequence[PendingChange[_Verb]]:
        """Let the present be what is durable. Returns what was pending."""
        pending = self._pending.changes
        self._pending.replace_all([])
        for one in reversed(pending):
            touched |= self.state.apply_edits(one.record.change.edits)
        return pending

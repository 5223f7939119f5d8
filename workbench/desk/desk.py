"""One desk: the one place where a verb becomes a record and a record becomes the present.

`do` computes a verb, has the library append the change, and follows it; when another process was quicker it
takes in their records and computes the verb again. The screen does the same in three steps, so that only
the middle one, which waits for the disk, leaves its thread: the verb, `append`, `finish_append`.
"""

from collections.abc import Callable, Iterable
from typing import Concatenate, Final, Generic, ParamSpec, Protocol, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from workbench.curation.change import Change, Record
from workbench.curation.publication import Publication
from workbench.desk.ports import Library
from workbench.desk.state import Clock, State, Touched

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
    """The editor's session over one library. All but `append` belongs to one thread.

    `author` is the name its changes are signed with, `make_id` gives each an id of its own.
    """

    def __init__(
        self,
        library: Library,
        publication: Publication,
        clock: Clock,
        author: str = "",
        make_id: Callable[[], str] = str,
    ) -> None:
        self.library: Final = library
        self._author: Final = author
        self._make_id: Final = make_id
        self.state: Final = State(library, publication, clock)
        self._seq = library.seq

    def do(
        self, verb: Callable[Concatenate[State, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> VerbResult[T]:
        """Run a verb to its end: durable when this returns. `UserError` where it cannot act."""
        touched = Touched()
        while True:
            proposal = verb(self.state, *args, **kwargs)
            if not proposal.change.edits:
                return VerbResult(proposal, None, touched)
            done = self.finish_append(proposal, self.append(proposal.change), touched)
            if done is not None:
                return done

    @property
    def seq(self) -> int:
        """The newest record the present includes; what a change is based on."""
        return self._seq

    def append(self, change: Change) -> tuple[Record | None, list[Record]]:
        """Sign a change and have the library append it; waits for the disk. Returns what the library answers."""
        signed = replace(change, author=self._author, id=self._make_id())
        return self.library.append(signed, self._seq)

    def finish_append(
        self, proposal: T, append_result: tuple[Record | None, list[Record]], touched: Touched
    ) -> VerbResult[T] | None:
        """Take in what the library answered. None where the verb must be computed again; `touched` grows."""
        record, news = append_result
        self.apply_records(news if record is None else [*news, record], touched)
        return None if record is None else VerbResult(proposal, record, touched)

    def apply_records(self, records: Iterable[Record], touched: Touched | None = None) -> Touched:
        """Take records into the present, others' or ours, and say whose rows changed."""
        touched = touched if touched is not None else Touched()
        for record in records:
            seen = self.state.apply_edits(record.change.edits)
            touched.links |= seen.links
            touched.entries |= seen.entries
            touched.issues |= seen.issues
            self._seq = record.seq
        return touched

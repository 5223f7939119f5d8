"""Compare an edited issue with the text it was made from and with the issue as it is now.

What the edited text did not touch stays as it is now. What only it touched is taken. What both changed is a conflict:
the present stays, and the edited text is kept beside it. All three sides are parsed issues, so that the spelling of
Markdown makes no difference. What the outcome changes in the library is in `import_issue.py`.
"""

from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Final, Literal, TypeVar

from msgspec import Struct

T = TypeVar("T")
K = TypeVar("K", bound=Hashable)


class Conflict(Struct, frozen=True):
    """A sentence that names a field, and the edited text that was not taken; empty where there is none to keep."""

    sentence: str
    text: str = ""


class ThreeWayMerge:
    """Picks a side for one field after the other, and keeps the conflicts.

    Without a base (`has_base`), all that differs counts as an edit and is named.
    """

    def __init__(self, *, has_base: bool) -> None:
        self.has_base: Final = has_base
        self.conflicts: Final[list[Conflict]] = []
        self.replaced: Final[list[str]] = []
        """The fields that the edited text replaces without its being known what it was made from."""

    def takes_edit(self, what: str, base: T, now: T, edited: T, show: Callable[[T], str] = str) -> bool:
        """Whether the edited side of a field is to be taken. `what` names the field, `show` writes a value as text."""
        side = self._choose_side(base, now, edited)
        if side == "both" and not now:
            return True  # nothing is lost by it
        if side == "both":
            self._add_conflict(what, show(edited) if edited else "")
        elif side == "edited" and not self.has_base and now:
            self.replaced.append(what)
        return side == "edited"

    def choose_section(self, what: str, base: str, now: str, edited: str) -> str:
        """The section that an entry comes to stand in; empty for none."""
        side = self._choose_side(base, now, edited)
        if side == "both":
            did = "moved in" if edited else "taken out of"
            sentence = f"{what} was moved here and {did} the edited text: it stays where it is."
            self.conflicts.append(Conflict(sentence))
        return edited if side == "edited" else now

    def merge_order(self, what: str, base: Sequence[K], now: Sequence[K], edited: Sequence[K]) -> list[K]:
        """The order of those that stand in a section: each of `now` and `edited` once."""
        shared = set(base) & set(now) & set(edited)
        orders = [[key for key in side if key in shared] for side in (base, now, edited)]
        side = self._choose_side(*orders)
        if side == "both":
            self.conflicts.append(
                Conflict(f"The order of {what} was changed here and in the edited text: it stays as it is.")
            )
        first, second = (edited, now) if side == "edited" or not self.has_base else (now, edited)
        return _insert_missing(list(first), second)

    def _choose_side(self, base: T, now: T, edited: T) -> Literal["now", "edited", "both"]:
        if edited == now or (self.has_base and edited == base):
            return "now"
        return "edited" if not self.has_base or now == base else "both"

    def _add_conflict(self, what: str, text: str) -> None:
        if text:
            sentence = (
                f"{what} was changed here and in the edited text: it stays, the edited one is kept below."
            )
        else:
            sentence = f"{what} was changed here and emptied in the edited text: it stays."
        self.conflicts.append(Conflict(sentence, text))


def _insert_missing(order: list[K], other: Iterable[K]) -> list[K]:
    """The order with those of another that it lacks, each behind the one it stands behind there."""
    at = 0
    for key in other:
        if key in order:
            at = order.index(key) + 1
        else:
            order.insert(at, key)
            at += 1
    return order

"""Blocks: boilerplate and promo text with a place in an issue, and the rules that say which issues carry them.

Rules come from the publication's file, and from the editor, who wrote a block on the screen and kept it. Which issues
carried a block before is known to the desk and handed in.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, NewType

from msgspec import Struct

from workbench.curation.document import Document

KeptBlockId = NewType("KeptBlockId", int)

_NEVER: Final = -(10**9)


class Block(Struct, frozen=True, kw_only=True):
    """Boilerplate or promo text with a place: after_greeting, after_tldr, before:<section> or end."""

    key: str
    place: str
    heading: str = ""
    text: str = ""


def place_of(block: Block, sections: Iterable[str]) -> str:
    """The place of a block in an issue with sections of these keys; `end` for a block before one that it has not."""
    known = ("after_greeting", "after_tldr", *(f"before:{section}" for section in sections))
    return block.place if block.place in known else "end"


class BlockRule(Block, frozen=True, kw_only=True):
    """A block and the issues it appears in.

    `issues` books it for those numbers only. Without them it appears in issue `first` and in each `every`-th after it,
    so that several blocks can take turns. `until` is the last date of an issue that may carry it. Of blocks with one
    `rotation` an issue carries one: the one that is booked, else the one that was not used for longest. `gap` is how
    many issues at least lie between two that carry it.
    """

    issues: tuple[int, ...] = ()
    every: int = 1
    first: int = 1
    until: str = ""
    rotation: str = ""
    gap: int = 0

    def appears_in(self, number: int, date: str) -> bool:
        """Whether the issue of that number and date (empty: none yet) may carry the block."""
        if self.until and date > self.until:
            return False
        if self.issues:
            return number in self.issues
        return number >= self.first and (number - self.first) % self.every == 0

    def is_booked_for(self, number: int, date: str) -> bool:
        """Whether the issue of that number and date has to carry the block."""
        return bool(self.issues) and self.appears_in(number, date)

    @property
    def block(self) -> Block:
        """The block alone, as an issue keeps it."""
        return Block(key=self.key, place=self.place, heading=self.heading, text=self.text)


class KeptBlock(Document, frozen=True, kw_only=True, gc=False):
    """A block that was written on the screen and kept for later issues."""

    id: KeptBlockId = KeptBlockId(0)
    rule: BlockRule


def select_blocks(
    rules: Sequence[BlockRule], number: int, date: str, printed: Mapping[str, Iterable[int]]
) -> tuple[Block, ...]:
    """The blocks that the issue of that number and date carries, in the order of their rules. `printed` has the numbers
    of the issues that carried a block, by its key."""
    last = {
        key: max((at for at in numbers if at < number), default=_NEVER) for key, numbers in printed.items()
    }
    due = [rule for rule in rules if rule.appears_in(number, date) and _has_rested(rule, number, last)]
    turns = {rule.key for rule in _iter_turns(due, number, last)}
    return tuple(rule.block for rule in due if not rule.rotation or rule.key in turns)


def _has_rested(rule: BlockRule, number: int, last: Mapping[str, int]) -> bool:
    return bool(rule.issues) or number - last.get(rule.key, _NEVER) > rule.gap


def _iter_turns(due: Sequence[BlockRule], number: int, last: Mapping[str, int]) -> Iterator[BlockRule]:
    """Of each rotation the block whose turn it is."""
    for name in dict.fromkeys(rule.rotation for rule in due if rule.rotation):
        waiting = [rule for rule in due if rule.rotation == name]
        yield min(waiting, key=lambda rule: (number not in rule.issues, last.get(rule.key, _NEVER)))

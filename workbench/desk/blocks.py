"""The blocks of an issue: its own where the editor changed them there, else those whose turn it is.

Whose turn it is follows from the rules and from the issues that carried a block before. The verbs are in
`verbs/blocks.py`.
"""

from collections.abc import Sequence

from msgspec.structs import replace

from workbench.curation.block import Block, BlockRule, KeptBlock, select_blocks
from workbench.curation.change import Change
from workbench.curation.model import Issue
from workbench.curation.pieces import Piece
from workbench.desk.state import State


def list_kept_blocks(state: State) -> list[KeptBlock]:
    """The blocks that were written on the screen and kept, the oldest first."""
    kept: Sequence[KeptBlock] = list(state.documents_of(KeptBlock).values())
    return sorted(kept, key=lambda block: block.id)


def list_block_rules(state: State) -> tuple[BlockRule, ...]:
    """Every block there is for issues: those of the publication's file, then those that were kept."""
    return (*state.publication.blocks, *(kept.rule for kept in list_kept_blocks(state)))


def list_due_blocks(state: State, issue: Issue) -> tuple[Block, ...]:
    """The blocks that the rules give an issue of that number and date."""
    rules = list_block_rules(state)
    printed: dict[str, list[int]] = {}
    if any(rule.rotation or rule.gap for rule in rules):
        for other in state.issues.values():
            for block in (other.blocks or ()) if other.id != issue.id else ():
                printed.setdefault(block.key, []).append(other.number)
    return select_blocks(rules, issue.number, issue.date, printed)


def blocks_of(state: State, issue: Issue) -> tuple[Block, ...]:
    """The blocks that an issue prints."""
    return list_due_blocks(state, issue) if issue.blocks is None else issue.blocks


def resolve_blocks(state: State, issue: Issue) -> Issue:
    """The issue with the blocks that it prints as its own, for whoever prints or checks it."""
    return replace(issue, blocks=blocks_of(state, issue)) if issue.blocks is None else issue


def unresolve_blocks(change: Change, issue: Issue) -> Change:
    """A change that was computed over the resolved issue, as one of the issue itself: taking it back has the rules
    decide its blocks again."""
    if issue.blocks is not None:
        return change
    edits = [
        replace(edit, before={**edit.before, "blocks": None})
        if (edit.table, edit.id) == ("issues", issue.id) and edit.before and "blocks" in edit.before
        else edit
        for edit in change.edits
    ]
    return replace(change, edits=tuple(edits))


def find_block(state: State, issue: Issue, piece: Piece | None) -> Block | None:
    """The block of an issue that a piece is; None where it is another piece, or is left out."""
    if piece is None or piece.kind != "block":
        return None
    return next((block for block in blocks_of(state, issue) if block.key == piece.key), None)


def find_block_place(state: State, issue: Issue, piece: Piece | None, section: str) -> str:
    """Where a new block goes: to the block in hand, else before the section, else behind the greeting."""
    here = find_block(state, issue, piece)
    return here.place if here else f"before:{section}" if section else "after_greeting"


def list_left_out(state: State, issue: Issue) -> list[Block]:
    """The blocks that are due and that the editor left out of this issue."""
    keys = {block.key for block in blocks_of(state, issue)}
    return [block for block in list_due_blocks(state, issue) if block.key not in keys]


def list_block_places(issue: Issue) -> list[str]:
    """The places for blocks, in the order in which they are printed."""
    return ["after_greeting", "after_tldr", *(f"before:{section.key}" for section in issue.sections), "end"]

"""Blocks of an issue: written, moved, left out for this issue, and kept for later ones.

What is done to a block in an issue stays with that issue. Only a block that is kept reaches others.
"""

import re
from collections.abc import Sequence
from typing import Final

from msgspec.structs import replace

from workbench.curation.block import Block, BlockRule, KeptBlock, KeptBlockId
from workbench.curation.change import Change
from workbench.curation.model import Issue, IssueId, UserError
from workbench.curation.numbering import parse_issue_number, require_issue_date
from workbench.curation.pieces import piece_of_block, require_piece_text
from workbench.curation.text.cleaning import clean_line, require_line
from workbench.desk.blocks import (
    blocks_of,
    list_block_places,
    list_block_rules,
    list_due_blocks,
    list_kept_blocks,
)
from workbench.desk.change_builder import ChangeBuilder
from workbench.desk.state import State

MAX_KEY: Final = 40


def name_block(block: Block) -> str:
    """What messages call a block: its heading, else how its text begins."""
    return block.heading or clean_line(block.text, limit=40) or block.key


def add_block(state: State, heading: str, place: str, *, issue_id: IssueId | None = None) -> Change:
    """Put a new block into an issue, to be written there. `UserError` where the issue has no such place."""
    builder = ChangeBuilder(state)
    draft = builder.draft_to_edit(issue_id)
    heading = require_line(heading, "The heading")
    block = Block(key=_make_key(state, draft, heading), place=_require_place(draft, place), heading=heading)
    _set_blocks(builder, draft, [*blocks_of(state, draft), block])
    return builder.build(f"Added the block “{name_block(block)}” to issue #{draft.number}")


def write_block(
    state: State,
    key: str,
    *,
    heading: str | None = None,
    text: str | None = None,
    issue_id: IssueId | None = None,
) -> Change:
    """Write a block in this issue alone; what is None stays."""
    builder = ChangeBuilder(state)
    draft = builder.draft_to_edit(issue_id)
    block = _require_block(state, draft, key)
    if heading is not None:
        block = replace(block, heading=require_line(heading, "The heading"))
    if text is not None:
        block = replace(block, text=require_piece_text(piece_of_block(key), text))
    _replace_block(builder, draft, block)
    return builder.build(f"Wrote the block “{name_block(block)}” of issue #{draft.number}")


def switch_block(state: State, key: str, *, issue_id: IssueId | None = None) -> Change:
    """Leave a block out of this issue, or bring one back that is due or that was kept."""
    builder = ChangeBuilder(state)
    draft = builder.draft_to_edit(issue_id)
    own = blocks_of(state, draft)
    rest = [block for block in own if block.key != key]
    if len(rest) < len(own):
        _set_blocks(builder, draft, rest)
        gone = next(block for block in own if block.key == key)
        return builder.build(f"Left the block “{name_block(gone)}” out of issue #{draft.number}")
    rule = _require_rule(state, key)
    _set_blocks(builder, draft, _in_order(state, [*own, rule.block]))
    return builder.build(f"Put the block “{name_block(rule)}” into issue #{draft.number}")


def move_block(state: State, key: str, by: int, *, issue_id: IssueId | None = None) -> Change:
    """Move a block so many places down (or up) in this issue."""
    builder = ChangeBuilder(state)
    draft = builder.draft_to_edit(issue_id)
    block = _require_block(state, draft, key)
    places = list_block_places(draft)
    at = places.index(block.place) if block.place in places else len(places) - 1
    if not 0 <= at + by < len(places):
        raise UserError(f"“{name_block(block)}” is the {'last' if by > 0 else 'first'} there can be.")
    moved = replace(block, place=places[at + by])
    _replace_block(builder, draft, moved)
    return builder.build(f"Moved the block “{name_block(moved)}” {describe_place_of(draft, moved.place)}")


def place_block(state: State, key: str, place: str, *, issue_id: IssueId | None = None) -> Change:
    """Move a block to that place of this issue."""
    builder = ChangeBuilder(state)
    draft = builder.draft_to_edit(issue_id)
    moved = replace(_require_block(state, draft, key), place=_require_place(draft, place))
    _replace_block(builder, draft, moved)
    return builder.build(f"Moved the block “{name_block(moved)}” {describe_place_of(draft, moved.place)}")


def keep_block(state: State, key: str, when: str, *, issue_id: IssueId | None = None) -> Change:
    """Keep a block of an issue for later ones, as `when` says: `12, 14`, `every 4`, `until 2027-03-31`,
    `rotation sponsors`, `gap 2`, or several of these. Empty is every issue from this one on.

    A block that was kept before takes the new text and the new rule. `UserError` where it is the publication's.
    """
    builder = ChangeBuilder(state)
    draft = state.get_issue(issue_id) if issue_id is not None else builder.draft_to_edit(None)
    block = _require_block(state, draft, key)
    if not block.text.strip():
        raise UserError("The block has no text yet: write it first.")
    if any(rule.key == key for rule in state.publication.blocks):
        raise UserError(f"“{name_block(block)}” stands in workbench.toml: say there which issues carry it.")
    rule = parse_block_rule(block, when, first=draft.number)
    known = next((kept for kept in list_kept_blocks(state) if kept.rule.key == key), None)
    if known is None:
        builder.create(KeptBlock(id=KeptBlockId(builder.allocate_id("blocks")), rule=rule))
    else:
        builder.set(known, rule=rule)
    return builder.build(f"Kept the block “{name_block(block)}” {describe_block_rule(rule)}")


def forget_block(state: State, key: str) -> Change:
    """Keep a block no longer. Issues that carry it as their own still do."""
    known = next((kept for kept in list_kept_blocks(state) if kept.rule.key == key), None)
    if known is None:
        raise UserError(f"No block “{clean_line(key, limit=MAX_KEY)}” is kept: there is nothing to forget.")
    builder = ChangeBuilder(state)
    builder.delete(known, state.find_fields("blocks", known.id) or {})
    return builder.build(f"Forgot the block “{name_block(known.rule)}”")


def parse_block_rule(block: Block, when: str, *, first: int) -> BlockRule:
    """The rule that `when` says, in the words of `keep_block`; `UserError` names what is none of them."""
    fields: dict[str, object] = {"first": first}
    rest = when.strip()
    while rest:
        found = _TIMING.match(rest)
        if found is None:
            raise UserError(
                f"“{clean_line(rest, limit=40)}” says no issues: write 12, 14 or every 4, until 2027-03-31, "
                "rotation NAME, gap 2."
            )
        fields |= _read_timing(found)
        rest = rest[found.end() :]
    return BlockRule(key=block.key, place=block.place, heading=block.heading, text=block.text, **fields)  # type: ignore[arg-type]


_TIMING: Final = re.compile(
    r"(?:every (?P<every>[1-9]\d{0,3})(?:(?:st|nd|rd|th)? issue)?|every issue(?P<all>)|until (?P<until>\d{4}-\d\d-\d\d)"
    r"|rotation (?P<rotation>[\w-]{1,40})|gap (?P<gap>\d{1,3})|(?P<issues>#?\d{1,6}(?:[ ,]+#?\d{1,6})*))(?:[ ,;]+|$)",
    re.I,
)


def _read_timing(found: re.Match[str]) -> dict[str, object]:
    said = {name: text for name, text in found.groupdict().items() if text}
    read: dict[str, object] = {name: int(said[name]) for name in ("every", "gap") if name in said}
    if "until" in said:
        read["until"] = require_issue_date(said["until"])
    if "rotation" in said:
        read["rotation"] = said["rotation"]
    if "issues" in said:
        numbers = (parse_issue_number(digits) for digits in re.findall(r"\d+", said["issues"]))
        read["issues"] = tuple(number for number in numbers if number is not None)
    return read


def describe_block_rule(rule: BlockRule) -> str:
    """Which issues carry a block, in words: `for #12 and #14`, `for every 4th issue until 2027-03-31`."""
    if rule.issues:
        when = "for " + " and ".join(f"#{number}" for number in rule.issues)
    else:
        when = "for every issue" if rule.every == 1 else f"for one issue in {rule.every}"
        when += f" from #{rule.first}"
    turn = f", in turn with “{rule.rotation}”" if rule.rotation else ""
    gap = f", {rule.gap} issues apart" if rule.gap else ""
    return f"{when}{turn}{gap}{f' until {rule.until}' if rule.until else ''}"


def describe_place_of(issue: Issue, place: str) -> str:
    """A place for blocks, for people: `behind the greeting`, `before Papers`."""
    kind, _, key = place.partition(":")
    names = {section.key: section.name for section in issue.sections}
    if kind == "before" and key in names:
        return f"before {names[key]}"
    return {"after_greeting": "behind the greeting", "after_tldr": "behind the TL;DR"}.get(kind, "to the end")


def _set_blocks(builder: ChangeBuilder, draft: Issue, blocks: Sequence[Block]) -> None:
    """The blocks of the draft; those that the rules give it anyway are none of its own."""
    own = tuple(blocks)
    builder.set(draft, blocks=None if own == list_due_blocks(builder.state, draft) else own)


def _replace_block(builder: ChangeBuilder, draft: Issue, block: Block) -> None:
    own = blocks_of(builder.state, draft)
    _set_blocks(builder, draft, [block if old.key == block.key else old for old in own])


def _in_order(state: State, blocks: Sequence[Block]) -> list[Block]:
    """The blocks in the order of their rules; those of the issue alone behind them."""
    order = {rule.key: at for at, rule in enumerate(list_block_rules(state))}
    return sorted(blocks, key=lambda block: order.get(block.key, len(order)))


def _require_block(state: State, issue: Issue, key: str) -> Block:
    found = next((block for block in blocks_of(state, issue) if block.key == key), None)
    if found is None:
        raise UserError(f"Issue #{issue.number} has no block “{clean_line(key, limit=MAX_KEY)}”.")
    return found


def _require_rule(state: State, key: str) -> BlockRule:
    found = next((rule for rule in list_block_rules(state) if rule.key == key), None)
    if found is None:
        known = ", ".join(rule.key for rule in list_block_rules(state)) or "none"
        raise UserError(f"There is no block “{clean_line(key, limit=MAX_KEY)}”; there are: {known}.")
    return found


def _require_place(issue: Issue, place: str) -> str:
    if place not in (places := list_block_places(issue)):
        shown = clean_line(place, limit=MAX_KEY)
        raise UserError(f"There is no place “{shown}” for a block; there are {', '.join(places)}.")
    return place


def _make_key(state: State, issue: Issue, heading: str) -> str:
    """A key made of the heading that no other block has."""
    words = re.sub(r"[^a-z0-9]+", "-", heading.lower()).strip("-")[:MAX_KEY] or "block"
    taken = {block.key for block in (*list_block_rules(state), *blocks_of(state, issue))}
    return next(key for key in (words, *(f"{words}-{at}" for at in range(2, 1000))) if key not in taken)

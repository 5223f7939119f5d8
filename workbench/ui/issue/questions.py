"""Questions about an issue that are answered in one line: its number, its date, its address, its blocks."""

from collections.abc import Callable
from functools import partial

from workbench.curation.model import Issue
from workbench.curation.pieces import Piece
from workbench.desk.coming import is_coming
from workbench.desk.touched import Touched
from workbench.desk.verbs import blocks, issues, shape
from workbench.ui.messages import AskLine, ShowMessage


def ask_for_number(issue: Issue) -> AskLine:
    """Ask for another number."""
    verb = partial(shape.set_issue_number, issue_id=None if is_coming(issue) else issue.id)
    return AskLine(
        "Number of this issue:",
        str(issue.number),
        lambda answer: partial(verb, text=answer),
        hint="The next issues count on from it.",
    )


def ask_for_date(issue: Issue) -> AskLine:
    """Ask for the date on which it is to appear."""
    verb = partial(shape.set_issue_date, issue_id=None if is_coming(issue) else issue.id)
    return AskLine(
        f"Date of issue #{issue.number}:",
        issue.date,
        lambda answer: partial(verb, text=answer),
        hint="As 2026-11-29. Empty: the day on which it is published.",
    )


def ask_for_url(issue: Issue, on_saved: Callable[[Touched], None] = lambda _: None) -> AskLine:
    """Ask where readers find it."""
    return AskLine(
        f"Address at which readers find issue #{issue.number}:",
        issue.url,
        lambda answer: partial(issues.set_issue_url, text=answer, issue_id=issue.id),
        hint="As your platform shows it once the issue is out: https://…",
        on_saved=on_saved,
    )


def ask_for_block(issue: Issue, place: str, on_saved: Callable[[Touched], None]) -> AskLine:
    """Ask what a new block at that place is headed."""
    verb = partial(blocks.add_block, place=place, issue_id=None if is_coming(issue) else issue.id)
    return AskLine(
        f"Heading of the new block {blocks.describe_place_of(issue, place)}:",
        "",
        lambda answer: partial(verb, heading=answer),
        hint="Empty: it has none, and stands between two rules. Its text comes next.",
        purpose=f"block:{issue.id}",
        on_saved=on_saved,
    )


def ask_for_later_issues(issue: Issue, piece: Piece | None) -> AskLine | ShowMessage:
    """Ask which later issues carry a block of this one; say so where the piece is none."""
    if piece is None or piece.kind != "block" or is_coming(issue):
        return ShowMessage("That key is for a block of an issue that has begun: B writes one.", failed=True)
    return AskLine(
        "Keep this block for:",
        "",
        lambda answer: partial(blocks.keep_block, key=piece.key, when=answer, issue_id=issue.id),
        hint="Empty: every issue. Or: 12, 14 · every 4 · until 2027-03-31 · rotation sponsors · gap 2",
        purpose=f"keep:{issue.id}:{piece.key}",
    )

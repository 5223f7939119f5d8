"""`undo`, `redo`, `history`, and `versions` of a piece."""

from itertools import islice

import click

from workbench.cli.context import enter_workspace, run_verb
from workbench.cli.options import WorkspaceCommand, as_json_option, issue_option
from workbench.cli.output import format_json, format_row, info, write_out
from workbench.curation.model import Issue, LinkId, UserError, format_local_time
from workbench.curation.pieces import Piece, parse_piece, piece_of_entry
from workbench.curation.text.cleaning import clean_line
from workbench.desk.state import State
from workbench.desk.verbs.issues import require_issue
from workbench.desk.verbs.writing import text_of


@click.command(cls=WorkspaceCommand)
@click.argument("change", type=int, required=False)
def undo(change: int | None) -> None:
    """Take back the newest change, or the one of that number in the history."""
    from workbench.desk.verbs.history import undo_change

    run_verb(undo_change, change)


@click.command(cls=WorkspaceCommand)
def redo() -> None:
    """Repeat what was undone last."""
    from workbench.desk.verbs.history import redo_change

    run_verb(redo_change)


@click.command(cls=WorkspaceCommand)
@click.option(
    "--limit",
    type=click.IntRange(min=0),
    default=20,
    show_default=True,
    metavar="N",
    help="How many; 0 for all.",
)
@as_json_option
def history(limit: int, as_json: bool) -> None:
    """List changes, newest first: number, time, origin, what was done, by tabs."""
    from workbench.desk.verbs.history import undone_changes

    with enter_workspace(reading=True) as workspace:
        records = list(islice(workspace.state.iter_history(), limit or None))
        zone = workspace.state.zone
    back = undone_changes(records)
    lines = [
        {"change": record.seq, "at": record.at, "origin": record.change.origin, "label": record.change.label,
         "author": record.change.author, "undone": record.seq in back}
        for record in records
    ]  # fmt: skip
    if as_json:
        write_out(format_json(lines))
        return
    for record, line in zip(records, lines, strict=True):
        write_out(
            format_row(
                line["change"],
                format_local_time(record.at, zone),
                line["origin"],
                line["label"],
                *(["undone"] if line["undone"] else []),
            )
        )


@click.command(cls=WorkspaceCommand)
@click.argument("named", metavar="ID|FIELD")
@click.option("--bring-back", type=int, metavar="CHANGE", help="Write the text of that change again.")
@issue_option
@as_json_option
def versions(named: str, bring_back: int | None, number: int | None, as_json: bool) -> None:
    """List earlier texts of an entry, by its link's id, or of a field as `issue set` names it: change, time, text."""
    from workbench.desk import versions as texts

    with enter_workspace(reading=bring_back is None) as workspace:
        state = workspace.state
        issue = require_issue(state, number)
        piece = _require_piece(state, issue, named)
        present = text_of(state, issue, piece)
        found = [one for one in texts.iter_versions(state.iter_history(), issue, piece, present) if one]
        if bring_back is not None:
            text = next((one.text for one in found if one.seq == bring_back), None)
            if text is None:
                raise UserError(
                    f"Change {bring_back} has no earlier text of it: `workbench versions {named}`."
                )
            info(f"{workspace.do(texts.bring_back, piece, text, issue.id).message}.")
            return
    rows = [{"change": one.seq, "at": one.at, "text": one.text} for one in found]
    write_out(format_json(rows) if as_json else "".join(format_row(*row.values()) for row in rows))


def _require_piece(state: State, issue: Issue, named: str) -> Piece:
    if named.isascii() and named.isdigit():
        entry = state.find_entry(issue.id, LinkId(int(named)))
        if entry is None:
            raise UserError(f"Link {named} does not stand in issue #{issue.number}.")
        return piece_of_entry(entry.id)
    try:
        return parse_piece(named.replace(".", ":", 1))
    except ValueError:
        said = "an id, title, subtitle, preview, greeting, closing, tldr.SECTION or block.KEY"
        raise UserError(f"“{clean_line(named, limit=40)}” is no piece: write {said}.") from None

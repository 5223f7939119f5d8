"""`undo`, `redo` and `history`."""

from itertools import islice

import click

from workbench.cli.context import enter_workspace, run_verb
from workbench.cli.options import WorkspaceCommand, as_json_option
from workbench.cli.output import format_json, format_row, write_out
from workbench.curation.model import format_local_time


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

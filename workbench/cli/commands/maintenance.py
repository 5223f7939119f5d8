"""Care: taking back, looking back, and the library's health."""

from itertools import islice
from typing import TYPE_CHECKING

import click

from workbench.cli.commands.add import as_json_option
from workbench.cli.commands.write import format_count
from workbench.cli.output import format_json, format_row, info, write_out
from workbench.workspace import WorkspaceCommand, WorkspaceGroup, get_workspace_folder, open_desk

if TYPE_CHECKING:
    from workbench.curation.change import Change
    from workbench.desk.state import State
    from workbench.library import Backup


@click.command(cls=WorkspaceCommand)
@click.argument("change", type=int, required=False)
def undo(change: int | None) -> None:
    """Take back the newest change, or the one of that number in the history."""
    from workbench.desk.verbs import history as steps

    with open_desk() as desk:

        def verb(state: "State") -> "Change":
            return steps.undo_change(state, desk.library.iter_history(), change)

        says = desk.do(verb).message
    info(f"{says}.")


@click.command(cls=WorkspaceCommand)
def redo() -> None:
    """Repeat what was undone last."""
    from workbench.desk.verbs import history as steps

    with open_desk() as desk:

        def verb(state: "State") -> "Change":
            return steps.redo_change(state, desk.library.iter_history())

        says = desk.do(verb).message
    info(f"{says}.")


@click.command(cls=WorkspaceCommand)
@click.option("--limit", default=20, show_default=True, metavar="N", help="How many; 0 for all.")
@as_json_option
def history(limit: int, as_json: bool) -> None:
    """List changes, newest first: number, time, origin, what was done, by tabs."""
    from workbench.desk.verbs.history import undone_changes

    with open_desk() as desk:
        records = list(islice(desk.library.iter_history(), limit or None))
    back = undone_changes(records)
    lines = [
        {"change": record.seq, "at": record.at, "origin": record.change.origin, "label": record.change.label,
         "author": record.change.author, "undone": record.seq in back}
        for record in records
    ]  # fmt: skip
    if as_json:
        write_out(format_json(lines))
        return
    for line in lines:
        write_out(
            format_row(
                line["change"],
                line["at"],
                line["origin"],
                line["label"],
                *(["undone"] if line["undone"] else []),
            )
        )


@click.command(cls=WorkspaceCommand)
@as_json_option
def doctor(as_json: bool) -> int:
    """Check the library: checksums, order, references, what was set aside. Changes nothing; exit 1 with findings."""
    from workbench.library import examine_library as examine

    found = examine(get_workspace_folder())
    if as_json:
        write_out(format_json(found))
    else:
        write_out("".join(format_row(finding.level, finding.where, finding.message) for finding in found))
    info(f"The library has {format_count(len(found), 'finding')}.")
    return 1 if found else 0


@click.group(cls=WorkspaceGroup, no_args_is_help=False)
def backup() -> None:
    """Backups: list, restore."""


@backup.command("list")
@as_json_option
def list_(as_json: bool) -> None:
    """List backups, newest first: name, time, what for, bytes, documents, whether it can be read, by tabs."""
    from workbench.library import list_backups

    found = list_backups(get_workspace_folder())
    if as_json:
        write_out(format_json(found))
    else:
        write_out("".join(_format_backup(one) for one in found))


def _format_backup(backup: "Backup") -> str:
    readable = "readable" if backup.readable else "unreadable"
    return format_row(backup.name, backup.at, backup.reason, backup.size, backup.documents, readable)


@backup.command()
@click.argument("name")
def restore(name: str) -> None:
    """Put a backup in the library's place; what is there now is kept as a backup first."""
    from workbench.library import restore_backup as put_back

    put_back(get_workspace_folder(), name)
    info(f"Restored {name}.")

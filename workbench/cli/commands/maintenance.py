"""`doctor`, which examines the library, and the group `backup`. Both work on the files, without a desk."""

from typing import TYPE_CHECKING

import click

from workbench.cli.context import get_workspace_folder
from workbench.cli.options import WorkspaceCommand, WorkspaceGroup, as_json_option
from workbench.cli.output import format_count, format_json, format_row, info, write_out
from workbench.clock import LocalZone
from workbench.curation.model import format_local_time
from workbench.workspace import get_author

if TYPE_CHECKING:
    from workbench.library import Backup


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
    return format_row(
        backup.name,
        format_local_time(backup.at, LocalZone()),
        backup.reason,
        backup.size,
        backup.documents,
        readable,
    )


@backup.command()
@click.argument("name")
def restore(name: str) -> None:
    """Put a backup, or a library.json that was set aside, in the library's place. `undo` takes that back."""
    from workbench.library import restore_backup as put_back

    put_back(get_workspace_folder(), name, author=get_author())
    info(f"Restored {name}.")

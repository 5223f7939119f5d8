"""`import`: other tools' lists of links, and an issue's Markdown after somebody edited it.

All files are one change, which one undo takes back. A dry run does the same and stops before the change is written.
"""

import click

from workbench.cli.context import enter_workspace
from workbench.cli.import_report import build_import_summary, list_outcomes, print_import
from workbench.cli.options import WorkspaceCommand, as_json_option
from workbench.cli.output import format_json, read_file, write_out
from workbench.delivery.named_files import MAX_IMPORT_BYTES, name_files
from workbench.intake.formats import READABLE_FORMATS


@click.command("import", cls=WorkspaceCommand)
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option(
    "--format", "format", metavar="NAME", help=f"Read as this format: {' or '.join(READABLE_FORMATS)}."
)
@click.option(
    "--skip-archived", is_flag=True, help="Leave out what was read or archived in the tool it is from."
)
@click.option("--dry-run", is_flag=True, help="Say what would happen, and write nothing.")
@as_json_option
def import_(
    files: tuple[str, ...], format: str | None, skip_archived: bool, dry_run: bool, as_json: bool
) -> int:
    """Read files in: lists of links, or an issue's Markdown after somebody edited it. One undo takes all of it back."""
    from workbench.desk.incoming.importing import (
        parse_file,
        preview_import,
        require_row_limit,
        save_import,
    )
    from workbench.desk.steps import run_steps

    imported = [
        part
        for path, name in name_files(files).items()
        for part in parse_file(read_file(path, MAX_IMPORT_BYTES), name, format)
    ]
    require_row_limit(imported)
    with enter_workspace() as workspace:
        desk = workspace.desk
        preview = run_steps(preview_import(desk, imported, skip_archived=skip_archived))
        joint = preview.joint if dry_run else run_steps(save_import(desk, preview)).proposal
    code = print_import(imported, joint.proposals, joint.change.label, is_dry_run=dry_run)
    if as_json:
        summary = build_import_summary(joint.proposals)
        write_out(format_json({**summary, **list_outcomes(joint.proposals)}))
    return code

"""The screen, and `init`, which makes a workspace."""

import gc
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from workbench.cli.context import enter_workspace, get_workspace_folder
from workbench.cli.options import WorkspaceCommand, get_workspace_option
from workbench.cli.output import info
from workbench.curation.model import UserError
from workbench.workspace import PROFILE_FILE, create_workspace_files, parse_text_file

if TYPE_CHECKING:
    from workbench.ui.keys.table import Keymap


def open_screen() -> None:
    """Open the screen on the workspace that the command line names."""
    run_screen(get_workspace_folder())


@click.command(cls=WorkspaceCommand)
@click.argument("directory", required=False, metavar="[DIR]")
def init(directory: str | None) -> None:
    """Make a folder a workspace: a commented workbench.toml, and folders for issues and arrivals."""
    folder = Path(directory or get_workspace_option() or ".")
    if (folder / PROFILE_FILE).exists():
        raise UserError(f"{folder / PROFILE_FILE} is there already and stays as it is.")
    create_workspace_files(folder)
    info(f"Made a workspace in {folder}: {PROFILE_FILE} says what the newsletter is like.")


def run_screen(folder: Path) -> None:
    """Run the screen on the workspace in a folder until the editor leaves it."""
    require_terminal()
    from workbench.ui.app import run_app

    keymap = _read_keymap()
    with enter_workspace(folder) as workspace:
        tune_garbage_collection()
        run_app(workspace.desk, workspace.services, keymap)


def tune_garbage_collection() -> None:
    """Have Python collect young objects often and old ones seldom.

    A full collection of a large library stops the screen for a tenth of a second.
    """
    gc.freeze()  # what is loaded by now lives as long as the screen, so no collection need look at it
    gc.set_threshold(5_000, 10, 200)
    gc.enable()


def require_terminal() -> None:
    """`UserError` where the program does not run in a terminal."""
    if not all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stderr)):
        raise UserError("The screen needs a terminal: `workbench --help` shows what works without one.")


def _read_keymap() -> "Keymap":
    """The editor's own keys, from keys.toml in the user's config folder; `UserError` names what is wrong there."""
    from platformdirs import user_config_path

    from workbench.ui.keys.keymap import parse_keymap

    file = user_config_path("workbench", appauthor=False) / "keys.toml"
    return parse_text_file(file, parse_keymap, default=lambda: "")

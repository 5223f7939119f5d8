"""The screen, and `init`, which makes a workspace."""

import gc
import os
import signal
import sys
import traceback
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from workbench.cli.context import enter_workspace, get_workspace_folder
from workbench.cli.options import WorkspaceCommand, get_workspace_option
from workbench.cli.output import info
from workbench.curation.model import UserError
from workbench.curation.numbering import MAX_ISSUE_NUMBER, parse_issue_number, require_issue_number
from workbench.workspace_folder import PROFILE_FILE, create_workspace_files, parse_text_file

if TYPE_CHECKING:
    from workbench.ui.keys.table import Keymap
    from workbench.ui.last_resort import ScreenFailureError

FAILURE_FILE: Final = "screen-failure.txt"


def open_screen() -> None:
    """Open the screen on the workspace that the command line names. Without a terminal none is made."""
    require_terminal()
    run_screen(get_workspace_folder())


@click.command(cls=WorkspaceCommand)
@click.argument("directory", required=False, metavar="[DIR]")
@click.option("--first-number", metavar="N", help="The number of the first issue; asked for, else 1.")
def init(directory: str | None, first_number: str | None) -> None:
    """Make a folder a workspace: a commented workbench.toml, and folders for issues and arrivals."""
    folder = Path(directory or get_workspace_option() or ".")
    if (folder / PROFILE_FILE).exists():
        raise UserError(f"{folder / PROFILE_FILE} is there already and stays as it is.")
    number = _ask_first_number() if first_number is None else require_issue_number(first_number)
    create_workspace_files(folder, number)
    info(f"Made a workspace in {folder}: {PROFILE_FILE} says what the newsletter is like.")


def _ask_first_number() -> int:
    """Ask for the number of the first issue made here; 1 where nobody can be asked."""
    if not is_interactive():
        return 1
    while True:
        answer = click.prompt("Number of the first issue you make here", default="1", err=True)
        number = parse_issue_number(answer)
        if number is not None:
            return number
        info(f"Write a number from 0 to {MAX_ISSUE_NUMBER}.")


def run_screen(folder: Path) -> None:
    """Run the screen on the workspace in a folder until the editor leaves it. `require_terminal` comes before."""
    # Until the screen takes it as a wish to leave, an interrupt ends the program at once: nothing is typed yet.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    from workbench.ui.app import run_app
    from workbench.ui.last_resort import ScreenFailureError

    keymap = _read_keymap()
    try:
        with enter_workspace(folder) as workspace:
            tune_garbage_collection()
            run_app(workspace.desk, workspace.services, keymap)
    except ScreenFailureError as failure:
        raise UserError(_report_failure(folder, failure)) from failure
    finally:
        _let_go_of_lost_terminal()


def _report_failure(folder: Path, failure: "ScreenFailureError") -> str:
    """Write down where the screen failed, and what was typed, and return a sentence on it."""
    from workbench.delivery.files import write_atomically

    cause, file = failure.__cause__, folder / FAILURE_FILE
    texts = "".join(f"{name}:\n{text}\n\n" for name, text in failure.texts.items())
    trace = "".join(traceback.format_exception(cause))
    fault = "".join(traceback.format_exception_only(cause)).strip().splitlines()[-1]
    said = f"The screen had to close: {fault}. What was typed is saved"
    holds = f"; {file} says where it happened, and holds what was not saved before."
    lacks = ", as far as the disk takes it."
    if isinstance(cause, UserError):
        said, holds, lacks = f"What was typed could not be saved. {cause}", f" {file} holds it.", ""
    try:
        write_atomically(file, f"{texts}{trace}".encode("utf-8", "backslashreplace"))
    except UserError:
        return said + lacks
    return said + holds


def _let_go_of_lost_terminal() -> None:
    """Where the terminal is gone, have what is still written go nowhere, or it would fail, or wait for ever."""
    if not sys.stderr.isatty():  # it was one when the screen began
        nowhere = os.open(os.devnull, os.O_RDWR)
        for number in range(3):
            os.dup2(nowhere, number)


def tune_garbage_collection() -> None:
    """Have Python collect garbage without looking at what stays: modules, and the library as it is read.

    What is painted and thrown away holds itself in cycles, so full collections have to come, and are short by this.
    """
    gc.freeze()  # what is loaded by now lives as long as the screen, so no collection need look at it
    gc.set_threshold(5_000, 10, 10)
    gc.enable()


def require_terminal() -> None:
    """`UserError` where the program does not run in a terminal."""
    if not is_interactive():
        raise UserError("The screen needs a terminal: `workbench --help` shows what works without one.")
    if os.environ.get("TERM") in ("dumb", "unknown"):
        raise UserError(
            "The screen needs a terminal that can move its cursor, and TERM says that this one cannot: "
            "`workbench --help` shows what works here."
        )


def is_interactive() -> bool:
    """Whether somebody sits at a terminal who could be asked."""
    return all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stderr))


def _read_keymap() -> "Keymap":
    """The editor's own keys, from keys.toml in the user's config folder; `UserError` names what is wrong there."""
    from platformdirs import user_config_path

    from workbench.ui.keys.keymap import parse_keymap

    file = user_config_path("workbench", appauthor=False) / "keys.toml"
    return parse_text_file(file, parse_keymap, default=lambda: "")

"""Starting: the screen, a workspace of one's own, a throw-away one to try things in."""

import gc
import shutil
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import click

from workbench.cli.output import info
from workbench.curation.model import UserError
from workbench.workspace import (
    PROFILE_FILE,
    WorkspaceCommand,
    create_workspace_files,
    get_workspace_folder,
    get_workspace_option,
    make_web,
    open_desk_in,
)

if TYPE_CHECKING:
    from workbench.curation.publication import FetchSettings
    from workbench.desk.ports import Services
    from workbench.ui.keys.table import Keymap


def open_screen() -> None:
    """The screen on the workspace that the command line names."""
    _run_screen(get_workspace_folder())


@click.command(cls=WorkspaceCommand)
@click.argument("directory", required=False, metavar="[DIR]")
def init(directory: str | None) -> None:
    """Make a folder a workspace: a commented workbench.toml, and folders for issues and arrivals."""
    folder = Path(directory or get_workspace_option() or ".")
    if (folder / PROFILE_FILE).exists():
        raise UserError(f"{folder / PROFILE_FILE} is there already and stays as it is.")
    create_workspace_files(folder)
    info(f"Made a workspace in {folder}: {PROFILE_FILE} says what the newsletter is like.")


@click.command(cls=WorkspaceCommand)
@click.option("--keep", is_flag=True, help="Keep the folder, and say where it is.")
def demo(keep: bool) -> None:
    """Open the screen on a throw-away workspace of real links and a half-finished issue."""
    from workbench.cli.commands.demo import fill_demo, make_demo_profile

    _require_terminal()
    folder = Path(tempfile.mkdtemp(prefix="workbench-demo-"))
    try:
        (folder / PROFILE_FILE).write_text(make_demo_profile(), encoding="utf-8")
        with open_desk_in(folder) as desk:
            fill_demo(desk)
        _run_screen(folder)
    finally:
        if keep:
            info(f"The demo is kept: workbench --workspace {folder}")
        else:
            shutil.rmtree(folder, ignore_errors=True)


def _run_screen(folder: Path) -> None:
    _require_terminal()
    from workbench.ui.app import run_app

    keymap = _load_keymap()
    with open_desk_in(folder) as desk:
        tune_garbage_collection()
        run_app(desk, make_services(folder, desk.state.publication.fetch), keymap)


def tune_garbage_collection() -> None:
    """Have Python look for garbage where it is young: a look at everything stops the screen for a tenth of a second.

    What was loaded stays, so no later collection need walk it.
    """
    gc.freeze()
    gc.set_threshold(5_000, 10, 200)
    gc.enable()


def make_services(folder: Path, fetching: "FetchSettings") -> "Services":
    """What the screen may use beside the library."""
    from workbench.delivery.clipboards.system import SystemClipboard
    from workbench.delivery.files import IssueFolder
    from workbench.delivery.programs import TextEditor, WebBrowser
    from workbench.delivery.ui_state import UiStateFile
    from workbench.desk.ports import Services

    return Services(
        clipboard=SystemClipboard(),
        issue_files=IssueFolder(folder),
        editor=TextEditor(),
        browser=WebBrowser(),
        ui_state=UiStateFile(folder),
        web=make_web(folder, fetching),
    )


def _require_terminal() -> None:
    if not all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stderr)):
        raise UserError("The screen needs a terminal: `workbench --help` shows what works without one.")


def _load_keymap() -> "Keymap":
    """The editor's own keys, from keys.toml in the user's config folder; `UserError` names what is wrong there."""
    from platformdirs import user_config_path

    from workbench.ui.keys.keymap import parse_keymap

    file = user_config_path("workbench", appauthor=False) / "keys.toml"
    try:
        return parse_keymap(file.read_bytes().decode("utf-8-sig"))
    except FileNotFoundError:
        return parse_keymap("")
    except UnicodeDecodeError:
        raise UserError(f"{file} is not UTF-8 text: save it as UTF-8.") from None
    except UserError as refusal:
        raise UserError(f"{file}: {refusal}") from None

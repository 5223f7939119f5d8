"""Starting: the screen, a workspace of one's own, a throw-away one to try things in."""

import gc
import shutil
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import click

from workbench.cli.words import talk
from workbench.cli.workspace import PROFILE, Verb, asked, desk_in, furnish, web, workspace
from workbench.curation.model import Refused

if TYPE_CHECKING:
    from workbench.curation.publication import Fetching
    from workbench.desk.ports import World
    from workbench.ui.keys import Keymap


def open_screen() -> None:
    """The screen on the workspace that the command line names."""
    _on_screen(workspace())


@click.command(cls=Verb)
@click.argument("directory", required=False, metavar="[DIR]")
def init(directory: str | None) -> None:
    """Make a folder a workspace: a commented workbench.toml, and folders for issues and arrivals."""
    folder = Path(directory or asked() or ".")
    if (folder / PROFILE).exists():
        raise Refused(f"{folder / PROFILE} is there already and stays as it is.")
    furnish(folder)
    talk(f"Made a workspace in {folder}: {PROFILE} says what the newsletter is like.")


@click.command(cls=Verb)
@click.option("--keep", is_flag=True, help="Keep the folder, and say where it is.")
def demo(keep: bool) -> None:
    """Open the screen on a throw-away workspace of real links and a half-finished issue."""
    from workbench.cli.demo import lay_out, profile

    _needs_terminal()
    folder = Path(tempfile.mkdtemp(prefix="workbench-demo-"))
    try:
        (folder / PROFILE).write_text(profile(), encoding="utf-8")
        with desk_in(folder) as desk:
            lay_out(desk)
        _on_screen(folder)
    finally:
        if keep:
            talk(f"The demo is kept: workbench --workspace {folder}")
        else:
            shutil.rmtree(folder, ignore_errors=True)


def _on_screen(folder: Path) -> None:
    _needs_terminal()
    from workbench.ui.app import run

    keymap = _keymap()
    with desk_in(folder) as desk:
        collect_seldom()
        run(desk, world(folder, desk.present.publication.fetch), keymap)


def collect_seldom() -> None:
    """Have Python look for garbage where it is young: a look at everything stops the screen for a tenth of a second.

    What was loaded stays, so no later collection need walk it.
    """
    gc.freeze()
    gc.set_threshold(5_000, 10, 200)
    gc.enable()


def world(folder: Path, fetching: "Fetching") -> "World":
    """What the screen may use beside the library."""
    from workbench.delivery.clipboard import SystemClipboard
    from workbench.delivery.files import IssueFiles
    from workbench.delivery.memory import ScreenMemory
    from workbench.delivery.programs import TextEditor, WebBrowser
    from workbench.desk.ports import World

    return World(
        clipboard=SystemClipboard(),
        shelf=IssueFiles(folder),
        editor=TextEditor(),
        browser=WebBrowser(),
        memory=ScreenMemory(folder),
        web=web(folder, fetching),
    )


def _needs_terminal() -> None:
    if not all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stderr)):
        raise Refused("The screen needs a terminal: `workbench --help` shows what works without one.")


def _keymap() -> "Keymap":
    """The editor's own keys, from keys.toml in the user's config folder; `Refused` names what is wrong there."""
    from platformdirs import user_config_path

    from workbench.ui.keymap import keymap

    file = user_config_path("workbench", appauthor=False) / "keys.toml"
    try:
        return keymap(file.read_bytes().decode("utf-8-sig"))
    except FileNotFoundError:
        return keymap("")
    except UnicodeDecodeError:
        raise Refused(f"{file} is not UTF-8 text: save it as UTF-8.") from None
    except Refused as refusal:
        raise Refused(f"{file}: {refusal}") from None

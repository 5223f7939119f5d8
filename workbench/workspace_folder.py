"""The folder of a workspace: which one is meant, the files it begins with, and the publication that it holds.

What is opened over it stands in `workspace.py`.
"""

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

from workbench.curation.model import UserError

if TYPE_CHECKING:
    from workbench.curation.publication import Publication

PROFILE_FILE: Final = "workbench.toml"

R = TypeVar("R")


def ensure_folder(named: str | None = None) -> tuple[Path, bool]:
    """The folder to work on, and whether it was made a workspace just now.

    It is the one named, else that of `WORKBENCH_HOME`, else this folder where it holds a `workbench.toml`, else the
    user's own, which is made at first use. `UserError` where a folder is named and not there.
    """
    named = named or os.environ.get("WORKBENCH_HOME")
    if named:
        if not Path(named).is_dir():
            raise UserError(f"There is no folder {named}: `workbench init {named}` makes a workspace of it.")
        return Path(named), False
    here = Path.cwd()
    return (here, False) if (here / PROFILE_FILE).is_file() else _ensure_user_folder()


def _ensure_user_folder() -> tuple[Path, bool]:
    from platformdirs import user_data_path

    folder = user_data_path("workbench", appauthor=False)
    is_new = not (folder / PROFILE_FILE).exists()
    if is_new:
        create_workspace_files(folder)
    return folder, is_new


def create_workspace_files(folder: Path, first_number: int = 1) -> None:
    """Make a folder a workspace: the default publication to edit, a place for issues and one for arrivals."""
    from workbench.curation.publication.profile import read_default_text
    from workbench.delivery.files import write_atomically

    for part in (folder, folder / "issues", folder / "inbox"):
        part.mkdir(mode=0o700, parents=True, exist_ok=True)
    write_atomically(folder / PROFILE_FILE, read_default_text(first_number).encode())


def read_publication(folder: Path) -> "Publication":
    """The newsletter's profile as the workspace has it, the default where it has none; `UserError` names file and
    key."""
    from workbench.curation.publication.profile import parse_publication, read_default_text

    return parse_text_file(folder / PROFILE_FILE, parse_publication, default=read_default_text)


def parse_text_file(file: Path, parse: Callable[[str], R], *, default: Callable[[], str]) -> R:
    """What a file says, else what the default text says. `UserError` begins with the file's name."""
    if file.exists() and not file.is_file():  # a pipe would be waited for, without end
        raise UserError(f"{file} is no file that can be read: put a text file in its place.")
    try:
        return parse(file.read_bytes().decode("utf-8-sig"))
    except FileNotFoundError:
        return parse(default())
    except UnicodeDecodeError:
        raise UserError(f"{file} is not UTF-8 text: save it as UTF-8.") from None
    except UserError as refusal:
        raise UserError(f"{file}: {refusal}") from None

"""Which folder a command works on, and the desk in it: the one place that hands library and publication to a desk."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from workbench.cli.output import info
from workbench.curation.model import UserError
from workbench.curation.text.cleaning import clean_line

if TYPE_CHECKING:
    from workbench.curation.publication import FetchSettings, Publication
    from workbench.desk.desk import Desk
    from workbench.web import SiteWeb

PROFILE_FILE: Final = "workbench.toml"
_OPTION_KEY: Final = "workbench.workspace"


def _make_workspace_option() -> click.Option:
    def remember(ctx: click.Context, _: click.Parameter, folder: str | None) -> None:
        if folder is not None:
            ctx.find_root().meta[_OPTION_KEY] = folder

    help_text = "The folder to work on; else WORKBENCH_HOME, this folder, your own."
    return click.Option(["--workspace"], metavar="DIR", expose_value=False, callback=remember, help=help_text)


class WorkspaceCommand(click.Command):
    """A command that takes `--workspace` behind its name, too."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.params.append(_make_workspace_option())


class WorkspaceGroup(click.Group):
    """A group of such commands."""

    command_class = WorkspaceCommand

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.params.append(_make_workspace_option())


def get_workspace_option() -> str | None:
    """The folder named on the command line, whether or not it is there."""
    folder: str | None = click.get_current_context().find_root().meta.get(_OPTION_KEY)
    return folder


def get_workspace_folder() -> Path:
    """The folder to work on; the user's own is made at first use, any other must be there."""
    named = get_workspace_option() or os.environ.get("WORKBENCH_HOME")
    if named:
        if not Path(named).is_dir():
            raise UserError(f"There is no folder {named}: `workbench init {named}` makes a workspace of it.")
        return Path(named)
    here = Path.cwd()
    return here if (here / PROFILE_FILE).is_file() else _ensure_user_workspace()


def _ensure_user_workspace() -> Path:
    from platformdirs import user_data_path

    folder = user_data_path("workbench", appauthor=False)
    if not (folder / PROFILE_FILE).exists():
        create_workspace_files(folder)
        info(f"Made a workspace in {folder}.")
    return folder


def create_workspace_files(folder: Path) -> None:
    """Make a folder a workspace: the default publication to edit, a place for issues and one for arrivals."""
    from workbench.curation.publication.profile import read_default_text
    from workbench.delivery.files import write_atomically

    for part in (folder, folder / "issues", folder / "inbox"):
        part.mkdir(mode=0o700, parents=True, exist_ok=True)
    write_atomically(folder / PROFILE_FILE, read_default_text().encode())


def read_publication(folder: Path) -> "Publication":
    """The newsletter's profile as the workspace has it, the default where it has none; `UserError` names file and
    key."""
    from workbench.curation.publication.profile import parse_publication, read_default_text

    file = folder / PROFILE_FILE
    try:
        return parse_publication(file.read_bytes().decode("utf-8-sig"))
    except FileNotFoundError:
        return parse_publication(read_default_text())
    except UnicodeDecodeError:
        raise UserError(f"{file} is not UTF-8 text: save it as UTF-8.") from None
    except UserError as refusal:
        raise UserError(f"{file}: {refusal}") from None


def utc_now() -> datetime:
    """The clock that everything below `cli` is given."""
    return datetime.now(UTC)


def get_author() -> str:
    """The name that this process's changes are signed with: the user's on this system, empty where there is none."""
    import getpass

    try:
        return clean_line(getpass.getuser(), limit=80)
    except (
        OSError,
        KeyError,
        ImportError,
    ):  # not in the environment, not in the system's list, or no such list
        return ""


def make_change_id() -> str:
    """Twelve hexadecimal digits that no other change of any clone has."""
    return os.urandom(6).hex()  # as `secrets` makes them, whose import takes 10 ms since it loads OpenSSL


def make_web(folder: Path, settings: "FetchSettings") -> "SiteWeb":
    """The sites behind links, as the workspace has them asked; what they answer is kept in the user's cache.

    `UserError` names file, key and line where the workspace speaks of a site that there is not.
    """
    from platformdirs import user_cache_path

    from workbench.web import SiteWeb

    if settings.sites:
        _require_known_sites(folder / PROFILE_FILE, settings)
    cache = user_cache_path("workbench", appauthor=False) / "web"
    return SiteWeb(settings, cache, utc_now, os.environ.get("GITHUB_TOKEN", ""))


def _require_known_sites(file: Path, settings: "FetchSettings") -> None:
    from workbench.curation.publication.profile import make_profile_error
    from workbench.web.sites import BASE_URLS

    for name in settings.sites:
        if name not in BASE_URLS:
            there_are = f"there is no such site; there are {', '.join(sorted(BASE_URLS))}"
            text = file.read_text("utf-8", "replace")
            raise UserError(f"{file}: {make_profile_error(text, ('fetch', 'sites', name), there_are)}")


@contextmanager
def open_desk_in(folder: Path) -> Iterator["Desk"]:
    """The desk in a folder, until the command is done. What opening found is said."""
    from workbench.desk.desk import Desk
    from workbench.library import open_library

    profile = read_publication(folder)
    library = open_library(folder, clock=utc_now)
    try:
        desk = Desk(library, profile, utc_now, get_author(), make_change_id)
        for notice in desk.state.notices:
            info(notice)
        yield desk
    finally:
        library.close()


@contextmanager
def open_desk() -> Iterator["Desk"]:
    """The desk of the workspace that the command line names."""
    with open_desk_in(get_workspace_folder()) as desk:
        yield desk

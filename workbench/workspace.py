"""A workspace: a folder, and the rooms put together over it.

This is the composition root. It decides which folder is meant, reads the publication, opens the library, and hands
library, clipboard, files and sites to a desk. It prints nothing and knows no command line, so that a script, the
commands and the screen open a workspace alike. What a method needs is imported when it is called: a command that
places a link does not pay for what fetches one.
"""

import os
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Concatenate, Final, ParamSpec, Self, TypeVar

from workbench.curation.model import UserError
from workbench.curation.text.cleaning import clean_line

if TYPE_CHECKING:
    from workbench.curation.publication import FetchSettings, Publication
    from workbench.desk.desk import Desk, Proposal, VerbResult
    from workbench.desk.ports import Clipboard, IssueFiles, Services, Terminal, Web
    from workbench.desk.state import State
    from workbench.web import SiteWeb

PROFILE_FILE: Final = "workbench.toml"

P = ParamSpec("P")
R = TypeVar("R")
T = TypeVar("T", bound="Proposal")


class Workspace:
    """An open workspace; `open_workspace` makes one. Close it, or use it in a `with` block."""

    def __init__(self, folder: Path, desk: "Desk") -> None:
        self.folder: Final = folder
        self.desk: Final = desk

    @property
    def state(self) -> "State":
        """What the workspace holds now: links, entries, issues, the publication."""
        return self.desk.state

    def do(
        self, verb: "Callable[Concatenate[State, P], T]", *args: P.args, **kwargs: P.kwargs
    ) -> "VerbResult[T]":
        """Run a verb of `workbench.desk.verbs`: durable when this returns. `UserError` where it cannot act."""
        return self.desk.do(verb, *args, **kwargs)

    @cached_property
    def web(self) -> "Web":
        """The sites behind links. `UserError` where `workbench.toml` speaks of a site that there is not."""
        return make_web(self.folder, self.state.publication.fetch)

    @cached_property
    def services(self) -> "Services":
        """Everything outside the library that the screen may use."""
        from workbench.delivery.programs import TextEditor, WebBrowser
        from workbench.delivery.ui_state import UiStateFile
        from workbench.desk.ports import Services

        return Services(
            clipboard=self.clipboard,
            terminal=self.terminal,
            issue_files=self.issue_files,
            editor=TextEditor(),
            browser=WebBrowser(),
            ui_state=UiStateFile(self.folder),
            web=self.web,
        )

    @cached_property
    def clipboard(self) -> "Clipboard":
        """The clipboard of the desktop in front of the person."""
        from workbench.delivery.clipboards.system import SystemClipboard

        return SystemClipboard()

    @cached_property
    def terminal(self) -> "Terminal":
        """The terminal in front of the person, as standard output and standard error are when this is first asked."""
        from workbench.delivery.clipboards.system import TerminalClipboard

        return TerminalClipboard(sys.stdout, sys.stderr)

    @cached_property
    def issue_files(self) -> "IssueFiles":
        """The folder `issues/`."""
        from workbench.delivery.files import IssueFolder

        return IssueFolder(self.folder)

    def close(self) -> None:
        """Leave the library. Nothing else may be asked of this workspace then."""
        self.desk.library.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def open_workspace(folder: str | Path | None = None) -> Workspace:
    """Open the workspace in a folder; without one, the workspace that the command `workbench` would open here.

    `UserError` where there is no such folder, its `workbench.toml` cannot be read as one, or its library cannot be
    opened.
    """
    from workbench.desk.desk import Desk
    from workbench.library import open_library

    path, _ = ensure_folder(None if folder is None else str(folder))
    publication = read_publication(path)
    library = open_library(path, clock=utc_now)
    try:
        return Workspace(path, Desk(library, publication, utc_now, get_author(), make_change_id))
    except BaseException:
        library.close()
        raise


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

    return parse_text_file(folder / PROFILE_FILE, parse_publication, default=read_default_text)


def parse_text_file(file: Path, parse: Callable[[str], R], *, default: Callable[[], str]) -> R:
    """What a file says, else what the default text says. `UserError` begins with the file's name."""
    try:
        return parse(file.read_bytes().decode("utf-8-sig"))
    except FileNotFoundError:
        return parse(default())
    except UnicodeDecodeError:
        raise UserError(f"{file} is not UTF-8 text: save it as UTF-8.") from None
    except UserError as refusal:
        raise UserError(f"{file}: {refusal}") from None


def utc_now() -> datetime:
    """The clock that the rooms are given."""
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

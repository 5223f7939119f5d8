"""Which folder a command works on, and the desk in it: the one place that hands library and publication to a desk."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from workbench.cli.words import talk
from workbench.curation.model import Refused

if TYPE_CHECKING:
    from workbench.curation.publication import Fetching, Publication
    from workbench.desk.desk import Desk
    from workbench.web import SiteWeb

PROFILE: Final = "workbench.toml"
_ASKED: Final = "workbench.workspace"


def _workspace_option() -> click.Option:
    def remember(ctx: click.Context, _: click.Parameter, folder: str | None) -> None:
        if folder is not None:
            ctx.find_root().meta[_ASKED] = folder

    help_text = "The folder to work on; else WORKBENCH_HOME, this folder, your own."
    return click.Option(["--workspace"], metavar="DIR", expose_value=False, callback=remember, help=help_text)


class Verb(click.Command):
    """A command that takes `--workspace` behind its name, too."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.params.append(_workspace_option())


class Verbs(click.Group):
    """A group of such commands."""

    command_class = Verb

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.params.append(_workspace_option())


def asked() -> str | None:
    """The folder named on the command line, whether or not it is there."""
    folder: str | None = click.get_current_context().find_root().meta.get(_ASKED)
    return folder


def workspace() -> Path:
    """The folder to work on; the user's own is made at first use, any other must be there."""
    named = asked() or os.environ.get("WORKBENCH_HOME")
    if named:
        if not Path(named).is_dir():
            raise Refused(f"There is no folder {named}: `workbench init {named}` makes a workspace of it.")
        return Path(named)
    here = Path.cwd()
    return here if (here / PROFILE).is_file() else _own()


def _own() -> Path:
    from platformdirs import user_data_path

    folder = user_data_path("workbench", appauthor=False)
    if not (folder / PROFILE).exists():
        furnish(folder)
        talk(f"Made a workspace in {folder}.")
    return folder


def furnish(folder: Path) -> None:
    """Make a folder a workspace: the default publication to edit, a place for issues and one for arrivals."""
    from workbench.curation.profile import default_text
    from workbench.delivery.files import write_whole

    for part in (folder, folder / "issues", folder / "inbox"):
        part.mkdir(mode=0o700, parents=True, exist_ok=True)
    write_whole(folder / PROFILE, default_text().encode())


def publication(folder: Path) -> "Publication":
    """The newsletter's profile as the workspace has it, the default where it has none; `Refused` names file and key."""
    from workbench.curation.profile import default_text, parse

    file = folder / PROFILE
    try:
        return parse(file.read_bytes().decode("utf-8-sig"))
    except FileNotFoundError:
        return parse(default_text())
    except UnicodeDecodeError:
        raise Refused(f"{file} is not UTF-8 text: save it as UTF-8.") from None
    except Refused as refusal:
        raise Refused(f"{file}: {refusal}") from None


def now() -> datetime:
    """The clock that everything below `cli` is given."""
    return datetime.now(UTC)


def web(folder: Path, settings: "Fetching") -> "SiteWeb":
    """The sites behind links, as the workspace has them asked; what they answer is kept in the user's cache.

    `Refused` names file, key and line where the workspace speaks of a site that there is not.
    """
    from platformdirs import user_cache_path

    from workbench.web import SiteWeb

    if settings.sites:
        _only_known(folder / PROFILE, settings)
    cache = user_cache_path("workbench", appauthor=False) / "web"
    return SiteWeb(settings, cache, now, os.environ.get("GITHUB_TOKEN", ""))


def _only_known(file: Path, settings: "Fetching") -> None:
    from workbench.curation.profile import refusal
    from workbench.web.sites import BASES

    for name in settings.sites:
        if name not in BASES:
            there_are = f"there is no such site; there are {', '.join(sorted(BASES))}"
            text = file.read_text("utf-8", "replace")
            raise Refused(f"{file}: {refusal(text, ('fetch', 'sites', name), there_are)}")


@contextmanager
def desk_in(folder: Path) -> Iterator["Desk"]:
    """The desk in a folder, until the command is done. What opening found is said."""
    from workbench.desk.desk import Desk
    from workbench.library import open_library

    profile = publication(folder)
    library = open_library(folder, clock=now)
    try:
        desk = Desk(library, profile, now)
        for notice in desk.present.notices:
            talk(notice)
        yield desk
    finally:
        library.close()


@contextmanager
def at_desk() -> Iterator["Desk"]:
    """The desk of the workspace that the command line names."""
    with desk_in(workspace()) as desk:
        yield desk

"""`capture`: the endpoint on this machine to which a bookmarklet hands links, for as long as it runs. It looks after
`inbox/`, too, as an open screen does."""

from contextlib import suppress
from functools import partial
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Final, ParamSpec, TypeVar

import click

from workbench.cli.context import get_workspace_folder
from workbench.cli.options import WorkspaceCommand
from workbench.cli.output import info
from workbench.curation.model import UserError
from workbench.workspace import open_workspace

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from workbench.curation.clipping import Clipping

P = ParamSpec("P")
R = TypeVar("R")

DEFAULT_PORT: Final = 8737
PATIENCE: Final = 4.0
"""Seconds for which what comes into `inbox/` is left to an open screen."""


@click.command(cls=WorkspaceCommand)
@click.option(
    "--port", type=click.IntRange(0, 65535), default=DEFAULT_PORT, show_default=True, metavar="N",
    help="The port on 127.0.0.1; 0 takes a free one.",
)  # fmt: skip
@click.option("--new-token", is_flag=True, help="Make a new token; the old one opens nothing any more.")
def capture(port: int, new_token: bool) -> None:
    """Listen on 127.0.0.1 for links that the bookmarklet hands over, and take in inbox/, until ctrl+c."""
    from workbench.web.capture.token_file import ensure_token, read_token, renew_token

    token_file = find_token_file()
    if new_token:
        renew_token(token_file)
        info(f"Made a new token in {token_file}; the old one opens nothing any more.")
        return
    folder = get_workspace_folder()
    ensure_token(token_file)
    from workbench.web.capture.server import ADDRESS, CaptureServer

    inbox = _InboxWatch(folder)
    server = CaptureServer(
        port,
        save=_report_refusals(partial(_save_clipping, folder)),
        read_token=_report_refusals(partial(read_token, token_file)),
        every_second=inbox.look,
    )
    inbox.look(patience=0)
    info(f"http://{ADDRESS}:{server.port} has the bookmarklet, and asks once for the token in {token_file}.")
    info("Links are saved until ctrl+c ends it.")
    with suppress(KeyboardInterrupt):
        server.serve()


def find_token_file() -> Path:
    """Where the token is, in the user's config folder: it is of the person and not of a workspace, which others may
    get to see."""
    from platformdirs import user_config_path

    return user_config_path("workbench", appauthor=False) / "capture-token"


class _InboxWatch:
    """Takes in what is new in `inbox/`. While nothing is, a look costs the list of its files.

    What comes is left alone for some seconds: a screen that is open takes it in by then.
    """

    def __init__(self, folder: Path) -> None:
        from workbench.delivery.arrivals import ArrivalFolder

        self._folder: Final = folder
        self._arrivals: Final = ArrivalFolder(folder)
        self._new_since: float | None = None
        self._last_refusal = ""

    def look(self, patience: float = PATIENCE) -> None:
        """Take in what has been there for so many seconds, and say so. What goes wrong is met anew at each look, and
        said once."""
        refusal = ""
        try:
            for message in self._take_in(patience):
                info(message)
        except (UserError, OSError) as fault:
            refusal = str(fault)
            if refusal != self._last_refusal:
                info(refusal)
        self._last_refusal = refusal

    def _take_in(self, patience: float) -> "Sequence[str]":
        if not self._arrivals.read_new():
            self._new_since = None
            return ()
        self._new_since = monotonic() if self._new_since is None else self._new_since
        if monotonic() - self._new_since < patience:
            return ()
        from workbench.desk.incoming.arrivals import read_arrivals, take_in_arrivals
        from workbench.desk.steps import run_steps

        arrivals = read_arrivals(self._arrivals)
        if not arrivals.files:  # a screen took it in, or it cannot be
            self._arrivals.remember(arrivals.taken)
            return arrivals.faults
        with open_workspace(self._folder) as workspace:
            arrivals = read_arrivals(self._arrivals)  # the screen may have been quicker even now
            return run_steps(take_in_arrivals(workspace.desk, self._arrivals, arrivals)).messages


def _save_clipping(folder: Path, clipping: "Clipping") -> None:
    """Save a link and say so. The workspace is open for no longer than that, so that whoever leaves last is another
    program that looks after the library's files."""
    from workbench.curation.clipping import ImportResult
    from workbench.desk.incoming.take_in import take_in_links

    result = ImportResult(format="capture", clippings=(clipping,))
    with open_workspace(folder) as workspace:
        taken = workspace.do(take_in_links, result, "browser", origin="capture")
    info(f"{taken.message}.")


def _report_refusals(work: "Callable[P, R]") -> "Callable[P, R]":
    """The same, with what it refuses said here: the endpoint tells nobody why."""

    def run(*arguments: P.args, **named: P.kwargs) -> R:
        try:
            return work(*arguments, **named)
        except (UserError, OSError) as refusal:
            info(str(refusal))
            raise UserError(str(refusal)) from refusal

    return run

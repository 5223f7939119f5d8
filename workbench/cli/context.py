"""The workspace that a command line names, opened for one command.

Which folder is meant and what a workspace consists of stands in `workbench.workspace`. Here is what needs click or
says something.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workbench.cli.options import get_workspace_option
from workbench.cli.output import info
from workbench.workspace import Workspace, open_workspace
from workbench.workspace_folder import ensure_folder

if TYPE_CHECKING:
    from workbench.curation.change import Change


def get_workspace_folder() -> Path:
    """The folder to work on. The user's own is made at first use, and that is said; any other must be there."""
    folder, is_new = ensure_folder(get_workspace_option())
    if is_new:
        info(f"Made a workspace in {folder}.")
    return folder


@contextmanager
def enter_workspace(folder: Path | None = None, *, reading: bool = False) -> Iterator[Workspace]:
    """Open the workspace in a folder, else the one that the command line names, for as long as the command runs.

    What opening and closing found is said. `reading`: nothing will be saved, so nobody who saves is waited for.
    """
    with open_workspace(folder or get_workspace_folder(), reading=reading) as workspace:
        library = workspace.desk.library
        for notice in workspace.state.notices:
            info(notice)
        known = len(library.notices)
        yield workspace
    for notice in library.notices[known:]:
        info(notice)


def run_verb(verb: "Callable[..., Change]", *arguments: Any, **named: Any) -> None:
    """Run one verb on the workspace of the command line and say what it did."""
    with enter_workspace() as workspace:
        done = workspace.do(verb, *arguments, **named)
        followed = _update_files(workspace, done.proposal)
    info(f"{done.message}.")
    for sentence in followed:
        info(sentence)


def _update_files(workspace: Workspace, change: "Change") -> "Sequence[str]":
    """Have the files of issues follow where this change published, reopened or gave them an address; returns what to
    say of those that somebody edited."""
    if not any(edit.table == "issues" for edit in change.edits):
        return ()
    from workbench.desk.outgoing.export import follow_state
    from workbench.desk.steps import run_steps

    return run_steps(follow_state(workspace.desk, workspace.issue_files, change)).messages

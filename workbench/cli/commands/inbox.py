"""`inbox`: take in what lies in the folder `inbox/`, as an open screen does by itself."""

from time import monotonic, sleep
from typing import TYPE_CHECKING, Final

import click

from workbench.cli.context import enter_workspace
from workbench.cli.import_report import build_import_summary
from workbench.cli.options import WorkspaceCommand, as_json_option
from workbench.cli.output import format_json, info, write_out

if TYPE_CHECKING:
    from workbench.desk.incoming.arrivals import ArrivalResult
    from workbench.workspace import Workspace

_LONGEST_WAIT: Final = 4.0
"""Seconds for which a file is waited for that somebody is writing just now."""
_LOOK_EVERY: Final = 0.2


@click.command(cls=WorkspaceCommand)
@as_json_option
def inbox(as_json: bool) -> int:
    """Take in what lies in inbox/ of the workspace: a line of a text file, or a file, once."""
    with enter_workspace() as workspace:
        results = take_in_all(workspace)
    messages = [message for result in results for message in result.messages]
    for message in messages or ["Nothing is new in inbox/."]:
        info(message)
    intakes = [result.intake for result in results if result.intake is not None]
    if as_json:
        write_out(format_json(build_import_summary(intakes)))
    has_faults = any(result.faults for result in results)
    return 1 if has_faults or any(intake.count("refused") for intake in intakes) else 0


def take_in_all(workspace: "Workspace") -> "list[ArrivalResult]":
    """Take in what is there, and wait a moment for what is being written."""
    from workbench.desk.incoming.arrivals import read_arrivals, take_in_arrivals
    from workbench.desk.steps import run_steps

    results = []
    until = monotonic() + _LONGEST_WAIT
    while True:
        arrivals = read_arrivals(workspace.arrivals)
        results.append(run_steps(take_in_arrivals(workspace.desk, workspace.arrivals, arrivals)))
        if not arrivals.is_waiting or monotonic() > until:
            return results
        sleep(_LOOK_EVERY)

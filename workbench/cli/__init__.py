"""The door: the one place where a command line becomes a verb, and whatever goes wrong becomes a sentence and an
exit code.

0 done, 1 done with findings or refused rows, 2 wrong use, 3 could not be done. Each command's module is
imported when that command runs, so that adding a link never pays for the screen.
"""

import gc
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Final, NoReturn

import click

from workbench import __version__
from workbench.cli.words import let_go, talk
from workbench.cli.workspace import Verbs
from workbench.curation.model import Refused

COMMANDS: Final = {
    "demo": "start", "init": "start",
    "add": "saving", "import": "saving", "identify": "saving",
    "fetch": "fetching", "list": "showing", "show": "showing",
    "place": "triage", "move": "triage", "bench": "triage",
    "reject": "triage", "defer": "triage", "restore": "triage",
    "title": "triage", "tag": "triage", "note": "triage",
    "write": "writing", "issue": "writing", "check": "writing",
    "export": "out", "copy": "copying", "proof": "copying",
    "draft": "drafts",
    "undo": "care", "redo": "care", "history": "care", "doctor": "care", "backup": "care",
}  # fmt: skip
"""Every command and the module it lives in, in the order of an editor's week."""


class Door(Verbs):
    """The commands, each fetched when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click gives it
        """All of them, in the order of the week."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - as above
        """The command of that name, its module imported now; None where there is none."""
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"workbench.cli.{COMMANDS[cmd_name]}")
        command = getattr(module, cmd_name, None) or getattr(module, f"{cmd_name}_")
        assert isinstance(command, click.Command)
        return command


@click.group(cls=Door, invoke_without_command=True, no_args_is_help=False)
@click.version_option(__version__, prog_name="workbench")
@click.pass_context
def door(ctx: click.Context) -> None:
    """Turn a week of saved links into a newsletter issue. Without a command: the screen."""
    if ctx.invoked_subcommand is None:
        from workbench.cli.start import open_screen

        open_screen()


def main() -> NoReturn:
    """Run the command line of this process and leave with its exit code."""
    gc.disable()  # a command lives for a moment, and looking for cycles among its documents would be a tenth of it
    sys.exit(run(sys.argv[1:]))


def run(arguments: Sequence[str]) -> int:
    """Run one command line; returns the exit code. Never raises."""
    try:
        code = _run(list(arguments))
    except BrokenPipeError:
        code = 0  # who listened has heard enough
    except BaseException as fault:
        code = _explain(fault)
    let_go()
    return code


def _run(arguments: list[str]) -> int:
    try:
        with door.make_context("workbench", arguments) as ctx:
            code = door.invoke(ctx)
    except click.exceptions.Exit as leave:
        return leave.exit_code
    return code if isinstance(code, int) else 0


def _explain(fault: BaseException) -> int:
    """Say what went wrong, in one sentence; returns the exit code."""
    if os.environ.get("WORKBENCH_DEBUG"):
        sys.excepthook(type(fault), fault, fault.__traceback__)
    if isinstance(fault, KeyboardInterrupt | click.Abort):
        return 130
    if isinstance(fault, click.ClickException):
        talk(f"{_usage(fault)}")
        return 2
    if isinstance(fault, Refused):
        talk(str(fault))
    elif isinstance(fault, OSError):
        where = f"{fault.filename}: " if fault.filename else ""
        talk(f"{where}{fault.strerror or fault}.")
    else:
        talk(
            f"This should not have happened: {type(fault).__name__}: {fault}. WORKBENCH_DEBUG=1 shows where."
        )
    return 3


def _usage(wrong: click.ClickException) -> str:
    context = getattr(wrong, "ctx", None)
    path = context.command_path if context else "workbench"
    return f"{wrong.format_message().rstrip('.')}: `{path} --help` shows how."

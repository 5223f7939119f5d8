"""The command line: run one command, and turn whatever goes wrong into a sentence and an exit code.

0 done, 1 done with findings or refused rows, 2 wrong use, 3 could not be done. Each command's module is
imported when that command runs, so that adding a link never pays for the screen.
"""

import gc
import os
import signal
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Final, NoReturn

import click

from workbench import __version__
from workbench.cli.options import WorkspaceGroup
from workbench.cli.output import flush_stdout, info
from workbench.curation.model import UserError

COMMANDS: Final = {
    "demo": "demo", "init": "start",
    "add": "add", "idea": "write", "import": "import_", "inbox": "inbox", "capture": "capture", "identify": "identify",
    "feeds": "feeds",
    "fetch": "fetch", "list": "list", "show": "list",
    "place": "triage", "move": "triage", "bench": "triage",
    "reject": "triage", "defer": "triage", "restore": "triage",
    "repeat": "triage",
    "title": "triage", "tag": "triage", "note": "triage",
    "write": "write", "tie": "write", "issue": "issue", "block": "block", "check": "issue",
    "words": "words",
    "export": "export", "copy": "copy", "proof": "proof",
    "draft": "drafts", "archive": "archive",
    "undo": "history", "redo": "history", "history": "history", "versions": "history", "report": "report",
    "doctor": "maintenance", "backup": "maintenance",
}  # fmt: skip
"""Every command and the module it lives in, in the order of an editor's week."""


class LazyGroup(WorkspaceGroup):
    """The group of all commands. It imports the module of a command when that is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click gives it
        """The names of all commands, in the order of `COMMANDS`."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - as above
        """The command of that name; None where there is none."""
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"workbench.cli.commands.{COMMANDS[cmd_name]}")
        command = getattr(module, cmd_name, None) or getattr(module, f"{cmd_name}_")
        assert isinstance(command, click.Command)
        return command


@click.group(cls=LazyGroup, invoke_without_command=True, no_args_is_help=False)
@click.version_option(__version__, prog_name="workbench")
@click.pass_context
def app(ctx: click.Context) -> None:
    """Turn a week of saved links into a newsletter issue. Without a command: the screen."""
    if ctx.invoked_subcommand is None:
        from workbench.cli.commands.start import open_screen

        open_screen()


def main() -> NoReturn:
    """Run the command line of this process and leave with its exit code."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_DFL:
        signal.signal(signal.SIGINT, signal.default_int_handler)  # loaded: from here on it is told
    gc.disable()  # a command is short, and looking for cycles among the documents would take a tenth of its time
    sys.exit(run_command(sys.argv[1:]))


def run_command(arguments: Sequence[str]) -> int:
    """Run one command line; returns the exit code. Never raises."""
    try:
        code = _invoke(list(arguments))
    except BrokenPipeError:
        code = 0  # whoever reads standard output wants no more of it, as `head` does
    except BaseException as fault:
        code = _report_fault(fault)
    flush_stdout()
    return code


def _invoke(arguments: list[str]) -> int:
    try:
        with app.make_context("workbench", arguments) as ctx:
            code = app.invoke(ctx)
    except click.exceptions.Exit as leave:
        return leave.exit_code
    return code if isinstance(code, int) else 0


def _report_fault(fault: BaseException) -> int:
    """Write what went wrong as one sentence to standard error; returns the exit code."""
    if os.environ.get("WORKBENCH_DEBUG"):
        sys.excepthook(type(fault), fault, fault.__traceback__)
    if isinstance(fault, KeyboardInterrupt | click.Abort):
        return 130
    if isinstance(fault, click.ClickException):
        info(f"{_format_usage_error(fault)}")
        return 2
    if isinstance(fault, UserError):
        info(str(fault))
    elif isinstance(fault, OSError):
        where = f"{fault.filename}: " if fault.filename else ""
        info(f"{where}{fault.strerror or fault}.")
    else:
        info(
            f"This should not have happened: {type(fault).__name__}: {fault}. WORKBENCH_DEBUG=1 shows where."
        )
    return 3


def _format_usage_error(error: click.ClickException) -> str:
    context = getattr(error, "ctx", None)
    path = context.command_path if context else "workbench"
    return f"{error.format_message().rstrip('.')}: `{path} --help` shows how."

"""Care: taking back, looking back, and the library's health."""

from itertools import islice
from typing import TYPE_CHECKING

import click

from workbench.cli.saving import as_json_option
from workbench.cli.words import data, json_line, rows, talk
from workbench.cli.workspace import Verb, Verbs, at_desk, workspace
from workbench.cli.writing import counted

if TYPE_CHECKING:
    from workbench.curation.change import Change
    from workbench.desk.present import Present
    from workbench.library import Backup


@click.command(cls=Verb)
@click.argument("change", type=int, required=False)
def undo(change: int | None) -> None:
    """Take back the newest change, or the one of that number in the history."""
    from workbench.desk import history as steps

    with at_desk() as desk:

        def verb(present: "Present") -> "Change":
            return steps.undo(present, desk.library.history(), change)

        says = desk.do(verb).says
    talk(f"{says}.")


@click.command(cls=Verb)
def redo() -> None:
    """Repeat what was undone last."""
    from workbench.desk import history as steps

    with at_desk() as desk:

        def verb(present: "Present") -> "Change":
            return steps.redo(present, desk.library.history())

        says = desk.do(verb).says
    talk(f"{says}.")


@click.command(cls=Verb)
@click.option("--limit", default=20, show_default=True, metavar="N", help="How many; 0 for all.")
@as_json_option
def history(limit: int, as_json: bool) -> None:
    """List changes, newest first: number, time, origin, what was done, by tabs."""
    from workbench.desk.history import undone

    with at_desk() as desk:
        records = list(islice(desk.library.history(), limit or None))
    back = undone(records)
    lines = [
        {"change": record.seq, "at": record.at, "origin": record.change.origin, "label": record.change.label,
         "undone": record.seq in back}
        for record in records
    ]  # fmt: skip
    if as_json:
        data(json_line(lines))
        return
    for line in lines:
        data(
            rows(
                line["change"],
                line["at"],
                line["origin"],
                line["label"],
                *(["undone"] if line["undone"] else []),
            )
        )


@click.command(cls=Verb)
@as_json_option
def doctor(as_json: bool) -> int:
    """Check the library: checksums, order, references, what was set aside. Changes nothing; exit 1 with findings."""
    from workbench.library import doctor as examine

    found = examine(workspace())
    if as_json:
        data(json_line(found))
    else:
        data("".join(rows(finding.level, finding.where, finding.message) for finding in found))
    talk(f"The library has {counted(len(found), 'finding')}.")
    return 1 if found else 0


@click.group(cls=Verbs, no_args_is_help=False)
def backup() -> None:
    """Backups: list, restore."""


@backup.command("list")
@as_json_option
def list_(as_json: bool) -> None:
    """List backups, newest first: name, time, what for, bytes, documents, whether it can be read, by tabs."""
    from workbench.library import list_backups

    found = list_backups(workspace())
    if as_json:
        data(json_line(found))
    else:
        data("".join(_kept(one) for one in found))


def _kept(one: "Backup") -> str:
    readable = "readable" if one.readable else "unreadable"
    return rows(one.name, one.at, one.reason, one.size, one.documents, readable)


@backup.command()
@click.argument("name")
def restore(name: str) -> None:
    """Put a backup in the library's place; what is there now is kept as a backup first."""
    from workbench.library import restore as put_back

    put_back(workspace(), name)
    talk(f"Restored {name}.")

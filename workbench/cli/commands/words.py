"""The group `words`: what spelling knows besides its dictionary."""

from collections.abc import Callable

import click

from workbench.cli.context import enter_workspace
from workbench.cli.options import WorkspaceGroup, as_json_option
from workbench.cli.output import format_json, format_row, info, write_out
from workbench.curation.change import Change
from workbench.curation.publication.profile import PROFILE_FILE
from workbench.desk.state import State
from workbench.desk.verbs import words as word_verbs
from workbench.desk.words import list_learned_words


@click.group(cls=WorkspaceGroup, no_args_is_help=False)
def words() -> None:
    """Words that spelling knows besides its dictionary: list, add, remove."""


@words.command("list")
@as_json_option
def list_(as_json: bool) -> None:
    """The words, and where each is from: learned, or from `words` in workbench.toml."""
    with enter_workspace(reading=True) as workspace:
        rows = _build_rows(workspace.state)
    if as_json:
        write_out(format_json(rows))
    else:
        write_out("".join(format_row(row["word"], row["from"]) for row in rows))


@words.command()
@click.argument("added", nargs=-1, required=True, metavar="WORD...")
@as_json_option
def add(added: tuple[str, ...], as_json: bool) -> None:
    """Learn these words for the whole newsletter."""
    _run(word_verbs.learn_words, added, as_json)


@words.command()
@click.argument("removed", nargs=-1, required=True, metavar="WORD...")
@as_json_option
def remove(removed: tuple[str, ...], as_json: bool) -> None:
    """Forget words that were learned."""
    _run(word_verbs.forget_words, removed, as_json)


def _run(verb: Callable[..., Change], named: tuple[str, ...], as_json: bool) -> None:
    with enter_workspace() as workspace:
        done = workspace.do(verb, named)
        rows = _build_rows(workspace.state)
    info(f"{done.message}.")
    if as_json:
        write_out(format_json(rows))


def _build_rows(state: State) -> list[dict[str, str]]:
    return [
        *({"word": learned.word, "from": "learned"} for learned in list_learned_words(state)),
        *({"word": word, "from": PROFILE_FILE} for word in state.publication.preflight.words),
    ]

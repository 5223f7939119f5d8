"""Arguments and options that several commands declare, and the command classes that take `--workspace`.

It reads nothing from disk and opens no workspace; `context.py` does.
"""

from typing import TYPE_CHECKING, Any, Final

import click

from workbench.curation.model import LabelledLink

if TYPE_CHECKING:
    from workbench.curation.publication import Publication, Target

_OPTION_KEY: Final = "workbench.workspace"

ALLOW_DASHES: Final = {"ignore_unknown_options": True}
"""Context settings of commands whose words may begin with a dash, as `-title:survey` and `-tag` do."""

as_json_option = click.option("--json", "as_json", is_flag=True, help="One JSON document on standard output.")
issue_option = click.option(
    "--issue", "number", type=int, metavar="N", help="Its number; else the newest draft."
)
target_option = click.option(
    "--target", "key", metavar="KEY", help="A target of workbench.toml; else its first one."
)
id_argument = click.argument("id", type=int)
ids_argument = click.argument("ids", type=int, nargs=-1, required=True, metavar="ID...")
section_argument = click.argument("section")
position_option = click.option(
    "--position", type=int, metavar="N", help="The slot, from 1; others move down."
)


def _make_workspace_option() -> click.Option:
    def remember(ctx: click.Context, _: click.Parameter, folder: str | None) -> None:
        if folder == "":
            raise click.BadParameter("it is empty: name a folder, or leave the option out")
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
    """A group that takes `--workspace`, and whose commands do."""

    command_class = WorkspaceCommand

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.params.append(_make_workspace_option())


def get_workspace_option() -> str | None:
    """The folder named on the command line, whether or not it is there."""
    folder: str | None = click.get_current_context().find_root().meta.get(_OPTION_KEY)
    return folder


def forbid_options(arguments: tuple[str, ...]) -> None:
    """Refuse words that begin with two dashes. `-tag` excludes a tag, but `--tag` can only be a mistyped option."""
    for word in arguments:
        if word.startswith("--"):
            raise click.NoSuchOption(word)


def require_target(publication: "Publication", key: str | None) -> "Target":
    """The publication's target of that key, else its first; `click.UsageError` where there is none of that key."""
    if key is None:
        return publication.targets[0]
    found = next((target for target in publication.targets if target.key == key), None)
    if found is None:
        known = ", ".join(target.key for target in publication.targets)
        raise click.UsageError(f"“{key}” is no target of workbench.toml; there are {known}")
    return found


def parse_labelled_link(text: str) -> LabelledLink:
    """A label and its address; `click.UsageError` where it is written otherwise."""
    label, equals, url = text.partition("=")
    if not equals:
        raise click.UsageError(f"“{text}” is not LABEL=URL, as in GitHub=https://github.com/owner/name")
    return LabelledLink(label.strip(), url.strip())

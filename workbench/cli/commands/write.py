"""`write`: an entry's title, text and further links. `idea`: an entry that has no link. `tie`: the original of one."""

from typing import TYPE_CHECKING

import click

from workbench.cli.context import enter_workspace, run_verb
from workbench.cli.options import WorkspaceCommand, id_argument, issue_option, parse_labelled_link
from workbench.cli.output import info, read_text_option, write_out
from workbench.curation.model import LinkId
from workbench.desk.verbs import ideas, writing

if TYPE_CHECKING:
    from workbench.curation.change import Change
    from workbench.desk.state import State


@click.command(cls=WorkspaceCommand)
@id_argument
@click.option("--title", help="The entry's title; write --title=-text where it begins with a dash.")
@click.option("--blurb", help="The entry's text.")
@click.option("--blurb-file", metavar="F|-", help="The entry's text, from a file or standard input.")
@click.option(
    "--label-link",
    "labelled",
    multiple=True,
    metavar="LABEL=URL",
    help="One more link, or a new URL for one.",
)
def write(
    id: LinkId, title: str | None, blurb: str | None, blurb_file: str | None, labelled: tuple[str, ...]
) -> None:
    """Write the entry of a placed link: title, blurb, further links."""
    if title is None and blurb is None and blurb_file is None and not labelled:
        raise click.UsageError(
            "There is nothing to write: give --title, --blurb, --blurb-file or --label-link"
        )
    run_verb(
        writing.write_entry_of_link,
        id,
        title=title,
        blurb=_read_blurb(blurb, blurb_file),
        links=[parse_labelled_link(link) for link in labelled],
    )


@click.command(cls=WorkspaceCommand)
@id_argument
@click.argument("address", required=False)
@click.option("--withdraw", is_flag=True, help="Take the tie back.")
@issue_option
def tie(id: LinkId, address: str | None, withdraw: bool, number: int | None) -> None:
    """Tie an entry to the one of the original that leads to ADDRESS: it is its translation, though it leads elsewhere.

    `workbench issue original` lists the addresses.
    """
    from workbench.desk.verbs import translating

    if withdraw == (address is not None):
        raise click.UsageError("Give the address of the entry in the original, or --withdraw")

    def verb(state: "State") -> "Change":
        if address is None:
            return translating.tie_to_work(state, id, "")
        issue_id = None if number is None else state.issue_by_number(number).id
        return translating.tie_link(state, id, address, issue_id=issue_id)

    run_verb(verb)


@click.command(cls=WorkspaceCommand)
@click.argument("title")
@click.option("--section", default="", metavar="KEY", help="Place it in this section at once.")
@click.option("--blurb", help="Its text.")
@click.option("--blurb-file", metavar="F|-", help="Its text, from a file or standard input.")
def idea(title: str, section: str, blurb: str | None, blurb_file: str | None) -> None:
    """Save a quote or an idea, an entry without a link, for a section that takes ideas. Prints its id."""
    with enter_workspace() as workspace:
        text = _read_blurb(blurb, blurb_file) or ""
        done = workspace.do(ideas.add_idea, title, section=section, blurb=text)
    write_out(f"{max(done.touched.links)}\n")
    info(f"{done.message}.")


def _read_blurb(blurb: str | None, blurb_file: str | None) -> str | None:
    if blurb is not None and blurb_file is not None:
        raise click.UsageError("--blurb and --blurb-file both give the text: use one of them")
    return blurb if blurb_file is None else read_text_option(blurb_file)

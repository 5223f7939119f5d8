"""Fetching on the command line: the one place that asks sites here, keeping each answer before it is told.

An answer is saved as it comes, so whatever ends a fetch (ctrl+c, a full disk, a lost network) takes nothing back.
"""

import gc
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, Literal

import click
from msgspec import Struct

from workbench.cli.saving import as_json_option
from workbench.cli.words import data, json_line, talk
from workbench.cli.workspace import Verb, at_desk, web, workspace
from workbench.curation.clipping import Answer
from workbench.curation.model import Failure, Link, Refused

if TYPE_CHECKING:
    from workbench.desk.desk import Desk
    from workbench.desk.ports import Web

INTERRUPTED: Final = 130


class Fetched(Struct, frozen=True):
    """What became of a link that a site was asked about.

    `link` is the id it has now: another one where it turned out to be a work known already, 0 where it is gone.
    """

    id: int
    link: int
    outcome: Literal["fetched", "failed"]
    title: str
    by: str
    reason: str

    @property
    def says(self) -> str:
        """For people: `12 fetched: Gated Attention`, `13 failed: reason`."""
        if self.outcome == "failed":
            return f"{self.id} failed: {self.reason}"
        also = f" ({self.reason})" if self.reason else ""
        return f"{self.id} fetched: {self.title or 'without a title'}{also}"


class Asked(Struct, frozen=True):
    """What asking about `wanted` links came to: those answered, in the order of their answers.

    `ended` is the exit code of what ended it early, 0 where nothing did.
    """

    wanted: int
    links: list[Fetched]
    ended: int = 0

    def count(self, outcome: str) -> int:
        """How many links came out so."""
        return sum(link.outcome == outcome for link in self.links)

    @property
    def code(self) -> int:
        """The exit code: 1 where some links could not be fetched."""
        return self.ended or int(self.count("failed") > 0)

    @property
    def says(self) -> str:
        """One sentence for people."""
        left, failed = self.wanted - len(self.links), self.count("failed")
        if not self.wanted:
            return "No link waits to be fetched."
        if left:
            return f"Stopped: what came is kept, {left} of {self.wanted} left."
        return f"Fetched {self.count('fetched')} of {self.wanted}{f', {failed} failed' if failed else ''}."


@click.command(cls=Verb)
@click.argument("ids", type=int, nargs=-1, metavar="[ID...]")
@click.option("--all", "every", is_flag=True, help="Every link of the library, anew.")
@as_json_option
def fetch(ids: tuple[int, ...], every: bool, as_json: bool) -> int:
    """Ask sites for title, authors, date and text: of these links anew, else of those in the inbox that wait.

    Each answer is kept as it comes; ctrl+c ends it. Exit 0 when all were answered, 1 when some could not be fetched.
    """
    from workbench.desk.fetching import wanting

    if ids and every:
        raise click.UsageError("--all is every link: leave the IDs out")
    with at_desk() as desk:
        present = desk.present
        sites = web(workspace(), present.publication.fetch)
        links = wanting(present, present.links if every else ids or None)
        asked = ask(desk, sites, links, anew=every or bool(ids))
    talk(asked.says)
    if as_json:
        data(json_line(_summary(asked)))
    return asked.code


def _summary(asked: Asked) -> dict[str, object]:
    return {
        "asked": asked.wanted,
        "fetched": asked.count("fetched"),
        "failed": asked.count("failed"),
        "links": asked.links,
    }


def ask(desk: "Desk", sites: "Web", links: Sequence[Link], *, anew: bool = False) -> Asked:
    """Ask about these links, keep and tell what comes. Never raises what ends it early: that is in the answer."""
    came: list[Fetched] = []
    ended = 0
    try:
        if links:
            _run(desk, sites, links, anew, came)
    except KeyboardInterrupt:
        ended = INTERRUPTED
    except Refused as refusal:
        talk(str(refusal))
        ended = 3
    return Asked(len(links), came, ended)


def _run(desk: "Desk", sites: "Web", links: Sequence[Link], anew: bool, came: list[Fetched]) -> None:
    """Ask until all is answered; ctrl+c cancels between two answers, never within the saving of one."""
    import asyncio

    about = {link.id: link for link in links}

    async def follow() -> None:
        async for answer in sites.fetch(links, anew=anew):
            came.append(_kept(desk, about[answer.link], answer))
            talk(f"[{len(came)}/{len(links)}] {came[-1].says}")

    gc.enable()  # this command may last, and each answer leaves cycles behind
    asyncio.run(follow())


def _kept(desk: "Desk", link: Link, answer: Answer) -> Fetched:
    """Save an answer and see what it made of the link."""
    from workbench.desk.fetching import absorb

    record = desk.do(absorb, answer).record
    now = desk.present.links.get(link.id) or desk.present.known(link.identity)
    if now is None:
        return Fetched(link.id, 0, "failed", link.title, "", "it is no longer in the library.")
    if isinstance(answer.said, Failure):
        return Fetched(link.id, now.id, "failed", now.title, "", answer.said.reason)
    edits = record.change.edits if record is not None else ()
    gone = {edit.id for edit in edits if edit.table == "links" and edit.after is None}
    others = sorted({now.id, *gone} - {link.id})
    reason = f"one link with {' and '.join(map(str, others))} now" if others else ""
    return Fetched(link.id, now.id, "fetched", now.title, answer.said.by, reason)

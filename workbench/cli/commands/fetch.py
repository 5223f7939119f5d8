"""`fetch`: ask sites about links, and save each answer as it comes.

Since every answer is saved at once, whatever ends a fetch (ctrl+c, a full disk, a lost network) loses nothing.
"""

import gc
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, Literal

import click
from msgspec import Struct

from workbench.cli.context import enter_workspace
from workbench.cli.options import WorkspaceCommand, as_json_option
from workbench.cli.output import format_json, info, write_out
from workbench.curation.clipping import FetchAnswer, OfflineError
from workbench.curation.model import Failure, Link, LinkId, UserError

if TYPE_CHECKING:
    from workbench.desk.desk import Desk
    from workbench.desk.ports import Web

EXIT_INTERRUPTED: Final = 130


class FetchedLink(Struct, frozen=True):
    """What became of a link that a site was asked about.

    `link` is the id it has now: another one where it turned out to be a work known already, 0 where it is gone.
    """

    id: LinkId
    link: LinkId
    outcome: Literal["fetched", "failed"]
    title: str
    by: str
    reason: str

    @property
    def sentence(self) -> str:
        """For people: `12 fetched: Gated Attention`, `13 failed: reason`."""
        if self.outcome == "failed":
            return f"{self.id} failed: {self.reason}"
        also = f" ({self.reason})" if self.reason else ""
        return f"{self.id} fetched: {self.title or 'without a title'}{also}"


class FetchSummary(Struct, frozen=True):
    """What asking about `requested` links came to: those that were answered, in the order of their answers.

    `early_exit_code` is the exit code of what ended it early, 0 where nothing did. `is_offline` where no site could be
    reached.
    """

    requested: int
    links: list[FetchedLink]
    early_exit_code: int = 0
    is_offline: bool = False

    def count(self, outcome: str) -> int:
        """How many links have that outcome."""
        return sum(link.outcome == outcome for link in self.links)

    @property
    def exit_code(self) -> int:
        """The exit code: 1 where some links could not be fetched."""
        return self.early_exit_code or int(self.count("failed") > 0)

    @property
    def sentence(self) -> str:
        """One sentence for people."""
        left, failed = self.requested - len(self.links), self.count("failed")
        if not self.requested:
            return "No link waits to be fetched."
        if self.is_offline:
            waiting = "1 link waits" if left == 1 else f"{left} links wait"
            return f"This machine seems to be offline: {waiting}. `workbench fetch` asks again."
        if left:
            return f"Stopped: what came is kept, {left} of {self.requested} left."
        return f"Fetched {self.count('fetched')} of {self.requested}{f', {failed} failed' if failed else ''}."


@click.command(cls=WorkspaceCommand)
@click.argument("ids", type=int, nargs=-1, metavar="[ID...]")
@click.option("--all", "every", is_flag=True, help="Every link of the library, anew.")
@as_json_option
def fetch(ids: tuple[LinkId, ...], every: bool, as_json: bool) -> int:
    """Ask sites for title, authors, date and text: of these links anew, else of those in the inbox that wait.

    Each answer is kept as it comes; ctrl+c ends it. Exit 0 when all were answered, 1 when some could not be fetched.
    """
    from workbench.desk.incoming.fetching import links_to_fetch

    if ids and every:
        raise click.UsageError("--all is every link: leave the IDs out")
    with enter_workspace() as workspace:
        state, sites = workspace.state, workspace.web
        links = links_to_fetch(state, state.links if every else ids or None)
        summary = fetch_links(workspace.desk, sites, links, anew=every or bool(ids))
    info(summary.sentence)
    if as_json:
        write_out(format_json(_build_summary_fields(summary)))
    return summary.exit_code


def _build_summary_fields(summary: FetchSummary) -> dict[str, object]:
    return {
        "asked": summary.requested,
        "fetched": summary.count("fetched"),
        "failed": summary.count("failed"),
        "links": summary.links,
    }


def fetch_links(desk: "Desk", sites: "Web", links: Sequence[Link], *, anew: bool = False) -> FetchSummary:
    """Ask sites about these links; save each answer and write a sentence about it. `anew` asks past the cache.

    Never raises what ends it early, such as ctrl+c or a full disk: the summary says so.
    """
    fetched: list[FetchedLink] = []
    early_exit_code, is_offline = 0, False
    try:
        if links:
            _fetch_all(desk, sites, links, anew, fetched)
    except KeyboardInterrupt:
        early_exit_code = EXIT_INTERRUPTED
    except OfflineError:
        early_exit_code, is_offline = 1, True
    except UserError as refusal:
        info(str(refusal))
        early_exit_code = 3
    return FetchSummary(len(links), fetched, early_exit_code, is_offline)


def _fetch_all(
    desk: "Desk", sites: "Web", links: Sequence[Link], anew: bool, fetched: list[FetchedLink]
) -> None:
    """Ask until all is answered, and add to `fetched`. ctrl+c ends it between two answers, never while one is saved."""
    import asyncio

    links_by_id = {link.id: link for link in links}

    async def save_answers() -> None:
        async for answer in sites.fetch(links, refresh=anew):
            fetched.append(_save_answer(desk, links_by_id[answer.link], answer))
            info(f"[{len(fetched)}/{len(links)}] {fetched[-1].sentence}")

    gc.enable()  # this command may take long, and each answer leaves cycles behind
    asyncio.run(save_answers())


def _save_answer(desk: "Desk", link: Link, answer: FetchAnswer) -> FetchedLink:
    """Save an answer; returns what became of the link."""
    from workbench.desk.incoming.fetching import apply_answer

    record = desk.do(apply_answer, answer).record
    # The answer may have merged the link into another one, which then has its identity.
    now = desk.state.links.get(link.id) or desk.state.by_identity(link.identity)
    if now is None:
        return FetchedLink(link.id, LinkId(0), "failed", link.title, "", "it is no longer in the library.")
    if isinstance(answer.result, Failure):
        return FetchedLink(link.id, now.id, "failed", now.title, "", answer.result.reason)
    edits = record.change.edits if record is not None else ()
    merged = {edit.id for edit in edits if edit.table == "links" and edit.after is None}
    others = sorted({now.id, *merged} - {link.id})
    reason = f"one link with {' and '.join(map(str, others))} now" if others else ""
    return FetchedLink(link.id, now.id, "fetched", now.title, answer.result.site, reason)

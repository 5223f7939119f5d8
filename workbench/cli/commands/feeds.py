"""The group `feeds`: which feeds are read, and lists of them to and from other readers."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from workbench.cli.context import enter_workspace
from workbench.cli.options import WorkspaceGroup, as_json_option
from workbench.cli.output import format_json, format_row, info, read_file, write_out
from workbench.cli.pulling import pull_feeds
from workbench.curation.feed import FEED_CAP, MAX_FEED_CAP, Feed
from workbench.curation.model import UserError
from workbench.curation.text.cleaning import clean_line

if TYPE_CHECKING:
    from workbench.curation.subscription import Subscription
    from workbench.desk.state import State

MAX_LIST_BYTES = 8 << 20
"""Bytes of a list of feeds; one of 10,000 feeds has about 2 MB."""

query_option = click.option(
    "--query", metavar="Q", help="Keep what it finds only, such as `kind:paper -survey`."
)
cap_option = click.option(
    "--cap",
    type=click.IntRange(1, MAX_FEED_CAP),
    metavar="N",
    help=f"At most so many links a day; else {FEED_CAP}.",
)


@click.group(cls=WorkspaceGroup, no_args_is_help=False)
def feeds() -> None:
    """Feeds: add, list, remove, pull, import, export."""


@feeds.command()
@click.argument("urls", nargs=-1, required=True, metavar="URL...")
@click.option("--title", metavar="T", help="What it is called; else as it calls itself.")
@query_option
@cap_option
@as_json_option
def add(urls: tuple[str, ...], title: str | None, query: str | None, cap: int | None, as_json: bool) -> None:
    """Read these feeds from now on; of a page, a channel, a listing or a repository, the feed that it has.

    For one that is known, the options change it.
    """
    import asyncio

    from workbench.desk.incoming.feed_finding import find_feeds
    from workbench.desk.verbs.feeds import add_feeds, change_feed, get_feed

    with enter_workspace() as workspace:
        subscriptions = asyncio.run(find_feeds(workspace.state, workspace.web, urls))
        done = workspace.do(add_feeds, subscriptions)
        messages, ids = [done.message], [feed.id for feed in done.proposal.feeds]
        if (title, query, cap) != (None, None, None):
            messages += [
                workspace.do(change_feed, id, title=title, query=query, cap=cap).message for id in ids
            ]
        added = [get_feed(workspace.state, id) for id in ids]
    for message in messages:
        info(f"{message}.")
    if as_json:
        write_out(format_json([build_feed_fields(feed) for feed in added]))


@feeds.command()
@click.argument("named", nargs=-1, metavar="[ID|URL...]")
@as_json_option
def pull(named: tuple[str, ...], as_json: bool) -> int:
    """Ask feeds for new links: these, else all but those that failed and wait. What comes waits in a view of its own.

    Exit 1 when some could not be read. ctrl+c ends it; what came is kept.
    """
    from workbench.desk.incoming.feeds import list_due_feeds
    from workbench.desk.verbs.feeds import require_feed

    with enter_workspace() as workspace:
        state = workspace.state
        asked = [require_feed(state, name) for name in named] if named else list_due_feeds(state)
        summary = pull_feeds(workspace.desk, workspace.web, list(dict.fromkeys(asked)))
    info(summary.sentence)
    if as_json:
        write_out(format_json({"feeds": summary.feeds}))
    return summary.exit_code


@feeds.command("list")
@as_json_option
def list_(as_json: bool) -> None:
    """List feeds: id, title, address, when it last answered, what is wrong with it, by tabs."""
    from workbench.desk.verbs.feeds import list_feeds

    with enter_workspace(reading=True) as workspace:
        found = list_feeds(workspace.state)
    if as_json:
        write_out(format_json([build_feed_fields(feed) for feed in found]))
    else:
        write_out("".join(_format_feed(feed) for feed in found))


def build_feed_fields(feed: Feed) -> dict[str, Any]:
    """A feed as JSON has it."""
    return {
        "id": feed.id, "url": feed.url, "title": feed.title, "site": feed.site, "query": feed.query, "cap": feed.cap,
        "added": feed.added, "pulled": feed.pulled, "failures": feed.failures,
        "failure": feed.failure, "next_try": feed.next_try, "ended": feed.ended,
    }  # fmt: skip


def _format_feed(feed: Feed) -> str:
    return format_row(feed.id, feed.title, feed.url, feed.pulled, *([feed.failure] if feed.failure else []))


@feeds.command()
@click.argument("named", nargs=-1, required=True, metavar="ID|URL...")
@as_json_option
def remove(named: tuple[str, ...], as_json: bool) -> None:
    """Read these feeds no longer; the links that they brought stay. `undo` takes that back."""
    from workbench.desk.verbs.feeds import remove_feeds, require_feed

    with enter_workspace() as workspace:
        removed = list(dict.fromkeys(require_feed(workspace.state, name) for name in named))
        done = workspace.do(remove_feeds, [feed.id for feed in removed])
    info(f"{done.message}.")
    if as_json:
        write_out(format_json([build_feed_fields(feed) for feed in removed]))


@feeds.command("import")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@as_json_option
def import_(files: tuple[str, ...], as_json: bool) -> None:
    """Read lists of feeds in (OPML), as other readers of feeds write them. One undo takes all of it back."""
    from workbench.desk.verbs.feeds import add_feeds

    subscriptions = [one for file in files for one in _read_subscriptions(file)]
    with enter_workspace() as workspace:
        done = workspace.do(add_feeds, subscriptions)
    info(f"{done.message}.")
    if as_json:
        added = done.proposal
        write_out(
            format_json(
                {
                    "rows": len(subscriptions),
                    "added": added.new,
                    "feeds": [build_feed_fields(feed) for feed in dict.fromkeys(added.feeds)],
                }
            )
        )


def _read_subscriptions(file: str) -> "list[Subscription]":
    from workbench.intake.content import Content
    from workbench.intake.formats.opml import parse_subscriptions

    found = parse_subscriptions(Content(read_file(file, MAX_LIST_BYTES)))
    if not found:
        raise UserError(f"“{clean_line(Path(file).name)}” names no feed: export OPML from the other reader.")
    return found


@feeds.command()
@click.option("--output", metavar="FILE", help="Write into this file; else to standard output.")
@as_json_option
def export(output: str | None, as_json: bool) -> None:
    """Write all feeds as a list (OPML) that other readers of feeds take. `--json` has them as `list --json` does."""
    from workbench.delivery.files import write_output
    from workbench.desk.verbs.feeds import list_feeds

    with enter_workspace(reading=True) as workspace:
        fields = [build_feed_fields(feed) for feed in list_feeds(workspace.state)]
        text = format_json(fields) if as_json else _render_feeds(workspace.state)
    if output in (None, "-"):
        write_out(text)
    else:
        write_output(Path(str(output)), text.encode())
        info(f"Wrote {output}.")


def _render_feeds(state: "State") -> str:
    from workbench.desk.verbs.feeds import list_feeds, to_subscription
    from workbench.publishing.render.opml import render_opml

    return render_opml(map(to_subscription, list_feeds(state)), f"Feeds of {state.publication.name}")

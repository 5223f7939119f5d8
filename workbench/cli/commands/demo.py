"""`demo`: the screen on a sample workspace, and how `demo.toml` becomes its links, sources and two issues.

It is filled by the verbs that an editor uses, so that its history can be looked at and taken back.
"""

import shutil
import tempfile
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

import click

from workbench.cli.commands.start import require_terminal, run_screen
from workbench.cli.context import enter_workspace
from workbench.cli.options import WorkspaceCommand
from workbench.cli.output import info
from workbench.curation.change import Change, EditCollector
from workbench.curation.clipping import Clipping, ImportResult
from workbench.curation.model import LabelledLink, LinkId, Source, format_time
from workbench.curation.publication.profile import read_default_text
from workbench.curation.subscription import ParsedFeed, Subscription
from workbench.desk.desk import Desk
from workbench.desk.incoming.feeds import ReadFeed, record_pulls, take_in_feed
from workbench.desk.incoming.take_in import take_in_links
from workbench.desk.state import State
from workbench.desk.verbs import issues, triage, writing
from workbench.desk.verbs.feeds import add_feeds
from workbench.workspace_folder import PROFILE_FILE

SAMPLE: Final = Path(__file__).with_name("demo.toml")
SUNDAY: Final = 6

SampleFields = dict[str, Any]


@click.command(cls=WorkspaceCommand)
@click.option("--keep", is_flag=True, help="Keep the folder, and say where it is.")
def demo(keep: bool) -> None:
    """Open the screen on a throw-away workspace of real links and a half-finished issue."""
    require_terminal()
    folder = Path(tempfile.mkdtemp(prefix="workbench-demo-"))
    try:
        (folder / PROFILE_FILE).write_text(make_demo_profile(), encoding="utf-8")
        with enter_workspace(folder) as workspace:
            fill_demo(workspace.desk)
        run_screen(folder)
    finally:
        if keep:
            info(f"The demo is kept: workbench --workspace {folder}")
        else:
            shutil.rmtree(folder, ignore_errors=True)


def make_demo_profile() -> str:
    """The sample's workbench.toml: the default one, in its eleventh week, asking no site unless told to."""
    text = read_default_text().replace("first_number = 1\n", "first_number = 11\n")
    return text.replace("automatic = true\n", "automatic = false  # of this sample all is told already\n")


def fill_demo(desk: Desk) -> None:
    """Fill an empty library: a published issue, a half-finished one, an inbox, some links put aside, a feed."""
    import tomllib

    sample = tomllib.loads(SAMPLE.read_text(encoding="utf-8"))
    ids = _save_links(desk, sorted(sample["link"], key=lambda link: -link["age"]))
    sunday = _next_sunday(desk.state.today)
    newest = max(issue["number"] for issue in sample["issue"])
    for issue in sample["issue"]:
        entries = [link for link in sample["link"] if link.get("issue") == issue["number"]]
        ago = timedelta(weeks=newest - issue["number"])
        _write_issue(desk, {**issue, "date": (sunday - ago).isoformat()}, entries, ids)
        if ago:
            desk.do(issues.publish_issue, issues.require_issue(desk.state, None).id)
    for link in sample["link"]:
        if "state" in link:
            desk.do(
                triage.defer_links if link["state"] == "deferred" else triage.reject_links, [ids[link["url"]]]
            )
    for feed in sample["feed"]:
        _read_feed(desk, feed)


def _read_feed(desk: Desk, sample: SampleFields) -> None:
    """Add a feed, and take its items in as a pull does."""
    items = tuple(Clipping(row=row, **item) for row, item in enumerate(sample["item"], start=1))
    named = {name: sample[name] for name in ("url", "title", "site", "cap")}
    (feed,) = desk.do(add_feeds, [Subscription(**named)]).proposal.feeds
    parsed = ParsedFeed(feed.title, feed.site, ImportResult(format="feed", clippings=items))
    desk.do(record_pulls, [desk.do(take_in_feed, ReadFeed(feed.id, parsed)).proposal.pull])


def _next_sunday(today: date) -> date:
    return today + timedelta(days=(SUNDAY - today.weekday()) % 7)


def _save_links(desk: Desk, links: list[SampleFields]) -> dict[str, LinkId]:
    """Save links as old as the sample says, with their sources; returns the ids by URL."""
    now = desk.state.clock()
    clippings = tuple(
        Clipping(
            row=row, url=link["url"], title=link["title"], note=link.get("note", ""),
            tags=tuple(link.get("tags", ())),
            added=format_time(now - timedelta(days=link["age"], minutes=7 * row)),
        )
        for row, link in enumerate(links, start=1)
    )  # fmt: skip
    intake = desk.do(take_in_links, ImportResult(format="list", clippings=clippings), "demo").proposal
    ids = {link["url"]: outcome.link for link, outcome in zip(links, intake.outcomes, strict=True)}
    desk.do(_add_sources, [(ids[link["url"]], link) for link in links if "source" in link])
    return ids


def _add_sources(_: State, samples: list[tuple[LinkId, SampleFields]]) -> Change:
    edits = EditCollector()
    for id, link in samples:
        edits.create(
            Source(
                id=id, text=link["source"].strip(), authors=tuple(link.get("authors", ())),
                published=link.get("published", ""), facts=tuple(link.get("facts", ())),
            )
        )  # fmt: skip
    return edits.build(f"Fetched {len(samples)} sources", origin="fetch")


def _write_issue(
    desk: Desk, issue: SampleFields, entries: list[SampleFields], ids: dict[str, LinkId]
) -> None:
    """Create an issue and write its pieces and entries as the sample says."""
    desk.do(issues.create_issue)
    for field in ("title", "subtitle", "preview", "greeting", "closing", "date"):
        if field in issue:
            desk.do(writing.set_issue_field, field, issue[field])
    for section, line in issue["tldr"].items():
        desk.do(writing.set_issue_field, f"tldr.{section}", line)
    for link in entries:
        id = ids[link["url"]]
        if "section" in link:
            desk.do(triage.place_links, [id], link["section"])
        else:
            desk.do(triage.bench_links, [id], link["bench"])
        if "blurb" in link:
            more = [LabelledLink(one["label"], one["url"]) for one in link.get("links", ())]
            desk.do(writing.write_entry_of_link, id, blurb=link["blurb"], links=more)

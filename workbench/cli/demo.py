"""The sample workspace: the one place that knows how `demo.toml` becomes links, sources and two issues.

It is laid out by the same verbs an editor uses, so that its history can be looked at and taken back.
"""

import tomllib
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

from workbench.curation.change import Change, Edits
from workbench.curation.clipping import Clipping, Reading
from workbench.curation.model import LabelledLink, Source
from workbench.curation.profile import default_text
from workbench.desk import issues, triage, writing
from workbench.desk.desk import Desk
from workbench.desk.intake import take_in
from workbench.desk.present import Present

SAMPLE: Final = Path(__file__).with_name("demo.toml")
SUNDAY: Final = 6

Told = dict[str, Any]


def profile() -> str:
    """The sample's workbench.toml: the default one, in its eleventh week, asking no site unless told to."""
    text = default_text().replace("first_number = 1\n", "first_number = 11\n")
    return text.replace("automatic = true\n", "automatic = false  # of this sample all is told already\n")


def lay_out(desk: Desk) -> None:
    """Fill an empty library: a published issue, a half-finished one, an inbox, some links put aside."""
    told = tomllib.loads(SAMPLE.read_text(encoding="utf-8"))
    ids = _save(desk, sorted(told["link"], key=lambda link: -link["age"]))
    sunday = _next_sunday(desk.present.clock().date())
    newest = max(issue["number"] for issue in told["issue"])
    for issue in told["issue"]:
        entries = [link for link in told["link"] if link.get("issue") == issue["number"]]
        ago = timedelta(weeks=newest - issue["number"])
        _edit(desk, {**issue, "date": (sunday - ago).isoformat()}, entries, ids)
        if ago:
            desk.do(issues.publish, issues.chosen(desk.present, None).id)
    for link in told["link"]:
        if "state" in link:
            desk.do(triage.defer if link["state"] == "deferred" else triage.reject, [ids[link["url"]]])


def _next_sunday(today: date) -> date:
    return today + timedelta(days=(SUNDAY - today.weekday()) % 7)


def _save(desk: Desk, links: list[Told]) -> dict[str, int]:
    """Save them at their age, with what a source said of each; returns the ids by URL."""
    today = desk.present.clock()
    clippings = tuple(
        Clipping(
            row=row, url=link["url"], title=link["title"], note=link.get("note", ""),
            tags=tuple(link.get("tags", ())),
            added=f"{today - timedelta(days=link['age'], minutes=7 * row):%Y-%m-%dT%H:%M:%SZ}",
        )
        for row, link in enumerate(links, start=1)
    )  # fmt: skip
    taken = desk.do(take_in, Reading(format="list", clippings=clippings), "demo").proposal
    ids = {link["url"]: outcome.link for link, outcome in zip(links, taken.outcomes, strict=True)}
    desk.do(_sources, [(ids[link["url"]], link) for link in links if "source" in link])
    return ids


def _sources(_: Present, told: list[tuple[int, Told]]) -> Change:
    edits = Edits()
    for id, link in told:
        edits.make(
            Source(
                id=id, text=link["source"].strip(), authors=tuple(link.get("authors", ())),
                published=link.get("published", ""), facts=tuple(link.get("facts", ())),
            )
        )  # fmt: skip
    return edits.change(f"Fetched {len(told)} sources", origin="fetch")


def _edit(desk: Desk, issue: Told, entries: list[Told], ids: dict[str, int]) -> None:
    """Create an issue and write what is told of it."""
    desk.do(issues.new)
    for field in ("title", "subtitle", "greeting", "closing", "date"):
        if field in issue:
            desk.do(writing.set_field, field, issue[field])
    for section, line in issue["tldr"].items():
        desk.do(writing.set_field, f"tldr.{section}", line)
    for link in entries:
        id = ids[link["url"]]
        if "section" in link:
            desk.do(triage.place, [id], link["section"])
        else:
            desk.do(triage.bench, [id], link["bench"])
        if "blurb" in link:
            more = [LabelledLink(one["label"], one["url"]) for one in link.get("links", ())]
            desk.do(writing.write_link, id, blurb=link["blurb"], links=more)

"""`report`: the year behind, as text, as JSON and as a page with charts."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from workbench.cli.context import enter_workspace
from workbench.cli.options import WorkspaceCommand, as_json_option
from workbench.cli.output import format_json, format_row, info, write_out

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workbench.curation.report.figures import Report, Series, Spread


@click.command(cls=WorkspaceCommand)
@as_json_option
@click.option("--html", "file", metavar="FILE", help="Write a page with charts, - for standard output.")
def report(as_json: bool, file: str | None) -> None:
    """Show the year behind: what was saved, placed, rejected and published, from where, and how long it waited.

    Text has a row for each figure, by tabs.
    """
    from workbench.desk.report import report_year

    with enter_workspace(reading=True) as workspace:
        figures, name = report_year(workspace.state), workspace.state.publication.name
    if file is not None:
        _write_page(figures, name, file)
    if as_json:
        write_out(format_json(figures))
    elif file is None:
        write_out("".join(_iter_rows(figures)))


def _write_page(figures: "Report", name: str, file: str) -> None:
    from workbench.publishing.report_page import render_report_page

    page = render_report_page(figures, name)
    if file == "-":
        write_out(page)
        return
    from workbench.delivery.files import write_output

    write_output(Path(file), page.encode())
    info(f"Wrote {file}.")


def _iter_rows(figures: "Report") -> "Iterator[str]":
    yield format_row("week", "saved", "placed", "rejected", "published")
    for week in figures.weeks:
        if week.saved or week.placed or week.rejected or week.published:
            yield format_row(week.start, week.saved, week.placed, week.rejected, week.published)
    yield from _iter_series("section", figures.sections)
    yield from _iter_series("host", figures.hosts)
    yield from _iter_series("kind", figures.kinds)
    yield from _iter_spread("blurbs", figures.blurbs)
    yield from _iter_spread("saved to published", figures.waits)
    yield from _iter_spread("in the inbox for", figures.waiting)
    for feed in figures.feeds:
        counts = (feed.brought, feed.published, feed.placed, feed.rejected, feed.waiting)
        yield format_row("feed", feed.name, *counts)


def _iter_series(noun: str, series: "tuple[Series, ...]") -> "Iterator[str]":
    for one in series:
        yield format_row(noun, one.name, one.total)


def _iter_spread(noun: str, spread: "Spread") -> "Iterator[str]":
    if spread.count:
        yield format_row(noun, "middle", f"{spread.middle:g}")
        for name, count in spread.ranges:
            yield format_row(noun, name, count)

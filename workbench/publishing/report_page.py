"""A report as one page of HTML that needs nothing beside it: charts as inline SVG, in the light and in the dark.

Every chart has its figures as text, too. What is counted stands in `curation/report/`.
"""

from collections.abc import Sequence
from html import escape
from typing import Final

from workbench.curation.report.figures import FeedFigures, Report, Series, Spread
from workbench.publishing.report_charts import draw_columns, draw_rows, draw_stack

_STYLE: Final = """
:root { color-scheme: light dark; --paper: #fff; --ink: #1c1f24; --soft: #667085; --line: #d9dde3;
  --c0: #2f6fdb; --c1: #c2571a; --c2: #1f8a5b; --c3: #9a4fb5; --c4: #b58900; --c5: #cc3b5e;
  --c6: #2a93a8; --c7: #7a8b2f; --c8: #8c6bd1; --c9: #a0694a; --c10: #4d7f9e; --c11: #8f96a3; }
@media (prefers-color-scheme: dark) { :root { --paper: #14171c; --ink: #e6e8eb; --soft: #98a1ad; --line: #343a44;
  --c0: #6ea2ff; --c1: #f0905a; --c2: #4fc98f; --c3: #cf8be6; --c4: #e0bd4a; --c5: #f2738f;
  --c6: #5cc4d8; --c7: #b1c463; --c8: #b9a1f2; --c9: #d1a07f; --c10: #86b6d4; --c11: #a4abb8; } }
body { margin: 2rem auto; max-width: 60rem; padding: 0 1.2rem; background: var(--paper); color: var(--ink);
  font: 16px/1.5 system-ui, sans-serif; }
h1 { font-size: 1.6rem; margin-bottom: 0; } h2 { font-size: 1.15rem; margin: 2.4rem 0 .3rem; }
p { color: var(--soft); margin: .2rem 0 .8rem; }
svg { display: block; width: 100%; height: auto; }
svg text { fill: var(--soft); font: 11px system-ui, sans-serif; } svg .axis { stroke: var(--line); }
svg .value { fill: var(--ink); }
.legend { display: flex; flex-wrap: wrap; gap: .2rem 1rem; list-style: none; padding: 0; margin: .3rem 0; }
.legend i { display: inline-block; width: .8em; height: .8em; border-radius: 2px; margin-right: .4em; }
.figures { display: flex; flex-wrap: wrap; gap: .4rem 2.2rem; margin-top: 1rem; }
.figures b { display: block; color: var(--ink); font-size: 1.5rem; line-height: 1.2; }
.figures span { color: var(--soft); }
table { border-collapse: collapse; width: 100%; } th { text-align: left; font-weight: 600; }
td, th { padding: .2rem .6rem .2rem 0; border-bottom: 1px solid var(--line); } td.n, th.n { text-align: right; }
""".strip()


def render_report_page(report: Report, name: str) -> str:
    """The whole page. `name` is the publication's."""
    weeks = [week.start for week in report.weeks]
    parts = [
        f"<h1>{escape(name)}: the year behind</h1>",
        f"<p>{report.since} to {report.until}</p>",
        _render_sums(report),
        *(
            _render_part(
                title, draw_columns([getattr(week, field) for week in report.weeks], weeks, title, color), ""
            )
            for color, (field, title) in enumerate(WEEKLY.items())
        ),
        _render_series("Sections", report.sections, report.months),
        _render_series("Hosts", report.hosts, report.months),
        _render_series("Kinds", report.kinds, report.months),
        _render_spread("Blurbs, by their words", report.blurbs, "words", 2),
        _render_spread("How long links waited to be published", report.waits, "days", 3),
        _render_spread("How long links in the inbox wait by now", report.waiting, "days", 1),
        _render_feeds(report.feeds),
    ]
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><meta name="viewport" '
        f'content="width=device-width"><title>{escape(name)}: the year behind</title>\n'
        f"<style>{_STYLE}</style></head>\n<body>\n" + "\n".join(filter(None, parts)) + "\n</body></html>\n"
    )


WEEKLY: Final = {
    "saved": "Saved, a week",
    "placed": "Placed, a week",
    "rejected": "Rejected, a week",
    "published": "Published, a week",
}
"""The counts of a week, by field, and what each chart is called."""


def _render_sums(report: Report) -> str:
    sums = [
        *((f"{sum(getattr(week, field) for week in report.weeks):,}", field) for field in WEEKLY),
        (str(report.issues), "issues"),
        (_format_middle(report.blurbs), "words a blurb"),
        (_format_middle(report.waits), "days from saved to published"),
    ]
    return '<div class="figures">' + "".join(f"<span><b>{n}</b>{what}</span>" for n, what in sums) + "</div>"


def _format_middle(spread: Spread) -> str:
    return "–" if spread.middle is None else f"{spread.middle:g}"


def _render_part(title: str, chart: str, said: str) -> str:
    note = f"<p>{escape(said)}</p>" if said else ""
    return f"<section><h2>{escape(title)}</h2>{note}{chart}</section>"


def _render_series(title: str, series: Sequence[Series], months: Sequence[str]) -> str:
    if not series:
        return ""
    legend = "".join(
        f'<li><i style="background:var(--c{at})"></i>{escape(one.name)} {one.total:,}</li>'
        for at, one in enumerate(series)
    )
    chart = draw_stack([one.counts for one in series], months, f"{title} by month")
    return _render_part(f"{title} by month", f'{chart}<ul class="legend">{legend}</ul>', "")


def _render_spread(title: str, spread: Spread, unit: str, color: int) -> str:
    if not spread.count:
        return ""
    said = f"{spread.count:,} of them; half have no more than {spread.middle:g} {unit}."
    return _render_part(title, draw_rows(spread.ranges, title, color), said)


def _render_feeds(feeds: Sequence[FeedFigures]) -> str:
    if not feeds:
        return ""
    head = "".join(
        f'<th class="n">{name}</th>' for name in ("brought", "published", "placed", "rejected", "waiting")
    )
    rows = "".join(
        f"<tr><td>{escape(feed.name)}</td>"
        + "".join(
            f'<td class="n">{count:,}</td>'
            for count in (feed.brought, feed.published, feed.placed, feed.rejected, feed.waiting)
        )
        + "</tr>"
        for feed in feeds
    )
    return _render_part("Feeds", f"<table><tr><th>feed</th>{head}</tr>{rows}</table>", "")

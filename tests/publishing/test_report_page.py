"""The page of a report: whole by itself, readable as XML, and no stranger's name in it is markup."""

import re
from xml.etree import ElementTree

from workbench.curation.report.figures import FeedFigures, Report, Series, Spread, Week
from workbench.publishing.report_page import render_report_page

NOTHING = Spread(0, None, ())
EMPTY = Report(
    since="2025-12-01", until="2026-11-28", issues=0, weeks=(Week("2026-11-23"),), months=("2026-11",), sections=(),
    hosts=(), kinds=(), blurbs=NOTHING, waits=NOTHING, waiting=NOTHING, feeds=(),
)  # fmt: skip
FULL = Report(
    since="2025-12-01", until="2026-11-28", issues=2, months=("2026-10", "2026-11"),
    weeks=(Week("2026-11-16", 3, 2, 1, 2), Week("2026-11-23", 9, 0, 4, 1)),
    sections=(Series("<b>Papers</b>", (1, 2)),), hosts=(Series("a&b.example", (0, 3)),), kinds=(),
    blurbs=Spread(3, 42.5, (("0-24 words", 1), ("25-49 words", 2))), waits=NOTHING, waiting=NOTHING,
    feeds=(FeedFigures("<script>alert(1)</script>", 5, 1, 1, 2, 1),),
)  # fmt: skip


def test_names_are_text_and_nothing_is_loaded_from_elsewhere() -> None:
    page = render_report_page(FULL, "The <i>Sieve</i>")
    assert "<script" not in page
    assert "<i>Sieve" not in page
    assert not re.search(r"(?:src|href)=|url\(|@import", page)
    for words in ("&lt;b&gt;Papers&lt;/b&gt; 3", "a&amp;b.example 3", "half have no more than 42.5 words"):
        assert words in page


def test_each_chart_is_well_formed_and_says_what_it_is() -> None:
    for report in (FULL, EMPTY):
        charts = re.findall(r"<svg.*?</svg>", render_report_page(report, "A"), re.S)
        labels = [ElementTree.fromstring(chart).get("aria-label") for chart in charts]
        assert labels[:4] == ["Saved, a week", "Placed, a week", "Rejected, a week", "Published, a week"]


def test_columns_are_as_high_as_their_values() -> None:
    chart = re.findall(r"<svg.*?</svg>", render_report_page(FULL, "A"), re.S)[0]
    heights = [float(found) for found in re.findall(r'<rect [^>]*height="([\d.]+)"', chart)]
    assert heights == [50.0, 150.0]


def test_there_is_a_look_for_the_dark() -> None:
    page = render_report_page(EMPTY, "A")
    assert "prefers-color-scheme: dark" in page
    used = set(re.findall(r"var\((--\w+)\)", render_report_page(FULL, "A")))
    light, dark = page.split("@media", 1)
    assert all(f"{name}:" in light and f"{name}:" in dark for name in used)

"""Pocket's export: `title,url,time_added,tags,status`, formerly with a cursor. Titles are cut at 75 characters."""

from typing import Final

from workbench.intake.link_table import LinkColumns, make_table_format

FORMAT: Final = make_table_format(
    name="pocket-csv",
    description="Pocket's CSV export",
    order="before any table: only Pocket has time_added and status",
    required=("title", "url", "time_added", "status"),
    columns=LinkColumns(
        url=("url",),
        title=("title",),
        tags=("tags",),
        tag_separator="|",
        added=("time_added",),
        archived={"status": frozenset(("archive",))},
        title_limit=75,
    ),
)

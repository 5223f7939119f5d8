"""Raindrop's export, and the columns that it imports: any of them in any order, only `url` must be there."""

from typing import Final

from workbench.intake.link_table import TRUE, LinkColumns, make_table_format

FORMAT: Final = make_table_format(
    name="raindrop-csv",
    description="Raindrop's CSV export",
    order="before any table: url, folder, tags and created are Raindrop's names",
    required=("url", "folder", "tags", "created"),
    columns=LinkColumns(
        url=("url",),
        title=("title",),
        note=("note", "highlights"),
        text=("excerpt",),
        tags=("tags",),
        added=("created",),
        folder=("folder",),
        favorite={"favorite": TRUE},
    ),
)

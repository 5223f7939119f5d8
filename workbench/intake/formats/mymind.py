"""mymind's export. Notes and pictures without an address are in it too."""

from typing import Final

from workbench.intake.link_table import LinkColumns, make_table_format

FORMAT: Final = make_table_format(
    name="mymind-csv",
    description="mymind's CSV export",
    order="before any table: its notes have no address, and are no faulty rows",
    required=("type", "title", "url", "content", "note", "tags", "created"),
    columns=LinkColumns(
        url=("url",),
        title=("title",),
        note=("note",),
        text=("content",),
        tags=("tags",),
        added=("created",),
        missing_url="a note without an address",
    ),
)

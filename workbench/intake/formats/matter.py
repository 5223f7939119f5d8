"""Matter's export. What is read, or no longer in the queue, was put away there."""

from typing import Final

from workbench.intake.link_table import FALSE, TRUE, LinkColumns, make_table_format

FORMAT: Final = make_table_format(
    name="matter-csv",
    description="Matter's CSV export",
    order="before any table: only Matter has a queue",
    required=("title", "url", "in queue", "favorited"),
    columns=LinkColumns(
        url=("url",),
        title=("title",),
        tags=("tags",),
        tag_separator=";",
        added=("last interaction date",),
        authors=("author",),
        archived={"in queue": FALSE, "read": TRUE},
        favorite={"favorited": TRUE},
    ),
)

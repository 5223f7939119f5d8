"""Instapaper's export: `URL,Title,Selection,Folder`, later with `Timestamp`, then with `Tags` as a JSON list."""

from typing import Final

from workbench.intake.link_table import LinkColumns, make_table_format

FORMAT: Final = make_table_format(
    name="instapaper-csv",
    description="Instapaper's CSV export",
    order="before any table: only Instapaper has a selection beside the folder",
    required=("url", "title", "selection", "folder"),
    columns=LinkColumns(
        url=("url",),
        title=("title",),
        note=("selection",),
        tags=("tags",),
        added=("timestamp",),
        folder=("folder",),
        split_folders=lambda folder: () if folder in ("Unread", "Archive", "Starred") else (folder,),
        archived={"folder": frozenset(("archive",))},
        favorite={"folder": frozenset(("starred",))},
    ),
)

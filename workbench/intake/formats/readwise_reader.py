"""Readwise Reader's export. Tags are written as Python writes a list; a row may lack its ID, so its cells move."""

from typing import Final

from workbench.intake.link_table import LinkColumns, make_table_format

_PLACES: Final = ("new", "later", "archive", "feed")
"""Where Reader keeps what was saved; the shortlist is the one place that a person chose."""

FORMAT: Final = make_table_format(
    name="reader-csv",
    description="Readwise Reader's CSV export",
    order="before any table: only Reader has document tags beside the date of saving",
    required=("title", "url", "document tags", "saved date"),
    columns=LinkColumns(
        url=("url",),
        title=("title",),
        tags=("document tags",),
        added=("saved date",),
        folder=("location",),
        split_folders=lambda place: () if place in _PLACES else (place,),
        archived={"location": frozenset(("archive",))},
    ),
)

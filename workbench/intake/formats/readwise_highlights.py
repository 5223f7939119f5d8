"""Readwise's highlights, a row each: those of one article become the note of its one link.

Readwise exports them by book, without an address. What it imports, and what many tools write for it, has one.
"""

from typing import Final

from workbench.intake.link_table import LinkColumns, make_table_format

FORMAT: Final = make_table_format(
    name="highlights-csv",
    description="Readwise's CSV of highlights",
    order="before any table: its notes are highlights",
    required=("highlight",),
    columns=LinkColumns(
        url=("url", "source url", "source_url", "article url", "book url", "link"),
        title=("title", "book title", "article title", "source title"),
        note=("highlight", "note"),
        tags=("tags", "document tags"),
        added=("highlighted at", "date"),
        authors=("author", "book author"),
        missing_url="a highlight without an address",
    ),
)

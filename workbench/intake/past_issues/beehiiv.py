"""beehiiv's export: a table with the whole HTML of each post in a cell."""

from typing import Final

from workbench.intake.past_issues.content_builder import ContentBuilder
from workbench.intake.past_issues.posts import Post, add_post
from workbench.intake.past_issues.source_files import OpenFile
from workbench.intake.past_issues.tables import Row, iter_rows

_COLUMNS: Final = ("web_title", "content_html")
_OUT: Final = ("confirmed", "published", "archived")


def read_beehiiv(files: dict[str, OpenFile], builder: ContentBuilder) -> None:
    """Read the exports among the files, and take them out."""
    for file in [one for one in files.values() if one.ending == "csv"]:
        rows = iter_rows(file, *_COLUMNS)
        if rows is not None:
            del files[file.name]
            for row in rows:
                _read_post(row, file, builder)


def _read_post(row: Row, table: OpenFile, builder: ContentBuilder) -> None:
    title = row.cell_of("web_title") or row.cell_of("email_subject_line")
    status = row.cell_of("status").lower()
    if status and status not in _OUT:
        builder.leave_out(
            table.name, "a draft" if status == "draft" else f"it is {status}", title, row.number
        )
        return
    post = Post(
        title=title,
        subtitle=row.cell_of("web_subtitle"),
        preview=row.cell_of("email_preview_text"),
        date=row.cell_of("displayed_date") or row.cell_of("publish_date") or row.cell_of("created_at"),
        url=row.cell_of("url"),
    )
    add_post(builder, f"{table.name} row {row.number}", post, row.cell_of("content_html"), "html")

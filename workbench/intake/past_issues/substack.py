"""Substack's export: `posts.csv`, and beside it `posts/<id>.<slug>.html` for each post.

Newsletters that were published are taken; drafts, podcasts, threads and pages are told by their type.
"""

from typing import Final

from workbench.intake.past_issues.content_builder import ContentBuilder
from workbench.intake.past_issues.posts import Post, add_post
from workbench.intake.past_issues.source_files import OpenFile
from workbench.intake.past_issues.tables import Row, iter_rows

_COLUMNS: Final = ("post_id", "post_date", "is_published")


def read_substack(files: dict[str, OpenFile], builder: ContentBuilder) -> None:
    """Read the exports among the files, and take theirs out."""
    for file in [one for one in files.values() if one.ending == "csv"]:
        rows = iter_rows(file, *_COLUMNS)
        if rows is not None:
            del files[file.name]
            folder = f"{file.folder}/posts/" if file.folder else "posts/"
            for row in rows:
                _read_post(row, files.pop(f"{folder}{row.cell_of('post_id')}.html", None), file, builder)


def _read_post(row: Row, text: OpenFile | None, table: OpenFile, builder: ContentBuilder) -> None:
    title, kind = row.cell_of("title"), row.cell_of("type").lower() or "newsletter"
    name = text.name if text else table.name
    if row.cell_of("is_published").lower() != "true":
        builder.leave_out(name, "a draft", title, row.number)
    elif kind != "newsletter":
        builder.leave_out(name, f"a {kind}", title, row.number)
    elif text is None:
        builder.leave_out(name, "its text is not in the export", title, row.number)
    else:
        post = Post(title=title, subtitle=row.cell_of("subtitle"), date=row.cell_of("post_date"))
        add_post(builder, name, post, text.content.text, "html")

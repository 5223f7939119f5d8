"""Buttondown's export: `emails.csv` (`emails.json` in older ones), and beside it `emails/<slug>.md` for each mail.

What its API lists is read too: there the text stands in the row.
"""

import re
from collections.abc import Iterator
from typing import Any, Final

from workbench.curation.numbering import parse_issue_number
from workbench.intake.past_issues import guess_text_form
from workbench.intake.past_issues.content_builder import ContentBuilder
from workbench.intake.past_issues.posts import Post, add_post
from workbench.intake.past_issues.source_files import OpenFile
from workbench.intake.past_issues.tables import Row, iter_rows

_COLUMNS: Final = ("subject", "publish_date", "slug")
_MODE: Final = re.compile(r"\s*<!-- buttondown-editor-mode: (\w+) -->")
_OUT: Final = ("", "sent", "imported", "throttled", "in_flight", "resending")


def read_buttondown(files: dict[str, OpenFile], builder: ContentBuilder) -> None:
    """Read the exports among the files, and take theirs out."""
    for file in [one for one in files.values() if one.ending in ("csv", "json")]:
        rows = iter_rows(file, *_COLUMNS) if file.ending == "csv" else _iter_objects(file.content.json)
        if rows is not None and file.name in files:
            del files[file.name]
            for row in rows:
                _read_mail(row, files, file, builder)


def _iter_objects(document: Any) -> Iterator[Row] | None:
    listed = document.get("results") if isinstance(document, dict) else document
    objects = [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []
    if not objects or not all(key in objects[0] for key in _COLUMNS):
        return None
    return (
        Row(at, {key: str(value) for key, value in one.items() if isinstance(value, str | int)})
        for at, one in enumerate(objects, 1)
    )


def _read_mail(row: Row, files: dict[str, OpenFile], table: OpenFile, builder: ContentBuilder) -> None:
    folder = f"{table.folder}/emails/" if table.folder else "emails/"
    text = files.pop(f"{folder}{row.cell_of('slug')}.md", None)
    body = text.content.text if text else row.cell_of("body")
    name = text.name if text else table.name
    title = row.cell_of("subject")
    if row.cell_of("status").lower() not in _OUT or not row.cell_of("publish_date"):
        builder.leave_out(name, "a draft", title, row.number)
    elif not body.strip():
        builder.leave_out(name, "its text is not in the export", title, row.number)
    else:
        mode = _MODE.match(body)
        post = Post(
            title=title,
            preview=row.cell_of("description"),
            date=row.cell_of("publish_date"),
            url=row.cell_of("absolute_url"),
            number=parse_issue_number(row.cell_of("secondary_id")),
        )
        body = body[mode.end() :] if mode else body
        form = "html" if mode and mode[1] == "fancy" else guess_text_form(body, "post.md")
        add_post(builder, name if text else f"{name} row {row.number}", post, body, form)

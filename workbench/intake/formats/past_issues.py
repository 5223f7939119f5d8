"""The past issues of a platform's export. They are told here, so that no table of issues is read as links to sort."""

from typing import Final

from workbench.intake.content import Content
from workbench.intake.format import Format

_TABLES: Final = (
    ("post_id", "post_date", "is_published"),  # Substack's posts.csv
    ("secondary_id", "subject", "publish_date", "slug"),  # Buttondown's emails.csv
    ("web_title", "email_subject_line", "content_html"),  # beehiiv's posts
)


def is_table_of_issues(content: Content) -> bool:
    """Whether content is the table of a newsletter's issues, as Substack, Buttondown and beehiiv export it."""
    return content.table is not None and any(content.table.has_columns(*keys) for keys in _TABLES)


FORMAT: Final = Format(
    name="past-issues",
    description="a newsletter's past issues",
    order="before any table: beehiiv's has a column of addresses, those of the issues themselves",
    matches=is_table_of_issues,
    refusal="holds a newsletter's past issues, which are no links to sort: `workbench archive import` takes them.",
)

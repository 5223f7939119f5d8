"""The past issues of a platform's export. They are told here, so that no table of issues is read as links to sort."""

from typing import Final

from workbench.intake.content import Content
from workbench.intake.format import Format
from workbench.intake.json_values import find_first, get_list

_TABLES: Final = (
    ("post_id", "post_date", "is_published"),  # Substack's posts.csv
    ("secondary_id", "subject", "publish_date", "slug"),  # Buttondown's emails.csv
    ("web_title", "email_subject_line", "content_html"),  # beehiiv's posts
)
_PARTS: Final = ("chapters", "categories")
_ITEMS: Final = ("entries", "items")


def has_issues_as_json(content: Content) -> bool:
    """Whether content is Ghost's export, or issues that consist of parts with entries, as Curated writes them."""
    document = content.json if content.looks_like_json else None
    databases = get_list(document, "db")
    posts = get_list(databases[0] if databases else document, "data", "posts")
    if find_first(posts, "status", "title") is not None:
        return True
    issues = document if isinstance(document, list) else [document]
    parts = (part for issue in issues[:1] for key in _PARTS for part in get_list(issue, key)[:1])
    return any(get_list(part, key) for part in parts for key in _ITEMS)


def is_table_of_issues(content: Content) -> bool:
    """Whether content is the table of a newsletter's issues, as Substack, Buttondown and beehiiv export it."""
    return content.table is not None and any(content.table.has_columns(*keys) for keys in _TABLES)


FORMAT: Final = Format(
    name="past-issues",
    description="a newsletter's past issues",
    order="before any JSON and any table: the addresses of whose columns are those of the issues themselves",
    matches=lambda content: is_table_of_issues(content) or has_issues_as_json(content),
    holds_issues=True,
    refusal="holds a newsletter's past issues, which are no links to sort: `workbench archive import` takes them.",
)

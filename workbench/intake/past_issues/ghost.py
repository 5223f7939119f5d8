"""Ghost's export: one JSON document with the HTML of all posts and pages."""

from typing import Any

from workbench.intake.json_values import get_list, get_text
from workbench.intake.past_issues.content_builder import ContentBuilder
from workbench.intake.past_issues.posts import Post, add_post
from workbench.intake.past_issues.source_files import OpenFile


def read_ghost(files: dict[str, OpenFile], builder: ContentBuilder) -> None:
    """Read the exports among the files, and take them out."""
    for file in [one for one in files.values() if one.ending == "json"]:
        posts = _find_posts(file.content.json)
        if posts:
            del files[file.name]
            for at, post in enumerate(posts, 1):
                _read_post(post, at, file, builder)


def _find_posts(document: Any) -> list[dict[str, Any]]:
    databases = get_list(document, "db")
    listed = get_list(databases[0] if databases else document, "data", "posts")
    return [post for post in listed if isinstance(post, dict) and "status" in post and "title" in post]


def _read_post(post: dict[str, Any], row: int, file: OpenFile, builder: ContentBuilder) -> None:
    title, kind, status = get_text(post, "title"), get_text(post, "type") or "post", get_text(post, "status")
    body = get_text(post, "html")
    if kind != "post" or post.get("page") in (True, 1):
        builder.leave_out(file.name, "a page", title, row)
    elif status not in ("published", "sent"):
        builder.leave_out(file.name, "a draft" if status == "draft" else f"it is {status}", title, row)
    elif not (body or get_text(post, "plaintext")).strip():
        builder.leave_out(file.name, "its text is not in the export", title, row)
    else:
        facts = Post(
            title=title,
            subtitle=get_text(post, "custom_excerpt"),
            date=get_text(post, "published_at") or get_text(post, "created_at"),
            url=get_text(post, "canonical_url"),
        )
        text = body or get_text(post, "plaintext")
        add_post(builder, f"{file.name} post {row}", facts, text, "html" if body else "text")

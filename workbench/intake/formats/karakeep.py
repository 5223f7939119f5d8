"""Exports of Karakeep (Hoarder). A bookmark is in any number of lists, which lie within one another."""

from typing import Any, Final

from workbench.curation.clipping import ImportResult
from workbench.intake.content import Content
from workbench.intake.folders import name_paths
from workbench.intake.format import Format
from workbench.intake.import_builder import ImportBuilder
from workbench.intake.json_values import find_first, get_list, get_object, get_text, is_true, require_json
from workbench.intake.tags import FAVORITE_TAG, parse_tags, tags_of_folders


def parse_karakeep(content: Content) -> ImportResult:
    """Read such an export. Rows are its bookmarks, counted from 1; those that are no link are refused."""
    builder = ImportBuilder("karakeep", content.watch)
    folders = name_paths(get_list(content.json, "lists"), parent="parentId")
    for row, bookmark in enumerate(get_list(require_json(content), "bookmarks"), start=1):
        held = get_object(bookmark, "content")
        if "url" in held:
            _add_bookmark(builder, row, bookmark, folders)
        else:
            reason = "a text and no link" if get_text(held, "text") else "a bookmark without content"
            title = get_text(bookmark, "title") or get_text(held, "text")
            builder.reject(row, reason, title[:500])
    return builder.build()


def _add_bookmark(
    builder: ImportBuilder, row: int, bookmark: dict[str, Any], folders: dict[str, tuple[str, ...]]
) -> None:
    lists = (folders.get(str(id), ()) for id in get_list(bookmark, "lists"))
    favorite = (FAVORITE_TAG,) if is_true(bookmark.get("favourited")) else ()
    builder.add(
        row,
        bookmark["content"]["url"],
        title=bookmark.get("title") or get_text(bookmark["content"], "title"),
        note=bookmark.get("note"),
        tags=(
            *parse_tags(bookmark.get("tags")),
            *(tag for path in lists for tag in tags_of_folders(path)),
            *favorite,
        ),
        added=bookmark.get("createdAt"),
        is_archived=is_true(bookmark.get("archived")),
    )


FORMAT: Final = Format(
    name="karakeep",
    description="an export of Karakeep",
    order="behind Readability, which has its list under the same key",
    matches=lambda content: find_first(get_list(content.json, "bookmarks"), "content", "tags") is not None,
    parse=parse_karakeep,
    row_label="link",
)

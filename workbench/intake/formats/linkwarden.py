"""Exports of Linkwarden: collections within one another, each with its links. A pinned link is a favourite."""

from typing import Any, Final

from workbench.curation.clipping import ImportResult
from workbench.intake.content import Content
from workbench.intake.folders import name_paths
from workbench.intake.format import Format
from workbench.intake.import_builder import ImportBuilder
from workbench.intake.json_values import find_first, get_list, get_text, require_json
from workbench.intake.tags import FAVORITE_TAG, parse_tags, tags_of_folders


def parse_linkwarden(content: Content) -> ImportResult:
    """Read such an export. Rows are its links, counted from 1 through all collections."""
    builder = ImportBuilder("linkwarden", content.watch)
    collections = get_list(require_json(content), "collections")
    folders = name_paths(collections, parent="parentId")
    pinned = {link.get("id") for link in get_list(content.json, "pinnedLinks") if isinstance(link, dict)}
    row = 0
    for collection in collections:
        path = folders.get(str(collection.get("id")), ()) if isinstance(collection, dict) else ()
        for link in get_list(collection, "links"):
            row += 1
            favorite = isinstance(link, dict) and link.get("id") in pinned - {None}
            _add_link(builder, row, link, path, is_favorite=favorite)
    return builder.build()


def _add_link(
    builder: ImportBuilder, row: int, link: Any, path: tuple[str, ...], *, is_favorite: bool
) -> None:
    if not isinstance(link, dict):
        builder.reject(row, "no object with an address", str(link)[:200])
        return
    builder.add(
        row,
        link.get("url"),
        title=link.get("name"),
        note=_join_highlights(link),
        tags=(
            *parse_tags(link.get("tags")),
            *tags_of_folders(path),
            *((FAVORITE_TAG,) if is_favorite else ()),
        ),
        added=link.get("createdAt"),
        text=link.get("textContent"),
    )


def _join_highlights(link: dict[str, Any]) -> str:
    """What the reader wrote of a link and marked in it."""
    quotes = (get_text(one, "text") for one in get_list(link, "highlights"))
    return "\n".join(filter(None, (get_text(link, "description"), *quotes)))


FORMAT: Final = Format(
    name="linkwarden",
    description="an export of Linkwarden",
    order="its collections are no other tool's",
    matches=lambda content: find_first(get_list(content.json, "collections"), "links") is not None,
    parse=parse_linkwarden,
    row_label="link",
)

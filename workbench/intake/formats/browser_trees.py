"""What browsers keep their bookmarks in: Chrome's file `Bookmarks`, Firefox's backup, Safari's `Bookmarks.plist`.

Each is a tree, the first two in JSON, the last a property list.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, Final

from workbench.curation.clipping import ImportResult
from workbench.intake.content import Content
from workbench.intake.format import Format
from workbench.intake.import_builder import ImportBuilder
from workbench.intake.json_values import get_list, get_object, get_text, require_json
from workbench.intake.property_list import parse_property_list
from workbench.intake.tags import parse_tags, tags_of_folders

_FIREFOX_FOLDER: Final = "text/x-moz-place-container"
_FIREFOX_LINK: Final = "text/x-moz-place"
_FIREFOX_NOTE: Final = "bookmarkProperties/description"
_SAFARI_MARK: Final = b"URLString"
_SAFARI_FOLDERS: Final = frozenset(("", "BookmarksBar", "BookmarksMenu", "com.apple.ReadingList"))
_PLIST: Final = re.compile(r"<plist\b")


def parse_chrome(content: Content) -> ImportResult:
    """Read Chrome's bookmarks. Rows are its links, counted from 1 through all folders."""
    builder = ImportBuilder("chrome", content.watch)
    roots = get_object(require_json(content), "roots")
    links = _iter_links((root for root in roots.values() if isinstance(root, dict)), "name")
    row = 0
    for node, folders in links:
        if "url" in node:
            row += 1
            builder.add(
                row,
                node["url"],
                title=node.get("name"),
                tags=tags_of_folders(folders),
                added=node.get("date_added"),
            )
    return builder.build()


def parse_firefox(content: Content) -> ImportResult:
    """Read a backup of Firefox. Rows are its links, counted from 1 through all folders; separators are none."""
    builder = ImportBuilder("firefox", content.watch)
    row = 0
    for node, folders in _iter_links([require_json(content)], "title"):
        if "uri" in node or node.get("type") == _FIREFOX_LINK:
            row += 1
            builder.add(
                row,
                node.get("uri"),
                title=node.get("title"),
                note=_find_note(node),
                tags=(*parse_tags(node.get("tags")), *tags_of_folders(folders)),
                added=node.get("dateAdded"),
            )
    return builder.build()


def parse_safari(content: Content) -> ImportResult:
    """Read Safari's bookmarks and its reading list. Rows are its links, counted from 1 through all folders."""
    builder = ImportBuilder("safari", content.watch)
    links = _iter_links([parse_property_list(content)], "Title", "Children")
    leaves = ((node, folders) for node, folders in links if "URLString" in node)
    for row, (node, folders) in enumerate(leaves, start=1):
        reading = get_object(node, "ReadingList")
        saved = reading.get("DateAdded")
        builder.add(
            row,
            node["URLString"],
            title=get_text(get_object(node, "URIDictionary"), "title"),
            tags=tags_of_folders(folder for folder in folders if folder not in _SAFARI_FOLDERS),
            added=saved.isoformat() if isinstance(saved, datetime) else "",
            text=get_text(reading, "PreviewText"),
        )
    return builder.build()


def _is_safari(content: Content) -> bool:
    is_list = content.data.startswith(b"bplist") or bool(_PLIST.search(content.head))
    return is_list and _SAFARI_MARK in content.data


def _iter_links(
    roots: Iterable[dict[str, Any]], name: str, children: str = "children"
) -> Iterator[tuple[dict[str, Any], tuple[str, ...]]]:
    """Each node without children, in order, with the names of the folders around it; the roots are the tool's own."""
    waiting: list[tuple[Any, tuple[str, ...]]] = [(root, ()) for root in reversed(list(roots))]
    is_own = {id(root) for root, _ in waiting}
    while waiting:
        node, folders = waiting.pop()
        if not isinstance(node, dict):
            continue
        if children not in node:
            yield node, folders
            continue
        if id(node) not in is_own and not node.get(
            "root"
        ):  # Firefox names its own folders in the reader's language
            folders = (*folders, get_text(node, name))
        waiting += [(child, folders) for child in reversed(get_list(node, children))]


def _find_note(node: dict[str, Any]) -> str:
    """The description that older Firefoxes keep with a bookmark."""
    notes = (one for one in get_list(node, "annos") if get_text(one, "name") == _FIREFOX_NOTE)
    return next((get_text(note, "value") for note in notes), "")


CHROME: Final = Format(
    name="chrome",
    description="the bookmarks that Chrome keeps",
    order="its roots are no other tool's",
    matches=lambda content: any(
        "children" in get_object(root) for root in get_object(content.json, "roots").values()
    ),
    parse=parse_chrome,
    row_label="link",
)
FIREFOX: Final = Format(
    name="firefox",
    description="a backup of Firefox's bookmarks",
    order="its types are no other tool's",
    matches=lambda content: get_text(content.json, "type") == _FIREFOX_FOLDER,
    parse=parse_firefox,
    row_label="link",
)
SAFARI: Final = Format(
    name="safari",
    description="the bookmarks that Safari keeps",
    order="before the one link of a property list: it has many",
    matches=_is_safari,
    parse=parse_safari,
    is_text=False,
    row_label="link",
)

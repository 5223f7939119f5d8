"""Bookmark files in HTML, which every browser and most tools for bookmarks write: the format of Netscape.

A folder is a heading and the list behind it, a link an anchor behind `<DT>`, and `<DD>` is the note of the link before
it. No tag need be closed. Dialects differ in attributes only: tags, notes, favourites, what is still to be read.
"""

import re
from collections.abc import Sequence
from typing import Final

from workbench.curation.clipping import ImportResult
from workbench.curation.text import split_names
from workbench.intake.content import Content
from workbench.intake.format import Format
from workbench.intake.hrefs import RELATIVE, is_whole
from workbench.intake.html_tags import HtmlTag, iter_tags
from workbench.intake.import_builder import ImportBuilder
from workbench.intake.tags import FAVORITE_TAG, parse_tags, tags_of_folders

_MARK: Final = re.compile(r"NETSCAPE-Bookmark-file|<dt>\s*<(?:a|h3)\b[^>]*>", re.I)
_DT: Final = re.compile(r"<dt\b", re.I)
_ROOT_MARK: Final = re.compile(r"\b(?:personal_toolbar|unfiled_bookmarks)_folder\b", re.I)
_ENDING_TAGS: Final = split_names("dt hr")
_LINE_TAGS: Final = split_names("br p li ul ol div tr blockquote h1 h2 h4 h5 h6")
_LINKDING_NOTES: Final = re.compile(r"\s*\[/?linkding-notes\]\s*")
_LINKDING_PREFIX: Final = "linkding:"  # of tags that say what it keeps in fields
_LINKDING_ARCHIVED: Final = "linkding:bookmarks.archived"
_FAVORITE_ATTRIBUTES: Final = ("data-important", "favorite", "starred")
_TRUE: Final = frozenset(("1", "true", "yes"))


def parse_bookmarks(content: Content) -> ImportResult:
    """Read a bookmark file. Rows are its links, counted from 1."""
    reader = _BookmarkReader(
        ImportBuilder("bookmarks", content.watch), has_items=_DT.search(content.text) is not None
    )
    for tag in iter_tags(content.text):
        reader.read_tag(tag)
    reader.finish_link()
    return reader.builder.build()


class _BookmarkReader:
    """What the tags so far came to: the folders around, and the link that may still get a note.

    `has_items`: links stand behind `<DT>`, so that an anchor inside a note is a part of the note.
    """

    def __init__(self, builder: ImportBuilder, *, has_items: bool) -> None:
        self.builder: Final = builder
        self._has_items: Final = has_items
        self._row = 0
        self._folders: list[str] = []
        self._text: list[str] = []  # of the element that is being read
        self._inside = ""  # its name: a, dd, h3, or none
        self._heading = ""  # of the list that comes next
        self._link: dict[str, str] | None = None
        self._title = ""
        self._notes: list[str] = []

    def read_tag(self, tag: HtmlTag) -> None:
        """Take in a tag and the text before it."""
        if self._inside:
            self._text.append(tag.before)
        if tag.name == "a" and self._inside == "dd" and self._has_items:
            self._text.append("" if tag.closes else _describe_anchor(tag))
        elif tag.name in ("a", "dd", "h3", ""):
            self._finish_text()
            self._begin_element(tag)
        elif tag.name == "dl" or (tag.name in _ENDING_TAGS and not tag.closes):
            self._finish_text()
            self.finish_link()
            self._enter_list(tag)
        elif tag.name in _LINE_TAGS:
            self._text.append("\n")

    def finish_link(self) -> None:
        """Take in the link in hand, which gets no more of a note."""
        if self._link is not None:
            _add_bookmark(self.builder, self._row, self._link, self._title, self._notes, self._folders)
        self._link, self._title, self._notes = None, "", []

    def _begin_element(self, tag: HtmlTag) -> None:
        if tag.closes:
            return
        self._inside = tag.name
        if tag.name != "dd":
            self.finish_link()
        if tag.name == "a":
            self._row += 1
            self._link = tag.attributes
        elif tag.name == "h3" and _ROOT_MARK.search(tag.source):
            self._inside = ""  # a folder that the browser has by itself

    def _finish_text(self) -> None:
        text = "".join(self._text)
        match self._inside:
            case "a":
                self._title = text
            case "dd":
                self._notes.append(text)
            case "h3":
                self._heading = text
        self._text, self._inside = [], ""

    def _enter_list(self, tag: HtmlTag) -> None:
        if tag.name == "dl" and tag.closes:
            del self._folders[-1:]
        elif tag.name == "dl":
            self._folders.append(self._heading)
        if tag.name == "dl":
            self._heading = ""


def _describe_anchor(tag: HtmlTag) -> str:
    """An anchor inside a note as text: its address before its own words."""
    href = tag.attributes.get("href", "")
    return f"{href} " if is_whole(href) else ""


def _add_bookmark(
    builder: ImportBuilder,
    row: int,
    link: dict[str, str],
    title: str,
    notes: Sequence[str],
    folders: Sequence[str],
) -> None:
    href = link.get("href", "").strip()
    if href and not is_whole(href):
        builder.reject(row, RELATIVE, f"{href} {title}")
        return
    tags = [*parse_tags(link.get("tags", "")), *tags_of_folders(folders)]
    if any(link.get(name, "").lower() in _TRUE for name in _FAVORITE_ATTRIBUTES):
        tags.append(FAVORITE_TAG)
    builder.add(
        row,
        href,
        title=title,
        note=_LINKDING_NOTES.sub("\n", "".join(notes)).strip() or link.get("description", ""),
        tags=(tag for tag in tags if not tag.startswith(_LINKDING_PREFIX)),
        added=link.get("add_date", ""),
        is_archived=_LINKDING_ARCHIVED in tags,
    )


FORMAT: Final = Format(
    name="bookmarks",
    description="a bookmark file of a browser",
    order="before other HTML: it is a page of links too, and folders, tags and notes would be lost",
    matches=lambda content: bool(_MARK.search(content.head)),
    parse=parse_bookmarks,
    row_label="link",
)

"""Read the tags that files give: as lists, as one text with some separator, as the folders that a link lay in.

Tags are cleaned, and each stands once, whatever its case.
"""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any, Final

import msgspec

from workbench.curation.text.cleaning import MAX_TAG, clean_line

FAVORITE_TAG: Final = "favorite"
"""The tag of what another tool has as a favourite, starred or pinned."""

ROOT_FOLDERS: Final = frozenset(
    (
        # Chrome, Edge, Safari, Firefox, Internet Explorer
        "bookmarks", "bookmarks bar", "bookmarks menu", "bookmarks toolbar", "bookmark bar", "other bookmarks",
        "unsorted bookmarks", "mobile bookmarks", "synced bookmarks", "all bookmarks", "imported", "favorites",
        "favourites", "favorites bar", "favourites bar", "other favorites", "other favourites", "mobile favorites",
        "links", "bookmarksbar", "bookmarksmenu", "bookmarks_bar", "my bookmarks", "root",
        "lesezeichenleiste", "lesezeichen-symbolleiste", "lesezeichen-menü", "weitere lesezeichen",
        "mobile lesezeichen", "favoritenleiste", "weitere favoriten", "barre de favoris", "barre personnelle",
        "autres favoris", "menu des marque-pages", "barre des favoris", "autres marque-pages",
        "barra de marcadores", "otros marcadores", "barra de favoritos", "otros favoritos",
        "outros favoritos", "barra dei preferiti", "altri preferiti", "altri segnalibri", "bladwijzerbalk",
        "andere bladwijzers", "panel zakładek", "inne zakładki", "панель закладок", "другие закладки",
        "ブックマーク バー", "ブックマークバー", "その他のブックマーク", "书签栏", "其他书签", "收藏夹栏",
        "書籤列", "其他書籤",
        "북마크바", "기타 북마크",
        # what tools for reading later call the place for what has none
        "unread", "unsorted", "unorganized", "unlabeled", "uncategorized", "no folder",
    )
)  # fmt: skip
"""Folders that tools have by themselves, in lower case: none that a person chose."""

_SEPARATORS: Final = {",": re.compile(r"[,|;\n]"), " ": re.compile(r"\s+")}
_QUOTED: Final = r"'(?:[^'\\]|\\.)*+'|\"(?:[^\"\\]|\\.)*+\""
_PYTHON_LIST: Final = re.compile(rf"\[\s*(?:(?:{_QUOTED})\s*,?\s*)*+\]", re.S)


def parse_tags(value: object, separator: str = ",") -> tuple[str, ...]:
    """The tags in a value: a list of texts, or of objects with a name, or a text.

    A text is a list as JSON or Python write it, or parted by `separator`: a comma stands for bar, semicolon and line
    end as well, a space for all white space, any other for itself.
    """
    if isinstance(value, str):
        parts = _parse_list(value) if value.startswith("[") else None
        return clean_tags(_split_text(value, separator) if parts is None else map(_name_of, parts))
    if isinstance(value, list | tuple):
        return clean_tags(map(_name_of, value))
    return ()


def clean_tags(tags: Iterable[str]) -> tuple[str, ...]:
    """The tags, each cleaned and once, as it was spelled first; those of which nothing is left are dropped."""
    spelled: dict[str, str] = {}
    for cleaned, folded in map(_clean_tag, tags):
        if cleaned:
            spelled.setdefault(folded, cleaned)
    return tuple(spelled.values())


@lru_cache(maxsize=4096)
def _clean_tag(tag: str) -> tuple[str, str]:
    """The tag, and in the form by which tags are compared. A file has few tags many times."""
    cleaned = clean_line(tag, limit=MAX_TAG)
    return cleaned, cleaned.casefold()


def tags_of_folders(folders: Iterable[str]) -> tuple[str, ...]:
    """A path of folders as tags: each folder's name, without those that the tool has by itself."""
    return tuple(tag for tag in clean_tags(folders) if tag.casefold() not in ROOT_FOLDERS)


def _split_text(text: str, separator: str) -> list[str]:
    pattern = _SEPARATORS.get(separator)
    return text.split(separator) if pattern is None else pattern.split(text)


def _parse_list(text: str) -> list[Any] | None:
    """A list as JSON or Python write it; None where it is none."""
    try:
        parsed = msgspec.json.decode(text.encode("utf-8", "replace"))
    except (msgspec.DecodeError, RecursionError):
        if not _PYTHON_LIST.fullmatch(text):
            return None
        return [re.sub(r"\\(.)", r"\1", quoted[1:-1]) for quoted in re.findall(_QUOTED, text)]
    return parsed if isinstance(parsed, list) else None


def _name_of(item: object) -> str:
    """The name of a tag: itself, or what an object calls it."""
    if isinstance(item, dict):
        item = next((item[key] for key in ("name", "title", "label") if item.get(key)), "")
    return item if isinstance(item, str) else str(item) if isinstance(item, int | float) else ""

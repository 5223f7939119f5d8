"""Folders that name the folder they lie in, as paths of names from the outermost in."""

from collections.abc import Iterable
from typing import Any, Final

_MAX_DEPTH: Final = 50
"""Folders within one another. Where they lie in a circle, a path ends there."""


def name_paths(folders: Iterable[Any], *, parent: str) -> dict[str, tuple[str, ...]]:
    """By the id of each folder its path. `parent` is the key under which a folder has the id of the one around it."""
    known = {str(one["id"]): one for one in folders if isinstance(one, dict) and "id" in one}
    return {id: _name_path(id, known, parent) for id in known}


def _name_path(id: str, known: dict[str, dict[str, Any]], parent: str) -> tuple[str, ...]:
    path: list[str] = []
    while id in known and len(path) < _MAX_DEPTH:
        path.insert(0, str(known[id].get("name") or ""))
        id = str(known[id].get(parent))
    return tuple(path)

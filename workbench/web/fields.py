"""Reads fields of JSON whose shape is not certain.

Much of what sites answer is documented nowhere and changes without notice. A field that is missing, null or of another
type counts as absent: then the clipping lacks that field and is otherwise complete.
"""

from typing import Any

from workbench.curation.text.cleaning import clean_line


def pick_value(value: Any, *path: str | int) -> Any:
    """The value at a path of field names and list indices; None where the path does not exist."""
    for step in path:
        if isinstance(step, str) and isinstance(value, dict):
            value = value.get(step)
        elif isinstance(step, int) and isinstance(value, list):
            value = value[step] if step < len(value) else None
        else:
            return None
    return value


def pick_text(value: Any, *path: str | int) -> str:
    """The text at a path, not cleaned; empty where there is none."""
    found = pick_value(value, *path)
    return found if isinstance(found, str) else ""


def pick_line(value: Any, *path: str | int) -> str:
    """The text at a path as one clean line; empty where there is none."""
    return clean_line(pick_text(value, *path))


def pick_list(value: Any, *path: str | int) -> list[Any]:
    """The list at a path; empty where there is none."""
    found = pick_value(value, *path)
    return found if isinstance(found, list) else []


def pick_int(value: Any, *path: str | int) -> int:
    """The integer at a path; 0 where there is none."""
    found = pick_value(value, *path)
    return found if isinstance(found, int) and not isinstance(found, bool) else 0

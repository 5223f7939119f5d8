"""Take values out of JSON documents that other tools wrote, whatever type they turn out to have."""

from collections.abc import Iterable
from typing import Any, Final

from workbench.intake.content import Content
from workbench.intake.errors import FormatError

_TRUE: Final = (True, 1, "1", "true", "yes")


def require_json(content: Content) -> Any:
    """The document; `FormatError` where it is broken, with the place."""
    if content.json is None:
        raise FormatError(f"is no whole JSON: {content.json_fault}.")
    return content.json


def get_list(value: Any, *path: str) -> list[Any]:
    """The list that is the value, or stands at that path of keys in it; empty where there is none."""
    for key in path:
        value = value.get(key) if isinstance(value, dict) else None
    return value if isinstance(value, list) else []


def get_object(value: Any, *path: str) -> dict[str, Any]:
    """The same for an object."""
    for key in path:
        value = value.get(key) if isinstance(value, dict) else None
    return value if isinstance(value, dict) else {}


def get_text(value: Any, key: str) -> str:
    """The text under a key; empty where there is none."""
    found = value.get(key) if isinstance(value, dict) else None
    return found if isinstance(found, str) else ""


def is_true(value: Any) -> bool:
    """Whether a value says yes, as a boolean, a number or a text."""
    return value in _TRUE or (isinstance(value, str) and value.lower() in _TRUE)


def find_first(items: Iterable[Any], *keys: str) -> dict[str, Any] | None:
    """The first of the first items that is an object with all of these keys; None where none is."""
    for _, item in zip(range(20), items, strict=False):
        if isinstance(item, dict) and all(key in item for key in keys):
            return item
    return None

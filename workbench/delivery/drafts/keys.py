"""Keys to platforms: the one place that reads them, and sees that none lies in a workspace.

A workspace is copied, synced and shown to others, so a key stands in the environment or in the system's keyring.
"""

import os
import re
import tomllib
from collections.abc import Iterator
from importlib import import_module
from typing import Any, Final

from workbench.curation.model import Refused
from workbench.curation.publication import Target

SERVICE: Final = "workbench"
"""The name that keys are kept under in the system's keyring; the user is the target's key."""
VARIABLES: Final = {"buttondown": "BUTTONDOWN_API_KEY", "ghost": "GHOST_ADMIN_API_KEY"}

_SENDABLE: Final = re.compile(r"[!-~]{1,500}")
_NAME: Final = re.compile(r"(?:\w+[_-])?(?:api[_-]?key|secret|token|password)", re.I)
_GHOST: Final = re.compile(r"[0-9a-f]{24}:[0-9a-f]{64}", re.I)


def key(target: Target) -> str:
    """The key to a target's platform. `Refused`, saying where one is looked for, where there is none."""
    variable = VARIABLES[target.key]
    found = (os.environ.get(variable, "") or _from_keyring(target.key)).strip()
    if not found:
        raise Refused(
            f"There is no key for {target.name}: set {variable}, or keep it in the system's keyring "
            f"(`keyring set {SERVICE} {target.key}`, which needs workbench's extra “keyring”)."
        )
    if not _SENDABLE.fullmatch(found):
        raise Refused(f"The key for {target.name} holds what no key does, a space or a letter beyond ASCII.")
    return found


def _from_keyring(user: str) -> str:
    try:
        return import_module("keyring").get_password(SERVICE, user) or ""
    except Exception:  # the keyring is not installed, has no backend, is locked: whatever it is, no key came
        return ""


def key_in(text: str) -> str:
    """Where in a workbench.toml a key stands, such as `targets[1].api_key`; empty where none does."""
    try:
        return next(_keys("", tomllib.loads(text.removeprefix("\ufeff"))), "")
    except (tomllib.TOMLDecodeError, RecursionError):
        return ""  # whoever reads the publication says what is wrong with it


def _keys(path: str, value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for name, part in value.items():
            inner = f"{path}.{name}".removeprefix(".")
            if isinstance(part, str) and part and _NAME.fullmatch(name):
                yield inner
            yield from _keys(inner, part)
    elif isinstance(value, list):
        for at, part in enumerate(value, 1):
            yield from _keys(f"{path}[{at}]", part)
    elif isinstance(value, str) and (_GHOST.search(value) or value in _set_keys()):
        yield path


def _set_keys() -> set[str]:
    return {value for name in VARIABLES.values() if (value := os.environ.get(name, "").strip())}

"""API keys of platforms: read from the environment or the system's keyring, and never from a workspace.

A workspace is copied, synced and shown to others. So this module also finds a key that was written into
`workbench.toml`.
"""

import os
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any, Final

from workbench.curation.model import UserError
from workbench.curation.publication import Target
from workbench.curation.text.toml import parse_toml

KEYRING_SERVICE: Final = "workbench"
"""The service name in the system's keyring. The user name there is the key of the target, such as `ghost`."""
KEY_VARIABLES: Final = {"buttondown": "BUTTONDOWN_API_KEY", "ghost": "GHOST_ADMIN_API_KEY"}

_SENDABLE: Final = re.compile(r"[!-~]{1,500}")
_KEY_NAME: Final = re.compile(r"(?:\w+[_-])?(?:api[_-]?key|secret|token|password)", re.I)
_GHOST_KEY: Final = re.compile(r"[0-9a-f]{24}:[0-9a-f]{64}", re.I)


def require_key(target: Target) -> str:
    """The API key of a target's platform. `UserError` where there is none; the sentence says where to put it."""
    variable = KEY_VARIABLES[target.key]
    found = (os.environ.get(variable, "") or _read_keyring(target.key)).strip()
    if not found:
        raise UserError(
            f"There is no key for {target.name}: set {variable}, or keep it in the system's keyring "
            f"(`keyring set {KEYRING_SERVICE} {target.key}`, which needs workbench's extra “keyring”)."
        )
    if not _SENDABLE.fullmatch(found):
        raise UserError(
            f"The key for {target.name} holds what no key does, a space or a letter beyond ASCII."
        )
    return found


def _read_keyring(user: str) -> str:
    try:
        return import_module("keyring").get_password(KEYRING_SERVICE, user) or ""
    except Exception:  # not installed, no backend, locked: each backend raises errors of its own
        return ""


def forbid_stored_keys(profile: Path) -> None:
    """`UserError` where a `workbench.toml` holds a key, which would travel with every copy of the workspace."""
    text = profile.read_bytes().decode("utf-8", "replace") if profile.is_file() else ""
    if place := find_leaked_key(text):
        raise UserError(
            f"{profile.name} holds a key at “{place}”, and would carry it wherever the folder goes: take it out, "
            f"make a new one, and keep that in the environment or in the system's keyring."
        )


def find_leaked_key(text: str) -> str:
    """Where a key stands in the text of a workbench.toml, such as `targets[1].api_key`; empty where none does."""
    try:
        return next(_iter_key_paths("", parse_toml(text, "")), "")
    except UserError:
        return ""  # reading the publication reports what is wrong with the file


def _iter_key_paths(path: str, value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for name, part in value.items():
            inner = f"{path}.{name}".removeprefix(".")
            if isinstance(part, str) and part and _KEY_NAME.fullmatch(name):
                yield inner
            yield from _iter_key_paths(inner, part)
    elif isinstance(value, list):
        for at, part in enumerate(value, 1):
            yield from _iter_key_paths(f"{path}[{at}]", part)
    elif isinstance(value, str) and (_GHOST_KEY.search(value) or value in _read_environment_keys()):
        yield path


def _read_environment_keys() -> set[str]:
    return {value for name in KEY_VARIABLES.values() if (value := os.environ.get(name, "").strip())}

"""Parse `keys.toml` into a keymap, and check the keys that it binds anew, since Textual does not.

Textual takes any keymap in silence: an unknown name does nothing, and a key bound twice makes the first action
unreachable. Here every such fault becomes a sentence that names the action, before a key is pressed.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from functools import cache
from typing import Any, Final

from textual.binding import Binding
from textual.keys import Keys, key_to_character

from workbench.curation.model import UserError
from workbench.curation.text.toml import parse_toml
from workbench.ui.keys.table import (
    ACTIONS,
    ACTIONS_BY_NAME,
    CONTEXT_TITLES,
    TEXT_CONTEXTS,
    Action,
    KeyContext,
    Keymap,
    keys_of,
)

MODIFIERS: Final = frozenset({"ctrl", "shift", "alt", "super", "hyper", "meta"})
NAMED_KEYS: Final = frozenset(key.value for key in Keys if key.value.isalnum())
KEY_ALIASES: Final = {"ctrl+i": "tab", "ctrl+m": "enter", "ctrl+[": "escape", " ": "space", ",": "comma"}
RESERVED_KEYS: Final = frozenset({"ctrl+c", "ctrl+q"})

LIST_ONLY: Final = frozenset({"link.read", "mark.toggle", "mark.range"})
"""Actions of the inbox that only its list does. The others also act while a source is read large."""

ACTIVE_CONTEXTS: Final[dict[KeyContext, tuple[str, ...]]] = {
    "inbox": ("everywhere", "lists", "inbox"),
    "reading": (
        "everywhere",
        "reading",
        *(action.name for action in ACTIONS if action.context == "inbox" and action.name not in LIST_ONLY),
    ),
    "filtering": ("filtering",),
    "issue": ("everywhere", "lists", "issue"),
    # What stands in front, a list or a text field, has its keys before those of everywhere.
    "copying": ("copying",),
    "issues": ("lists", "issues", "filter.open", "view.back", "view.close"),
    "archive": ("lists", "archive", "filter.open", "view.back", "view.close"),
    "findings": ("lists", "findings", "fetch.stop", "view.back", "view.close"),
    "history": ("lists", "history", "view.back", "view.close"),
    "versions": ("lists", "versions", "view.back", "view.close"),
    "quoting": ("quoting", "view.back", "view.close"),
    "tying": ("lists", "tying", "view.back", "view.close"),
    "reviewing": ("lists", "reviewing", "fetch.stop", "view.back", "view.close"),
    "feeds": ("lists", "feeds", "change.undo", "view.back", "view.close"),
    "adding": ("adding", "view.back"),
    "writing": ("writing", "findings.next"),
}


def parse_keymap(text: str) -> Keymap:
    """What `keys.toml` says, ready for `App.set_keymap`. `UserError` names every fault in it, a sentence each.

    The file holds one table, `[keys]`: `link.reject = "z"` or `link.reject = ["z", "delete"]`.
    """
    said = parse_toml(text, "keys.toml")
    table = {name: value for name, value in said.items() if name == "keys" and isinstance(value, Mapping)}
    problems = [
        f"keys.toml holds one table, [keys]; “{name}” is not read." for name in said if name not in table
    ]
    rebound: dict[str, str] = {}
    for name, value in _flatten_table(table.get("keys", {})):
        try:
            rebound[name] = ",".join(_parse_keys(_require_action(name), value))
        except UserError as problem:
            problems.append(str(problem))
    problems += find_key_conflicts(rebound)
    if problems:
        raise UserError("\n".join(problems))
    return rebound


def find_key_conflicts(keymap: Keymap) -> list[str]:
    """A sentence for each key that would mean two actions in one place."""
    sentences = {}
    for place, live in ACTIVE_CONTEXTS.items():
        meant: dict[str, str] = {}
        for key, name in _iter_active_keys(live, keymap):
            other = meant.setdefault(key, name)
            if other != name and (key, other, name) not in sentences:
                where = CONTEXT_TITLES[place].lower()
                sentences[key, other, name] = (
                    f"“{key}” would be both {other} and {name} ({where}); give one of them another key."
                )
    return list(sentences.values())


def _iter_active_keys(active: tuple[str, ...], keymap: Keymap) -> Iterator[tuple[str, str]]:
    for action in ACTIONS:
        if action.context in active or action.name in active:
            yield from ((key, action.name) for key in keys_of(action, keymap))


def _flatten_table(table: object, prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Unquoted dotted names are nested tables to TOML; to us they are names."""
    if not isinstance(table, Mapping):
        yield prefix, table
        return
    for name, value in table.items():
        yield from _flatten_table(value, f"{prefix}.{name}" if prefix else name)


def _require_action(name: str) -> Action:
    if name in ACTIONS_BY_NAME:
        return ACTIONS_BY_NAME[name]
    raise UserError(f"No action is called “{name}”{_suggest_name(name, ACTIONS_BY_NAME)}")


def _parse_keys(action: Action, value: object) -> list[str]:
    wanted = [value] if isinstance(value, str) else value
    if not isinstance(wanted, list) or not wanted or not all(isinstance(key, str) for key in wanted):
        raise UserError(f'{action.name} needs a key or a list of keys, such as "x" or ["x", "delete"].')
    keys = list(dict.fromkeys(_normalise_key(key, action.name) for key in wanted))
    for key in keys:
        _require_allowed(key, action)
    return keys


def _normalise_key(key: str, name: str) -> str:
    """The one spelling of a key, however it was written: `question_mark` is `?`, `Ctrl+I` is `tab`."""
    if "," in key[1:]:
        raise UserError(f'{name}: “{key}” is no key; for several write a list, such as ["x", "delete"].')
    *modifiers, base = re.split(r"\+(?=.)", KEY_ALIASES.get(key, key))  # a plus at the end is the key itself
    modifiers = [modifier.lower() for modifier in modifiers]
    if not MODIFIERS.issuperset(modifiers) or (base := _normalise_base(base)) is None:
        raise UserError(f"{name}: no key is called “{key}”{_suggest_name(key.lower(), NAMED_KEYS)}")
    if modifiers == ["shift"] and len(base) == 1 and base.isalpha():
        return base.upper()
    whole = "+".join([*modifiers, base.lower() if modifiers else base])
    return KEY_ALIASES.get(whole, whole)


def _normalise_base(key: str) -> str | None:
    if len(key) > 1:
        key = key.lower()
        if key in NAMED_KEYS or key == "comma":
            return key
    character = key if len(key) == 1 else key_to_character(key)
    return character if character and character.isprintable() else None


def _require_allowed(key: str, action: Action) -> None:
    if key in RESERVED_KEYS:
        raise UserError(f"{action.name}: “{key}” always copies or quits; use another key.")
    if action.context in TEXT_CONTEXTS and (len(key) == 1 or key in list_field_keys()):
        raise UserError(
            f"{action.name}: a text field keeps “{key}” for itself; use ctrl with a letter, or f2."
        )


@cache
def list_field_keys() -> frozenset[str]:
    """The keys that a text field keeps for itself, by Textual's names."""
    from textual.widgets import Input, TextArea  # noqa: PLC0415 - asked for only where somebody has keys of their own

    bindings = (*Input.BINDINGS, *TextArea.BINDINGS)
    return frozenset({"space", "comma", "enter", *(one.key for one in Binding.make_bindings(bindings))})


def _suggest_name(name: str, known: Iterable[str]) -> str:
    close = get_close_matches(name, list(known), n=1)
    return f"; did you mean “{close[0]}”?" if close else "."

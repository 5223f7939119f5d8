"""`keys.toml` made a keymap: the one place that checks rebound keys, since Textual does not.

Textual takes any keymap in silence: an unknown name does nothing, and a key given twice takes the first action
out of reach. Here every such fault becomes a sentence that names the action, before a key is pressed.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from typing import Any, Final

from textual.binding import Binding
from textual.keys import Keys, key_to_character
from textual.widgets import Input, TextArea

from workbench.curation.model import Refused
from workbench.ui.keys import ACTIONS, BY_NAME, TITLES, Action, Keymap, Place, keys_of

MODIFIERS: Final = frozenset({"ctrl", "shift", "alt", "super", "hyper", "meta"})
NAMED: Final = frozenset(key.value for key in Keys if key.value.isalnum())
SENT_AS: Final = {"ctrl+i": "tab", "ctrl+m": "enter", "ctrl+[": "escape", " ": "space", ",": "comma"}
TAKEN: Final = frozenset({"ctrl+c", "ctrl+q"})

LIVE: Final[dict[Place, tuple[str, ...]]] = {
    "inbox": ("everywhere", "lists", "inbox"),
    "issue": ("everywhere", "lists", "issue"),
    # What stands in front, a list or a text field, has its keys before those of everywhere.
    "copying": ("copying",),
    "issues": ("lists", "issues", "view.back", "view.close"),
    "findings": ("lists", "findings", "view.back", "view.close"),
    "history": ("lists", "history", "view.back", "view.close"),
    "adding": ("adding", "view.back"),
    "writing": ("writing",),
}
FIELDS: Final[frozenset[Place]] = frozenset({"adding", "writing"})


def keymap(text: str) -> Keymap:
    """What `keys.toml` says, ready for `App.set_keymap`. `Refused` names every fault in it, a sentence each.

    The file holds one table, `[keys]`: `link.reject = "z"` or `link.reject = ["z", "delete"]`.
    """
    try:
        said = tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        raise Refused(f"keys.toml cannot be read as TOML: {fault}.") from None
    table = {name: value for name, value in said.items() if name == "keys" and isinstance(value, Mapping)}
    problems = [
        f"keys.toml holds one table, [keys]; “{name}” is not read." for name in said if name not in table
    ]
    rebound: dict[str, str] = {}
    for name, value in _flat(table.get("keys", {})):
        try:
            rebound[name] = ",".join(_keys(_known(name), value))
        except Refused as problem:
            problems.append(str(problem))
    problems += clashes(rebound)
    if problems:
        raise Refused("\n".join(problems))
    return rebound


def clashes(rebound: Keymap) -> list[str]:
    """A sentence for each key that would mean two actions in one place."""
    sentences = {}
    for place, live in LIVE.items():
        meant: dict[str, str] = {}
        for key, name in _pressed(live, rebound):
            other = meant.setdefault(key, name)
            if other != name and (key, other, name) not in sentences:
                where = TITLES[place].lower()
                sentences[key, other, name] = (
                    f"“{key}” would be both {other} and {name} ({where}); give one of them another key."
                )
    return list(sentences.values())


def _pressed(live: tuple[str, ...], rebound: Keymap) -> Iterator[tuple[str, str]]:
    for action in ACTIONS:
        if action.where in live or action.name in live:
            yield from ((key, action.name) for key in keys_of(action, rebound))


def _flat(table: object, above: str = "") -> Iterator[tuple[str, Any]]:
    """Unquoted dotted names are nested tables to TOML; to us they are names."""
    if not isinstance(table, Mapping):
        yield above, table
        return
    for name, value in table.items():
        yield from _flat(value, f"{above}.{name}" if above else name)


def _known(name: str) -> Action:
    if name in BY_NAME:
        return BY_NAME[name]
    raise Refused(f"No action is called “{name}”{_perhaps(name, BY_NAME)}")


def _keys(action: Action, value: object) -> list[str]:
    wanted = [value] if isinstance(value, str) else value
    if not isinstance(wanted, list) or not wanted or not all(isinstance(key, str) for key in wanted):
        raise Refused(f'{action.name} needs a key or a list of keys, such as "x" or ["x", "delete"].')
    keys = list(dict.fromkeys(_canonical(key, action.name) for key in wanted))
    for key in keys:
        _free(key, action)
    return keys


def _canonical(key: str, name: str) -> str:
    """The one spelling of a key, however it was written: `question_mark` is `?`, `Ctrl+I` is `tab`."""
    *modifiers, base = re.split(r"\+(?=.)", SENT_AS.get(key, key))  # a plus at the end is the key itself
    modifiers = [modifier.lower() for modifier in modifiers]
    if not MODIFIERS.issuperset(modifiers) or (base := _base(base)) is None:
        raise Refused(f"{name}: no key is called “{key}”{_perhaps(key.lower(), NAMED)}")
    if modifiers == ["shift"] and len(base) == 1 and base.isalpha():
        return base.upper()
    whole = "+".join([*modifiers, base.lower() if modifiers else base])
    return SENT_AS.get(whole, whole)


def _base(key: str) -> str | None:
    if len(key) > 1:
        key = key.lower()
        if key in NAMED or key == "comma":
            return key
    character = key if len(key) == 1 else key_to_character(key)
    return character if character and character.isprintable() else None


def _free(key: str, action: Action) -> None:
    if key in TAKEN:
        raise Refused(f"{action.name}: “{key}” always copies or quits; use another key.")
    if action.where in FIELDS and (len(key) == 1 or key in FIELD_KEYS):
        raise Refused(f"{action.name}: a text field keeps “{key}” for itself; use ctrl with a letter, or f2.")


def _bound(widgets: Iterable[type[Input | TextArea]]) -> Iterator[str]:
    for widget in widgets:
        yield from (binding.key for binding in Binding.make_bindings(widget.BINDINGS))


FIELD_KEYS: Final = frozenset(_bound((Input, TextArea))) | {"space", "comma", "enter"}


def _perhaps(name: str, known: Iterable[str]) -> str:
    close = get_close_matches(name, list(known), n=1)
    return f"; did you mean “{close[0]}”?" if close else "."

"""Keys as help and the page of keys show them: a family in one row, and what text fields do by themselves."""

from itertools import groupby
from typing import Final

from msgspec import Struct

from workbench.ui.keys.table import ACTIONS, Action, KeyContext, Keymap, format_keys, keys_of


class KeyHelp(Struct, frozen=True):
    """One line of help: an action, or a family of them that differ by a digit only; `span` is `1-5` for a family."""

    context: KeyContext
    names: tuple[str, ...]
    keys: tuple[str, ...]
    span: str
    label: str
    help: str


FIELD_HELP: Final = (
    ("ctrl+z", "Take back what was typed last."),
    ("ctrl+y", "Type it again."),
    ("f7", "Select all of it, where there are several lines."),
    ("shift+left", "Select; so do shift with the other arrows, with home and with end."),
    ("ctrl+x ctrl+c ctrl+v", "Cut, copy, paste."),
    ("ctrl+w", "Delete the word before."),
    ("ctrl+u ctrl+k", "Delete to the beginning of the line, to its end."),
)


def build_key_help(keymap: Keymap | None = None) -> list[KeyHelp]:
    """Every key by place, in the order of the table, for help and documentation."""
    families = groupby(ACTIONS, key=lambda action: (action.context, action.family))
    return [_merge_family(list(family), keymap or {}) for _, family in families]


def _merge_family(family: list[Action], keymap: Keymap) -> KeyHelp:
    first = family[0]
    return KeyHelp(
        context=first.context,
        names=tuple(action.name for action in family),
        keys=tuple(key for action in family for key in keys_of(action, keymap)),
        span=format_keys(family, keymap),
        label=first.label,
        help=first.help,
    )

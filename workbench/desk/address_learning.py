"""What a link learns where an entry of it is printed by another address: it is found by that one, too.

Without that, whoever saved the new address later would save the work a second time. The address under which a link was
saved stays.
"""

from collections.abc import Iterator

import msgspec

from workbench.curation.change import Change, EditCollector, apply_edit
from workbench.curation.identity import Identity, identify
from workbench.curation.model import Entry, EntryId, LinkId
from workbench.desk.state import State


def learn_addresses(state: State, change: Change) -> EditCollector:
    """The edits by which links get the identities of addresses that a change prints in place of theirs.

    One that another link has already is left to that one.
    """
    edits = EditCollector()
    works: dict[LinkId, dict[str, Identity]] = {}
    for id, work in _iter_new_works(state, change):
        if state.by_identity(work.key) is None:
            works.setdefault(id, {})[work.key] = work
    for id, new in works.items():
        link = state.links[id]
        urls = dict.fromkeys((*link.urls, *(work.url for work in new.values())))
        edits.set(link, aliases=(*link.aliases, *new), urls=tuple(urls))
    return edits


def _iter_new_works(state: State, change: Change) -> Iterator[tuple[LinkId, Identity]]:
    """Each link of which an entry prints the work by another address than before, with the work that this names."""
    for edit in change.edits:
        before = state.entries.get(EntryId(edit.id)) if edit.table == "entries" else None
        after = None if before is None else apply_edit(msgspec.to_builtins(before), edit)
        if before is None or after is None or before.link not in state.links:
            continue
        link, entry = state.links[before.link], msgspec.convert({**after, "id": before.id}, Entry)
        for old, new in zip(before.links, entry.links, strict=False):
            was, now = identify(old.url), identify(new.url)
            is_own = isinstance(was, Identity) and was.key in (link.identity, *link.aliases)
            if is_own and isinstance(now, Identity) and now.key not in (link.identity, *link.aliases):
                yield link.id, now

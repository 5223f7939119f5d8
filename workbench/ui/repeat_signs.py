"""How a row shows that readers had its work before: `#9` the work, `~#9` its page, `?#9` perhaps, `✓#9` on purpose.

Nothing is shown until the screen has read the archive, so that neither its start nor a row waits for it.
"""

from collections.abc import Mapping, Sequence
from typing import Final

from workbench.curation.archive.marks import Repeat, RepeatMark, describe_mention, describe_repeats
from workbench.curation.model import Entry, EntryId, LinkId
from workbench.desk.archive_access import can_ask_archive
from workbench.desk.state import State

MAX_MENTIONS: Final = 3
"""Mentions of a link that are told one by one."""

_LEADS: Final[dict[RepeatMark, str]] = {"published": "", "same page": "~", "perhaps": "?"}


def sign_of_link(state: State, id: LinkId) -> str:
    """The sign of a link's newest repeat; empty for most."""
    return _format_sign(_find_link_repeats(state, id))


def signs_of_entries(state: State, entries: Sequence[Entry]) -> Mapping[EntryId, str]:
    """The signs of those entries that have one."""
    if not can_ask_archive(state):
        return {}
    from workbench.desk.repeats import find_entry_repeats  # noqa: PLC0415 - the screen starts without it

    found = zip(entries, find_entry_repeats(state, entries), strict=True)
    return {entry.id: _format_sign(repeats) for entry, repeats in found if repeats}


def explain_repeats(state: State, id: LinkId) -> list[str]:
    """What readers had of a link, in sentences: its mark, else quietly where it is standing or was mentioned."""
    if not can_ask_archive(state):
        return []
    repeats = _find_link_repeats(state, id)
    if not repeats:
        return _explain_quiet_places(state, id)
    todo = (
        "" if repeats[0].is_deliberate or state.state_of(id) == "published" else " P repeats it on purpose."
    )
    lead = "✓" if repeats[0].is_deliberate else _LEADS[repeats[0].mark] or "#"
    return [f"{lead} {describe_repeats(repeats)}.{todo}"]


def _explain_quiet_places(state: State, id: LinkId) -> list[str]:
    from workbench.desk.repeats import find_quiet_places  # noqa: PLC0415 - as above

    standing, mentions = find_quiet_places(state, id)
    said = [f"Standing: in {len(standing)} issues, the newest #{standing[0].issue}."] if standing else []
    said += [f"{describe_mention(mention)}." for mention in mentions[:MAX_MENTIONS]]
    if len(mentions) > MAX_MENTIONS:
        said.append(f"Mentioned in {len(mentions) - MAX_MENTIONS} more issues.")
    return said


def _find_link_repeats(state: State, id: LinkId) -> list[Repeat]:
    if not can_ask_archive(state):
        return []
    from workbench.desk.repeats import find_link_repeats  # noqa: PLC0415 - as above

    return find_link_repeats(state, id)


def _format_sign(repeats: Sequence[Repeat]) -> str:
    if not repeats:
        return ""
    newest = repeats[0]
    return f"{'✓' if newest.is_deliberate else _LEADS[newest.mark]}#{newest.issue}"

"""Which issue and which entries of the original go with those of the translation.

Entries go together by the work that they are about, as links do. Where the translation leads to another address of the
piece, the editor ties its link to the work of the original's, and that comes first.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Final, TypeAlias

from msgspec import Struct

from workbench.curation.identity import Identity, identify
from workbench.curation.model import Entry, EntryId, Issue, Link
from workbench.curation.translation.original import OriginalEntry

IDEA_SCHEME: Final = "idea:"
"""Ideas are counted in each library by itself: equal numbers say nothing of two of them."""


class PairingEntry(Struct, frozen=True):
    """An entry of the translation as pairing sees it. `tied_to` is the work that the editor tied it to, or empty."""

    id: EntryId
    works: tuple[str, ...]
    tied_to: str = ""


_Match: TypeAlias = Callable[[PairingEntry, OriginalEntry], bool]
_MATCHES: Final[tuple[_Match, ...]] = (
    lambda here, there: bool(here.tied_to) and here.tied_to in (there.link.identity, *there.works),
    lambda here, there: bool(here.works) and here.works[:1] == there.works[:1],
    lambda here, there: not set(here.works).isdisjoint(there.works),
)
"""From the surest on: tied by the editor, about one work, one of their further addresses leads to one work."""


def pair_entries(
    entries: Sequence[PairingEntry], originals: Sequence[OriginalEntry]
) -> dict[EntryId, OriginalEntry]:
    """The original of each entry that has one. No two entries have the same, and a surer match is never given up for
    another one."""
    pairs: dict[EntryId, OriginalEntry] = {}
    free = list(originals)
    for is_match in _MATCHES:
        for entry in entries:
            found = next((one for one in free if is_match(entry, one)), None)
            if entry.id not in pairs and found is not None:
                pairs[entry.id] = found
                free.remove(found)
    return pairs


def list_works(entry: Entry, link: Link) -> tuple[str, ...]:
    """The identities of the work of an entry: its link's, those that one turned out to have, those of the addresses
    that the entry prints."""
    printed = (identify(one.url) for one in entry.links)
    keys = [link.identity, *link.aliases, *(work.key for work in printed if isinstance(work, Identity))]
    return tuple(dict.fromkeys(key for key in keys if not key.startswith(IDEA_SCHEME)))


def number_in_original(issue: Issue, issues: Iterable[Issue]) -> int:
    """The number of the original's issue that an issue translates: the one said of it, else its own number, as far
    apart as in the nearest issue before it of which one was said."""
    if issue.original is not None:
        return issue.original
    said = ((other.number, other.original) for other in issues if other.number < issue.number)
    number, original = max(((here, there) for here, there in said if there is not None), default=(0, 0))
    return issue.number + original - number

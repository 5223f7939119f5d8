"""Appearances: which works a published issue showed its readers, and where.

All that is known of the archive (repeats, counts for suggestions, records of hosts) is counted from these values, so
that it can be counted back exactly when an issue is reopened or an import is undone. What is counted stays out.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Final, Protocol

from msgspec import Struct

from workbench.curation.identity import identity_key
from workbench.curation.model import Entry, Issue, Kind, Link, LinkId, Mention


class Appearance(Struct, frozen=True, gc=False):
    """One work in one published issue: an entry in a slot, or a link that was only mentioned.

    `issue` is the number that readers see, `section` a section's key, empty for a mention. `title` is the entry's own,
    or a mention's words. `further` are the identities of other links that stood in the entry, and what else the link
    turned out to be. A mention has no link of the library: its `link` is 0.
    """

    link: LinkId
    identity: str
    url: str
    title: str
    issue: int
    date: str
    section: str
    section_name: str
    is_mention: bool = False
    further: tuple[str, ...] = ()
    kind: Kind = "read"

    @property
    def identities(self) -> tuple[str, ...]:
        """Every work that stood there, the one it is about first."""
        return (self.identity, *self.further)


class AppearanceFold(Protocol):
    """What is counted from appearances. What `add` counted, `remove` counts back, in whichever order issues come."""

    def add(self, appearances: Sequence[Appearance]) -> None:
        """Count in the appearances of one issue."""

    def remove(self, appearances: Sequence[Appearance]) -> None:
        """Count back what was counted in for one issue, all of it."""


def list_appearances(
    issue: Issue, entries: Iterable[Entry], links: Mapping[LinkId, Link]
) -> tuple[Appearance, ...]:
    """What an issue showed its readers: its entries in their order, then what it mentions; nothing for a draft.

    The bench is left out, and so are ideas, which lead nowhere.
    """
    if issue.state != "published":
        return ()
    names = {section.key: section.name for section in issue.sections}
    shown = [
        _list_entry(issue, entry, links[entry.link], names.get(entry.section, entry.section))
        for entry in entries
        if entry.slot is not None and entry.link in links and not links[entry.link].is_idea
    ]
    return (*shown, *(_list_mention(issue, mention) for mention in issue.mentions))


def _list_entry(issue: Issue, entry: Entry, link: Link, section_name: str) -> Appearance:
    return Appearance(
        link=link.id,
        identity=link.identity,
        url=link.url,
        title=entry.title or link.title,
        issue=issue.number,
        date=issue.date,
        section=entry.section,
        section_name=section_name,
        further=_list_further_works(entry, link),
        kind=link.kind,
    )


def _list_mention(issue: Issue, mention: Mention) -> Appearance:
    return Appearance(
        link=LinkId(0),
        identity=mention.identity,
        url=mention.url,
        title=mention.label,
        issue=issue.number,
        date=issue.date,
        section="",
        section_name="",
        is_mention=True,
    )


def _list_further_works(entry: Entry, link: Link) -> tuple[str, ...]:
    printed = (key_of_printed_url(one.url) for one in entry.links if one.url != link.url)
    return tuple(dict.fromkeys(key for key in (*link.aliases, *printed) if key != link.identity))


_CACHED_KEYS: Final = 4096
key_of_printed_url = lru_cache(maxsize=_CACHED_KEYS)(identity_key)
"""The key of an entry's link: an issue is read again whenever it changes, and a draft is looked at after each key."""

"""What must be unique in a library, as keys that two changes can be compared by.

A work is one link, a slot holds one entry, a link stands in an issue once, a number names one issue, a feed is read
once, a word is learned once. A change claims each such key that it gains or gives up. Of two changes that claim one
key, the later is computed again. Claims are written to the journal, so their text must not change. How the two are
compared is `change.py`.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final, NewType

from workbench.curation.model import MAX_SECTION_ENTRIES, IssueId, LinkId, TableName

Claim = NewType("Claim", str)
"""One key. Only this module builds one, and nobody takes one apart."""


def claim_identity(identity: str) -> Claim:
    """The work with that identity, as one link."""
    return Claim(f"identity:{identity}")


def claim_slot(issue_id: IssueId, section: str, slot: int) -> Claim:
    """A slot of an issue's section, counted from 1."""
    return Claim(f"slot:{issue_id}/{section}/{slot}")


def claim_entry(issue_id: IssueId, link: LinkId) -> Claim:
    """The entry of a link in an issue."""
    return Claim(f"entry:{issue_id}/{link}")


def claim_number(number: int) -> Claim:
    """The issue of that number."""
    return Claim(f"number:{number}")


def claim_feed(url: str) -> Claim:
    """The feed at that address, by whichever scheme it is asked."""
    return Claim(f"feed:{feed_key(url)}")


def claim_block(key: str) -> Claim:
    """The kept block of that key."""
    return Claim(f"block:{key}")


def claim_word(word: str) -> Claim:
    """The word, as learned."""
    return Claim(f"word:{word}")


def feed_key(url: str) -> str:
    """The address of a feed without what makes no other feed of it: the scheme and a slash at its end."""
    scheme, _, rest = url.partition("://")
    return (rest or scheme).rstrip("/")


_CLAIMED_FIELDS: Final[dict[TableName, tuple[str, Callable[[str], Claim]]]] = {
    "feeds": ("url", claim_feed),
    "words": ("word", claim_word),
}
"""Of tables whose documents hold one claim, the field that it is made of."""


def claims_of(table: TableName, fields: Mapping[str, Any] | None) -> set[Claim]:
    """The keys that a document holds by these fields, which are as the library has them; None holds none.

    Fields may be missing: one at its default is left out, and somebody may have edited the library.
    """
    if not fields:
        return set()
    if table == "links":
        return {claim_identity(key) for key in (fields.get("identity"), *fields.get("aliases", ())) if key}
    if table == "entries":
        return _claims_of_entry(fields)
    if table == "blocks":
        rule = fields.get("rule") or {}  # a mapping as the library has it, or a `BlockRule`
        key = rule.get("key", "") if isinstance(rule, Mapping) else rule.key
        return {claim_block(key)} if key else set()
    if table in _CLAIMED_FIELDS:
        name, claim = _CLAIMED_FIELDS[table]
        return {claim(value)} if (value := fields.get(name)) else set()
    return {claim_number(fields.get("number", 0))} if table == "issues" else set()


def slots_of(issue_id: int, sections: Iterable[Any]) -> set[Claim]:
    """The slots of an issue with these sections, each a mapping as the library has it or a `Section`."""
    pairs = (
        (part.get("key", ""), part.get("slots")) if isinstance(part, Mapping) else (part.key, part.slots)
        for part in sections
    )
    return {
        claim_slot(IssueId(issue_id), key, slot)
        for key, quota in pairs
        for slot in range(1, (MAX_SECTION_ENTRIES if quota is None else int(quota)) + 1)
    }


def _claims_of_entry(fields: Mapping[str, Any]) -> set[Claim]:
    issue, slot = fields.get("issue", 0), fields.get("slot")
    slots = set() if slot is None else {claim_slot(issue, fields.get("section", ""), slot)}
    return {claim_entry(issue, fields.get("link", 0)), *slots}

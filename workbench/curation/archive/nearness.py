"""What was published near a link: by the same people, of the same repository, of the same names in the title.

It never says that two are one work; that is for the marks of repeats. What is near is counted by keys, so that asking
costs no more with many past issues than with few, and why it is near is said each time.
"""

import re
from collections.abc import Iterator, Sequence
from sys import intern
from typing import Final, TypeAlias

from msgspec import Struct

from workbench.curation.archive.owners import owner_of
from workbench.curation.archive.texts import ArchivedText
from workbench.curation.identity import source_name
from workbench.curation.identity.code import repository_of
from workbench.curation.model import Link
from workbench.curation.search.folding import fold_text
from workbench.curation.search.namesakes import REPOSITORY_SCHEMES

TextId: TypeAlias = int
MIN_WORD: Final = 6
"""Letters of a title's word that may be rare: shorter ones are everywhere."""
MIN_NAME: Final = 4
"""Letters of a word that looks like a name, such as `nanoGPT` or `GPT-5`."""
MAX_WORDS: Final = 3
"""Words of a title, and names of people, that a query is made from."""
MAX_NEAR: Final = 24
"""Texts for one reason: of whoever is in more of them, such as a large lab, none is near."""
_THE_REST: Final = frozenset({"and others", "et al."})
"""What ends a list of authors that is not complete, and is nobody."""
_WORD: Final = re.compile(r"[^\W_]+(?:[-.][^\W_]+)*")


class Nearness(Struct, frozen=True):
    """A text that is near, the newest of `count` that are near for the same reason."""

    text: TextId
    why: str
    count: int = 1


class NearIndex:
    """The texts of past issues by their people, repositories and words; entries and mentions only."""

    def __init__(self) -> None:
        self._ids: Final[dict[str, list[TextId]]] = {}  # by key
        self._keys: Final[dict[TextId, tuple[str, ...]]] = {}
        self._texts: Final[dict[TextId, ArchivedText]] = {}

    def add(self, text: ArchivedText, authors: Sequence[str]) -> None:
        """Count a text in; `authors` are the names of who wrote its source."""
        if text.part not in ("entry", "mention"):
            return
        people, repositories = _name_people(authors, text.urls), _list_repositories(text.identities)
        keys = dict.fromkeys((*people, *repositories, *_list_words(text.title)))
        self._texts[text.id], self._keys[text.id] = text, tuple(map(intern, keys))
        for key in self._keys[text.id]:
            self._ids.setdefault(key, []).append(text.id)

    def remove(self, id: TextId) -> None:
        """Count a text back, if it was counted in."""
        self._texts.pop(id, None)
        for key in self._keys.pop(id, ()):
            self._ids[key].remove(id)
            if not self._ids[key]:
                del self._ids[key]

    def find(self, link: Link, authors: Sequence[str]) -> list[Nearness]:
        """What is near a link, for each reason the newest: its repository, its people, its title. The link's own work
        is left out."""
        own = {link.identity, *link.aliases}
        reasons: dict[str, list[TextId]] = {}
        for key in _list_repositories((link.identity,)):
            reasons["of the same repository"] = self._ids.get(key, [])
        for key, name in _name_people(authors, (link.url,)).items():
            reasons[f"also by {name}"] = self._ids.get(key, [])
        for why, id in self._find_alike(link.title):
            reasons.setdefault(why, []).append(id)
        found: dict[TextId, Nearness] = {}
        for why, ids in reasons.items():
            others = [
                self._texts[id]
                for id in ids
                if own.isdisjoint(self._texts[id].identities) and id not in found
            ]
            if 0 < len(others) <= MAX_NEAR:
                newest = max(others, key=lambda text: (text.date, text.id))
                found[newest.id] = Nearness(newest.id, why, len(others))
        return list(found.values())

    def build_query(self, link: Link, authors: Sequence[str]) -> str:
        """What to ask past issues about a link, in the filter language: its work, whose it is, its rare words."""
        people = _name_people(authors, (link.url,))
        known = [name for key, name in people.items() if key in self._ids]
        host = source_name(link.identity) if link.identity.startswith("https://") else ""
        words = [key.partition(":")[2] for key in _list_words(link.title)]
        rare = sorted(words, key=lambda word: (self._count(f"word:{word}") or len(self._keys), -len(word)))
        terms = [
            f"work:{link.identity}" if link.identity and '"' not in link.identity else "",
            *(f"author:{_quote(name)}" for name in (known or [*people.values()][:1])[:MAX_WORDS]),
            f"host:{host}" if "." in host else "",
            *(_quote(word) for word in [word for word in rare if self._is_rare(word)][:MAX_WORDS]),
        ]
        return " OR ".join(filter(None, terms))

    def _find_alike(self, title: str) -> Iterator[tuple[str, TextId]]:
        """Texts whose titles share two rare words with this one, or one rare name."""
        words = [key.partition(":")[2] for key in _list_words(title)]
        rare = [word for word in words if f"word:{word}" in self._ids and self._is_rare(word)]
        names = {fold_text(word) for word in _WORD.findall(title) if _is_name(word)}
        shared: dict[TextId, list[str]] = {}
        for word in rare:
            for id in self._ids[f"word:{word}"]:
                shared.setdefault(id, []).append(word)
        for id, common in shared.items():
            if len(common) > 1 or common[0] in names:
                quoted = " and ".join(f"“{word}”" for word in common[:MAX_WORDS])
                yield f"{quoted} in both titles", id

    def _is_rare(self, word: str) -> bool:
        return self._count(f"word:{word}") <= max(2, len(self._keys) // 200)

    def _count(self, key: str) -> int:
        return len(self._ids.get(key, ()))


def _name_people(authors: Sequence[str], urls: Sequence[str]) -> dict[str, str]:
    """Who is behind something, by key: names as sources say them, and owners as addresses do."""
    names = (" ".join(name.split()) for name in (*authors, *(owner_of(url) for url in urls)))
    return {
        f"by:{fold_text(name)}": name
        for name in names
        if len(name) > 1 and any(map(str.isalnum, name)) and name not in _THE_REST
    }


def _list_repositories(identities: Sequence[str]) -> list[str]:
    """The keys of the repositories that these works are, or are within."""
    found = (repository_of(identity) or identity for identity in identities)
    return [f"repo:{repository}" for repository in found if repository.startswith(REPOSITORY_SCHEMES)]


def _list_words(title: str) -> list[str]:
    """The keys of a title's words that may be rare, in their order."""
    words = (word for word in _WORD.findall(title) if len(word) >= MIN_WORD or _is_name(word))
    return list(dict.fromkeys(f"word:{fold_text(word)}" for word in words))


def _is_name(word: str) -> bool:
    """Whether it looks like a name, however titles are set: letters with digits, or capitals within."""
    has_digit = any(char.isdigit() for char in word) and any(char.isalpha() for char in word)
    return len(word) >= MIN_NAME and (has_digit or (any(map(str.isupper, word[1:])) and not word.isupper()))


def _quote(name: str) -> str:
    name = name.replace('"', " ")
    return f'"{name}"' if " " in name else name

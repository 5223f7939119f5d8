"""Repositories that are called as a paper is: `qiuzh20/gated_attention` beside “Gated Attention for Large Models”.

A name is no proof, so what is found here is proposed and never joined by itself. Both sides are brought to keys, so
that one look into an index of 100,000 links finds the namesakes of a title.
"""

import re
from collections.abc import Iterator
from typing import Final, Protocol

from workbench.curation.identity.code import repository_of
from workbench.curation.model import RelatedWork
from workbench.curation.search.folding import fold_text
from workbench.curation.text import split_names

REPOSITORY_SCHEMES: Final = ("github:", "gitlab:", "codeberg:", "huggingface:")
MIN_SHARED_LENGTH: Final = 8  # letters of a name of several words: shorter ones are alike by accident
MIN_OWN_LENGTH: Final = 4  # letters of a name of one word, which must stand alone before a colon
MAX_NAME_WORDS: Final = 6

_REPOSITORY: Final = re.compile(r"(?:github|gitlab|codeberg):[^/]+/([^/]+)|huggingface:[^/]+/([^/]+)")
_WORD: Final = re.compile(r"[^\W_]+")
_ADDITIONS: Final = split_names(
    "code official pytorch jax torch main public release repo impl implementation"
)
"""Words that people put behind a project's name."""


def name_key_of_repository(identity: str) -> str:
    """The key of a repository's name, `name:gatedattention`; empty for all other works and for names too short."""
    found = _REPOSITORY.fullmatch(identity)
    words = _WORD.findall(fold_text(found[1] or found[2])) if found else []
    while len(words) > 1 and words[-1] in _ADDITIONS:
        words.pop()
    name = "".join(words)
    return f"name:{name}" if len(name) >= MIN_OWN_LENGTH else ""


def name_keys_of_title(title: str) -> list[str]:
    """The keys under which a repository of that name would be found: of the words at the beginning, and of those
    after a colon."""
    return list(dict.fromkeys(_iter_name_keys(title)))


def _iter_name_keys(title: str) -> Iterator[str]:
    parts = [_WORD.findall(part) for part in fold_text(title).split(":")]
    if len(parts) > 1 and len(parts[0]) == 1 and len(parts[0][0]) >= MIN_OWN_LENGTH:
        yield f"name:{parts[0][0]}"
    for words in parts:
        for count in range(2, min(len(words), MAX_NAME_WORDS) + 1):
            name = "".join(words[:count])
            if len(name) >= MIN_SHARED_LENGTH:
                yield f"name:{name}"


class PointingLink(Protocol):
    """What of a link says what it points at."""

    @property
    def identity(self) -> str:
        """Its work."""

    @property
    def related(self) -> tuple[RelatedWork, ...]:
        """The works that its sites named."""


def list_references(link: PointingLink) -> set[str]:
    """What a link points at: the URLs that its sites named, its repository, and the key of its repository's name."""
    inside = repository_of(link.identity)
    called = name_key_of_repository(link.identity)
    return {*(related.url for related in link.related), *filter(None, (inside, called))}

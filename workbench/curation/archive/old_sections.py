"""Under which of today's sections the sections of past issues stand: what they were called, and the key they get.

A name says the same whatever its icon, its count, its capitals. One that is none of today's sections, and that nobody
said anything about, stays a section of its own. The issues keep their headings as they were.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Final

from msgspec import Struct

from workbench.curation.model import Issue, Section, UserError
from workbench.curation.text.cleaning import clean_line

UNNAMED: Final = "Links"
"""The name of the entries that stand above the first heading."""
_MAX_KEY: Final = 40
_JOINING: Final = frozenset({"and", "the"})
_COUNT: Final = re.compile(r"\d+")
_ICON: Final = re.compile(r"\s*([^\w\s]+)")
_WORD: Final = re.compile(r"[^\W\d_]+[+#]*")
_KEY_WORD: Final = re.compile(r"[\w+#]+")
_VARIANT: Final = "\ufe0f"  # says only how the sign before it is drawn


class OldSection(Struct, frozen=True):
    """A section of past issues by its name: its key now, and how many entries in how many issues it has.

    `is_own`: it is none of today's sections, nobody said which one it is, and so it stays one of its own.
    """

    name: str
    key: str
    entries: int
    issues: int
    is_own: bool


class SectionKeys:
    """The key of each old heading. `choices` are keys by old names, as somebody gave them; `earlier` are issues
    imported before, whose sections keep the keys that they were given then.

    `UserError` where a choice names no section of today or of earlier issues.
    """

    def __init__(
        self, sections: Sequence[Section], earlier: Iterable[Issue] = (), choices: Mapping[str, str] = {}
    ) -> None:
        self._key_by_name: Final[dict[str, str]] = {}
        self._key_by_icon: Final = _list_icons(sections)
        for issue in earlier:
            for part in issue.sections:
                self._key_by_name[fold_name(part.name)] = part.key
        for part in sections:
            for name in (part.key, part.label, part.name):
                self._key_by_name[fold_name(name)] = part.key
        self._known: Final = set(self._key_by_name.values())
        for old, key in choices.items():
            if key not in self._known:
                raise UserError(f"There is no section “{clean_line(key)}”: {', '.join(sorted(self._known))}.")
            self._key_by_name[fold_name(old)] = key

    def key_of(self, heading: str) -> str:
        """The key of the section with that heading."""
        return self.find_key(heading) or make_key(heading)

    def find_key(self, heading: str) -> str | None:
        """The key of the section of today, or of earlier issues, that the heading names; None where it names none."""
        found = self._key_by_name.get(fold_name(heading or UNNAMED))
        return found or self._key_by_icon.get(_plain_icon(heading))


def list_old_sections(keys: SectionKeys, counts: Iterable[Mapping[str, int]]) -> list[OldSection]:
    """The sections of past issues, most entries first. `counts` has for each issue its entries by heading."""
    names: dict[str, str] = {}
    entries: Counter[str] = Counter()
    issues: Counter[str] = Counter()
    for issue in counts:
        for heading, count in issue.items():
            folded = fold_name(heading or UNNAMED)
            names.setdefault(folded, heading)
            entries[folded] += count
            issues[folded] += 1
    return [
        OldSection(
            name_of_heading(names[folded]), keys.key_of(names[folded]), count, issues[folded],
            keys.find_key(names[folded]) is None,
        )
        for folded, count in entries.most_common()
    ]  # fmt: skip


@lru_cache(maxsize=4096)
def fold_name(name: str) -> str:
    """The words of a name, without what changes from issue to issue: icon, count, capitals."""
    words = _WORD.findall(name.casefold())
    return " ".join(word for word in words if word not in _JOINING) or name.strip()


@lru_cache(maxsize=4096)
def icon_of(heading: str) -> str:
    """The picture that a heading begins with; empty where it begins otherwise."""
    sign = _ICON.match(heading)
    return sign[1] if sign and any(unicodedata.category(char) == "So" for char in sign[1]) else ""


def name_of_heading(heading: str) -> str:
    """What people call the section with that heading: without icon and count."""
    words = _COUNT.sub("", heading.replace(icon_of(heading), "", 1), count=1).split()
    return " ".join(words) or heading.strip() or UNNAMED


def make_key(heading: str) -> str:
    """A key made of the words of a heading: `tools-and-repos`."""
    return "-".join(_KEY_WORD.findall(name_of_heading(heading).casefold()))[:_MAX_KEY] or "section"


def make_past_section(heading: str, key: str, count: int, today: Section | None) -> Section:
    """A section as a past issue keeps it: its heading as it was, without a quota. `count` entries stand in it, and
    `today` is the publication's section of that key."""
    name = name_of_heading(heading)
    return Section(
        key=key,
        heading=_COUNT.sub(lambda found: "{count}" if found[0] == str(count) else found[0], heading, count=1)
        or name,
        label=today.label if today else name,
        kinds=today.kinds if today else (),
        icon=icon_of(heading),
    )


def _list_icons(sections: Sequence[Section]) -> dict[str, str]:
    """The keys of sections by their icons, where no two have the same."""
    icons = [_plain_icon(part.icon) for part in sections]
    return {
        icon: part.key for icon, part in zip(icons, sections, strict=True) if icon and icons.count(icon) == 1
    }


def _plain_icon(heading: str) -> str:
    return icon_of(heading).replace(_VARIANT, "")

"""Repeats as values: which issue had a work before, how sure that is, why, and how it is said."""

from collections.abc import Sequence
from typing import Final, Literal, TypeAlias

from msgspec import Struct

from workbench.curation.archive.appearance import Appearance
from workbench.curation.model import LinkId

RepeatMark: TypeAlias = Literal["published", "same page", "perhaps"]
REPEAT_MARKS: Final[tuple[RepeatMark, ...]] = ("published", "same page", "perhaps")
"""The marks, the one that leaves least doubt first."""


class Repeat(Struct, frozen=True, gc=False):
    """One issue in which readers had a work before. `why` is a phrase: by which key, under which title.

    `is_deliberate`: the editor knows, and shows the work again on purpose.
    """

    mark: RepeatMark
    appearance: Appearance
    why: str
    is_deliberate: bool = False

    @property
    def issue(self) -> int:
        """The number of that issue."""
        return self.appearance.issue


class Candidate(Struct, frozen=True, gc=False):
    """A work that is held against the archive.

    `identities` are its keys, `titles` what it is called: a link and its entry may be called differently. `link` is 0
    where it is none of the library. `issue` is the number of the issue it stands in itself, which is no repeat.
    `repeat_of` is the number of the newest issue of which the editor knows.
    """

    identities: Sequence[str]
    titles: Sequence[str]
    url: str
    link: LinkId = LinkId(0)
    issue: int | None = None
    repeat_of: int | None = None


def describe_repeats(repeats: Sequence[Repeat]) -> str:
    """Repeats of one mark, the newest first, as a sentence without its full stop; empty where there are none.

    `published in #10 (2026-11-22, Papers), also in #4: the same work, …`
    """
    if not repeats:
        return ""
    newest, *others = repeats
    deliberate = "repeated on purpose, " if newest.is_deliberate else ""
    head = _HEADS[newest.mark].format(number=newest.issue)
    also = f", also in {', '.join(f'#{one.issue}' for one in others)}" if others else ""
    return f"{deliberate}{head} ({_describe_place(newest.appearance)}){also}: {newest.why}"


def describe_mention(appearance: Appearance) -> str:
    """A mention as a sentence without its full stop: `Mentioned in #7 (2026-10-04): “the thread”`."""
    words = f": “{appearance.title}”" if appearance.title else ""
    return f"Mentioned in #{appearance.issue} ({_describe_place(appearance)}){words}"


def _describe_place(appearance: Appearance) -> str:
    return ", ".join(filter(None, (appearance.date, appearance.section_name))) or "no date"


_HEADS: Final[dict[RepeatMark, str]] = {
    "published": "published in #{number}",
    "same page": "same page as in #{number}, under another title",
    "perhaps": "perhaps #{number}",
}

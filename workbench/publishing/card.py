"""What stands on an issue's social card, and where its lines break. It is drawn in `delivery/`, which has the fonts."""

import re
import unicodedata
from collections.abc import Callable, Iterator
from typing import Final

from workbench.curation.card import Card
from workbench.curation.model import UserError
from workbench.curation.publication import Publication
from workbench.publishing.highlights import split_highlights
from workbench.publishing.layout import Edition

_PICTURES: Final = frozenset({"So", "Sk", "Cf", "Me", "Cs", "Co", "Cn"})
_WIDE_SCRIPT: Final = "\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff"
_CLOSING: Final = "、。，．：；？！）」』】〉》〕〗…ー々"
_UNITS: Final = re.compile(rf"\s+|[{_WIDE_SCRIPT}][{_CLOSING}]*|[^\s{_WIDE_SCRIPT}]+")
"""What a line may end after: a word, or a character of a script that is written without spaces, with the marks that
must not begin a line."""


def build_card(edition: Edition, publication: Publication) -> Card:
    """The card of an issue. `UserError` where it has no title."""
    highlights = tuple(_drop_pictures(part) for part in split_highlights(edition.highlights))
    if not any(highlights):
        raise UserError(f"Issue #{edition.number} has no title, which the card would show.")
    look = publication.card
    return Card(
        name=_drop_pictures(publication.name),
        highlights=tuple(part for part in highlights if part),
        edition=f"#{edition.number}",
        date=edition.date,
        paper=look.paper,
        ink=look.ink,
        accent=look.accent,
        font=look.font,
    )


def _drop_pictures(text: str) -> str:
    """The text without emoji and other pictures, which few fonts have and none of them in one look."""
    kept = (
        char
        for char in text
        if unicodedata.category(char) not in _PICTURES and not "\ufe00" <= char <= "\ufe0f"
    )
    return " ".join("".join(kept).split())


def wrap_text(text: str, width: float, measure: Callable[[str], float]) -> list[str]:
    """The text in lines no wider than that, as far as its words allow."""
    lines = [""]
    for unit in _UNITS.findall(text):
        if measure((lines[-1] + unit).strip()) <= width or not lines[-1].strip():
            lines[-1] += unit
        else:
            lines.append(unit)
    return [line.strip() for line in lines if line.strip()]


def shorten_line(text: str, width: float, measure: Callable[[str], float]) -> str:
    """The line with its end cut, between words where that can be, so that it is no wider than that."""
    return next((line for line in _iter_shorter_lines(text) if measure(line) <= width), "…")


def _iter_shorter_lines(text: str) -> Iterator[str]:
    yield text
    units = _UNITS.findall(text)
    for count in range(len(units) - 1, 0, -1):
        yield "".join(units[:count]).strip() + "…"
    for count in range(len(text) - 1, 0, -1):
        yield text[:count].strip() + "…"

"""The social card of an issue as a value: what platforms show as the picture of a link to it. It is drawn elsewhere."""

from msgspec import Struct


class Card(Struct, frozen=True, kw_only=True):
    """What stands on a card: the newsletter's name above, the highlights large, number and date below.

    Colours are as in `#23272f`. `font` is the path of a font's file, empty where any that has the letters will do.
    """

    name: str
    highlights: tuple[str, ...]
    edition: str
    date: str
    paper: str
    ink: str
    accent: str
    font: str = ""

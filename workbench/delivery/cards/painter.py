"""Draws social cards where that can be done here. Pillow is not imported before the first one."""

from importlib.util import find_spec
from typing import Final

from workbench.curation.card import Card
from workbench.curation.model import UserError

DRAWN_HERE: Final = b"curation-workbench"
"""What a PNG of ours says of its origin near its beginning, by which a picture of the editor's own is told from it."""
_HEAD: Final = 400
"""Bytes in which that stands."""


class PillowPainter:
    """Draws cards by Pillow, which comes with the extra `card`."""

    def draw(self, card: Card) -> bytes:
        """The card as a PNG. `UserError` where Pillow is missing, or no font here has the letters."""
        if find_spec("PIL") is None:
            raise UserError(
                "Drawing a card needs Pillow: `python -m pip install 'curation-workbench[card]'` brings it and a font."
            )
        from workbench.delivery.cards.drawing import draw_png  # noqa: PLC0415 - it imports Pillow

        return draw_png(card, DRAWN_HERE.decode())

    def is_drawn_here(self, picture: bytes) -> bool:
        """Whether a picture is one of ours, which may be replaced."""
        return DRAWN_HERE in picture[:_HEAD]

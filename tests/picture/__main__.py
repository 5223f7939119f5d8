"""Draws the moving picture at the head of the README: `python -m tests.picture`."""

import asyncio
from pathlib import Path
from typing import Final

from tests.picture.camera import LOOK
from tests.picture.film import join_frames
from tests.picture.plot import play

PICTURE: Final = Path(__file__).parents[2] / "docs" / "workbench.svg"
STILL: Final = 13
"""The frame that stands where nothing moves: an issue that is written, and its preview."""


def draw_picture() -> str:
    """The picture as SVG: the same each time, as long as the screen is the same."""
    return join_frames(asyncio.run(play()), STILL, LOOK)


if __name__ == "__main__":
    PICTURE.write_text(draw_picture(), "utf-8")

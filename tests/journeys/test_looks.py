"""What the sample workspace looks like, as text that a reviewer can read: golden/ has one file a size and place.

After a change that is meant to be seen, `WRITE_GOLDEN=1 python -m pytest tests/journeys/test_looks.py` writes
them anew; look at the difference before you commit it.
"""

import os
from pathlib import Path

import pytest

from tests.support.editor import Workbench

GOLDEN = Path(__file__).parent / "golden"
PLACES = {
    "triage": (),
    "issue": ("tab", "}", "}"),
    "writing": ("tab", "}", "enter"),
    "preview": ("p",),
    "reading": ("j", "enter"),
    "help": ("?",),
    "findings": ("F",),
}


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("size", [(80, 24), (120, 40), (160, 45)], ids=lambda size: f"{size[0]}x{size[1]}")
async def test_the_sample_looks_as_it_was_agreed(
    workbench: Workbench, place: str, size: tuple[int, int]
) -> None:
    async with workbench(*size, sample=True) as editor:
        await editor.press(*PLACES[place])
        shown = editor.screen_text() + "\n"
    file = GOLDEN / f"{place}-{size[0]}x{size[1]}.txt"
    if os.environ.get("WRITE_GOLDEN"):
        file.parent.mkdir(exist_ok=True)
        file.write_text(shown, encoding="utf-8")
    assert shown == file.read_text(encoding="utf-8")

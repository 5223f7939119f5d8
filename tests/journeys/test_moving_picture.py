"""The moving picture at the head of the README: drawn from the screen as it is, and able to stand alone in a page."""

import re
from collections.abc import Iterator
from typing import Final
from xml.etree import ElementTree

import pytest

from tests.picture.__main__ import PICTURE, STILL
from tests.picture.camera import LOOK
from tests.picture.film import Frame, join_frames
from tests.picture.marks import Layer, rectangle, run_of_text
from tests.picture.plot import play

DRAWN: Final = PICTURE.read_text("utf-8")
TEXT: Final = "{http://www.w3.org/2000/svg}text"


def read_words(svg: str) -> list[str]:
    """Every run of text, whatever its colours: those are Textual's to blend."""
    return sorted("".join(shape.itertext()) for shape in ElementTree.fromstring(svg).iter(TEXT))


async def test_it_shows_what_the_screen_shows_today() -> None:
    made = join_frames(await play(), STILL, LOOK)
    if read_words(made) != read_words(DRAWN):
        pytest.fail(
            "The screen looks another way now: python -m tests.picture draws the picture anew; look at it."
        )


def test_it_asks_for_nothing_and_runs_nothing() -> None:
    tree = ElementTree.fromstring(DRAWN)
    assert {shape.tag.rpartition("}")[2] for shape in tree.iter()} == {
        "svg", "title", "style", "g", "rect", "text", "tspan",
    }  # fmt: skip
    assert not re.search(r"@import|@font-face|url\(|href=|\son\w+=", DRAWN)
    assert len(DRAWN.encode()) < 400_000


BOTH, FIRST, SECOND = (run_of_text(Layer.LETTERS, 0, 20, 48, word, "") for word in ("both", "one", "two"))
GROUND: Final = rectangle(Layer.GROUND, 0, 0, 12, 23, 'fill="#fff"')


def iter_shown(svg: str) -> Iterator[str]:
    """The words that are seen where nothing moves."""
    hidden = re.search(r"^(\S*)\{visibility:hidden\}$", svg, re.M)
    names = hidden[1].replace(".", "").split(",") if hidden else []
    for group in ElementTree.fromstring(svg).iter():
        if group.get("class") not in names:
            yield from (shape.text or "" for shape in group.findall(TEXT))


def test_a_mark_of_several_frames_is_drawn_once_and_lies_above_its_ground() -> None:
    svg = join_frames([Frame(1, (BOTH, FIRST)), Frame(3, (BOTH, SECOND, GROUND))], 1, LOOK)
    assert (svg.count("both"), svg.count("one<"), svg.count("two<")) == (1, 1, 1)
    assert svg.index("#fff") < svg.index("both")


def test_each_frame_stands_as_long_as_it_is_told_and_where_nothing_moves_one_of_them_does() -> None:
    svg = join_frames([Frame(1, (BOTH, FIRST)), Frame(3, (BOTH, SECOND))], 1, LOOK)
    assert "4s step-end infinite" in svg
    assert "{0%{visibility:visible}25%{visibility:hidden}}" in svg
    assert "{0%{visibility:hidden}25%{visibility:visible}}" in svg
    assert svg.index("prefers-reduced-motion:no-preference") < svg.index("@keyframes")
    assert set(iter_shown(svg)) == {"both", "two"}
    assert any("8/8\u00a0written" in words for words in iter_shown(DRAWN))

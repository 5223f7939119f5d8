"""Marks, of which frames are made: one rectangle or one run of text each, on a grid of cells like a terminal's.

A screen becomes marks through Textual's own picture of it. How frames are joined is not known here.
"""

import re
from collections.abc import Iterator
from typing import Final
from xml.etree import ElementTree
from xml.sax.saxutils import escape, quoteattr

from msgspec import Struct
from rich.cells import cell_len

CELL: Final = (12, 23)
"""Width and height of a cell: as wide as a letter of 20 units in nearly every font of one width, and no higher than its
lines, so that these meet."""
_BASELINE: Final = 17
_RICH_CELL: Final = (12.2, 24.4)
_SVG: Final = "{http://www.w3.org/2000/svg}"
_STYLE: Final = re.compile(r"-(r\d+) \{ (.*?) \}")
_GAP: Final = re.compile(" {2,}")
_DRAWN: Final = re.compile("[\u2500-\u259f]")


class Mark(Struct, frozen=True):
    """A shape of SVG with what is said of its colours and letters, and the layer that it lies in."""

    layer: int
    style: str
    shape: str


class Layer:
    """The order in which marks cover one another: a screen, and what is laid on it."""

    GROUND, LETTERS, CARD, CARD_LETTERS = range(4)


def rectangle(
    layer: int, x: float, y: float, width: float, height: float, style: str, radius: int = 0
) -> Mark:
    """A rectangle, with round corners where a radius is given."""
    corner = f' rx="{radius}"' if radius else ""
    return Mark(layer, style, f'<rect x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}"{corner}/>')


def run_of_text(layer: int, x: float, y: float, length: float, text: str, style: str) -> Mark:
    """Text of exactly this length, whichever font shows it: lines and blocks are stretched, letters moved apart."""
    stretched = ' lengthAdjust="spacingAndGlyphs"' if _DRAWN.search(text) else ""
    kept = escape(text.replace(" ", "\u00a0"))
    return Mark(layer, style, f'<text x="{x:g}" y="{y:g}" textLength="{length:g}"{stretched}>{kept}</text>')


def read_screenshot(drawn: str, ground: str) -> Iterator[Mark]:
    """The marks of a screen that Textual drew as SVG, without what has the colour of the ground."""
    tree = ElementTree.fromstring(drawn)
    styles = {
        name: _attributes_of(rule) for name, rule in _STYLE.findall(tree.findtext(f"{_SVG}style") or "")
    }
    for shape in tree.iter():
        if shape.tag == f"{_SVG}rect" and "shape-rendering" in shape.attrib and shape.get("fill") != ground:
            yield _read_rectangle(shape)
        elif shape.tag == f"{_SVG}text" and (name := shape.get("class", "").rpartition("-")[2]) in styles:
            yield from _read_text(shape, styles[name])


def _attributes_of(rule: str) -> str:
    """`fill: #fff;font-weight: bold` as attributes of SVG."""
    pairs = (part.split(":") for part in rule.split(";") if part.strip())
    return " ".join(f"{name.strip()}={quoteattr(value.strip())}" for name, value in pairs)


def _cells_of(shape: ElementTree.Element, name: str, axis: int) -> int:
    return round(float(shape.get(name, "0")) / _RICH_CELL[axis])


def _read_rectangle(shape: ElementTree.Element) -> Mark:
    x, y = _cells_of(shape, "x", 0) * CELL[0], int(float(shape.get("y", "0")) / _RICH_CELL[1]) * CELL[1]
    width = _cells_of(shape, "width", 0) * CELL[0]
    return rectangle(Layer.GROUND, x, y, width, CELL[1], f'fill="{shape.get("fill")}"')


def _read_text(shape: ElementTree.Element, style: str) -> Iterator[Mark]:
    """A run of text, cut where nothing stands, so that what stays in place is the same mark in the next frame."""
    column, row = _cells_of(shape, "x", 0), int(float(shape.get("y", "0")) / _RICH_CELL[1])
    text, at = (shape.text or "").replace("\u00a0", " "), 0
    for part in (*_GAP.finditer(text), None):
        words = text[at : part.start() if part else None]
        if words.strip():
            before = column + cell_len(text[:at]) + len(words) - len(words.lstrip())
            words = words.strip()
            length = cell_len(words) * CELL[0]
            x, y = before * CELL[0], row * CELL[1] + _BASELINE
            yield run_of_text(Layer.LETTERS, x, y, length, words, style)
        at = part.end() if part else at

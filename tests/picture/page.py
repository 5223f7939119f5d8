"""What was copied, drawn as the page of a platform's editor: headings, paragraphs, links, bold and italic text.

Lines are broken by the widths of a usual font without serifs, and each is set to its length in whatever font shows it.
"""

import re
from collections.abc import Iterator, Sequence
from html.parser import HTMLParser
from itertools import groupby
from operator import itemgetter
from typing import Final
from xml.sax.saxutils import escape

from msgspec import Struct

from tests.picture.marks import CELL, Layer, Mark, rectangle

_SCREEN: Final = (140 * CELL[0], 36 * CELL[1])
_LEFT, _TOP, _WIDTH, _HEIGHT = 250, 28, 1180, 772
_MARGIN: Final = 160
_STYLES: Final = {"strong": 'font-weight="700"', "em": 'font-style="italic"', "a": 'fill="#2457c5"'}
_NARROW, _WIDE = "ijlftrI.,:;'!|()[]-/ ", "mwMW@%—🛠📄🎥📰"
_TOOLS: Final = ("B", "I", "“”", "H1", "H2", "•", "1.")


class Kind(Struct, frozen=True):
    """How a block is set: the size of its letters, their weight, and the space above it."""

    size: int
    weight: int
    above: int


_KINDS: Final = {
    "title": Kind(38, 700, 66), "subtitle": Kind(23, 400, 38), "h2": Kind(28, 700, 60), "h3": Kind(22, 700, 44),
    "p": Kind(20, 400, 40),
}  # fmt: skip

Words = list[tuple[str, str]]
"""Words, each with the blank before it, where there is one, and with the style it stands in."""
_WORD: Final = re.compile(r"\s?\S+")


class _Blocks(HTMLParser):
    """The blocks of HTML as the program copies it; kinds that it does not know are paragraphs."""

    def __init__(self) -> None:
        super().__init__()
        self.blocks: list[tuple[str, Words]] = []
        self._style = ""
        self._blank = ""

    def handle_starttag(self, tag: str, _: list[tuple[str, str | None]]) -> None:
        if tag in _STYLES:
            self._style = _STYLES[tag]
        elif tag not in ("ul", "ol", "br", "hr"):
            self.blocks.append((tag if tag in _KINDS else "p", []))

    def handle_endtag(self, _: str) -> None:
        self._style = ""

    def handle_data(self, data: str) -> None:
        if self.blocks:
            self.blocks[-1][1].extend((word, self._style) for word in _WORD.findall(self._blank + data))
        self._blank = " " if data[-1].isspace() else ""


def draw_page(title: str, subtitle: str, html: str) -> Iterator[Mark]:
    """The page with these texts pasted into it, as far down as it can be seen."""
    reader = _Blocks()
    reader.feed(html)
    heads = [("title", title), ("subtitle", subtitle)]
    blocks = [*((name, [(word, "") for word in _WORD.findall(text)]) for name, text in heads), *reader.blocks]
    yield rectangle(Layer.CARD, 0, 0, *_SCREEN, 'fill="#000000" fill-opacity="0.6"')
    yield rectangle(Layer.CARD, _LEFT, _TOP, _WIDTH, _HEIGHT, 'fill="#ffffff" stroke="#8a8f99"', 10)
    for at, tool in enumerate(_TOOLS):
        shape = f'<text class="p" x="{_LEFT + _MARGIN + 52 * at}" y="{_TOP + 36}">{tool}</text>'
        yield Mark(Layer.CARD_LETTERS, 'fill="#8a8f99"', shape)
    yield rectangle(Layer.CARD, _LEFT, _TOP + 54, _WIDTH, 1, 'fill="#d5d8de"')
    y = _TOP + 56
    for name, words in blocks:
        kind = _KINDS[name]
        y += kind.above - round(kind.size * 1.35)
        for line in _break_lines(words, kind):
            y += round(kind.size * 1.35)
            if y > _TOP + _HEIGHT - 12:
                return
            spans = _draw_spans(line, kind)
            yield _draw_line(_LEFT + _MARGIN, y, kind.size, _measure_words(line, kind), spans)


def _break_lines(words: Words, kind: Kind) -> Iterator[Words]:
    line: Words = []
    for word, style in words:
        if word.startswith(" ") and _measure_words([*line, (word, style)], kind) > _WIDTH - 2 * _MARGIN:
            yield line
            line = []
        line.append((word if line else word.lstrip(), style))
    yield line


def _measure_words(words: Sequence[tuple[str, str]], kind: Kind) -> int:
    text = "".join(word for word, _ in words)
    ems = sum(
        0.3 if sign in _NARROW else 0.95 if sign in _WIDE else 0.55 + 0.12 * sign.isupper() for sign in text
    )
    return round(ems * kind.size * (1.05 if kind.weight > 400 else 1))


def _draw_spans(words: Words, kind: Kind) -> str:
    """The words of a line, each run of one style in a span."""
    runs = [(style, "".join(word for word, _ in run)) for style, run in groupby(words, key=itemgetter(1))]
    spans = "".join(f"<tspan {style}>{escape(run)}</tspan>" if style else escape(run) for style, run in runs)
    return f'<tspan font-weight="{kind.weight}">{spans}</tspan>' if kind.weight > 400 else spans


def _draw_line(x: int, y: int, size: int, length: int, spans: str) -> Mark:
    style = f'fill="#23272f" font-size="{size}"'
    shape = f'<text class="p" x="{x}" y="{y}" textLength="{length}" lengthAdjust="spacingAndGlyphs">{spans}</text>'
    return Mark(Layer.CARD_LETTERS, style, shape)

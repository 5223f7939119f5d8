"""Draw an issue's social card as a PNG of 1200 by 630 pixels, which is what platforms ask for.

PNG and not SVG: no platform takes an SVG as the picture of a link, and one that names its fonts looks different
everywhere. Pillow draws it, which only this module imports; it and a font with Latin, Greek and Cyrillic come with the
extra `card`. Letters that this font has not are drawn with one of the system's, or not at all, and that is said.
"""

import unicodedata
from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from typing import Final

from PIL import Image, ImageColor, ImageDraw, ImageFont, PngImagePlugin, features
from PIL.ImageFont import FreeTypeFont

from workbench.curation.card import Card
from workbench.curation.model import UserError
from workbench.publishing.card import shorten_line, wrap_text

SIZE: Final = (1200, 630)
MARGIN: Final = 84
SMALL: Final = 34
SIZES: Final = (84, 76, 68, 60, 54, 48, 42)
"""Sizes of the highlights, from the one that is tried first, in pixels."""
LINE_HEIGHT: Final = 1.18
GAP: Final = 0.34
"""The room between two highlights, in lines of their size."""
MAX_LINES: Final = 6
_IN_NO_FONT: Final = "\U0010ffff"
_FONT_PACKAGE: Final = "font_source_sans_pro"
_SYSTEM_FONTS: Final = (
    "NotoSansCJK-Medium.ttc", "NotoSansCJK-Regular.ttc", "NotoSansCJKsc-Regular.otf", "SourceHanSans-Regular.ttc",
    "PingFang.ttc", "Hiragino Sans GB.ttc", "AppleSDGothicNeo.ttc", "msyh.ttc", "YuGothM.ttc", "meiryo.ttc",
    "malgun.ttf", "wqy-microhei.ttc", "wqy-zenhei.ttc", "DroidSansFallbackFull.ttf",
    "NotoSans-Medium.ttf", "NotoSans-Regular.ttf", "NotoSansArabic-Regular.ttf", "NotoSansHebrew-Regular.ttf",
    "NotoSansDevanagari-Regular.ttf", "NotoSansThai-Regular.ttf", "segoeui.ttf", "Arial Unicode.ttf", "arial.ttf",
    "LiberationSans-Regular.ttf", "DejaVuSans.ttf",
)  # fmt: skip
"""Names of font files that systems have, looked for in the folders where systems keep them."""


def draw_png(card: Card, origin: str) -> bytes:
    """The card as a PNG that says its origin. `UserError` where no font here has one of its letters."""
    image = Image.new("RGB", SIZE, card.paper)
    draw = ImageDraw.Draw(image)
    width = SIZE[0] - 2 * MARGIN
    small = _choose_font(card, f"{card.name}{card.date}", SMALL, "Regular")
    strong = _choose_font(card, card.edition, SMALL, "Semibold")
    top = MARGIN - SMALL * 0.3
    draw.rectangle((0, 0, 14, SIZE[1]), fill=card.accent)
    draw.text((MARGIN, top), shorten_line(card.name, width, small.getlength), fill=card.accent, font=small)
    bottom = SIZE[1] - MARGIN - SMALL
    draw.text((MARGIN, bottom), card.edition, fill=card.ink, font=strong)
    draw.text((SIZE[0] - MARGIN, bottom), card.date, fill=_mix(card.ink, card.paper), font=small, anchor="ra")
    _draw_highlights(draw, card, top + SMALL * 1.9, bottom - SMALL * 0.9)
    info = PngImagePlugin.PngInfo()
    info.add_text("Software", origin)
    out = BytesIO()
    image.save(out, "PNG", optimize=True, pnginfo=info)
    return out.getvalue()


def _draw_highlights(draw: ImageDraw.ImageDraw, card: Card, top: float, bottom: float) -> None:
    """The highlights between these two heights, in the largest size that there is room for, in the middle."""
    font, blocks = next(_iter_fitting(card, bottom - top))
    size = font.size
    y = top + max(0.0, (bottom - top - _height_of(blocks, size)) / 2)
    for block in blocks:
        for line in block:
            draw.text((MARGIN, y), line, fill=card.ink, font=font)
            y += size * LINE_HEIGHT
        y += size * GAP


def _iter_fitting(card: Card, height: float) -> Iterator[tuple[FreeTypeFont, list[list[str]]]]:
    """The highlights in lines, in each size that has room for them; in the last size as much of them as has."""
    width = SIZE[0] - 2 * MARGIN
    for size in SIZES:
        font = _choose_font(card, "".join(card.highlights), size, "Semibold")
        blocks = [wrap_text(part, width, font.getlength) for part in card.highlights]
        fits_across = all(font.getlength(line) <= width for block in blocks for line in block)
        if fits_across and _height_of(blocks, size) <= height:
            yield font, blocks
    kept = blocks[:MAX_LINES]
    most = MAX_LINES // len(kept)
    yield font, [_cut_block(block, most, width, font) for block in kept]


def _cut_block(block: list[str], most: int, width: float, font: FreeTypeFont) -> list[str]:
    """The first lines of a highlight; the last of them says that there is more."""
    lines = [shorten_line(line, width, font.getlength) for line in block[:most]]
    if len(block) > most:
        lines[-1] = shorten_line(f"{block[most - 1]} {block[most]}", width, font.getlength)
    return lines


def _height_of(blocks: list[list[str]], size: float) -> float:
    return sum(map(len, blocks)) * size * LINE_HEIGHT + (len(blocks) - 1) * size * GAP


def _choose_font(card: Card, text: str, size: int, weight: str) -> FreeTypeFont:
    """The first font that has every letter of a text. `UserError` names a letter that none has."""
    letters = "".join(sorted(set(text) - {" "}))
    if any(unicodedata.bidirectional(char) in ("R", "AL") for char in letters) and not features.check(
        "fribidi"
    ):
        raise UserError(
            "A card in a script that runs from right to left needs FriBiDi, which is not installed here."
        )
    missing = ""
    for file in _list_fonts(card.font, weight):
        font = _load_font(file, size)
        if font is None and file == card.font:
            raise UserError(f"{file} is no font: [card] of workbench.toml names it.")
        if font is not None:
            lacking = _find_missing(font, letters)
            if not lacking:
                return font
            missing = missing or lacking
    raise UserError(
        f"No font here has the letter “{missing or letters[:1]}”: install one that has it, such as Noto Sans CJK, or "
        f"name its file with `font` in [card] of workbench.toml."
    )


def _list_fonts(own: str, weight: str) -> Iterator[str]:
    if own:
        yield own
        return
    found = find_spec(_FONT_PACKAGE)
    for folder in (found.submodule_search_locations or ()) if found else ():
        yield str(Path(folder) / "files" / f"SourceSansPro-{weight}.ttf")
    yield from _SYSTEM_FONTS


@cache
def _load_font(file: str, size: int) -> FreeTypeFont | None:
    try:
        return ImageFont.truetype(file, size)
    except OSError:
        return None


def _find_missing(font: FreeTypeFont, letters: str) -> str:
    """The first letter that the font draws as it draws what it has not; empty where it has them all."""
    unknown = bytes(font.getmask(_IN_NO_FONT))
    return next((letter for letter in letters if bytes(font.getmask(letter)) == unknown), "")


def _mix(ink: str, paper: str) -> tuple[int, ...]:
    """A quieter ink: two thirds of it on the paper."""
    inks, papers = ImageColor.getrgb(ink)[:3], ImageColor.getrgb(paper)[:3]
    return tuple((2 * one + other) // 3 for one, other in zip(inks, papers, strict=True))

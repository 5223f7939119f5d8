"""The social card, drawn: its size, what does not fit, and letters that no font here has."""

from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from workbench.curation.card import Card
from workbench.curation.model import UserError
from workbench.delivery.cards import painter
from workbench.delivery.cards.painter import PillowPainter
from workbench.publishing.card import shorten_line, wrap_text

PAPER, INK = (250, 248, 244), (35, 39, 47)


def _card(*highlights: str, font: str = "") -> Card:
    return Card(
        name="The Sieve", highlights=highlights, edition="#7", date="2026-11-29", paper="#faf8f4", ink="#23272f",
        accent="#a85b00", font=font,
    )  # fmt: skip


def _draw(card: Card) -> Image.Image:
    return Image.open(BytesIO(PillowPainter().draw(card))).convert("RGB")


@pytest.mark.parametrize(
    "highlights",
    [
        ("Gates",),
        ("Attention", "Adapters", "Agents"),
        ("Внимание", "Ελληνικά", "Größe, façade – “naïve”"),
        ("A word of many words and then some more " * 12,),
        ("Unbreakable" * 30,),
        tuple(f"Highlight {number}" for number in range(20)),
    ],
)
def test_a_card_has_the_size_that_platforms_ask_for_and_keeps_its_margins(
    highlights: tuple[str, ...],
) -> None:
    drawn = _draw(_card(*highlights))
    assert drawn.size == (1200, 630)
    right = drawn.crop((1200 - 60, 0, 1200, 630))
    edges = (drawn.crop((20, 0, 1200, 60)), drawn.crop((20, 570, 1200, 630)), right)
    assert [edge.getcolors() for edge in edges] == [[(edge.width * edge.height, PAPER)] for edge in edges]
    inked = [count for count, colour in drawn.getcolors(1_000_000) or [] if colour == INK]
    assert sum(inked) > 1000


def test_a_letter_that_no_font_here_has_is_named_and_nothing_is_drawn() -> None:
    with pytest.raises(UserError, match="No font here has the letter “\U00012000”: install one that has it"):
        PillowPainter().draw(_card("\U00012000"))


def test_a_font_that_is_none_is_named() -> None:
    with pytest.raises(UserError, match=r"/nowhere/own\.ttf is no font"):
        PillowPainter().draw(_card("Gates", font="/nowhere/own.ttf"))


def test_without_pillow_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(painter, "find_spec", lambda _: None)
    with pytest.raises(UserError, match=r"pip install 'curation-workbench\[card\]'"):
        PillowPainter().draw(_card("Gates"))


def test_a_picture_of_ours_is_told_from_any_other() -> None:
    ours = PillowPainter().draw(_card("Gates"))
    other = BytesIO()
    Image.open(BytesIO(ours)).save(other, "PNG")
    assert [PillowPainter().is_drawn_here(one) for one in (ours, other.getvalue(), b"")] == [
        True,
        False,
        False,
    ]


@given(text=st.text(max_size=60), width=st.integers(3, 30))
def test_lines_hold_every_word_and_a_shortened_line_fits(text: str, width: int) -> None:
    lines = wrap_text(text, width, len)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(len(line) <= width or " " not in line for line in lines)
    assert len(shorten_line(text, width, len)) <= width


def test_a_script_without_spaces_breaks_anywhere_but_before_its_closing_marks() -> None:
    assert wrap_text("门控注意力。网格", 5, len) == ["门控注意", "力。网格"]

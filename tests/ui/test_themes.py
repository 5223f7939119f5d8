"""The colours of both looks: what has to be seen can be seen."""

import pytest
from textual.color import Color
from textual.theme import Theme

from workbench.ui.app import DAY_THEME, NIGHT_THEME


@pytest.mark.parametrize("theme", [NIGHT_THEME, DAY_THEME], ids=lambda theme: theme.name)
def test_the_border_of_a_pane_without_the_keyboard_is_seen_too(theme: Theme) -> None:
    ground = Color.parse(theme.background or "")
    for name in ("border", "border-blurred"):
        assert contrast_of(ground, Color.parse(theme.variables[name])) >= 3


def contrast_of(one: Color, other: Color) -> float:
    """The contrast of two colours as WCAG counts it, from 1 to 21."""
    dark, light = sorted((luminance_of(one), luminance_of(other)))
    return (light + 0.05) / (dark + 0.05)


def luminance_of(color: Color) -> float:
    """The relative luminance, from 0 to 1."""
    parts = [
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in color.normalized
    ]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), parts, strict=True))

"""The page of keys is the table of keys."""

from pathlib import Path

from workbench.ui.keys.page import render_keys_page

PAGE = Path(__file__).parents[2] / "docs" / "keys.md"


def test_the_page_of_keys_is_fresh() -> None:
    assert PAGE.read_text(encoding="utf-8") == render_keys_page(), (
        "run: python -m workbench.ui.keys.page > docs/keys.md"
    )

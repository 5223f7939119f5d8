"""What a text without a title is called by."""

import pytest

from workbench.web.html.titles import headline_of


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Gates are here", "Gates are here"),
        ("\n  \nhttps://example.org/x\nGates are here\nand more", "Gates are here"),
        ("Gates https://t.co/abc are pic.twitter.com/xyz here", "Gates are here"),
        ("one two three four five", "one two three four…"),
        ("one two three four, five", "one two three four…"),
        ("門" * 30, "門" * 20 + "…"),
        ("a\x1b[31mb\u202e", "ab"),
        ("https://example.org", ""),
        ("", ""),
    ],
)
def test_its_first_words_stand_for_a_title(text: str, title: str) -> None:
    assert headline_of(text, max_length=20) == title

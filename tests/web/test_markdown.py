"""READMEs as text: what remains of them, and that none takes more than a moment."""

import time

import pytest

from workbench.web.html.markdown import MAX_MARKDOWN, markdown_to_text


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("# Gates\n\nSome *kind* of [gate](https://x.org), `code`.", "Gates\n\nSome kind of gate, code."),
        ("[![build](https://ci/x.svg)](https://ci) ![logo][1]\n\nText\n\n[1]: logo.png", "Text"),
        ('<p align="center"><img src="logo.png" alt="Gates"></p>\n\n<!-- a note\n\nto ourselves -->\n\nText', "Text"),
        ("- one\n- two\n  - deep", "- one\n- two\n  - deep"),
        ("```python\nif x < 1:\n    y()\n```", "if x < 1:\n    y()"),
        ("| a | b |\n|---|---|\n| 1 | 2 |", "a b\n1 2"),
        ("\x1b]0;title\x07Text &amp; more", "Text & more"),
    ],
)  # fmt: skip
def test_a_readme_reads_without_badges_pictures_and_markup(markdown: str, text: str) -> None:
    assert markdown_to_text(markdown) == text


@pytest.mark.parametrize("markdown", ["![", "["])
def test_a_hostile_readme_is_read_in_about_a_moment(markdown: str) -> None:
    started = time.thread_time()
    markdown_to_text(markdown * MAX_MARKDOWN)
    assert time.thread_time() - started < 2

"""The copy page in a real browser: what its buttons put on the clipboard, and what they do where it is denied them."""

from pathlib import Path
from typing import Final

import pytest

from tests.support.browser import Browser
from tests.support.selection import copy_by_xclip, read_selection
from tests.support.whole_issue import make_whole_edition
from workbench.curation.publication import DEFAULT_TARGETS
from workbench.publishing.copy_page import render_copy_page
from workbench.publishing.passages import build_entry_passages, build_passages

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("x11")]

EDITION: Final = make_whole_edition()
PASSAGES: Final = [
    *build_passages(EDITION, DEFAULT_TARGETS[0]),
    *build_entry_passages(EDITION, DEFAULT_TARGETS[0]),
]


@pytest.fixture
def copy_page(tmp_path: Path) -> str:
    """The address of the page, as a file."""
    page = tmp_path / "issue.html"
    page.write_text(render_copy_page(EDITION, DEFAULT_TARGETS[0]), "utf-8")
    return page.as_uri()


def test_the_copy_pages_button_puts_both_kinds_on_the_clipboard(browser: Browser, copy_page: str) -> None:
    browser.navigate(copy_page)
    copy_by_xclip("what was there before")
    browser.click("button[value=body]")
    browser.wait_for("document.getElementById('status').textContent.includes('is on the clipboard')")
    assert {"text/html", "text/plain", "UTF8_STRING"} <= set(read_selection("TARGETS").split("\n"))
    assert read_selection("UTF8_STRING") == next(one.text for one in PASSAGES if str(one.key) == "body")
    assert read_selection("text/html").count("<h3") == 15
    browser.click("button[value=title]")
    browser.wait_for("document.getElementById('status').textContent.startsWith('Title')")
    assert read_selection("UTF8_STRING") == EDITION.title


@pytest.mark.parametrize("key", ["title", "body", "entry"])
def test_where_the_browser_denies_the_clipboard_the_button_selects_what_it_stands_for(
    key: str, browser: Browser, copy_page: str
) -> None:
    passage = next(one for one in PASSAGES if str(one.key).startswith(key))
    browser.navigate(copy_page)
    browser.evaluate("navigator.clipboard.write = () => Promise.reject(); document.execCommand = () => false")
    browser.click(f"button[value='{passage.key}']")
    browser.wait_for("document.getElementById('status').textContent.includes('is selected: press Ctrl+C')")
    copy_by_xclip("what was there before")
    browser.press("ctrl+c")
    selected = str(browser.evaluate("getSelection().toString()"))
    if passage.html:
        assert read_selection("text/html").count("<h3") == passage.html.count("<h3")
    else:
        assert (selected, read_selection("UTF8_STRING")) == (passage.text, passage.text)

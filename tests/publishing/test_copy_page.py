"""The copy page: one file that holds the issue, runs nothing but itself, and has a button for each passage."""

import json
import re
from base64 import b64encode
from collections.abc import Callable
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy
from selectolax.lexbor import LexborHTMLParser

from tests.support.issues import MakeIssue
from workbench.curation.model import Entry
from workbench.curation.publication import DEFAULT_TARGETS, Publication
from workbench.publishing.copy_page import render_copy_page
from workbench.publishing.layout import Edition, build_edition
from workbench.publishing.passages import build_entry_passages, build_passages

TARGETS = {target.key: target for target in DEFAULT_TARGETS}
SUBSTACK, BUTTONDOWN = TARGETS["substack"], TARGETS["buttondown"]


@pytest.fixture(scope="session")
def sample(make_issue: MakeIssue, entries: tuple[Entry, ...], publication: Publication) -> Edition:
    return build_edition(make_issue(), entries, publication)


def read_page_data(page: LexborHTMLParser) -> dict[str, dict[str, str]]:
    held = page.css_first("script#passages")
    assert held is not None
    found: dict[str, dict[str, str]] = json.loads(held.text())
    return found


def test_every_passage_has_a_button_that_copies_it(sample: Edition) -> None:
    page = LexborHTMLParser(render_copy_page(sample, SUBSTACK))
    wanted = [*build_passages(sample, SUBSTACK), *build_entry_passages(sample, SUBSTACK)]
    held = read_page_data(page)
    assert {button.attributes["value"] for button in page.css("button")} == {
        str(passage.key) for passage in wanted
    }
    assert {str(passage.key): passage.html for passage in wanted} == {
        key: one["html"] for key, one in held.items()
    }
    assert {str(passage.key): passage.text for passage in wanted} == {
        key: one["text"] for key, one in held.items()
    }


def test_the_policy_names_the_style_and_the_script_by_their_hashes(sample: Edition) -> None:
    html = render_copy_page(sample, SUBSTACK)
    for tag in ("style", "script"):
        text = re.search(rf"<{tag}>(.*?)</{tag}>", html, re.DOTALL)
        assert text is not None
        assert f"{tag}-src 'sha256-{b64encode(sha256(text[1].encode()).digest()).decode()}'" in html
    assert "default-src 'none'" in html
    assert "unsafe" not in html


def test_a_platform_that_takes_markdown_gets_it_and_no_html(sample: Edition) -> None:
    body = read_page_data(LexborHTMLParser(render_copy_page(sample, BUTTONDOWN)))["body"]
    assert body["html"] == ""
    assert "### nanochat" in body["text"] or "### 1. nanochat" in body["text"]


@given(text=st.data())
def test_whatever_an_issue_holds_nothing_of_it_runs(
    text: st.DataObject,
    hostile_text: SearchStrategy[str],
    make_issue: MakeIssue,
    make_entry: Callable[..., Entry],
    publication: Publication,
) -> None:
    draw = text.draw
    bits = (
        st.sampled_from(["</script><script>x</script>", "<!--<script>", "{policy}{body}", '" onclick="x'])
        | hostile_text
    )
    entry = make_entry("papers", 1, draw(bits), [(draw(bits), "https://example.org/a")], draw(bits))
    made = build_edition(make_issue(title=draw(bits), greeting=draw(bits)), [entry], publication)
    page = LexborHTMLParser(render_copy_page(made, SUBSTACK))
    assert len(page.css("script")) == 2
    assert not page.css("[onclick], article script, article style, iframe, img, link, base")
    assert read_page_data(page)["body"]["html"] == build_passages(made, SUBSTACK)[-1].html

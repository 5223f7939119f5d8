"""Parameters for statistics: on every link that bears them, on none that they would break, in no identity."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.support.issues import MakeIssue
from workbench.curation.identity import identity_key
from workbench.curation.model import Entry
from workbench.curation.publication import DEFAULT_TARGETS, Publication, Target
from workbench.publishing.layout import build_edition
from workbench.publishing.passages import build_entry_passages, build_passages
from workbench.publishing.tracking import add_tracking, build_tracking_params

PARAMS = "utm_source=sieve&utm_medium=email"
PATTERN = "utm_source={newsletter}&utm_medium=email&utm_campaign={number}"
TARGETS = {target.key: target for target in DEFAULT_TARGETS}
VIDEO = "https://www.youtube.com/watch?v=kCc8FmEb1nY"


@pytest.mark.parametrize(
    ("url", "tracked"),
    [
        ("https://a.example", f"https://a.example?{PARAMS}"),
        ("https://a.example/b?", f"https://a.example/b?{PARAMS}"),
        ("https://a.example/b?c=d", f"https://a.example/b?c=d&{PARAMS}"),
        ("https://a.example/b?c=d&", f"https://a.example/b?c=d&{PARAMS}"),
        ("https://a.example/b?c=#part", f"https://a.example/b?c=&{PARAMS}#part"),
        ("https://a.example/b#:~:text=word", f"https://a.example/b?{PARAMS}#:~:text=word"),
        ("https://münchen.example/ä", f"https://münchen.example/ä?{PARAMS}"),
    ],
)
def test_a_link_gets_the_parameters_behind_its_query_and_before_its_fragment(url: str, tracked: str) -> None:
    assert add_tracking(url, PARAMS) == tracked
    assert identity_key(tracked) == identity_key(url)


@pytest.mark.parametrize(
    "url",
    [
        "https://a.example/b?utm_source=other",
        "https://gistpreview.github.io/?0123456789abcdef",
        "https://a.example/b?c=d&flag",
        "https://app.example/#/route/1",
        "https://app.example/#!route",
        "https://files.example/a?X-Amz-Signature=abc",
        "https://files.example/a?sig=abc&se=2026",
        "https://files.example/a?Expires=1&Signature=x",
        "https://a.example/unsubscribe?token=abc",
        "http://localhost:3000/",
        "http://192.168.1.7/x",
        "https://wiki.corp/page",
        "mailto:a@b.example",
        "javascript:alert(1)",
        "no address",
    ],
)
def test_a_link_that_they_would_break_stays_as_it_is(url: str) -> None:
    assert add_tracking(url, PARAMS) == url


@given(
    path=st.text(alphabet="abc/-_.~%2F", max_size=12),
    query=st.text(alphabet="ab=&", max_size=8),
    fragment=st.text(alphabet="ab/!=", max_size=5),
)
def test_adding_them_twice_is_adding_them_once_and_the_work_stays_the_same(
    path: str, query: str, fragment: str
) -> None:
    url = f"https://a.example/{path}?{query}#{fragment}"
    once = add_tracking(url, PARAMS)
    assert add_tracking(once, PARAMS) == once
    assert identity_key(once) == identity_key(url)


def test_the_pattern_is_filled_with_newsletter_number_and_target() -> None:
    target = Target(key="mail", name="Mail", tracking="utm_source={newsletter}&ref={target}-{number}")
    assert (
        build_tracking_params(target, "The Tokenizer: Ä & Co", 12)
        == "utm_source=the-tokenizer-%C3%A4-co&ref=mail-12"
    )


def test_readers_see_addresses_without_them_and_videos_stay_as_they_are(
    make_issue: MakeIssue, make_entry: Callable[..., Entry], publication: Publication
) -> None:
    links = [("", VIDEO), ("", "https://a.example/b"), ("Code", "https://c.example")]
    entry = make_entry("videos", 1, "A", links, "See [this](https://d.example/e) and <https://f.example/g>.")
    edition = build_edition(make_issue(), [entry], publication)
    params = "utm_source=the-sieve&amp;utm_medium=email&amp;utm_campaign=7"
    passage = build_entry_passages(edition, replace(TARGETS["substack"], tracking=PATTERN))[0]
    assert f'<p><a href="{VIDEO}">{VIDEO}</a></p>' in passage.html
    assert (
        f'<a href="https://a.example/b?{params}">https://a.example/b</a> | <a href="https://c.example?'
        in passage.html
    )
    assert f'<a href="https://d.example/e?{params}">this</a>' in passage.html
    assert f'<a href="https://f.example/g?{params}">https://f.example/g</a>' in passage.html
    assert "https://a.example/b | Code (https://c.example?utm_source=the-sieve" in passage.text
    assert "[https\\://a.example/b](https://a.example/b?utm_source=the-sieve" in passage.markdown


@pytest.mark.parametrize("key", TARGETS)
def test_without_a_pattern_no_link_is_changed(
    key: str, make_issue: MakeIssue, make_entry: Callable[..., Entry], publication: Publication
) -> None:
    entry = make_entry("papers", 1, "A", [("", "https://a.example/b")])
    edition = build_edition(make_issue(), [entry], publication)
    assert "utm_" not in build_passages(edition, TARGETS[key])[-1].html

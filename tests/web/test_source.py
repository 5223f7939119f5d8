"""A page without what nobody reads in it: what stays, what goes, and how long that may take."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.web.html.source import find_refresh, split_source

LD = '<script type="application/ld+json">{"@type": "Article"}</script>'


@pytest.mark.parametrize(
    ("html", "markup"),
    [
        ("a<script>x<y</script>b", "ab"),
        ("a<SCRIPT src=x>y</Script >b", "ab"),
        ("a<style>p{}</style>b<svg><path d='M1'/></svg>c", "abc"),
        ("a<!-- <p>x</p> -->b<!--->c<!---->d", "abcd"),
        ("a<template><p>x</p></template><iframe src=x>y</iframe>b", "ab"),
        ("a<script>never closed <p>b", "a"),
        ("a<!-- never closed <p>b", "a"),
        ("<scripts>a</scripts><svgx>b</svgx>", "<scripts>a</scripts><svgx>b</svgx>"),
        ("<p>1 < 2 <! 3</p>", "<p>1 < 2 <! 3</p>"),
    ],
)
def test_what_is_never_read_goes_and_all_else_stays_as_it_is(html: str, markup: str) -> None:
    assert split_source(html).markup == markup


@pytest.mark.parametrize(
    "script",
    [LD, LD.replace('"application/ld+json"', "application/ld+json id=x"), LD.replace("script", "SCRIPT")],
)
def test_data_for_programs_is_kept_apart(script: str) -> None:
    source = split_source(f"<title>a</title>{script}<p>b")
    assert source.markup == "<title>a</title><p>b"
    assert source.json_ld == ('{"@type": "Article"}',)


@given(
    st.lists(
        st.sampled_from(
            ["<script", ">", "</script>", "<!--", "-->", "<svg", "</svg", "text", "<p>", "<", "/"]
        )
    )
)
def test_nothing_is_kept_that_a_second_look_would_take_out(parts: list[str]) -> None:
    markup = split_source("".join(parts)).markup
    # Taking out a comment can put two halves of a tag together; a browser would not see a tag there either.
    assert len(split_source(markup).markup) <= len(markup)


@pytest.mark.parametrize(
    "piece",
    ["<script>", "<!--", "<svg", "<script type=application/ld+json>", "</script>", "<style></styl", "<!-->"],
)
def test_the_time_grows_with_the_length_only(piece: str) -> None:
    began = time.process_time()
    split_source(piece * (2_000_000 // len(piece)))
    assert time.process_time() - began < 2


@pytest.mark.parametrize(
    ("html", "target"),
    [
        ('<meta http-equiv="refresh" content="0; url=/real"><title>Redirecting…</title>', "/real"),
        (
            "<META CONTENT='1;URL=\"https://e.example/?a=1&amp;b=2\"' HTTP-EQUIV=Refresh>",
            "https://e.example/?a=1&b=2",
        ),
        ('<meta http-equiv="refresh" content="300; url=/self">', ""),
        ('<meta http-equiv="refresh" content="5">', ""),
        ('<noscript><meta http-equiv="refresh" content="0; url=/no-script"></noscript>', ""),
        ('<meta name="description" content="0; url=/x">', ""),
    ],
)
def test_a_page_that_sends_every_browser_on_says_where(html: str, target: str) -> None:
    assert find_refresh(html) == target

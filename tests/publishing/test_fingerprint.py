"""Two forms of one body have one fingerprint, and whatever somebody does to it shows."""

import pytest

from workbench.publishing.parse.fingerprint import compute_fingerprint

BODY = (
    '<p>Hey <strong>bold</strong> <code>x &lt; y</code> <a href="https://a.example/x?y=1&amp;z=2">here</a></p>\n'
    "<h2>📄 1 Papers</h2>\n"
    '<iframe src="https://www.youtube.com/embed/kCc8FmEb1nY"></iframe>\n'
    "<ul>\n<li><p>one</p><p>two</p></li>\n<li>three</li>\n</ul>\n"
    "<blockquote><p>first</p><ul><li>second</li></ul></blockquote>\n"
    "<p><strong><em>both</em></strong></p>\n"
)


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("<h2>📄", '<h2 id="%F0%9F%93%84-1-papers">📄'),
        ("</p>\n<h2>", "</p><h2>"),
        ("<iframe", '<figure class="kg-card kg-embed-card"><iframe'),
        ("<strong><em>both</em></strong>", "<em><strong>both</strong></em>"),
        ("<strong>bold</strong>", "<b>bo</b><b>ld</b>"),
        ("<p>one</p><p>two</p>", "onetwo"),
        ("<p>first</p><ul><li>second</li></ul>", "first<br><br>second"),
        ("Hey ", "Hey&nbsp;"),
    ],
)
def test_another_form_of_the_same_is_the_same(ours: str, theirs: str) -> None:
    assert ours in BODY
    assert compute_fingerprint(BODY.replace(ours, theirs)) == compute_fingerprint(BODY)


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("three", "four"),
        ("<strong>bold</strong>", "bold"),
        ("<strong>bold</strong>", "<em>bold</em>"),
        ("<strong>bold</strong>", "<strong>bo</strong>ld"),
        ("z=2", "z=3"),
        ("</code> <a", "</code></p><p><a"),
        ("h2>", "h3>"),
        ("kCc8FmEb1nY", "zduSFxRajkE"),
        ("ul>", "ol>"),
        ("<li>three</li>", ""),
        ("blockquote>", "div>"),
        ("</blockquote>\n", "</blockquote><hr>"),
        ("📄", ""),
        ("</ul>\n<b", "</ul><p>A word of theirs.</p><b"),
    ],
)
def test_an_edit_shows(ours: str, theirs: str) -> None:
    assert ours in BODY
    assert compute_fingerprint(BODY.replace(ours, theirs)) != compute_fingerprint(BODY)


def test_a_page_that_nests_for_ever_has_one_as_well() -> None:
    assert compute_fingerprint("<ul><li><b>" * 20_000 + "x")

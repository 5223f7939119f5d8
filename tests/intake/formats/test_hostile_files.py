"""Files that are cut, broken or meant to take forever: each gives a result or one sentence, in time that grows with
it."""

import json
import plistlib
from time import process_time

import pytest

from tests.intake.formats.test_bookmark_html import DIALECTS, HEAD
from tests.intake.formats.test_json_exports import FULL
from tests.intake.formats.test_mail import make_mail, make_mailbox
from tests.intake.formats.test_outlines_and_feeds import FEEDS
from tests.intake.formats.test_pages import POCKET
from tests.intake.formats.test_safari import BOOKMARKS
from workbench.curation.model import UserError
from workbench.intake import parse_import
from workbench.intake.formats import READABLE_FORMATS, link_list

OUTLINE = b'<opml><body><outline text="AI"><outline type="link" text="a" url="https://e.com/x"/></outline></body></opml>'
SAMPLES = {
    **{name: (HEAD + text).encode() for name, text in DIALECTS.items()},
    **{name: json.dumps(document, indent=1).encode() for name, document in FULL.items()},
    **{name: text.encode() for name, text in FEEDS.items()},
    "Pocket": POCKET.encode(),
    "OPML": OUTLINE,
    "webloc": plistlib.dumps({"URL": "https://e.com/x"}),
    "Safari": plistlib.dumps(BOOKMARKS, fmt=plistlib.FMT_BINARY),
    "mailbox": make_mailbox(make_mail(), make_mail()),
    "binary webloc": plistlib.dumps({"URL": "https://e.com/x"}, fmt=plistlib.FMT_BINARY),
}


def find_refusal(data: bytes, format: str | None = None) -> str:
    """The sentence with which a file is refused; empty where it is read."""
    try:
        parse_import(data, "x", format)
    except UserError as error:
        return str(error)
    return ""


def is_sentence(text: str) -> bool:
    return not text or (
        text.startswith("“x” ") and text.endswith(".") and "\n" not in text and len(text) < 500
    )


@pytest.mark.parametrize("name", SAMPLES)
def test_a_file_cut_anywhere_gives_a_result_or_a_sentence(name: str) -> None:
    data = SAMPLES[name]
    for end in range(0, len(data), 13):
        for cut in (data[:end], data[end:], data[:end] + b"\0\xff" + data[end:]):
            assert is_sentence(find_refusal(cut))


@pytest.mark.parametrize("format", [name for name in READABLE_FORMATS if name != "markdown"])
@pytest.mark.parametrize("name", ["Chrome", "pinboard", "RSS", "binary webloc"])
def test_any_file_may_be_read_as_any_format(name: str, format: str) -> None:
    assert is_sentence(find_refusal(SAMPLES[name], format))


GROWING = {
    "lists within lists": (HEAD, "<DL>"),
    "anchors without an end": (HEAD, '<a href="'),
    "quotes that never pair": (HEAD, '<a =" '),
    "attributes": (HEAD + "<a ", 'x="y" '),
    "notes": (HEAD + "<DT><A HREF='https://e.com'>", "<dd>x"),
    "comments without an end": (HEAD, "<!--"),
    "scripts without an end": ("<html>", "<script>"),
    "comments before the page": ("", "<!-- -->"),
    "outlines within outlines": ("<opml>", '<outline text="a">'),
    "one line": ('[{"href": "x", "description": "', "x"),
    "tags of a feed": ("<rss version='2.0'><channel>", "<a>"),
    "folders of a shortcut": ("[InternetShortcut]\n", "URL \t"),
}


@pytest.mark.parametrize("name", GROWING)
def test_time_grows_with_the_file(name: str) -> None:
    def measure(size: int) -> float:
        head, part = GROWING[name]
        data = (head + part * (size // len(part))).encode()
        begun = process_time()
        assert is_sentence(find_refusal(data))
        return process_time() - begun

    small, large = min(measure(40_000), measure(40_000)), measure(320_000)
    assert large < 0.5 + 24 * small


@pytest.mark.parametrize(
    "link",
    ["https://gates.example/a/b.html?c=d.e/f", "gates.example/a", "- [Gates](https://www.gates.example/a)"],
)
@pytest.mark.parametrize("between", ["\n", ", ", " "])
def test_links_of_a_text_are_counted_once_each(
    link: str, between: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(link_list, "MAX_ROWS", 10)
    few, many = (between.join([link] * count).encode() for count in (10, 11))
    assert parse_import(few, "a.txt", "list").clippings
    with pytest.raises(UserError, match="split it into smaller files"):
        parse_import(many, "a.txt", "list")

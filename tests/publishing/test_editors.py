"""The comparison over what a dozen editors give back: silent where all arrived, and each loss of theirs told."""

import re
import time
from typing import Final

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.publishing.test_damages import BODY, EDITION, SUBSTACK, compare_html, part_of
from tests.support.editors import EDITORS, give_back_tiptap
from tests.support.whole_issue import make_whole_edition
from workbench.curation.publication import DEFAULT_TARGETS
from workbench.publishing.compare import compare_paste
from workbench.publishing.compare.addresses import is_same_address
from workbench.publishing.parse.pasted import parse_pasted_text
from workbench.publishing.parse.pasted_html import parse_pasted_html
from workbench.publishing.passages import build_passages

RULES: Final = "All 3 rules are gone."
MARKS: Final = (
    "All bold is lost, 19 words or phrases: `workbench proof --punch-list` lists them.",
    "All italic is lost, 12 words or phrases: `workbench proof --punch-list` lists them.",
)
CODE: Final = "All code is lost, 5 words or phrases: `workbench proof --punch-list` lists them."
HEADINGS: Final = ("All 6 headings of level 2 are paragraphs.", "All 15 headings of level 3 are paragraphs.")
QUOTES: Final = "All 3 quotes are paragraphs."
DEAD: Final = ("All 11 addresses are plain text and no links.", "All 8 words with a link are plain text.")
VIDEO_OF_BODY: Final = part_of('<p><a href="https://www.youtube.com/watch?v=7x', "\n<p>Bytes")
LISTS: Final = (
    "All 11 items of bulleted lists are paragraphs.",
    "All 3 items of numbered lists are paragraphs.",
)

LOSSES: Final[dict[str, tuple[str, ...]]] = {
    "tiptap": (), "contenteditable": (), "ckeditor": (), "tinymce": (), "koenig": (), "blocknote": (), "gutenberg": (),
    "lexical": (RULES,),
    "quill": (RULES,),
    "editor.js": (*MARKS, CODE, QUOTES),
    "trix": (*HEADINGS, RULES, CODE),
    "slate": (*MARKS, *HEADINGS, *LISTS, RULES, *DEAD, CODE, QUOTES),
}  # fmt: skip
"""What each editor loses of everything there is in an issue; players aside."""


@pytest.mark.parametrize("editor", EDITORS)
def test_each_editor_is_told_what_it_lost_and_nothing_else(editor: str) -> None:
    found = compare_html(EDITORS[editor](BODY))
    said = [finding.message for finding in found.findings if finding.rule != "video"]
    assert sorted(said) == sorted(LOSSES[editor])
    assert (found.videos, found.players) == (4, 0 if editor == "slate" else 4)


@pytest.mark.parametrize(
    ("html", "says"),
    [
        ('<p><a href="https://youtu.be/{id}">https://youtu.be/{id}</a></p>', "is a link and no player"),
        ("<p>https://www.youtube.com/watch?v={id}</p>", "stays a plain address, neither player nor link"),
        ('<a href="https://www.youtube.com/watch?v={id}"><img src="https://i.ytimg.com/vi/{id}/hq.jpg"></a>', ""),
        ('<div class="youtube-wrap" data-attrs=\'{{"videoId":"{id}","startTime":null}}\'></div>', ""),
        ('<div data-url="https://youtu.be/{id}"><iframe src="https://www.youtube.com/embed/{id}"></iframe></div>', ""),
    ],
)  # fmt: skip
def test_the_state_of_each_video_is_told(html: str, says: str) -> None:
    there = html.format(id="7xTGNNLPyMI")
    found = compare_html(give_back_tiptap(BODY.replace(VIDEO_OF_BODY, "\0")).replace("\0", there))
    assert (found.players, found.videos) == (3 if says else 4, 4)
    expected = f"Video 3 {says}" if says else ""
    assert [one.message for one in found.findings if not one.message.startswith(expected)] == []
    assert all("`workbench copy --part video:1023`" in one.message for one in found.findings)
    assert len(found.findings) == bool(says)


def test_a_player_that_was_dropped_is_a_link_where_the_one_below_it_stayed() -> None:
    ghost = next(target for target in DEFAULT_TARGETS if target.video == "embed")
    html = build_passages(EDITION, ghost)[-1].html
    assert compare_paste(EDITION, ghost, parse_pasted_html(html)).findings == ()
    linked = re.sub(r"<iframe[^>]*></iframe>", "", html)
    said = [one.message for one in compare_paste(EDITION, ghost, parse_pasted_html(linked)).findings]
    assert [one.partition(":")[0] for one in said] == [
        f"Video {at} is a link and no player" for at in range(1, 5)
    ]
    gone = re.sub(r"<figure>.*?</figure>", "", html)
    said = [one.message for one in compare_paste(EDITION, ghost, parse_pasted_html(gone)).findings]
    assert len(said) == 8
    assert all("is missing" in one for one in said)


@pytest.mark.parametrize(
    "added", ["ref=thetokenizer.com", "utm_source=x", "utm_medium=a&amp;ref=b", "source=letter"]
)
def test_what_platforms_add_to_an_address_is_no_other_address(added: str) -> None:
    html = re.sub(r'href="([^"?]+)"', rf'href="\1?{added}"', give_back_tiptap(BODY))
    assert (
        compare_html(re.sub(r'href="([^"]*\?\w+=\w+&amp;\w+=\w+)"', rf'href="\1&amp;{added}"', html)).findings
        == ()
    )


@pytest.mark.parametrize(
    ("ours", "theirs", "same"),
    [
        ("https://cursor.com/blog", "https://cursor.com/blog?ref=thetokenizer.com", True),
        ("https://docs.astral.sh/uv", "http://docs.astral.sh/uv/?ref=127.0.0.1", True),
        ("https://git-scm.com/docs/git-log", "https://git-scm.com/docs/git-log?ref=letter", True),
        ("https://a.example/x?utm_source=b", "https://a.example/x", True),
        ("https://a.example/x?abc", "https://a.example/x?abc=&utm_source=substack", True),
        ("https://web.archive.org/web/2020/https://a.b/x", "https://web.archive.org/web/2020/https://a.b/x", True),
        ("https://a.example/x?ref=main", "https://a.example/x?ref=dev", False),
        ("https://a.example/x?ref=main", "https://a.example/x", False),
        ("https://a.example/x?p=1", "https://a.example/x?p=2", False),
        ("https://a.example/x?p=1", "https://a.example/x", False),
        ("https://a.example/x", "https://a.example/x?p=1", False),
        ("https://a.example/x", "https://a.example/x#part", False),
        ("https://a.example/x", "https://a.example/X", False),
        ("https://a.example/x", "", False),
    ],
)  # fmt: skip
def test_an_address_is_the_same_where_only_platforms_wrote_in_it(ours: str, theirs: str, same: bool) -> None:
    assert is_same_address(ours, theirs) is same


@pytest.mark.parametrize(
    ("wrapper", "says"),
    [
        ("https://substack.com/redirect/2/eyJlIjoiaHR0cHM6Ly9naXRodWIuY29tL293bmVyL2RlYnVnIn0.abc", ""),
        ("https://www.google.com/url?q=https://github.com/owner/debug", ""),
        ("https://substack.com/redirect/0a1b2c3d-1111-2222-3333-444455556666?j=eyJ1IjoiMSJ9", "through substack.com"),
        ("https://news.example/r/0a1b2c3d?m=11", "leads through news.example"),
        ("https://link.mail.beehiiv.com/ss/c/u001.abcdef/4a2/x", "leads through link.mail.beehiiv.com"),
    ],
)  # fmt: skip
def test_a_counter_is_looked_into_and_one_that_hides_where_it_leads_is_told_once(
    wrapper: str, says: str
) -> None:
    html = give_back_tiptap(BODY)
    found = compare_html(html.replace('"https://github.com/owner/debug"', f'"{wrapper}"')).findings
    assert [one.level for one in found] == ["warning"] * bool(says)
    assert all(says in one.message and "cannot be checked" in one.message for one in found)
    everywhere = html.replace('href="https://', f'href="{wrapper}&amp;to=')
    assert says == "" or len(compare_html(everywhere).findings) == 1


def test_a_counter_of_no_known_name_is_told_by_how_often_it_comes() -> None:
    number = iter(range(100))
    html = give_back_tiptap(BODY)
    counted = re.sub(
        r'href="https://(?!www\.youtube)[^"]*"',
        lambda _: f'href="https://a.sender.example/{next(number)}aB3xQ9zLmN7pRt2vWy5kD"',
        html,
    )
    (found,) = compare_html(counted).findings
    assert (found.level, next(number)) == ("warning", 19)
    assert (
        "lead through a.sender.example, which does not say where to: they cannot be checked." in found.message
    )
    once = html.replace(
        '"https://github.com/owner/debug"', '"https://a.sender.example/1aB3xQ9zLmN7pRt2vWy5kD"'
    )
    (found,) = compare_html(once).findings
    assert found.message.startswith("“GitHub” leads to https://a.sender.example/1aB3x")


def test_editors_that_run_loose_items_together_are_told_once() -> None:
    points = "- first point\n\n  with a second paragraph\n\n- second point\n\n  with more of it"
    loose = f"{points}\n\n> a quote\n>\n> in two parts"
    edition = msgspec.structs.replace(EDITION, greeting=loose)
    html = give_back_tiptap(build_passages(edition, SUBSTACK)[-1].html)
    assert compare_html(html, edition).findings == ()
    start, rest = html.split("<h2>", 1)
    fused = start.replace("</p>\n<p>", "")
    (found,) = compare_html(f"{fused}<h2>{rest}", edition).findings
    assert (found.level, found.rule) == ("warning", "joined")
    assert found.message == (
        "“with a second paragraph”, “with more of it” and “in two parts” run into the paragraphs before them in their "
        "lists or quotes."
    )


def test_text_without_markup_is_compared_without_its_numbers_bullets_and_lines() -> None:
    for target in DEFAULT_TARGETS:
        text = build_passages(EDITION, target)[-1].text
        assert compare_paste(EDITION, target, parse_pasted_text(text)).findings == ()
        numbered = text.replace("1) ", "1. ").replace("2) ", "2. ").replace("• ", "- ")
        assert compare_paste(EDITION, target, parse_pasted_text(numbered)).findings == ()


def test_another_text_is_told_as_that() -> None:
    (found,) = compare_html("<p>A shopping list</p>" * 40).findings
    assert found.message == "Nothing of the issue is there: this is another text."


BLOCKS: Final = BODY.split("\n")


@given(at=st.integers(0, len(BLOCKS) - 1), editor=st.sampled_from(["tiptap", "contenteditable", "koenig"]))
def test_any_block_that_is_gone_is_told(at: int, editor: str) -> None:
    block = BLOCKS[at]
    rest = [*BLOCKS[:at], *BLOCKS[at + 1 :]]
    if block.startswith(("<ul>", "<ol>")):  # its list goes on with the next item
        rest[at] = block[:4] + rest[at]
    html = "\n".join(rest) + (block[-5:] if block.endswith(("</ul>", "</ol>")) else "")
    assert compare_html(EDITORS[editor](html)).findings


@given(data=st.data())
def test_any_word_that_is_another_is_told(data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(BLOCKS) - 1))
    words = [part for part in BLOCKS[at].split(" ") if part.isalpha() and part.isascii()]
    if not words:
        return
    word = data.draw(st.sampled_from(words))
    other = data.draw(st.sampled_from(["quokka", "7", "ë"]))
    changed = [*BLOCKS[:at], BLOCKS[at].replace(f" {word} ", f" {other} "), *BLOCKS[at + 1 :]]
    if changed != BLOCKS:
        assert compare_html(give_back_tiptap("\n".join(changed))).findings


@pytest.mark.parametrize(
    "html",
    [
        "a b c " * 650_000,
        "<p>a</p>" * 500_000,
        "a<br>" * 800_000,
        "<b>a</b>" * 400_000,
        "<ul><li>" * 300_000,
        "<p>It reads a draft as reviewers would do</p>" * 90_000,
        "".join(f"<p>GitHub {at}</p>" for at in range(200_000)),
        "<p>" + "https://a.example/b " * 200_000,
        f"<p>{'x' * 3_900_000}</p>",
    ],
    ids=lambda html: html[:12],
)
def test_a_hostile_paste_is_compared_in_bounded_time(html: str) -> None:
    started = time.thread_time()
    compare_html(html)
    compare_paste(EDITION, SUBSTACK, parse_pasted_text(html.replace("<p>", "\n")))
    assert time.thread_time() - started < 4


def test_an_issue_ten_times_as_large_is_compared_within_a_second() -> None:
    edition = make_whole_edition(copies=10)
    html = EDITORS["contenteditable"](build_passages(edition, SUBSTACK)[-1].html)
    started = time.thread_time()
    found = compare_html(html, edition)
    assert time.thread_time() - started < 1
    assert found.findings == ()


def test_what_lies_beyond_the_bounds_is_said_to_be_unread() -> None:
    found = compare_html(give_back_tiptap(BODY) + "<p>a</p>" * 600_000).findings
    assert found[-1].message == "What came back is longer than what is compared: its end was not looked at."

"""Fifty-eight things that can happen to a paste: each damage is told once, where it is, and each respelling is not.

Each is done to the HTML of an issue with everything in it, and given back by editors that write HTML in different ways.
"""

import re
from collections.abc import Callable
from typing import Final, TypeAlias

import pytest

from tests.support.editors import EDITORS, drop_tags, rename_tags
from tests.support.whole_issue import VIDEOS, make_whole_edition
from workbench.curation.publication import DEFAULT_TARGETS
from workbench.publishing.compare import Comparison, compare_paste
from workbench.publishing.layout import Edition
from workbench.publishing.parse.pasted_html import parse_pasted_html
from workbench.publishing.passages import build_passages

SUBSTACK: Final = DEFAULT_TARGETS[0]
Damage: TypeAlias = Callable[[str], str]
EDITION: Final = make_whole_edition()
BODY: Final = build_passages(EDITION, SUBSTACK)[-1].html.strip()


def compare_html(html: str, edition: Edition = EDITION) -> Comparison:
    return compare_paste(edition, SUBSTACK, parse_pasted_html(html))


def replace_once(was: str, becomes: str) -> Damage:
    def damage(html: str) -> str:
        assert html.count(was) == 1, f"{was} stands there {html.count(was)} times"
        return html.replace(was, becomes)

    return damage


def cut_between(start: str, end: str) -> Damage:
    """Without what stands from one text to before another."""

    def damage(html: str) -> str:
        at = html.index(start)
        return html[:at] + html[html.index(end, at) :]

    return damage


def cut_from(start: str) -> Damage:
    return lambda html: html[: html.index(start)]


def swap(first: str, second: str) -> Damage:
    """With two texts in each other's place."""

    def damage(html: str) -> str:
        assert html.count(first) == html.count(second) == 1, (first, second)
        return html.replace(first, "\0").replace(second, first).replace("\0", second)

    return damage


def part_of(start: str, end: str) -> str:
    """The HTML from one text to before another."""
    at = BODY.index(start)
    return BODY[at : BODY.index(end, at)].rstrip("\n")


def move_section(html: str) -> str:
    videos = part_of("<h2>🎥", "<h2>📰")
    return html.replace(videos + "\n", "").replace("<h2>🛠", videos + "\n<h2>🛠")


def unlink_addresses(html: str) -> str:
    return re.sub(r'<a href="[^"]*">(https?://(?!www\.y)[^<]*)</a>', r"\1", html)


def unlist(html: str) -> str:
    return re.sub(r"</?(?:ul|ol)>", "", html).replace("<li>", "<p>").replace("</li>", "</p>")


def drop_emoji(html: str) -> str:
    return re.sub("[\U0001f300-\U0001faff]\ufe0f? ?", "", html)


def swap_links(html: str) -> str:
    """With the links of two entries in each other's place."""
    first, second = (
        re.search(rf"<p>(<a [^\n]*{id}</a> \| [^\n]*)</p>", html)[1]  # type: ignore[index]
        for id in ("2512.02589", "2505.06708")
    )
    return swap(first, second)(html)


ENTRY: Final = part_of("<h3>PaperDebugger", "<h3>Gated")
NEXT_ENTRY: Final = part_of("<h3>Gated", "<h3>中文")
STRAY: Final = "<p>This paragraph was left over from the issue of last week, which was another one.</p>\n"
GREETING: Final = part_of("<p>Hey", "<h2>TL")

SECOND: Final = part_of("<p>The second paragraph", "\n<h3>")
TOKENS: Final = "<p>They show it on 3.5 trillion tokens.</p>"
CHINESE: Final = part_of("<p>研究者", "\n<p>It holds")
JAPANESE: Final = part_of("<p>It holds", "\n<h3>")
QUOTE: Final = part_of("<blockquote><p>A sigmoid", "\n<p>They")
UNQUOTED: Final = drop_tags(QUOTE, "blockquote")
VIDEO: Final = part_of(f'<p><a href="https://www.youtube.com/watch?v={VIDEOS[2]}', "\n<p>Bytes")
GONE: Final = "None of it is there."

Told: TypeAlias = list[tuple[str, str, str]]
"""The rule, the piece and a part of the sentence of each finding, in order."""

DAMAGES: Final[dict[str, tuple[Damage, Told]]] = {
    "an entry deleted": (replace_once(ENTRY, ""), [("missing", "entry:12", GONE)]),
    "a blurb deleted": (
        cut_between("<p>An hour for those", "<h2>📰"),
        [("missing", "entry:24", "“An hour for those who never trained one, with go…” is missing.")],
    ),
    "an item deleted": (
        replace_once("<li>rewrites nothing by itself</li>", ""),
        [("missing", "entry:12", "“rewrites nothing by itself” is missing.")],
    ),
    "the greeting deleted": (replace_once(GREETING, ""), [("missing", "greeting", GONE)]),
    "the closing deleted": (cut_from("<p>That is all"), [("missing", "closing", GONE)]),
    "a section's heading deleted": (
        cut_between("<h2>🎥", "<h3>Let"), [("missing", "section:videos", "“🎥 4 Videos” is missing.")],
    ),
    "the last fifth lost": (
        cut_from("<h3>llm-scheduler"),
        [
            ("missing", "entry:42", GONE),
            ("missing", "section:pick", "“🎓 1 Pick of the Week” is missing."),
            ("missing", "entry:51", GONE),
            ("missing", "closing", GONE),
        ],
    ),
    "two entries swapped": (
        swap(ENTRY, NEXT_ENTRY),
        [("order", "entry:13", "“Gated attention for long inputs” and what follows it stand after “The second")],
    ),
    "a section moved": (
        move_section,
        [("order", "section:reads", "“📰 3 Curated Reads” and what follows it stand after “Короткий ответ")],
    ),
    "a labelled link changed": (
        replace_once("owner/debug", "owner/buggy"),
        [("link", "entry:12", "“GitHub” leads to https://github.com/owner/buggy and not to https://github.com/owner/d")],
    ),
    "a word unlinked": (
        replace_once('<a href="https://a.example/r">a reply</a>', "a reply"),
        [("link", "entry:33", "“a reply” is no longer a link to https://a.example/r.")],
    ),
    "two paragraphs joined": (
        replace_once(f"</p>\n{SECOND}", f" {SECOND[3:]}"),
        [("joined", "entry:11", "“The second paragraph names max_steps and nothing…” runs into the line before it.")],
    ),
    "a heading and its links joined": (
        lambda html: re.sub(r"(margin)</h3>\n<p>(.*)</p>", r"\1 \2</h3>", html),
        [("joined", "entry:12", "“https://arxiv.org/abs/2512.02589 | GitHub” runs into the line before it.")],
    ),
    "a word changed": (
        replace_once("nothing more than that", "nothing less than that"),
        [("changed", "entry:11", "says “less” where the issue says “more”.")],
    ),
    "a number changed": (
        replace_once("3.5 trillion", "35 trillion"),
        [("changed", "entry:13", "says “35” where the issue says “3.5”.")],
    ),
    "a formula emptied": (
        replace_once("$\\sigma(Wx)$", "$$"), [("changed", "entry:13", "has lost “sigma(Wx”.")],
    ),
    "code emptied": (
        replace_once("bash speedrun.sh", ""), [("changed", "entry:41", "has lost “bash speedrun.sh”.")],
    ),
    "letters garbled": (
        replace_once("研究者发现", "ç ”ç©¶è€…å‘çŽ°"), [("changed", "entry:14", "where the issue says “研究者发现”.")],
    ),
    "letters become question marks": (
        replace_once("Короткий", "????????"), [("changed", "entry:15", "has lost “Короткий”.")],
    ),
    "a video gone": (
        replace_once(f"{VIDEO}\n", ""),
        [("missing", "entry:23", f"“https://www.youtube.com/watch?v={VIDEOS[2]}” is missing.")],
    ),
    "a video joined to text": (
        replace_once(f"{VIDEO}\n<p>", VIDEO.replace("</p>", " ")),
        [("joined", "entry:23", "The video's address is not alone: it would not be played.")],
    ),
    "asterisks shown": (
        replace_once("<strong>every head</strong>", "**every head**"),
        [("raw", "entry:13", "“The gate is $\\sigma(Wx)$ after **every head**.” shows marks of Markdown.")],
    ),
    "hashes shown": (
        replace_once("<h3>nanochat</h3>", "<p>### nanochat</p>"),
        [("raw", "entry:41", "“### nanochat” shows marks of Markdown.")],
    ),
    "a heading become a paragraph": (
        replace_once("<h3>nanochat</h3>", "<p>nanochat</p>"),
        [("form", "entry:41", "“nanochat” is no longer a heading of level 3: it is a paragraph.")],
    ),
    "lists become paragraphs": (
        unlist,
        [
            ("form", "tldr", "All 11 items of bulleted lists are paragraphs."),
            ("form", "entry:22", "All 3 items of numbered lists are paragraphs."),
        ],
    ),
    "a paragraph split": (
        replace_once(" and hurt elsewhere", "</p><p>and hurt elsewhere"),
        [("split", "entry:11", "is split: “and hurt elsewhere: accu…” begins a line of its own.")],
    ),
    "the links of two entries swapped": (
        swap_links,
        [
            ("link", "entry:12", "2512.02589” leads to https://arxiv.org/abs/2505.06708 and not to"),
            ("link", "entry:12", "“GitHub” leads to https://github.com/owner/gates and not to"),
            ("link", "entry:13", "2505.06708” leads to https://arxiv.org/abs/2512.02589 and not to"),
            ("link", "entry:13", "“GitHub” leads to https://github.com/owner/debug and not to"),
        ],
    ),
    "a bare address leading elsewhere": (
        replace_once('"https://arxiv.org/abs/2512.02589"', '"https://arxiv.org/abs/2512.02590"'),
        [("link", "entry:12", "2512.02589” leads to https://arxiv.org/abs/2512.02590 and not to")],
    ),
    "a second parameter changed": (
        replace_once("t?a=1&amp;b=2", "t?a=1&amp;b=3"),
        [("link", "entry:11", "“the table” leads to https://example.org/t?a=1&b=3 and not to")],
    ),
    "a bare address unlinked": (
        lambda html: re.sub(r'<a href="[^"]*2512\.02589">([^<]*)</a>', r"\1", html),
        [("link", "entry:12", "https://arxiv.org/abs/2512.02589 is plain text and no link.")],
    ),
    "all bare addresses unlinked": (
        unlink_addresses, [("link", "entry:11", "All 11 addresses are plain text and no links.")],
    ),
    "all links gone": (
        lambda html: drop_tags(html, "a"),
        [
            ("link", "entry:11", "All 11 addresses are plain text and no links."),
            ("link", "entry:11", "All 8 words with a link are plain text."),
        ],
    ),
    "two videos swapped": (
        lambda html: html.replace(VIDEOS[0], "\0").replace(VIDEOS[1], VIDEOS[0]).replace("\0", VIDEOS[1]),
        [
            ("link", "entry:21", "Video 1 is another one: https://www.youtube.com/"),
            ("link", "entry:22", "Video 2 is another one: https://www.youtube.com/"),
        ],
    ),
    "two blurbs swapped": (
        swap(SECOND, TOKENS),
        [
            ("order", "entry:11", "stands after “A sigmoid is all it takes, said one of the autho…”, where the issue"),
            ("order", "entry:13", "stands after “They help where search is needed and hurt elsewh…”, where the issue"),
        ],
    ),
    "two paragraphs swapped": (
        swap(CHINESE, JAPANESE),
        [("order", "entry:14", "“It holds for Japanese: 日本語でも同じ結果になる。” stands after")],
    ),
    "two lines of the summary swapped": (
        swap(" four hours that are worth it", " lessons in three alphabets"),
        [
            ("changed", "tldr", "says “📰 Reads” where the issue says “🎥 Videos”."),
            ("changed", "tldr", "says “🎥 Videos” where the issue says “📰 Reads”."),
        ],
    ),
    "all bold lost": (
        lambda html: drop_tags(html, "strong"),
        [("unstyled", "greeting", "All bold is lost, 19 words or phrases: `workbench proof --punch-list`")],
    ),
    "all italic lost": (
        lambda html: drop_tags(html, "em"),
        [("unstyled", "greeting", "All italic is lost, 12 words or phrases: `workbench proof --punch-list`")],
    ),
    "all code lost": (
        lambda html: drop_tags(html, "code"),
        [("unstyled", "entry:11", "All code is lost, 5 words or phrases: `workbench proof --punch-list`")],
    ),
    "one bold lost": (
        replace_once("<strong>every head</strong>", "every head"),
        [("unstyled", "entry:13", "“every head” is no longer bold.")],
    ),
    "one italic lost": (
        replace_once("<em>speaking</em>", "speaking"),
        [("unstyled", "entry:21", "“speaking” is no longer italic.")],
    ),
    "all h3 become h2": (
        lambda html: rename_tags(html, {"h3": "h2"}),
        [("form", "entry:11", "All 15 headings of level 3 are headings of level 2.")],
    ),
    "all h2 become h3": (
        lambda html: rename_tags(html, {"h2": "h3"}),
        [("form", "tldr", "All 6 headings of level 2 are headings of level 3.")],
    ),
    "a numbered list become bullets": (
        lambda html: rename_tags(html, {"ol": "ul"}),
        [("form", "entry:22", "All 3 items of numbered lists are items of bulleted lists.")],
    ),
    "a quote become a paragraph": (
        replace_once(QUOTE, UNQUOTED),
        [("form", "entry:13", "is no longer a quote: it is a paragraph.")],
    ),
    "a rule gone": (
        replace_once("<hr>\n<p>That is", "<p>That is"),
        [("form", "closing", "The rule before “That is all for this week.” is gone.")],
    ),
    "the body pasted twice": (
        lambda html: f"{html}\n{html}", [("twice", "greeting", "The whole body is there twice.")],
    ),
    "an entry pasted twice": (
        replace_once(ENTRY, f"{ENTRY}\n{ENTRY}"), [("twice", "entry:12", "It is there twice.")],
    ),
    "an old paragraph left": (
        replace_once("<h3>nanochat", f"{STRAY}<h3>nanochat"),
        [("extra", "section:tools", "“This paragraph was left over from the issue of l…” is not in the issue.")],
    ),
    "emoji gone": (drop_emoji, [("changed", "greeting", "All emoji are gone, in 12 lines.")]),
    "one emoji gone": (replace_once("🔬 ", ""), [("changed", "entry:23", "has lost “🔬”.")]),
    "a sign gone": (replace_once("5 &lt; 7", "5 7"), [("changed", "entry:11", "has lost “<”.")]),
    "backticks shown": (
        replace_once("<code>max_steps</code>", "`max_steps`"),
        [("raw", "entry:11", "“The second paragraph names `max_steps` and nothi…” shows marks of Markdown.")],
    ),
    "an asterisk shown": (
        replace_once("<em>circular</em>", "*circular*"),
        [("raw", "entry:12", "“finds *circular* claims” shows marks of Markdown.")],
    ),
}  # fmt: skip

PICTURE: Final = (
    '<figure><img src="https://cdn.example/a.png" alt="A chart"><figcaption>A chart of all that was lost in the last'
    ' weeks</figcaption></figure><p class="button-wrapper"><a class="button" href="https://x.example/subscribe?">'
    "Subscribe now to this letter</a></p>"
)
RESPELLED: Final[dict[str, Damage]] = {
    "quotes": lambda html: html.replace("&#x27;", "’").replace("; the", "; “the”"),
    "spaces": lambda html: html.replace(" is ", "&nbsp;is ").replace(" of ", "\u202fof "),
    "dashes": lambda html: html.replace("llm-scheduler</h3>", "llm–scheduler</h3>").replace(
        ": accuracy", " – accuracy"
    ),
    "counted clicks": lambda html: re.sub(
        r'href="([^"?]*)"', r'href="\1?utm_source=a&amp;utm_medium=email"', html
    ),
    "a picture, its caption and a button": replace_once("<h3>nanochat", f"{PICTURE}<h3>nanochat"),
}
LOSSLESS: Final = ("tiptap", "contenteditable", "ckeditor", "koenig")


@pytest.mark.parametrize("editor", LOSSLESS)
@pytest.mark.parametrize("name", DAMAGES)
def test_each_damage_is_told_once_where_it_is(name: str, editor: str) -> None:
    damage, told = DAMAGES[name]
    damaged = damage(BODY)
    assert damaged != BODY
    found = compare_html(EDITORS[editor](damaged)).findings
    assert [(one.rule, str(one.piece)) for one in found] == [(rule, piece) for rule, piece, _ in told]
    assert [one.message for one in found if not any(says in one.message for *_, says in told)] == []


@pytest.mark.parametrize("editor", LOSSLESS)
@pytest.mark.parametrize("name", RESPELLED)
def test_what_platforms_write_in_their_own_way_is_no_damage(name: str, editor: str) -> None:
    respelled = RESPELLED[name](BODY)
    assert respelled != BODY
    assert compare_html(EDITORS[editor](respelled)).findings == ()


def test_the_table_has_every_damage_that_was_seen() -> None:
    assert len(DAMAGES) >= 53

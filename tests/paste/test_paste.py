"""What is pasted is what readers get: a finished issue goes from the command line into the editors that platforms are
made of, is looked at there, copied back and compared. Each loss of an editor is told, and nothing else is."""

import re
from collections import Counter
from collections.abc import Callable
from typing import Final

import pytest
from msgspec import Struct
from selectolax.lexbor import LexborHTMLParser, LexborNode

from tests.support.commands import CommandLine
from tests.support.editor_pages import EditorPage
from tests.support.selection import read_selection
from tests.support.whole_issue import VIDEOS

pytestmark = pytest.mark.browser

RAW: Final = re.compile(r"\*\*|\]\(|^#{1,6} |^[-*] |^> |^```")
PARTS: Final = {
    "h2": "h2", "h3": "h3", "link": "a[href]", "bullet": "ul li", "number": "ol li", "bold": "strong",
    "italic": "em, i:not(:has(em))", "code": "code", "quote": "blockquote", "rule": "hr", "player": "iframe, oembed",
}  # fmt: skip
COPIED: Final = {
    "h2": 6, "h3": 15, "link": 23, "bullet": 11, "number": 3, "bold": 19, "italic": 12, "code": 5, "quote": 2,
    "rule": 3, "player": 0, "empty": 0, "raw": 0,
}  # fmt: skip
Contents = dict[str, Counter[str]]
Changes = dict[str, tuple[list[str], list[str]]]


class Case(Struct, frozen=True):
    """What an editor makes of what a target gets: by part, what is gone and what stands in its place; how many of the
    four videos are players, if the target plays any; and all that proof says."""

    editor: str
    target: str
    changes: Changes = {}
    players: int | None = 0
    said: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.editor}-{self.target}"


def make_video_links(*places: int) -> tuple[str, ...]:
    return tuple(
        f"Video {at} is a link and no player: `workbench copy --part video:{1020 + at}` copies it to be pasted alone."
        for at in places
    )


RULES_GONE: Final = "All 3 rules are gone."
LINKS_ONLY: Final = make_video_links(1, 2, 3, 4)
URLS: Final = [f"https://www.youtube.com/watch?v={id}" for id in VIDEOS]
EMBEDS: Final = [f"https://www.youtube.com/embed/{id}" for id in VIDEOS]
NO_RULES: Final[Changes] = {"rule": ([""] * 3, [])}
EMPTY_LINES: Final[Changes] = {"empty": ([], [""] * 3)}
"""Lexical leaves an empty paragraph where a rule was."""
BACKTICKS: Final[Changes] = {
    "h3": (["When do `<think>` tokens help?"], ["When do <think> tokens help?"]),
    "code": ([], ["<think>"]),
}
"""TipTap makes code of what a title has between backticks."""
TWO_QUOTES: Final[Changes] = {
    "quote": (
        ["Two lines of a quote with a break between them."],
        ["Two lines of a quote", "with a break between them."],
    )
}
"""Quill begins a quote at each line break."""
PLAYED: Final[Changes] = {"link": ([f"{url} -> {url}" for url in URLS], []), "player": ([], EMBEDS)}

CASES: Final = (
    Case("prosemirror", "substack", said=LINKS_ONLY),
    Case("tiptap", "substack", BACKTICKS, said=LINKS_ONLY),
    Case("tiptap-youtube", "substack", BACKTICKS | PLAYED, players=4),
    Case("lexical", "substack", NO_RULES | EMPTY_LINES, said=(RULES_GONE, *LINKS_ONLY)),
    Case("koenig", "substack", said=LINKS_ONLY),
    Case("quill", "substack", NO_RULES | TWO_QUOTES, said=(RULES_GONE, *LINKS_ONLY)),
    Case("ckeditor", "substack", said=LINKS_ONLY),
    Case("koenig", "ghost", players=4),
    Case("ckeditor", "ghost", {"player": (EMBEDS, [])}, said=LINKS_ONLY),
    Case("tiptap", "wordpress", BACKTICKS, said=LINKS_ONLY),
    Case("ckeditor", "beehiiv", players=None),
)


def read_contents(html: str) -> Contents:
    """What stands in a document, by the kind of part, each as its text and with where it leads."""
    tree = LexborHTMLParser(html)
    contents = {name: Counter(map(describe_part, tree.css(css))) for name, css in PARTS.items()}
    lines = Counter(node.text().strip() for node in tree.css("p, li, h2, h3, blockquote"))
    return contents | {
        "empty": Counter({"": lines[""]}),
        "raw": Counter({line: count for line, count in lines.items() if RAW.search(line)}),
    }


def describe_part(node: LexborNode) -> str:
    attributes = node.attributes
    if node.tag in ("iframe", "oembed"):
        player = attributes.get("src") or attributes.get("url") or attributes.get("srcdoc") or ""
        found = re.search(r"https://[\w./-]+/embed/[\w-]+", player)
        return found[0] if found else player
    text = " ".join(node.text(separator=" " if node.css_first("br") else "").split())
    return f"{text} -> {attributes['href']}" if node.tag == "a" else text


def compare_contents(copied: Contents, there: Contents) -> Changes:
    return {
        name: (
            sorted((copied[name] - there[name]).elements()),
            sorted((there[name] - copied[name]).elements()),
        )
        for name in copied
        if copied[name] != there[name]
    }


@pytest.mark.parametrize("case", CASES, ids=str)
def test_an_issue_arrives_in_an_editor_and_proof_says_exactly_what_did_not(
    case: Case, open_editor: Callable[[str], EditorPage], workbench: CommandLine
) -> None:
    page = open_editor(case.editor)
    copied = workbench.run_process("copy", "--target", case.target)
    assert "copied rich text and plain text to the clipboard." in copied.err
    given = read_contents(read_selection("text/html"))
    if case.target == "substack":
        assert {name: parts.total() for name, parts in given.items()} == COPIED

    told = page.paste("Until")
    assert told == {"trusted": True, "types": ["text/plain", "text/html"]}
    changes = {name: (sorted(gone), sorted(new)) for name, (gone, new) in case.changes.items()}
    assert compare_contents(given, read_contents(page.read_html())) == changes

    page.copy_all()
    proof = workbench.run_process("proof", "--json", "--target", case.target)
    assert [finding["message"] for finding in proof.json["findings"]] == list(case.said)
    assert proof.exit == bool(case.said)
    told_players = re.findall(r"Players: (\d) of 4 videos\.", proof.err)
    assert told_players == ([] if case.players is None else [str(case.players)])


NESTED: Final = """\
A line\\
and another.

- first
  - nested
    1. deep

- loose

  with a second paragraph

> a quote
>
> - listed in it
"""


@pytest.mark.parametrize(
    ("editor", "said"),
    [
        ("tiptap", ()),
        ("ckeditor", ()),
        ("lexical", (RULES_GONE, "“with a second paragraph” follows the line before it after a line break alone, not "
            "as a paragraph.")),
        ("koenig", ("“with a second paragraph” runs into the paragraph before it in its list or quote.",)),
        ("quill", (RULES_GONE, "“listed in it” is no longer an item of a bulleted list in a quote: it is an item of a "
            "bulleted list.")),
    ],
)  # fmt: skip
def test_what_becomes_of_lists_in_lists_and_quotes_is_told(
    editor: str, said: tuple[str, ...], open_editor: Callable[[str], EditorPage], workbench: CommandLine
) -> None:
    page = open_editor(editor)
    workbench.run_process("write", 1015, "--blurb-file", "-", stdin=NESTED)
    workbench.run_process("copy")
    page.paste("Until")
    page.copy_all()
    proof = workbench.run_process("proof", "--json")
    found = [finding for finding in proof.json["findings"] if finding["rule"] != "video"]
    assert tuple(finding["message"] for finding in found) == said


def test_a_video_that_is_pasted_again_alone_becomes_a_player(
    open_editor: Callable[[str], EditorPage], workbench: CommandLine
) -> None:
    page = open_editor("ckeditor")
    workbench.run_process("copy")
    page.paste("Until")
    page.browser.click(f"a[href='{URLS[2]}']", times=3)
    page.browser.press("Delete")
    workbench.run_process("copy", "--part", "video:1023")
    page.paste("oembed")
    page.copy_all()
    proof = workbench.run_process("proof", "--json")
    assert [finding["message"] for finding in proof.json["findings"]] == list(make_video_links(1, 2, 4))
    assert "Players: 1 of 4 videos." in proof.err

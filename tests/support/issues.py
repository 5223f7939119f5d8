"""A small newsletter, and one issue of it that uses every kind of piece."""

from collections.abc import Sequence
from html.parser import HTMLParser
from typing import Any, Protocol

from workbench.curation.block import Block, BlockRule
from workbench.curation.model import Entry, EntryId, Issue, IssueId, LabelledLink, LinkId, Section
from workbench.curation.publication import Publication, Tldr

SECTIONS = (
    Section(key="papers", heading="📄 {count} Papers", label="Papers", icon="📄", slots=3, kinds=("paper",)),
    Section(key="videos", heading="🎥 {count} Videos", label="Videos", icon="🎥", slots=2, kinds=("video",)),
    Section(key="tools", heading="🛠 {count} Tools", label="Tools", icon="🛠", slots=2, numbered=True),
)


PUBLICATION = Publication(
    name="The Sieve",
    title="{highlights} - The Sieve #{number}",
    tldr=Tldr(opening="This week:"),
    sections=SECTIONS,
    blocks=(
        BlockRule(key="new-here", place="after_greeting", heading="New here?", text="Welcome *aboard*.\n"),
    ),
)


PROMO = Block(key="promo", place="after_tldr", text="A word from a friend.")


class MakeIssue(Protocol):
    def __call__(self, **changes: Any) -> Issue: ...


def _make_issue(**changes: Any) -> Issue:
    fields: dict[str, Any] = {
        "id": 1, "number": 7, "date": "2026-11-29", "title": "Gates, Meshes & Agents", "subtitle": 'A "good" week',
        "greeting": "Hey there!\n\nIt was a *long* week.", "tldr": {"papers": "gates `do` work", "tools": "small ones"},
        "closing": "Until next week.", "sections": SECTIONS,
    }  # fmt: skip
    return Issue(**{**fields, **changes})


def _make_entry(
    section: str, slot: int | None, title: str, links: Sequence[tuple[str, str]], blurb: str = ""
) -> Entry:
    id = {"papers": 10, "videos": 20, "tools": 30}[section] + (slot or 9)
    labelled = tuple(LabelledLink(label, url) for label, url in links)
    return Entry(
        id=EntryId(id),
        issue=IssueId(1),
        link=LinkId(id + 100),
        section=section,
        slot=slot,
        title=title,
        links=labelled,
        blurb=blurb,
    )


ENTRIES = (
    _make_entry(
        "papers",
        2,
        "Quiet Feature Learning in C#",
        [("", "https://arxiv.org/abs/2505.03997"), ("GitHub", "https://github.com/owner/name_(x)")],
        "Loss is flat while features grow:\n\n- first *slowly*\n- then [at once](https://example.org/once)\n\n> Quiet!",
    ),
    _make_entry(
        "papers", 1, "Gated [Attention]", [("", "https://arxiv.org/abs/2505.06708")], "Gates do <b>much</b>."
    ),
    _make_entry(
        "videos",
        1,
        "Let's build GPT",
        [
            ("", "https://www.youtube.com/watch?v=kCc8FmEb1nY"),
            ("Code", "https://github.com/karpathy/ng-video-lecture"),
        ],
        "From scratch,\nin two hours.",
    ),
    _make_entry(
        "videos", None, "On the bench", [("", "https://www.youtube.com/watch?v=zduSFxRajkE")], "Not printed."
    ),
    _make_entry(
        "tools", 1, "nanochat", [("", "https://github.com/karpathy/nanochat")], "Small **and** whole."
    ),
)


HOSTILE_BITS = (
    "a", "snake_case", "C#", "é", "😀", "日本", " ", "  ", "\n", "\n\n", "\t", "\u00a0", "\u202e", "\x1b[31m", "\x00",
    "*", "**", "_", "__", "`", "``", "~", "~~~", "```", "\\", "\\*", "\\\n", "  \n", "&amp;", "&copy", "&#27;", "&",
    "[", "](https://a.example/b)", "](javascript:alert(1))", "](<", "![", "[x]: https://a.example", "<", ">", "<b>",
    "<script>", "<!-- ", "-->", "<https://a.example/>", "<a@b.example>", "# ", "## ", "###### ", "#", "- ", "* ", "+ ",
    "1. ", "2) ", "> ", "    ", "---", "***", "===", ":", "|", "|-|-|", "!", "$x$", "^", "{", "}", "www.a.example",
    "http://a.example", "mailto:a@b.example", "a@b.example", "### 1. ", "\ufeff", "\u2028", "\ud800",
    "• ", "– ", "「", "」**", "**“",
)  # fmt: skip


class Outline(HTMLParser):
    """What an HTML reader sees: tags, words, the addresses links lead to; space between tags does not count."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._ends_in_text = False  # words may begin with the sign that tags begin with
        self.links: list[str] = []
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.feed(text)
        self.close()
        self.parts = [words for part in self.parts if (words := " ".join(part.split()))]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        if tag == "a":
            self.links.extend(value or "" for _, value in attrs)
        else:
            self.parts.append(f"<{tag}>")
            self._ends_in_text = False

    def handle_endtag(self, tag: str) -> None:
        if tag not in ("a", "br", "hr"):
            self.parts.append(f"</{tag}>")
            self._ends_in_text = False

    def handle_data(self, data: str) -> None:
        if self._ends_in_text:
            self.parts[-1] += data
        else:
            self.parts.append(data)
            self._ends_in_text = True

    def handle_comment(self, data: str) -> None:
        self.tags.add(f"!--{data}")

"""The lines of an issue and of what came back, in the one form in which they are compared.

The issue's own lines are read from the HTML that its target gets, by the reader that reads what comes back. So what a
target writes in its own way is expected in that way.
"""

from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import islice
from typing import Final

from msgspec import Struct

from workbench.curation.pieces import Piece
from workbench.publishing.compare.addresses import video_key_of
from workbench.publishing.compare.words import URL_PATTERN, Words, find_urls, split_words
from workbench.publishing.parse.pasted import Mark, PastedLine, Run, drop_item_mark

MAX_LINKS: Final = 200
"""Links of one line that are compared."""
MARKS: Final[tuple[Mark, ...]] = ("bold", "italic", "code")


class ReturnedLink(Struct, frozen=True):
    """A link in a line: its words, as they are compared and as they are written, and its address.

    A bare one shows its address and has no words.
    """

    letters: str
    text: str
    href: str

    @property
    def is_bare(self) -> bool:
        """Whether its text is its address."""
        return not self.letters


class ComparedLine:
    """A line with everything that is compared of it. `runs` leave out what only shows an address."""

    def __init__(self, line: PastedLine, *, is_plain: bool = False) -> None:
        self.line = line
        self.links = tuple(islice(_join_links(line.runs), MAX_LINKS))
        shown = "".join(_iter_shown(line.runs))
        self.words: Words = split_words(drop_item_mark(shown.strip()) if is_plain else shown)
        self.letters = self.words.letters
        dead = (url for run in line.runs if not run.href for url in find_urls(run.text))
        self.dead_urls = tuple(islice(dead, MAX_LINKS))

    @cached_property
    def marked(self) -> dict[Mark, list[Words]]:
        """By mark, the words that have it; only spaces and punctuation may stand between two that count as one."""
        return {mark: list(_iter_marked(self.line.runs, mark)) for mark in MARKS}

    @property
    def lone_url(self) -> str:
        """The address that is all there is in the line: played, linked or dead."""
        if self.letters:
            return ""
        linked = self.links[0].href if self.links else ""
        return self.line.played or linked or (self.dead_urls[0] if self.dead_urls else "")

    @cached_property
    def video(self) -> str:
        """The key of the video whose address is all there is in the line."""
        return video_key_of(self.lone_url) if self.lone_url else ""

    @cached_property
    def key(self) -> str:
        """Equal for two lines that say the same; empty for a line that says nothing."""
        if self.letters:
            return self.letters
        if self.line.kind == "rule":
            return "\0rule"
        return f"\0{self.video or self.lone_url}" if self.lone_url else ""

    @property
    def name(self) -> str:
        """The line as people know it."""
        return self.line.text or self.lone_url

    @property
    def weight(self) -> int:
        """How much the line says, in bytes; a letter of Chinese says more than one of English."""
        return len(self.letters.encode("utf-8", "replace"))


class ExpectedLine(ComparedLine):
    """A line of the issue, of the piece it belongs to. `is_played` says whether its target plays videos."""

    def __init__(self, piece: Piece, line: PastedLine, *, is_plain: bool, is_played: bool) -> None:
        super().__init__(line, is_plain=is_plain)
        self.piece = piece
        self.is_video = is_played and bool(self.video)


class Form(Struct, frozen=True):
    """What a line is, for people: one of them, and several."""

    one: str
    many: str


def form_of(line: PastedLine) -> Form:
    """What kind of line this is."""
    quoted, quoted_many = (" in a quote", " in quotes") if line.is_quoted else ("", "")
    if line.kind == "heading":
        return Form(
            f"a heading of level {line.level}{quoted}", f"headings of level {line.level}{quoted_many}"
        )
    if line.kind == "item":
        depth = f" at depth {line.level}" if line.level > 1 else ""
        return Form(
            f"an item of a {line.list} list{depth}{quoted}", f"items of {line.list} lists{depth}{quoted_many}"
        )
    return Form("a quote", "quotes") if line.is_quoted else Form("a paragraph", "paragraphs")


def _join_links(runs: Sequence[Run]) -> Iterator[ReturnedLink]:
    """The links, each once: where marks begin or end in it, it comes in several runs."""
    text = href = ""
    for run in (*runs, Run("")):
        if run.href != href and href:
            if text.strip():
                letters = "" if _shows_address(text, href) else split_words(text).letters
                yield ReturnedLink(letters, text.strip(), href)
            text = ""
        href = run.href
        text = text + run.text if href else ""


def _iter_shown(runs: Sequence[Run]) -> Iterator[str]:
    """The text without what only shows an address. A space stands for that, or letters beside it would be one word."""
    texts: dict[int, str] = {}
    start = 0
    while start < len(runs):
        stop = start + 1
        while runs[start].href and stop < len(runs) and runs[stop].href == runs[start].href:
            stop += 1
        text = "".join(run.text for run in runs[start:stop])
        texts[start] = " " if runs[start].href and _shows_address(text, runs[start].href) else text
        start = stop
    yield from texts.values()


def _shows_address(text: str, href: str) -> bool:
    """Whether the text of a link is its address or another, whole or shortened."""
    text = text.strip().casefold()
    if URL_PATTERN.fullmatch(text) or text.startswith("www."):
        return True
    short = text.rstrip("…./ ")
    bare = href.casefold().partition("://")[2].removeprefix("www.")
    return "." in short and bool(bare) and bare.startswith(short)


def _iter_marked(runs: Sequence[Run], mark: Mark) -> Iterator[Words]:
    text = between = ""
    for run in (*runs, Run("x")):
        if mark in run.marks:
            text, between = text + between + run.text, ""
        elif any(map(str.isalnum, run.text)):
            words = split_words(text)
            if words.words:
                yield words
            text = between = ""
        elif text:
            between += run.text

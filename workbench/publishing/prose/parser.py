"""The parser of prose: CommonMark without what prose may not hold, and with what editors mean beyond it.

Beyond it are bare addresses (`bare_addresses.py`) and marks of emphasis in scripts without spaces (`flanking.py`).
`nodes.py` makes the tree of its tokens.
"""

import re
from collections.abc import Sequence
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline, emphasis
from markdown_it.token import Token

from workbench.publishing.flanking import can_flank, is_unspaced
from workbench.publishing.prose.bare_addresses import link_bare_address

MAX_DEPTH: Final = 40
"""Levels of lists and quotes. The parser drops what is nested deeper."""

MAX_ACTIVE_MARKS: Final = 5_000
"""Marks with a meaning in one text; a text with more is taken as plain text.

Ten issues have fewer. Each mark costs the parser up to 0.1 ms: a megabyte of brackets would stop the screen for half a
minute."""
_ACTIVE_MARK: Final = re.compile(
    r"\\.|([\[*`<&]|(?<!\w)_|_(?!\w)|(?i:(?<=http|ttps):|(?<=www)\.))", re.DOTALL
)


class ProseParser(MarkdownIt):
    """URLs stay as they are written; `to_safe_url` judges them later. `without` names further rules to leave out."""

    def __init__(self, *without: str) -> None:
        # Deeper than allowed, so that the caller can recognise prose of which the parser would drop a part.
        super().__init__("commonmark", {"html": False, "maxNesting": MAX_DEPTH + 2})
        self.disable(["code", "fence", "lheading", "reference", "text_join", *without])
        self.inline.ruler.at("linkify", link_bare_address)
        self.inline.ruler.at("emphasis", _push_emphasis_marks)
        # Text ends also where the dot of `www.` is to be looked at. At every other dot that would be time lost.
        self.inline.terminator_re = re.compile(rf"{self.inline.terminator_re.pattern}|(?<=[wW]{{3}})\.")
        self.enable("linkify")

    def normalizeLink(self, url: str) -> str:  # noqa: N802 - markdown-it's name
        return url

    def normalizeLinkText(self, link: str) -> str:  # noqa: N802 - markdown-it's name
        return link

    def validateLink(self, url: str) -> bool:  # noqa: ARG002, N802 - markdown-it's name
        return True


def has_too_many_marks(text: str) -> bool:
    """Whether the text has more than `MAX_ACTIVE_MARKS`; escaped marks do not count."""
    return len(text) > MAX_ACTIVE_MARKS and sum(map(bool, _ACTIVE_MARK.findall(text))) > MAX_ACTIVE_MARKS


def is_too_deep(tokens: Sequence[Token]) -> bool:
    """Whether a part of these tokens is nested so deep that the parser may have dropped some."""
    return any(token.level >= MAX_DEPTH or is_too_deep(token.children or ()) for token in tokens)


def _push_emphasis_marks(state: StateInline, silent: bool) -> bool:
    """The parser's own rule, and asterisks beside a script without spaces flank what they are meant to."""
    start, known = state.pos, len(state.delimiters)
    pushed = emphasis.tokenize(state, silent)
    outside, inside = state.src[start - 1 : start] if start else "", state.src[state.pos : state.pos + 1]
    if pushed and state.src[start] == "*" and (is_unspaced(outside) or is_unspaced(inside)):
        for mark in state.delimiters[known:]:
            mark.open, mark.close = can_flank(outside, inside), can_flank(inside, outside)
    return pushed

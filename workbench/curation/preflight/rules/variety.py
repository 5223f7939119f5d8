"""What repeats from entry to entry: how blurbs begin, and where their links come from."""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from workbench.curation.model import Entry
from workbench.curation.preflight.context import PreflightContext, describe_title
from workbench.curation.preflight.finding import Violation, violation_at
from workbench.curation.text import split_names

_MIN_WORDS: Final = 8
"""A first paragraph of fewer words is a label or a name, not a sentence: `by Ada`, `[easy]`, `May 9th, Berlin`."""
_WORD: Final = re.compile(r"[\w'’-]+[+#]*")
_MARKS: Final = re.compile(r"\]\([^()\s]*\)|[*_`>\s]+|\[(?!@)")
_ARTICLES: Final = split_names("a an the this in der die das ein eine le la les un une el los las il lo")
"""With these so many sentences begin that only the word behind them tells two beginnings apart."""


def check_opening(context: PreflightContext) -> Iterator[Violation]:
    """No two blurbs in a row begin with the same word."""
    for before, entry in pairwise(context.placed):
        opening = _opening_of(entry.blurb)
        if opening and opening == _opening_of(before.blurb):
            said = f"It begins with “{' '.join(opening)}”, as the blurb before it: {describe_title(before)}."
            yield violation_at(entry, said, "blurb")


def _opening_of(blurb: str) -> tuple[str, ...]:
    """The first word of a blurb in small letters; the first two where it begins with an article. Empty where it begins
    with what is no sentence: a label, a bracket, a number, a date."""
    first = _MARKS.sub(" ", blurb[:1000].strip().partition("\n\n")[0]).strip()
    words = [word.lower() for word in _WORD.findall(first)[:_MIN_WORDS]]
    if len(words) < _MIN_WORDS or not first[0].isalpha() or words[1][0].isdecimal():
        return ()
    return tuple(words if words[0] in _ARTICLES else words[:1])[:2]


def check_sources(context: PreflightContext) -> Iterator[Violation]:
    """No more entries than wanted come from one site, owner of code, or channel: told at the first one too many."""
    most = context.publication.preflight.most_of_one_source
    found: dict[str, list[Entry]] = {}
    for entry in context.placed:
        if most and (source := _source_of(context, entry)):
            found.setdefault(source, []).append(entry)
    for source, entries in found.items():
        for entry in entries[most : most + 1]:
            said = f"{len(entries)} entries come from {source}, {most} at most are wanted."
            yield violation_at(entry, said, "links")


def _source_of(context: PreflightContext, entry: Entry) -> str:
    """Who stands behind an entry: the owner of its code, the site of its page; empty where its site is anybody's."""
    link = context.links.get(entry.link)
    if link is None:
        return ""
    scheme, _, rest = link.identity.partition(":")
    if scheme in _OWNED:
        return f"{rest.partition('/')[0]} ({scheme})" if "/" in rest else ""
    host = rest.removeprefix("//").partition("/")[0].removeprefix("www.")
    return host if scheme in ("http", "https") and not _is_open(host) else ""


def _is_open(host: str) -> bool:
    """Whether anybody writes there."""
    return host in _OPEN_HOSTS or host.partition(".")[0] in _OPEN_NAMES


_OWNED: Final = split_names("github gitlab codeberg huggingface substack")
"""Schemes of identities whose first part is an owner."""
_OPEN_HOSTS: Final = split_names(
    "medium.com dev.to x.com twitter.com reddit.com news.ycombinator.com linkedin.com bsky.app mastodon.social"
    " docs.google.com drive.google.com notion.so archive.org web.archive.org en.wikipedia.org lobste.rs"
    " meetup.com eventbrite.com lu.ma youtube.com vimeo.com mp.weixin.qq.com zhuanlan.zhihu.com juejin.cn juejin.im"
    " xiaozhuanlan.com jianshu.com blogs.perl.org stackoverflow.com gist.github.com"
    " cran.r-project.org pypi.org npmjs.com crates.io"
    " docs.rs metacpan.org hackage.haskell.org apps.apple.com play.google.com coursera.org edx.org"
)
_OPEN_NAMES: Final = split_names(
    "discourse forum forums internals mail discuss community groups meetup lists users bugs"
)
"""Sites on which anybody writes, or which list what anybody made; by host, and by how hosts of that kind begin."""

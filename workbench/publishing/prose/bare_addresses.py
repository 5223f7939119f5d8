"""A rule of the parser: an address that stands in the text becomes a link, as in every program that shows Markdown.

`https://…` and `www.…` are addresses; a bare host such as `example.org` may be a file or a product and stays text. An
address in earlier exports can hold Markdown's escapes, which are taken out of it.
"""

import re
from typing import Final

from markdown_it.common.utils import unescapeAll
from markdown_it.rules_inline import StateInline

from workbench.curation.text.address import MAX_URL_LENGTH
from workbench.curation.text.address_end import ADDRESS_CHARS, TRAILING_PUNCTUATION
from workbench.curation.text.cleaning import to_safe_url

_BEGINNING: Final = re.compile(
    r"(?<![A-Za-z0-9#&/=@])(?:https?|www)\Z", re.IGNORECASE
)  # not in a word or address
_LONGEST_BEGINNING: Final = len(" https")
_ADDRESS: Final = re.compile(
    rf"(?:(https?://)|www\.(?=[\w-]+\.\w)){ADDRESS_CHARS}(?:\\[!-/:-@\[-`{{-~]{ADDRESS_CHARS})*+",
    re.IGNORECASE,
)
# Bold may end right behind an address, and another one begin. A reference to another character than `&` stands for one
# of the sentence.
_NOT_ITS_OWN: Final = re.compile(r"\\?\*\\?\*|&(?!amp;)#?\w+;|(?<=[^/=?&#:%+@])https?://", re.IGNORECASE)
_CLOSING: Final = re.compile(rf"(?:\\?[{re.escape(TRAILING_PUNCTUATION)}_~(\[{{])*\\?\Z")
_HOST: Final = re.compile(r"(?:https?://)?[\w.:@%-]{0,300}", re.IGNORECASE)
# In `https://example.org今天` the host ends with its last part of Latin letters.
_HOST_BEFORE_WORD: Final = re.compile(r".*\.[A-Za-z]{2,24}(?=[^\x00-\x7f][^.:]*(?::|\Z))", re.IGNORECASE)


def link_bare_address(state: StateInline, silent: bool) -> bool:
    """Push the tokens of a link where the colon of `https:` or the dot of `www.` stands. False elsewhere."""
    at = state.pos
    if state.linkLevel or state.src[at] not in ":." or state.src[at - 1 : at] not in tuple("psPSwW"):
        return False
    before = state.src[max(0, at - _LONGEST_BEGINNING) : at] if silent else state.pending
    begin = _BEGINNING.search(before[-_LONGEST_BEGINNING:])
    found = begin and _ADDRESS.match(state.src, at - len(begin[0]), min(state.posMax, at + MAX_URL_LENGTH))
    if not begin or not found:
        return False
    source = _cut_address(found[0])
    shown = unescapeAll(source)
    url = to_safe_url(shown if found[1] else f"https://{shown}")
    if url is None or len(source) <= len(begin[0]):
        return _push_escape(state, silent)
    if not silent:
        state.pending = state.pending[: -len(begin[0])]
        _push_link(state, url)
    state.pos += len(source) - len(begin[0])
    return True


def _cut_address(text: str) -> str:
    """What of this stretch without spaces is the address, as it is written."""
    host = _HOST.match(text)
    end = host.end() if host else 0
    word = _HOST_BEFORE_WORD.match(text, 0, end)
    if word:
        text = word[0]
    elif text[end : end + 1] in ("/", "?", "#"):
        text = _NOT_ITS_OWN.split(text, maxsplit=1)[0]
    else:
        text = text[:end]
    return _CLOSING.sub("", text)


def _push_link(state: StateInline, url: str) -> None:
    opening = state.push("link_open", "a", 1)
    opening.attrs = {"href": url}
    opening.markup = "autolink"
    state.push("text", "", 0).content = url
    state.push("link_close", "a", -1).markup = "autolink"


def _push_escape(state: StateInline, silent: bool) -> bool:
    """Push the sign as one that is escaped, so that what is no address is none in whatever it is written to."""
    if not silent:
        sign = state.push("text_special", "", 0)
        sign.content, sign.markup = state.src[state.pos], f"\\{state.src[state.pos]}"
    state.pos += 1
    return True

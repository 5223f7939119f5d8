"""Find the links of a line, in order: addresses as they stand there, bare hosts and git remotes too, and Markdown.

An address ends where a reader would end it: before the sentence's punctuation, full-width too, before a bracket that it
did not open, and before the scheme of the next one, unless that one is a part of it, as in archives. Time grows with
the line, which is looked back over a bounded stretch for a Markdown title.
"""

import re
from collections import Counter
from typing import Final

from msgspec import Struct

from workbench.curation.identity import Identity, Unidentified, identify
from workbench.curation.text.address_end import ADDRESS_CHARS, TRAILING_PUNCTUATION

_HOST: Final = r"(?<![\w@./-])(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.){1,8}[^\W\d_]{2,24}(?![\w@])(?::\d{1,5})?"
_URL_LIKE: Final = re.compile(
    r"(?:git@[\w.-]+:|(?<![A-Za-z0-9])(?:[A-Za-z][A-Za-z0-9+.-]{1,30}://|(?i:doi:)10\.\d{4,9}/"
    r"|(?i:javascript|vbscript|data|mailto|file|about|chrome|place|tel):|(?i:https?)(?::/|//)(?=\w))"
    rf"|{_HOST}[/?]){ADDRESS_CHARS}|{_HOST}|(?<![A-Za-z0-9])(?i:arxiv):\d{{4}}\.\d{{4,5}}(?:v\d+)?"
)
# The scheme of a further address, unless that is what the address before leads to: `archive.example/web/https://…`.
_NEXT_ADDRESS: Final = re.compile(r"(?<=[^/=?&#:%+@])https?://", re.I)
_UNFIT: Final = re.compile("[\u200c\u200d]")  # joiners, which scripts need and no address has
_AMPERSAND: Final = re.compile(r"&(?:amp;|#0*38;|#[xX]0*26;)+(?:amp;)*")
_END_OF_MARKUP: Final = re.compile(r"&(?:quot|lt|gt|apos|nbsp|#39|#34);.*\Z")
_LONE_AMPERSAND: Final = re.compile(r"&amp\Z|(?<![?=&])&\Z")
_CUT_ENTITY: Final = re.compile(r"&(?:amp|quot|lt|gt|apos|nbsp|#\d+)\Z")
_OPENING: Final = {")": "(", "]": "[", "}": "{"}
# What is a file although it has dots as a host has: always, and where no path follows (`docs.rs/msgspec`).
_FILE_NAME: Final = re.compile(
    r".*\.(?:c|cfg|cpp|css|csv|docx?|gif|go|html?|ipynb|java|jpe?g|jsx?|json|pdf|php|png|pptx?|rb|svg|tex|toml|tsx?"
    r"|txt|xlsx?|xml|ya?ml)",
    re.I,
)
_FILE_OR_HOST: Final = re.compile(r".*\.(?:cc|md|mov|pl|ps|py|rs|sh|zip)", re.I)
_FIELD: Final = re.compile(r"[|\t]")
_MAX_TITLE_LENGTH: Final = 600
_MAX_NESTING: Final = 4
_IMAGE: Final = re.compile(r"!\[([^\[\]]*)\](?:\([^()]*\)?)?")


class FoundLink(Struct, frozen=True):
    """A link as it stands in a line: from where to where, its address, its Markdown title (None where it has none),
    and the work behind it or why there is none."""

    start: int
    end: int
    url: str
    title: str | None
    work: Identity | Unidentified


class _Token(Struct, frozen=True):
    """A stretch of a line that may be a link. The URL of an image is empty."""

    start: int
    end: int
    url: str
    title: str | None = None


def find_links(text: str) -> list[FoundLink]:
    """The links of a line in order, those included that lead nowhere. What stands in the text of a Markdown link
    belongs to that link."""
    tokens: list[_Token] = []
    fields = frozenset(field.strip(" \t<>") for field in ([] if "://" in text else _FIELD.split(text)))
    for match in _URL_LIKE.finditer(text):
        for token in _make_tokens(text, match, fields):
            while tokens and tokens[-1].start >= token.start:
                tokens.pop()
            tokens.append(token)
    return [
        FoundLink(token.start, token.end, token.url, token.title, identify(token.url))
        for token in tokens
        if token.url
    ]


def is_address(text: str) -> bool:
    """Whether a text is one address and nothing else."""
    return (
        _URL_LIKE.fullmatch(text) is not None
        and text[-1] not in "*'([{"
        and _NEXT_ADDRESS.search(text, 1) is None
        and _CUT_ENTITY.search(text) is None
        and _is_intended_url(text, frozenset((text,)))
    )


def _make_tokens(text: str, match: re.Match[str], fields: frozenset[str]) -> list[_Token]:
    start, url = match.start(), match[0].rstrip(TRAILING_PUNCTUATION)
    before = text[max(0, start - 3) : start]
    if before.endswith(("](", "](<")):
        if before.endswith("](<"):
            url = text[start : max(text.find(">", start), start + len(url))]
        return [_make_markdown_token(text, start, start + len(url), _spell_out(url))]
    if before.endswith("<") and text.startswith(">", match.end()) and not _NEXT_ADDRESS.search(match[0], 1):
        return [_Token(start, match.end(), _spell_out(match[0]))]
    return [token for token in _split_addresses(start, match[0]) if _is_intended_url(token.url, fields)]


def _split_addresses(start: int, text: str) -> list[_Token]:
    """The addresses in a stretch without spaces, which a comma, a semicolon or nothing may part."""
    begins = [0, *(found.start() for found in _NEXT_ADDRESS.finditer(text, 1))]
    tokens = []
    for begin, end in zip(begins, [*begins[1:], len(text)], strict=True):
        url = _strip_closing(text[begin:end], is_part=len(begins) > 1)
        if url:
            tokens.append(_Token(start + begin, start + begin + len(url), _spell_out(url)))
    return tokens


def _strip_closing(url: str, *, is_part: bool) -> str:
    """The address without the punctuation behind it, and without a bracket at its end that nothing closes. One that
    was cut off from others also loses closing brackets that it did not open."""
    if "&" in url:
        url = _END_OF_MARKUP.sub("", url)
        url = _LONE_AMPERSAND.sub("", url.rstrip(TRAILING_PUNCTUATION))
    url = url.rstrip(TRAILING_PUNCTUATION)
    if not is_part and url[-1:] not in ("(", "[", "{"):
        return url
    counts, end = Counter(url), len(url)
    while end and (url[end - 1] in TRAILING_PUNCTUATION or _has_no_partner(url[end - 1], counts)):
        end -= 1
        counts[url[end]] -= 1
    return url[:end]


def _has_no_partner(char: str, counts: Counter[str]) -> bool:
    opening = _OPENING.get(char)
    return char in "([{" or (opening is not None and counts[char] > counts[opening])


def _spell_out(url: str) -> str:
    """The address without what stands in it for something else: `&amp;`, joiners."""
    url = _AMPERSAND.sub("&", url) if "&" in url else url
    return url if url.isascii() else _UNFIT.sub("", url)


def _is_intended_url(url: str, fields: frozenset[str]) -> bool:
    """Whether a name with dots is a host: it has a path, or all of its field to itself, and is no file."""
    host, slash, _ = url.partition("/")
    if ":" in host:
        return True
    if _FILE_NAME.fullmatch(host) or (not slash and _FILE_OR_HOST.fullmatch(host)):
        return False
    return bool(slash) or url in fields


def _make_markdown_token(text: str, start: int, end: int, url: str) -> _Token:
    """The Markdown link with this target, from its bracket on; an image is one without a URL."""
    close = text.rindex("](", 0, start)
    depth = 0
    for at in range(close, max(-1, close - _MAX_TITLE_LENGTH), -1):
        if at == close or (text[at] in "[]" and text[at - 1 : at] != "\\"):
            depth += (text[at] == "]") - (text[at] == "[")
        if depth == 0:
            is_image = at > 0 and text[at - 1] == "!"
            title = _IMAGE.sub(r"\1", text[at + 1 : close])
            behind = max(end, text.find(")", end, end + _MAX_TITLE_LENGTH) + 1)
            return _Token(at, behind, "" if is_image else url, title)
        if depth > _MAX_NESTING:
            break
    return _Token(start, end, url)

"""Find the links in messy text: prose, Markdown, tables without a header.

Each line gives every URL that stands in it, bare hosts and git remotes too, with the title or the note the line has
for it; or a reason why there is none. Time grows with the text: each line is searched once, from left to right, and
looked back over a bounded stretch for a Markdown title.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from msgspec import Struct

from workbench.curation.clipping import Clipping, ImportResult, RejectedRow
from workbench.curation.identity import Identity, Unidentified, identify
from workbench.curation.model import KINDS
from workbench.curation.text.address import MAX_URL_LENGTH
from workbench.curation.text.cleaning import clean_line
from workbench.intake.formats.table_rows import Field, TableRow, read_table

_LINK_KINDS: Final = frozenset(KINDS) - {"idea"}  # as `workbench list` writes them before a title
_LINE_END: Final = re.compile(r"\r\n|\n\r|\n|\r")
_BULLET: Final = re.compile(r"\s*(?:>\s*)*(?:(?:[-*+•‣◦–]|\d{1,4}[.)])\s+)?(?:\[[ xX]\]\s+)?")
_NOT_IN_URL: Final = r"\s<>\"`|\\^\x00-\x1f「」『』【】（）《》。、"
_PARENTHESISED: Final = rf"\((?:[^()\[\]{{}}{_NOT_IN_URL}]++|\([^(){_NOT_IN_URL}]*+\))*+\)"
# Brackets that the URL opens and closes are its own; a closing one that it did not open is the sentence's.
_URL_CHARS: Final = (
    rf"(?:(?:(?![,;]https?://)[^()\[\]{{}}{_NOT_IN_URL}])++|{_PARENTHESISED}|\[[^\[\]{_NOT_IN_URL}]*+\](?!\()"
    rf"|\{{[^{{}}{_NOT_IN_URL}]*+\}}|[(\[{{])*+"
)
_HOST: Final = r"(?<![\w@./-])(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.){1,8}[^\W\d_]{2,24}(?![\w@])(?::\d{1,5})?"
_URL_LIKE: Final = re.compile(
    r"(?:git@[\w.-]+:|(?<![A-Za-z0-9])(?:[A-Za-z][A-Za-z0-9+.-]{1,30}://|(?i:doi:)10\.\d{4,9}/"
    r"|(?i:javascript|vbscript|data|mailto|file|about|chrome|place|tel):)"
    rf"|{_HOST}[/?]){_URL_CHARS}|{_HOST}|(?<![A-Za-z0-9])(?i:arxiv):\d{{4}}\.\d{{4,5}}(?:v\d+)?"
)
_TRAILING_PUNCTUATION: Final = ".,;:!?'*“”‘’»›…，；：！？"
# What is a file although it has dots as a host has: always, and where no path follows (`docs.rs/msgspec`).
_FILE_NAME: Final = re.compile(
    r".*\.(?:c|cfg|cpp|css|csv|docx?|gif|go|html?|ipynb|java|jpe?g|jsx?|json|pdf|php|png|pptx?|rb|svg|tex|toml|tsx?"
    r"|txt|xlsx?|xml|ya?ml)",
    re.I,
)
_FILE_OR_HOST: Final = re.compile(r".*\.(?:cc|md|mov|pl|ps|py|rs|sh|zip)", re.I)
_MAX_TITLE_LENGTH: Final = 600
_MAX_NESTING: Final = 4
_IMAGE: Final = re.compile(r"!\[([^\[\]]*)\](?:\([^()]*\)?)?")
_CONNECTIVES: Final = frozenset(("", "see", "and", "or", "via", "also", "at", "from", "here", "with"))
_TITLE_SEPARATORS: Final = ("|", "–", "—", "-")
_SEPARATOR_CHARS: Final = " \t|:;,-–—→*<>」』】）》。"


class _Token(Struct, frozen=True):
    """A URL as it stands in a line: from where to where, its own text, and the title of a Markdown link."""

    start: int
    end: int
    url: str
    title: str | None = None


def parse_list(text: str) -> ImportResult:
    """Read messy text. Rows are lines, counted from 1; blank ones and those without a letter are none."""
    clippings: list[Clipping] = []
    refusals: list[RejectedRow] = []
    for first, lines in _split_blocks(_LINE_END.split(text.removeprefix("\ufeff"))):
        for found in _parse_block(first, lines):
            if isinstance(found, Clipping):
                clippings.append(found)
            else:
                refusals.append(found)
    return ImportResult(format="list", clippings=tuple(clippings), rejected=tuple(refusals))


def _split_blocks(lines: Sequence[str]) -> Iterator[tuple[int, Sequence[str]]]:
    """The lines between blank ones, and the number of the first."""
    begin = 0
    for at in range(len(lines) + 1):
        if at == len(lines) or not lines[at].strip():
            if at > begin:
                yield begin + 1, lines[begin:at]
            begin = at + 1


def _parse_block(first: int, lines: Sequence[str]) -> Iterator[Clipping | RejectedRow]:
    """A block is a table or, line by line, prose."""
    rows = read_table(lines, _is_address)
    if rows:
        yield from _parse_rows(first, lines, rows)
        return
    for row, line in enumerate(lines, first):
        yield from _parse_line(row, line)


def _is_address(text: str) -> bool:
    """Whether a field is an address and nothing else."""
    match = _URL_LIKE.fullmatch(text)
    return match is not None and _is_intended_url(text, frozenset((text,)))


def _parse_rows(
    first: int, lines: Sequence[str], rows: Sequence[TableRow]
) -> Iterator[Clipping | RejectedRow]:
    """Each row's address with its title. On which side of the address titles stand is told by all rows together."""
    before = sum(len(_find_title(row.before[::-1]).split()) for row in rows)
    behind = sum(len(_find_title(row.behind).split()) for row in rows)
    for row in rows:
        sides = (row.before[::-1], row.behind) if before > behind else (row.behind, row.before[::-1])
        yield from _parse_row(
            first + row.line, lines[row.line], row, _find_title(sides[0]) or _find_title(sides[1])
        )


def _parse_row(number: int, line: str, row: TableRow, title: str) -> Iterator[Clipping | RejectedRow]:
    work = identify(row.address)
    if not row.address:
        yield from _parse_line(number, line)
    elif isinstance(work, Unidentified):
        yield RejectedRow(number, work.reason, clean_line(line))
    else:
        notes = [clean_line(field.text) for field in (*row.before, *row.behind)]
        note = " … ".join(text for text in notes if text != title and _is_note(text))
        yield _make_clean_clipping(number, row.address, work, title, note)
    for field in row.behind:
        if _is_address(field.text) and isinstance(further := identify(field.text), Identity):
            yield _make_clean_clipping(number, field.text, further, "", "")


def _find_title(fields: Sequence[Field]) -> str:
    """The nearest of these fields, which go away from an address, that has text in it."""
    return next((text for field in fields if _is_note(text := clean_line(field.text))), "")


def _is_note(text: str) -> bool:
    """Whether a field says something: an address, a number, a date and a kind do not."""
    return any(map(str.isalpha, text)) and text not in _LINK_KINDS and not _is_address(text)


def _parse_line(row: int, line: str) -> Iterator[Clipping | RejectedRow]:
    if not any(map(str.isalnum, line)):
        return
    text = _BULLET.sub("", line, count=1)
    judged = [(token, identify(token.url)) for token in _find_tokens(text)]
    good = [(token, found) for token, found in judged if isinstance(found, Identity)]
    if not judged and not line.startswith("#"):  # a heading or a comment
        yield RejectedRow(row, "no link in this line", clean_line(line))
    for token, found in judged:
        if isinstance(found, Unidentified) and ("://" in token.url or not good):
            yield RejectedRow(row, found.reason, clean_line(line))
    yield from _iter_clippings(row, text, good)


def _find_tokens(line: str) -> list[_Token]:
    """The URLs of a line in order. What stands in the text of a Markdown link belongs to that link."""
    tokens: list[_Token] = []
    fields = frozenset(field.strip(" \t<>") for field in line.split("|"))
    for match in _URL_LIKE.finditer(line):
        token = _make_token(line, match, fields)
        if token is None:
            continue
        while tokens and tokens[-1].start >= token.start:
            tokens.pop()
        if token.url:
            tokens.append(token)
    return tokens


def _make_token(line: str, match: re.Match[str], fields: frozenset[str]) -> _Token | None:
    start, url = match.start(), match[0].rstrip(_TRAILING_PUNCTUATION)
    before = line[max(0, start - 3) : start]
    if before.endswith("](<"):
        url = line[start : max(line.find(">", start), start + len(url))]
    if before.endswith(("](", "](<")):
        return _make_markdown_token(line, start, start + len(url), url)
    return _Token(start, start + len(url), url) if _is_intended_url(url, fields) else None


def _is_intended_url(url: str, fields: frozenset[str]) -> bool:
    """Whether a name with dots is a host: it has a path, or all of its field to itself, and is no file."""
    host, slash, _ = url.partition("/")
    if ":" in host:
        return True
    if _FILE_NAME.fullmatch(host) or (not slash and _FILE_OR_HOST.fullmatch(host)):
        return False
    return bool(slash) or url in fields


def _make_markdown_token(line: str, start: int, end: int, url: str) -> _Token:
    """The Markdown link with this target, from its bracket on; an image is one without a URL."""
    close = line.rindex("](", 0, start)
    depth = 0
    for at in range(close, max(-1, close - _MAX_TITLE_LENGTH), -1):
        depth += (line[at] == "]") - (line[at] == "[")
        if depth == 0:
            is_image = at > 0 and line[at - 1] == "!"
            title = _IMAGE.sub(r"\1", line[at + 1 : close])
            return _Token(
                at, max(end, line.find(")", end, end + _MAX_TITLE_LENGTH) + 1), "" if is_image else url, title
            )
        if depth > _MAX_NESTING:
            break
    return _Token(start, end, url)


def _iter_clippings(row: int, line: str, found: list[tuple[_Token, Identity]]) -> Iterator[Clipping]:
    """Each link with the text before it, the last one with the text after it too."""
    end = 0
    for token, work in found:
        after = line[token.end :] if token is found[-1][0] else ""
        yield _make_clipping(row, token, work, line[end : token.start], after)
        end = token.end


def _make_clipping(row: int, token: _Token, work: Identity, before: str, after: str) -> Clipping:
    """Beside a bar or a dash, or in the column behind, stands a title, anywhere else a note."""
    title, notes = token.title, (before, after)
    if title is None and after.startswith("\t"):
        title, _, rest = after.strip("\t").partition("\t")
        notes = ("" if before.strip() in _LINK_KINDS else before, rest)
    elif title is None and before.rstrip(" \t<").endswith(_TITLE_SEPARATORS):
        title, notes = before, ("", after)
    elif title is None and after.lstrip(" \t>").startswith(_TITLE_SEPARATORS):
        title, notes = after, (before, "")
    title = _trim_separators(title or "") if token.title is None else clean_line(token.title)
    note = " … ".join(text for text in map(_trim_separators, notes) if text.lower() not in _CONNECTIVES)
    return _make_clean_clipping(row, token.url, work, "" if "://" in title.split(" ")[0] else title, note)


def _make_clean_clipping(row: int, written: str, work: Identity, title: str, note: str) -> Clipping:
    url = clean_line(written, limit=MAX_URL_LENGTH)
    return Clipping(row=row, url=url, work=work if url == written else None, title=title, note=note)


def _trim_separators(text: str) -> str:
    """Text that stood beside a link, without what tied it to the link; nothing where no letter is left."""
    text = clean_line(text).strip(_SEPARATOR_CHARS).rstrip("([").lstrip(")].").strip(_SEPARATOR_CHARS)
    return text if any(map(str.isalnum, text)) else ""

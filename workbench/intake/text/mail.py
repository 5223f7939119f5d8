"""The source of a mail as the text that its reader sees: headers and attachments go, encodings are undone.

Also a piece of such a source without its headers, where quoted-printable is all that shows. The address of a wrapped
line is whole again then. Of a part that stands in two forms, the HTML is kept, since its links have titles.
"""

import re
from binascii import Error as Base64Error
from binascii import a2b_base64, a2b_qp
from collections.abc import Iterator, Sequence
from typing import Final

from msgspec import Struct

from workbench.intake.text.lines import Line

_HEADER: Final = re.compile(r"([A-Za-z][A-Za-z0-9-]{1,60}):(?:[ \t]|$)")
_MAIL_HEADERS: Final = frozenset(
    (
        *("bcc", "cc", "content-transfer-encoding", "content-type", "delivered-to", "dkim-signature", "from"),
        *("list-unsubscribe", "message-id", "mime-version", "received", "reply-to", "return-path", "subject"),
        *("to", "x-mailer", "sender"),
    )
)
_BOUNDARY: Final = re.compile(r"boundary=(?:\"([^\"]+)\"|([^\s;]+))", re.I)
_CHARSET: Final = re.compile(r"charset=\"?([\w.:-]+)", re.I)
_LONGEST_HEADER: Final = 2_000
_SOFT_BREAK: Final = re.compile(r"\S=[ \t]*$")
_QUOTED: Final = re.compile(r"=3D", re.I)


class _Part(Struct):
    """A part of a mail: its headers by their names in small letters, and its lines."""

    headers: dict[str, str]
    lines: list[Line]

    @property
    def media_type(self) -> str:
        return self.headers.get("content-type", "text/plain").partition(";")[0].strip().lower()


def decode_mail(lines: Sequence[Line]) -> list[Line]:
    """The lines of a mail's text, or the same lines where they are no mail's source."""
    if is_mail(lines):
        begin = _find_begin(lines)
        return [
            line for part in _choose_parts(list(_split_parts(lines[begin:]))) for line in _decode_part(part)
        ]
    return _decode_quoted(lines, "utf-8") if _is_quoted(lines) else list(lines)


def is_mail(lines: Sequence[Line]) -> bool:
    """Whether it begins with two headers that only mails have, or in the middle of one, with a part."""
    begin = _find_begin(lines)
    first = lines[begin].text if lines else ""
    if first.startswith("--") and begin + 1 < len(lines):
        return lines[begin + 1].text.lower().startswith("content-")
    names: set[str] = set()
    for line in lines[begin : begin + 60]:
        header = _HEADER.match(line.text)
        if header is not None:
            names.add(header[1].lower())
        elif not line.text.startswith((" ", "\t", "From ", ">From ")) or not line.text.strip():
            break
    return len(names & _MAIL_HEADERS) >= 2 or "content-transfer-encoding" in names


def _find_begin(lines: Sequence[Line]) -> int:
    """The place of the first line with something in it."""
    return next((at for at, line in enumerate(lines) if line.text.strip()), 0)


def _is_quoted(lines: Sequence[Line]) -> bool:
    """Whether lines without headers are quoted-printable: an equals sign is escaped, and one ends a line."""
    return any(_QUOTED.search(line.text) for line in lines) and (
        any(_SOFT_BREAK.search(line.text[-3:]) for line in lines)
        or any('=3D"' in line.text for line in lines)
    )


def _split_parts(lines: Sequence[Line]) -> Iterator[_Part]:
    """The parts between the boundaries that headers name; nested ones come one after the other."""
    boundaries: set[str] = set()
    if lines[0].text.startswith("--"):
        boundaries.add(lines[0].text[2:].rstrip())
    part = _Part({}, [])
    in_headers, last = not boundaries, ""
    for line in lines:
        mark = line.text.rstrip()
        if mark.startswith("--") and (mark[2:] in boundaries or mark[2:].removesuffix("--") in boundaries):
            yield part
            part, in_headers = _Part({}, []), mark[2:] in boundaries
        elif not in_headers:
            part.lines.append(line)
        elif not mark:
            in_headers = part.media_type == "message/rfc822"  # a mail in a mail
            boundaries |= {
                quoted or bare for quoted, bare in _BOUNDARY.findall(part.headers.get("content-type", ""))
            }
            if in_headers:
                part = _Part({}, [])
        elif header := _HEADER.match(line.text):
            last = header[1].lower()
            part.headers[last] = line.text[header.end() :]
        elif last and len(part.headers[last]) < _LONGEST_HEADER:
            part.headers[last] += " " + line.text.strip()
    yield part


def _choose_parts(parts: list[_Part]) -> list[_Part]:
    """The parts that are read: text, and of one text in two forms the HTML."""
    read = [part for part in parts if part.media_type.startswith("text/") and _is_shown(part)]
    has_links = any(part.media_type == "text/html" and _has_anchor(part) for part in read)
    is_alternative = any(part.media_type == "multipart/alternative" for part in parts)
    if has_links and is_alternative:
        return [part for part in read if part.media_type == "text/html"]
    return read


def _is_shown(part: _Part) -> bool:
    return not part.headers.get("content-disposition", "").strip().lower().startswith("attachment")


def _has_anchor(part: _Part) -> bool:
    return any("href" in line.text.lower() for line in _decode_part(part))


def _decode_part(part: _Part) -> list[Line]:
    charset = _CHARSET.search(part.headers.get("content-type", ""))
    name = charset[1] if charset else "utf-8"
    encoding = part.headers.get("content-transfer-encoding", "").strip().lower()
    if encoding == "quoted-printable":
        return _decode_quoted(part.lines, name)
    if encoding == "base64":
        return _decode_base64(part.lines, name)
    return part.lines


def _decode_quoted(lines: Sequence[Line], charset: str) -> list[Line]:
    """The lines without soft breaks and escapes; a joined line stands in the row of its beginning."""
    decoded: list[Line] = []
    waiting: list[str] = []
    row = 1
    for line in lines:
        row = row if waiting else line.row
        text = line.text.rstrip()
        if text.endswith("="):
            waiting.append(text[:-1])
            continue
        decoded.append(Line(row, _unquote("".join([*waiting, text]), charset)))
        waiting = []
    if waiting:
        decoded.append(Line(row, _unquote("".join(waiting), charset)))
    return decoded


def _unquote(text: str, charset: str) -> str:
    if "=" not in text:
        return text
    return " ".join(_decode_bytes(a2b_qp(text.encode("utf-8", "replace")), charset).splitlines())


def _decode_base64(lines: Sequence[Line], charset: str) -> list[Line]:
    """The lines that are encoded, all in the row in which the encoded text begins; as they are where it is damaged."""
    if not lines:
        return []
    try:
        data = a2b_base64("".join(line.text for line in lines).encode("ascii", "ignore"))
    except Base64Error:
        return list(lines)
    row = next((line.row for line in lines if line.text.strip()), lines[0].row)
    return [Line(row, text) for text in _decode_bytes(data, charset).splitlines()]


def _decode_bytes(data: bytes, charset: str) -> str:
    """The text. UTF-8 first: many a mail says another charset than it has."""
    for name in ("utf-8", charset):
        try:
            return data.decode(name)
        except (ValueError, LookupError):
            continue
    return data.decode("cp1252", "replace")

"""Received mails, as mail programs save them, one in a file or a whole mailbox (mbox): the links of newsletters, with
the texts that lead to them.

Most newsletters send readers through click counters. One that carries the address is a link; one that does not is
refused with the title that stood there, since asking it where it leads would count as the reader's click.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from workbench.curation.clipping import Clipping, ImportResult, RejectedRow
from workbench.curation.identity.counters import find_counters
from workbench.intake.content import Content
from workbench.intake.dates import parse_time
from workbench.intake.decode import decode_text
from workbench.intake.errors import MAX_ROWS, FormatError, RowLimitError
from workbench.intake.format import Format
from workbench.intake.formats.html_page import parse_html_page
from workbench.intake.text.lines import split_lines
from workbench.intake.text.link_list import parse_list
from workbench.intake.text.mail import is_mail

if TYPE_CHECKING:
    from email.message import Message

MAX_MAILS: Final = 20_000
_LEADS_OUT: Final = re.compile(
    r"unsubscri|(?:view|read|open) (?:it |this (?:e?mail|post) )?(?:in|on) (?:your |the )?(?:browser|web|app)"
    r"|view online|im browser",
    re.I,
)
"""What leads to the mail itself elsewhere, or out of the list, beside what no page of HTML counts among its links."""
_MAIL_BEGIN: Final = re.compile(rb"^From [^\r\n]*\d:\d\d[^\r\n]*\r?\n(?=>?[!-9;-~]+:\s)", re.M)
"""The line before each mail of a mailbox: whom it is from and when it came. Headers follow it, as no text does."""
_QUOTED_BEGIN: Final = re.compile(rb"^>(>*From )", re.M)
_BOUNDARY: Final = re.compile(rb"\bboundary\s*=", re.I)
_MAX_BOUNDARIES: Final = 30  # a forwarded newsletter has five
_MAX_LABEL: Final = 60  # characters of such a text; a longer one is a title that speaks of it


def parse_mail(content: Content) -> ImportResult:
    """Read a mail. Rows are its links, counted from 1."""
    return _build_result(FORMAT.name, [_read_letter(content.data)])


def parse_mailbox(content: Content) -> ImportResult:
    """Read each mail of a mailbox. Rows are the links of all of them, counted from 1."""
    letters: list[Sequence[Clipping | RejectedRow]] = []
    count = 0
    for number, mail in enumerate(split_mailbox(content.data), start=1):
        try:
            letters.append(_read_letter(mail))
        except RowLimitError:
            raise
        except FormatError as fault:
            letters.append([RejectedRow(0, str(fault).removeprefix("is ").rstrip("."), f"mail {number}")])
        count += len(letters[-1])
        if count > MAX_ROWS:
            raise RowLimitError
        content.watch(count)
    return _build_result(MAILBOX.name, letters)


def split_mailbox(data: bytes) -> Iterator[bytes]:
    """The mails of a mailbox, without the lines that part them and the marks before lines that look like those.
    `FormatError` where there are too many to be read."""
    begins = [found.span() for found in islice(_MAIL_BEGIN.finditer(data), MAX_MAILS + 1)]
    if len(begins) > MAX_MAILS:
        raise FormatError(
            f"holds more than {MAX_MAILS:,} mails: move the newsletters into a mailbox of their own."
        )
    ends = [start for start, _ in begins[1:]] + [len(data)]
    return (_QUOTED_BEGIN.sub(rb"\1", data[start:end]) for (_, start), end in zip(begins, ends, strict=False))


def _read_letter(mail: bytes) -> Sequence[Clipping]:
    """The links of a mail, which came when it did."""
    from email import message_from_bytes  # noqa: PLC0415 - few files are mails

    if sum(1 for _ in islice(_BOUNDARY.finditer(mail), _MAX_BOUNDARIES + 1)) > _MAX_BOUNDARIES:
        raise FormatError(
            "is a mail whose parts nest too deep."
        )  # the time to read it grows with their square
    message = message_from_bytes(mail)
    text, is_html = _choose_text(message)
    read = parse_html_page(Content(b"", text)) if is_html else parse_list(text)
    added = parse_time(str(message["date"] or ""))
    return [replace(clipping, added=added) for clipping in read.clippings if _is_of_the_letter(clipping)]


def _build_result(format: str, letters: Iterable[Sequence[Clipping | RejectedRow]]) -> ImportResult:
    """The links of letters in one count, without those of click counters, which stand among them."""
    rows = [replace(one, row=row) for row, one in enumerate(chain.from_iterable(letters), start=1)]
    clippings = [row for row in rows if isinstance(row, Clipping)]
    counters = find_counters(clipping.url for clipping in clippings)
    opaque = [clipping for clipping in clippings if clipping.url in counters]
    return ImportResult(
        format=format,
        clippings=tuple(clipping for clipping in clippings if clipping.url not in counters),
        rejected=(
            *(row for row in rows if isinstance(row, RejectedRow)),
            *(
                RejectedRow(clipping.row, "a click counter that does not say where it leads", _name(clipping))
                for clipping in opaque
            ),
        ),
        notes=_describe_counters(len(opaque), len(clippings)),
    )


def _choose_text(message: "Message") -> tuple[str, bool]:
    """What readers see of a mail, and whether it is HTML, which is preferred since its links have titles."""
    texts = {part.get_content_type(): part for part in _iter_shown(message)}
    for kind in ("text/html", "text/plain"):
        if kind in texts:
            return _decode_part(texts[kind]), kind == "text/html"
    return "", False


def _iter_shown(message: "Message") -> Iterator["Message"]:
    """The parts of a mail that are text and no attachment, the first of a kind last."""
    parts = [part for part in message.walk() if not part.is_multipart()]
    return (part for part in reversed(parts) if part.get_content_disposition() != "attachment")


def _decode_part(part: "Message") -> str:
    payload = part.get_payload(decode=True)
    data = payload if isinstance(payload, bytes) else b""
    try:
        return data.decode(part.get_content_charset() or "utf-8")
    except (LookupError, ValueError):
        return decode_text(data)[0]


def _is_of_the_letter(clipping: Clipping) -> bool:
    """Whether a link is none that leads out of the mailing list, or to the same mail elsewhere."""
    label = clipping.title or clipping.note
    return len(label) > _MAX_LABEL or not _LEADS_OUT.search(label)


def _name(clipping: Clipping) -> str:
    return clipping.title or clipping.note or clipping.url


def _describe_counters(opaque: int, total: int) -> tuple[str, ...]:
    if not opaque:
        return ()
    which = f"{opaque:,} of {total:,} links are" if opaque > 1 else "One link is"
    return (
        f"{which} behind click counters that keep to themselves where they lead. Their titles are listed; the addresses"
        " are in the issue on the web, whose text can be pasted.",
    )


FORMAT: Final = Format(
    name="mail",
    description="a received mail",
    order="before HTML and lists: its headers say what it is, and its text is encoded",
    matches=lambda content: bool(content.data) and is_mail(split_lines(content.head)),
    parse=parse_mail,
    is_text=False,
    row_label="link",
)
"""Of bytes only: a paste is text already, and read as a list it may be a piece of a mail's source."""
MAILBOX: Final = Format(
    name="mailbox",
    description="a mailbox (mbox)",
    order="before a mail: it begins with the line that parts its mails",
    matches=lambda content: _MAIL_BEGIN.match(content.data[:4096].lstrip()) is not None,
    parse=parse_mailbox,
    is_text=False,
    row_label="link",
)

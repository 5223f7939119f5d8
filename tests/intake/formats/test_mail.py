"""Received mails: links of newsletters, whose addresses are mostly those of click counters."""

from base64 import b64encode
from email.message import EmailMessage

import pytest

from workbench.curation.identity import identify
from workbench.curation.identity.counters import find_counters
from workbench.curation.model import UserError
from workbench.intake import parse_import
from workbench.intake.formats import mail_message

OPEN = "https://click.example.net/CL0/https:%2F%2Fgates.example%2Fopen/1/0100018f/x"
HIDDEN = "https://email.mg2.substack.com/c/eJxVkMtuwyAQRb8m7GJhwNheZNFNfsPCMHFQMWMBTuS_L0k2rTTSvE7PPTOzqYA"
LETTER = f"""\
<html><body><p>Hello!</p>
<h2><a href="https://arxiv.org/abs/2510.25445">Gated attention</a></h2>
<p><a href="{OPEN}">An open counter</a> and <a href="{HIDDEN}9">A hidden one</a></p>
<p><a href="{HIDDEN}7">Another hidden one</a></p>
<p><a href="https://example.com/u?x=unsubscribe">Stop these mails</a>
<a href="https://gates.example/manage">Manage preferences</a> <a href="mailto:me@example.com">Write me</a></p>
</body></html>
"""


def make_mail(html: str = LETTER, charset: str = "utf-8", encoding: str = "quoted-printable") -> bytes:
    """A mail with the same in HTML and as plain text, and an attachment."""
    message = EmailMessage()
    message["From"], message["To"] = "Letter <l@example.com>", "me@example.com"
    message["Subject"] = "The letter №1"
    message.set_content("Gated attention: https://arxiv.org/abs/2510.25445\n")
    message.add_alternative(html, subtype="html", charset=charset, cte=encoding)
    message.add_attachment("https://gates.example/attached", filename="a.txt")
    return message.as_bytes()


@pytest.mark.parametrize("encoding", ["quoted-printable", "base64", "8bit"])
def test_titles_and_addresses_of_a_letter_are_read(encoding: str) -> None:
    result = parse_import(make_mail(encoding=encoding), "letter.eml")
    assert (result.format, [clipping.title for clipping in result.clippings]) == (
        "mail",
        ["Gated attention", "An open counter"],
    )
    assert result.clippings[1].url == OPEN
    assert identify(OPEN) != identify(HIDDEN)
    assert [(row.row, row.text) for row in result.rejected] == [
        (3, "A hidden one"),
        (4, "Another hidden one"),
    ]
    (note,) = result.notes
    assert note.startswith("2 of 4 links are behind click counters")


def test_a_letter_in_plain_text_is_read() -> None:
    text = b"From: a@b.example\r\nSubject: x\r\nContent-Type: text/plain\r\n\r\nGates: https://gates.example/a\r\n"
    (clipping,) = parse_import(text, "letter.eml").clippings
    assert clipping.url == "https://gates.example/a"


@pytest.mark.parametrize("charset", ["iso-8859-1", "windows-1251", "utf-16"])
def test_a_letter_is_read_in_its_own_encoding(charset: str) -> None:
    title = "Ворота" if charset == "windows-1251" else "Café"
    html = f'<p><a href="https://gates.example/a">{title}</a></p>'.encode(charset)
    mail = (
        f"From: a@b.example\nSubject: x\nMIME-Version: 1.0\nContent-Type: text/html; charset={charset}\n"
        "Content-Transfer-Encoding: base64\n\n"
    ).encode() + b64encode(html)
    (clipping,) = parse_import(mail, "letter.eml").clippings
    assert clipping.title == title


@pytest.mark.parametrize(
    "mail",
    [
        b"From: a@b.example\nSubject: x\n\n",
        b"From: a@b.example\nSubject: x\nContent-Type: text/html; charset=nonsense\n\n<a href='https://a.example'>A</a>",
        b"From: a@b.example\nSubject: x\nContent-Type: multipart/mixed\n\nno boundary https://a.example",
        b"From: a@b.example\nSubject: x\nContent-Type: text/html\nContent-Transfer-Encoding: base64\n\n%%%%",
    ],
)
def test_a_damaged_letter_ends_in_what_can_be_read_of_it(mail: bytes) -> None:
    result = parse_import(mail, "letter.eml")
    assert result.format == "mail"


@pytest.mark.parametrize(
    "url",
    [
        HIDDEN,
        "https://link.mail.beehiiv.com/ss/c/u001.dSnm3kaGd0BkNqLYPjeMfxWXllAYaBQ5sAn4OVD0j89GQ/4ab/x1",
        "https://example.us1.list-manage.com/track/click?u=0123456789abcdef01234567&id=0a1b2c3d4e&e=5f6a7b8c9d",
        "https://substack.com/redirect/0f2f0d0a-1c2b-4d3e-8f90-0a1b2c3d4e5f?j=eyJ1IjoiMmE3b3cifQ.xYz",
        "https://click.convertkit-mail2.com/4zuqRk9Xw8b7h2mQ0pLs5/48hvhehr9nqgzrbx/aHR0c",
    ],
)
def test_a_counter_that_keeps_its_address_is_told(url: str) -> None:
    assert find_counters([url]) == {url}


def test_hosts_that_only_have_tokens_are_counters() -> None:
    urls = [f"https://a.mlsend.example/{n}aB3xQ9zLmN7pRt2vWy5kD" for n in range(4)]
    assert find_counters(urls) == set(urls)
    assert find_counters(urls[:3]) == set()


@pytest.mark.parametrize(
    "url",
    [
        "https://news.example.com/2024/05/a-long-article-title-about-attention-in-2024",
        "https://link.springer.com/article/10.1007/s10994-021-05946-3",
        "https://medium.com/@ada/gates-after-attention-a1b2c3d4e5f6",
        "https://docs.google.com/document/d/1aB3xQ9zLmN7pRt2vWy5kD0aB3xQ9zLmN7pRt2vWy5kD/edit",
        "https://github.com/owner/name/commit/0123456789abcdef0123456789abcdef01234567",
        "https://www.youtube.com/watch?v=kCc8FmEb1nY",
        "https://go.dev/blog/go1.22",
        OPEN,
    ],
)
def test_pages_and_counters_that_carry_their_address_are_none(url: str) -> None:
    assert find_counters([url]) == set()


def make_mailbox(*mails: bytes) -> bytes:
    """A mailbox as mail programs write it: what looks like the line between two mails is marked in a text."""
    begin = b"From letter@example.com Sun Nov 22 10:00:00 2026\n"
    return b"".join(begin + mail.replace(b"\nFrom ", b"\n>From ") + b"\n" for mail in mails)


def make_text_mail(text: str, date: str = "Sun, 22 Nov 2026 10:00:00 +0100") -> bytes:
    return f"From: a@b.example\nSubject: x\nDate: {date}\nContent-Type: text/plain\n\n{text}\n".encode()


@pytest.mark.parametrize("before", [b"", b"\r\n"])
def test_every_mail_of_a_mailbox_is_read_and_its_links_come_when_it_came(before: bytes) -> None:
    told = "It was said:\n\nFrom here on: https://gates.example/quoted\n"
    mails = [make_text_mail("https://gates.example/a"), make_mail(), make_text_mail(told, "long ago")]
    result = parse_import(before + make_mailbox(*mails), "Newsletters.mbox")
    assert (result.format, [clipping.url for clipping in result.clippings]) == (
        "mailbox",
        ["https://gates.example/a", "https://arxiv.org/abs/2510.25445", OPEN, "https://gates.example/quoted"],
    )
    assert [clipping.row for clipping in result.clippings] == [1, 2, 3, 6]
    assert [(row.row, row.text) for row in result.rejected] == [
        (4, "A hidden one"),
        (5, "Another hidden one"),
    ]
    assert [clipping.added for clipping in result.clippings] == ["2026-11-22T09:00:00Z", "", "", ""]
    (note,) = result.notes
    assert note.startswith("2 of 6 links are behind click counters")


def test_a_mail_that_cannot_be_read_spoils_no_mailbox() -> None:
    nested = b"".join(b"Content-Type: multipart/mixed; boundary=%d\n\n--%d\n" % (at, at) for at in range(100))
    box = make_mailbox(b"From: a@b.example\nSubject: x\n" + nested, make_text_mail("https://gates.example/a"))
    result = parse_import(box, "box.mbox")
    assert [clipping.url for clipping in result.clippings] == ["https://gates.example/a"]
    assert [(row.reason, row.text) for row in result.rejected] == [
        ("a mail whose parts nest too deep", "mail 1")
    ]
    with pytest.raises(UserError, match="“x” is a mail whose parts nest too deep"):
        parse_import(b"From: a@b.example\nSubject: x\n" + nested, "x")


def test_prose_that_begins_like_a_mailbox_is_none() -> None:
    assert parse_import(b"From here at 10:00 on\nhttps://gates.example/a\n", "x.txt").format == "list"


def test_a_mailbox_of_more_mails_than_anybody_takes_in_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mail_message, "MAX_MAILS", 2)
    with pytest.raises(UserError, match="“x” holds more than 2 mails: "):
        parse_import(make_mailbox(*[make_text_mail("x")] * 3), "x")

"""The letters of a page, whatever it says of them."""

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.http_server import FakeSite
from workbench.web.http.charset import decode_body
from workbench.web.http.client import BoundedClient

XML = '<?xml version="1.0" encoding="iso-8859-15"?><t>5 {}</t>'
OLD = '<meta http-equiv=Content-Type content="text/html; charset=koi8-r">'
META = '<meta charset="{}"><title>Gewöhnliche Gänge</title>'


@pytest.mark.parametrize(
    ("body", "named", "text"),
    [
        ("Gänge".encode(), "", "Gänge"),
        ("Gänge".encode(), "utf-8", "Gänge"),
        ("Gänge".encode(), "iso-8859-1", "Gänge"),  # what is valid UTF-8 is nothing else
        ("Gänge".encode("latin-1"), "ISO-8859-1", "Gänge"),
        ("Gänge".encode("latin-1"), "utf-8", "Gänge"),
        ("Gänge".encode("latin-1"), "", "Gänge"),  # as browsers take it
        ("l’été – “l’hiver”".encode("cp1252"), "", "l’été – “l’hiver”"),
        ("Gänge und Wände".encode() + b" \xe4", "", "Gänge und Wände \ufffd"),  # a slip in UTF-8
        ("“Gates”".encode("cp1252"), "iso-8859-1", "“Gates”"),  # as browsers take it
        ("“Gates”".encode("cp1252"), "windows-1252", "“Gates”"),
        ("Ворота".encode("koi8-r"), "koi8-r", "Ворота"),
        ("Ворота".encode("cp1251"), "windows-1251", "Ворота"),
        ("門と注意".encode("shift_jis"), "Shift_JIS", "門と注意"),
        ("門と注意".encode("euc_jp"), "euc-jp", "門と注意"),
        ("门与注意力".encode("gbk"), "gb2312", "门与注意力"),
        ("門與注意力".encode("big5"), "big5", "門與注意力"),
        ("문과 주의".encode("euc_kr"), "euc-kr", "문과 주의"),
        ("Gates".encode("utf-16-be"), "utf-16be", "Gates"),
        (codecs.BOM_UTF16_LE + "Gänge".encode("utf-16-le"), "iso-8859-1", "Gänge"),
        (codecs.BOM_UTF8 + "Gänge".encode(), "koi8-r", "Gänge"),
        (META.format("windows-1252").encode("cp1252"), "", META.format("windows-1252")),
        (XML.format("€").encode("iso8859-15"), "", XML.format("€")),
        (OLD.encode() + b"\xf7", "", OLD + "В"),
        (META.format("utf-16").encode(), "", META.format("utf-16")),
        ("Gänge".encode()[:2], "", "G\ufffd"),
    ],
)  # fmt: skip
def test_a_page_is_read_in_its_own_letters(body: bytes, named: str, text: str) -> None:
    assert decode_body(body, named) == text


@pytest.mark.parametrize(
    "codec",
    ["rot13", "zlib_codec", "unicode_escape", "utf-7", "punycode", "idna", "base64", "undefined", "nonsense"],
)
@pytest.mark.parametrize("where", ["header", "page"])
def test_a_codec_that_is_no_character_set_is_not_believed(codec: str, where: str) -> None:
    text = META.format(codec) + r"\x1b[31m +AGE-"
    assert decode_body(text.encode(), codec if where == "header" else "") == text


def test_a_page_says_so_in_its_first_lines_or_not_at_all() -> None:
    late = b" " * 2048 + b'<meta charset="koi8-r">\xf7'
    assert decode_body(late).endswith("÷")


@given(
    st.binary(),
    st.text(),
    st.sampled_from(["", "utf-8", "utf-16", "gb18030", "euc-jp", "cp932", "iso-8859-8"]),
)
def test_any_bytes_are_some_text_that_can_be_written(body: bytes, odd: str, named: str) -> None:
    for name in (odd, named):
        decode_body(body, name).encode()


async def test_a_site_that_names_no_character_set_cannot_stop_a_page(
    site: FakeSite, client: BoundedClient
) -> None:
    site.reply("/page", "Tate", type="text/html; charset=rot13")
    assert (await client.get(site.url + "/page")).text == "Tate"

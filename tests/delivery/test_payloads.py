"""The data formats of the clipboards, read back as each system would read them."""

import re
from base64 import b64decode, b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.delivery.clipboards.payloads import (
    build_apple_script,
    build_osc_52,
    build_powershell_write,
    decode_clipboard_text,
    encode_powershell,
    is_kitty,
    iter_osc_5522,
    parse_apple_data,
    parse_cf_html,
    parse_kitty_status,
    parse_powershell_output,
    to_cf_html,
)
from workbench.publishing.parse.pasted import is_same_content

TEXT = st.text(st.characters(exclude_categories=["Cs"]))


@given(fragment=TEXT)
def test_the_offsets_for_windows_count_the_bytes_of_the_fragment(fragment: str) -> None:
    payload = to_cf_html(fragment)
    fields = dict(line.split(":", 1) for line in payload.decode("ascii").split("\r\n")[:5])
    start, end, begin, stop = (
        int(fields[name]) for name in ("StartHTML", "EndHTML", "StartFragment", "EndFragment")
    )
    assert payload[begin:stop] == fragment.encode("ascii", "xmlcharrefreplace")
    assert payload[start:].startswith(b"<html>")
    assert end == len(payload)
    assert payload[:begin].endswith(b"<!--StartFragment-->")
    assert payload[stop:].startswith(b"<!--EndFragment-->")


@given(html=TEXT, text=TEXT)
def test_the_script_for_macos_holds_both_in_hex_that_no_text_can_end(html: str, text: str) -> None:
    script = build_apple_script(html, text)
    held = {
        kind: bytes.fromhex(data).decode()
        for kind, data in re.findall("«data (HTML|utf8)([0-9A-F]*)»", script)
    }
    assert held == {"HTML": f'<meta charset="utf-8">{html}', "utf8": text}
    assert script.count("\n") == 1


@given(fragment=TEXT.filter(lambda text: "\0" not in text))
def test_what_went_to_windows_comes_back_and_is_the_same(fragment: str) -> None:
    assert is_same_content((fragment, ""), (parse_cf_html(to_cf_html(fragment) + b"\0"), ""))


def test_html_of_windows_whose_offsets_lie_is_found_by_its_comments() -> None:
    head = b"Version:0.9\r\nStartFragment:0000099999\r\nEndFragment:0000100000\r\n"
    held = head + "<html><!--StartFragment--><p>Gätes</p><!--EndFragment--></html>".encode()
    assert parse_cf_html(held) == "<p>Gätes</p>"
    assert parse_cf_html(b"") == parse_cf_html(b"StartFragment:9") == ""


@given(data=st.binary())
def test_data_that_applescript_writes_is_read(data: bytes) -> None:
    assert parse_apple_data(f"«data HTML{data.hex().upper()}»\n") == data
    assert parse_apple_data(data.hex()) == b""


@given(html=TEXT, text=TEXT.filter(lambda text: text == text.strip("\0") and not text.startswith("\ufeff")))
def test_powershells_two_lines_are_read(html: str, text: str) -> None:
    out = b"\r\n".join(b64encode(each.encode()) for each in (html, text))
    found = parse_powershell_output(out + b"\r\n")
    assert found[0] == html.encode() or not html
    assert parse_powershell_output(b"an error message in words") == (b"", "")


def test_a_script_reaches_powershell_as_one_word() -> None:
    assert b64decode(encode_powershell("'é'")).decode("utf-16-le") == "'é'"


@pytest.mark.parametrize(
    "data",
    [
        "Gätes 📄".encode(),
        "Gätes 📄".encode("utf-8-sig"),
        "Gätes 📄\0\0".encode(),
        "Gätes 📄".encode("utf-16"),
        "\ufeffGätes 📄".encode("utf-16-be"),
        "Gätes 📄".encode("utf-16-le"),
    ],
)
def test_text_is_read_however_a_program_left_it(data: bytes) -> None:
    assert decode_clipboard_text(data) == "Gätes 📄"


def test_line_ends_and_references_make_no_difference_and_words_do() -> None:
    assert is_same_content(("<p>é\n", "a\nb\n"), ('<meta charset="utf-8"><p>&#233;\r\n', "a\r\nb"))
    assert not is_same_content(("<p>é", "a"), ("<p>é", "b"))
    assert not is_same_content(("<p>é", "a"), ("", "a"))


def test_a_file_name_cannot_end_its_string_in_the_script_for_windows() -> None:
    assert "ReadAllBytes('C:\\it''s\\a.html')" in build_powershell_write("C:\\it's\\a.html", "t.txt")


@given(text=TEXT)
def test_a_terminal_gets_the_text_whole_and_nothing_that_acts(text: str) -> None:
    sequence = build_osc_52(text)
    assert sequence is not None
    assert b64decode(sequence.removeprefix("\x1b]52;c;").removesuffix("\x07")).decode() == text


def test_a_text_longer_than_terminals_take_is_not_sent() -> None:
    assert build_osc_52("x" * 74_994) is not None
    assert build_osc_52("é" * 37_498) is None


@given(html=TEXT, text=st.text("aé", min_size=0).map(lambda bit: bit * 2_000))
def test_kitty_gets_both_kinds_in_packets_it_takes(html: str, text: str) -> None:
    packets = list(iter_osc_5522(html, text))
    held: dict[str, bytes] = {}
    for packet in packets[1:-1]:
        found = re.fullmatch(r"\x1b\]5522;type=wdata:mime=([\w+/=]+);([\w+/=]*)\x1b\\", packet)
        assert found is not None
        data = b64decode(found[2])
        assert len(data) <= 4096
        kind = b64decode(found[1]).decode()
        held[kind] = held.get(kind, b"") + data
    assert {kind: data.decode() for kind, data in held.items()} == {
        kind: text for kind, text in (("text/plain", text), ("text/html", html)) if text
    }
    assert packets[0] == "\x1b]5522;type=write\x1b\\"
    assert packets[-1] == "\x1b]5522;type=wdata\x1b\\"


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ("\x1bP>|kitty(0.35.2)\x1b\\\x1b[?62;52;c", True),
        ("\x1bP>|Other 1.0\x1b\\\x1b[?5522;2$y\x1b[?62;c", True),
        ("\x1bP>|tmux 3.3a\x1b\\\x1b[?1;2;4c", False),
        ("\x1bP>|XTerm(379)\x1b\\\x1b[?5522;0$y\x1b[?64;1;2c", False),
        ("\x1b[?6c", False),
        ("\x1bP>|kitty(0.35.2)\x1b\\", None),
        ("", None),
    ],
)
def test_a_terminal_is_kitty_by_its_own_word(answer: str, said: bool | None) -> None:
    assert is_kitty(answer) is said


def test_kitty_is_believed_only_when_it_says_so() -> None:
    assert parse_kitty_status("\x1b]5522;type=write:status=DO") is None
    assert parse_kitty_status("\x1b]5522;type=write:status=DONE\x1b\\") is True
    assert parse_kitty_status("\x1b]5522;type=write:status=EPERM\x1b\\") is False
    assert parse_kitty_status("\x1b[?62;c") is None

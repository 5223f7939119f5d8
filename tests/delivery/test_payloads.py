"""What each system's clipboard is handed, read back as that system would read it."""

import re
from base64 import b64decode

from hypothesis import given
from hypothesis import strategies as st

from workbench.delivery.payloads import (
    apple_script,
    cf_html,
    kitty_took,
    osc_52,
    osc_5522,
    powershell,
)

TEXT = st.text(st.characters(exclude_categories=["Cs"]))


@given(fragment=TEXT)
def test_the_offsets_for_windows_count_the_bytes_of_the_fragment(fragment: str) -> None:
    payload = cf_html(fragment)
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
    script = apple_script(html, text)
    held = {
        kind: bytes.fromhex(data).decode()
        for kind, data in re.findall("«data (HTML|utf8)([0-9A-F]*)»", script)
    }
    assert held == {"HTML": f'<meta charset="utf-8">{html}', "utf8": text}
    assert script.count("\n") == 1


def test_a_file_name_cannot_end_its_string_in_the_script_for_windows() -> None:
    assert "ReadAllBytes('C:\\it''s\\a.html')" in powershell("C:\\it's\\a.html", "t.txt")


@given(text=TEXT)
def test_a_terminal_gets_the_text_whole_and_nothing_that_acts(text: str) -> None:
    sequence = osc_52(text)
    assert sequence is not None
    assert b64decode(sequence.removeprefix("\x1b]52;c;").removesuffix("\x07")).decode() == text


def test_a_text_longer_than_terminals_take_is_not_sent() -> None:
    assert osc_52("x" * 74_994) is not None
    assert osc_52("é" * 37_498) is None


@given(html=TEXT, text=st.text("aé", min_size=0).map(lambda bit: bit * 2_000))
def test_kitty_gets_both_kinds_in_packets_it_takes(html: str, text: str) -> None:
    packets = list(osc_5522(html, text))
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


def test_kitty_is_believed_only_when_it_says_so() -> None:
    assert kitty_took("\x1b]5522;type=write:status=DONE\x1b\\") is True
    assert kitty_took("\x1b]5522;type=write:status=EPERM\x1b\\") is False
    assert kitty_took("\x1b[?62;c") is None

"""The data formats of each system's clipboard, built and parsed: CF_HTML, AppleScript, PowerShell, OSC 52, OSC 5522.

Pure functions, so that all of it is tested on any system. The backends beside this module exchange the data.
"""

import re
from base64 import b64decode, b64encode
from binascii import Error
from collections.abc import Iterator
from typing import Final

from workbench.publishing.parse.pasted import CHARSET_META

TERMINAL_LIMIT: Final = 74_994
"""Bytes of plain text that every terminal with OSC 52 accepts: 100,000 characters with base64 and the sequence."""
KITTY_CHUNK_SIZE: Final = 4096
"""Bytes of one packet of kitty's protocol, before base64."""

_CF_HEADER: Final = (
    "Version:0.9\r\nStartHTML:{:010}\r\nEndHTML:{:010}\r\nStartFragment:{:010}\r\nEndFragment:{:010}\r\n"
)
_CF_OPEN: Final = "<html><body>\r\n<!--StartFragment-->"
_CF_CLOSE: Final = "<!--EndFragment-->\r\n</body></html>"


def to_cf_html(fragment: str) -> bytes:
    """The fragment in Windows' "HTML Format": a header with offsets in bytes, counted from the header's own start."""
    # Other letters become character references: then bytes and characters agree, in whichever a program counts.
    inner = fragment.encode("ascii", "xmlcharrefreplace").decode("ascii")
    start = len(_CF_HEADER.format(0, 0, 0, 0))
    begin = start + len(_CF_OPEN)
    end = begin + len(inner)
    head = _CF_HEADER.format(start, end + len(_CF_CLOSE), begin, end)
    return (head + _CF_OPEN + inner + _CF_CLOSE).encode("ascii")


def build_apple_script(html: str, text: str) -> str:
    """A script for `osascript -` that writes both kinds. Both are in hexadecimal, so nothing in them needs quoting."""
    rich = (CHARSET_META + html).encode("utf-8", "replace").hex().upper()
    plain = text.encode("utf-8", "replace").hex().upper()
    return f"set the clipboard to {{«class HTML»:«data HTML{rich}», «class utf8»:«data utf8{plain}»}}\n"


def parse_apple_data(output: str) -> bytes:
    """The bytes of data as AppleScript prints it, `«data HTML3C6D…»`; empty where the output is something else."""
    found = re.search(r"«data \S{4}([0-9A-Fa-f]*)»", output)
    return bytes.fromhex(found[1]) if found and len(found[1]) % 2 == 0 else b""


def build_powershell_write(html_file: str, text_file: str) -> str:
    """A script for powershell.exe that writes both kinds to the clipboard of Windows in one go.

    The files are named by their Windows paths. The HTML file holds `to_cf_html`, the text file UTF-8.
    """
    rich, plain = (name.replace("'", "''") for name in (html_file, text_file))
    # `Set-Clipboard -AsHtml` would spoil every letter that is not ASCII, so the bytes go in as they are.
    return (
        "Add-Type -AssemblyName System.Windows.Forms\n"
        "$data = New-Object System.Windows.Forms.DataObject\n"
        f"$data.SetData('HTML Format', [IO.MemoryStream]::new([IO.File]::ReadAllBytes('{rich}')))\n"
        f"$data.SetData('UnicodeText', [IO.File]::ReadAllText('{plain}', [Text.Encoding]::UTF8))\n"
        "[System.Windows.Forms.Clipboard]::SetDataObject($data, $true)\n"
    )


def encode_powershell(script: str) -> str:
    """A script as the one argument of `powershell.exe -EncodedCommand`."""
    return b64encode(script.encode("utf-16-le", "replace")).decode()


POWERSHELL_READ: Final = """\
Add-Type -AssemblyName System.Windows.Forms
foreach ($kind in 'Html', 'UnicodeText') {
    $text = [System.Windows.Forms.Clipboard]::GetText([System.Windows.Forms.TextDataFormat]$kind)
    [Console]::Out.WriteLine([Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes($text)))
}
"""
"""A script for powershell.exe that prints both kinds from the clipboard of Windows (`parse_powershell_output`)."""


def parse_powershell_output(out: bytes) -> tuple[bytes, str]:
    """The HTML, in "HTML Format", and the text that `POWERSHELL_READ` printed, one line each in base64."""
    lines = [*out.decode("ascii", "replace").split(), "", ""]
    try:
        html, text = (b64decode(line, validate=True) for line in lines[:2])
    except Error:
        return b"", ""
    return html, decode_clipboard_text(text)


def parse_cf_html(data: bytes) -> str:
    """The fragment in Windows' "HTML Format": by the header's offsets, else by the comments around it."""
    fields = dict(re.findall(rb"(Start|End)Fragment:\s*(\d{1,10})", data[:400]))
    start, end = (int(fields.get(name, b"0")) for name in (b"Start", b"End"))
    if 0 < start <= end <= len(data):
        return decode_clipboard_text(data[start:end])
    _, _, rest = data.partition(b"<!--StartFragment-->")
    return decode_clipboard_text(rest.partition(b"<!--EndFragment-->")[0])


def decode_clipboard_text(data: bytes) -> str:
    """Text as programs write it to a clipboard: UTF-8, or UTF-16 with or without a mark; zeros may follow."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = data.decode("utf-16", "replace")
    else:
        wide = b"\0" in data[:64].rstrip(b"\0")  # a zero amid the first letters: two bytes a letter
        text = data.decode("utf-16-le" if wide else "utf-8-sig", "replace")
    return text.rstrip("\0")


def build_osc_52(text: str) -> str | None:
    """The control sequence that sets the terminal's clipboard; None for text longer than `TERMINAL_LIMIT`."""
    data = text.encode("utf-8", "replace")
    return None if len(data) > TERMINAL_LIMIT else f"\x1b]52;c;{b64encode(data).decode()}\x07"


def iter_osc_5522(html: str, text: str) -> Iterator[str]:
    """The packets that write both kinds to kitty's clipboard. It answers with a status (`parse_kitty_status`)."""
    yield "\x1b]5522;type=write\x1b\\"
    for mime, content in (("text/plain", text), ("text/html", html)):
        kind = b64encode(mime.encode()).decode()
        data = content.encode("utf-8", "replace")
        for at in range(0, len(data), KITTY_CHUNK_SIZE):
            chunk = b64encode(data[at : at + KITTY_CHUNK_SIZE]).decode()
            yield f"\x1b]5522;type=wdata:mime={kind};{chunk}\x1b\\"
    yield "\x1b]5522;type=wdata\x1b\\"


KITTY_QUERY: Final = "\x1b[>q\x1b[?5522$p\x1b[c"
"""Asks for the terminal's name and for the mode of that protocol, last for the device attributes.

Every terminal answers the last one, so its answer ends the waiting for the other two."""


def is_kitty(answer: str) -> bool | None:
    """Whether the terminal that answered `KITTY_QUERY` knows OSC 5522; None while the answer is incomplete."""
    if not re.search(r"\x1b\[\?[\d;]*c", answer):
        return None
    return bool(re.search(r"\x1bP>\|kitty|\x1b\[\?5522;[1-4]\$y", answer))


def parse_kitty_status(answer: str) -> bool | None:
    """Whether kitty says that it wrote the clipboard; None while the answer is incomplete."""
    found = re.search(r"\x1b\]5522;type=write:status=(\w+)[^\x07\x1b]*(?:\x07|\x1b\\)", answer)
    return found[1] == "DONE" if found else None

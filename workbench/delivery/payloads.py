"""What each system's clipboard wants to be handed for rich text: pure, so that all of it is tested everywhere.

The hand-overs (`rich.py`) only carry these to where they belong.
"""

from base64 import b64encode
from collections.abc import Iterator
from typing import Final

TERMINAL_LIMIT: Final = 74_994
"""Bytes that every terminal with OSC 52 takes: 100,000 characters once encoded, less the envelope."""
CHUNK: Final = 4096
"""Bytes of one packet of kitty's protocol, before they are encoded."""

_CF_HEAD: Final = (
    "Version:0.9\r\nStartHTML:{:010}\r\nEndHTML:{:010}\r\nStartFragment:{:010}\r\nEndFragment:{:010}\r\n"
)
_CF_OPEN: Final = "<html><body>\r\n<!--StartFragment-->"
_CF_CLOSE: Final = "<!--EndFragment-->\r\n</body></html>"
_META: Final = '<meta charset="utf-8">'


def cf_html(fragment: str) -> bytes:
    """The fragment in Windows' "HTML Format": a header whose offsets count bytes from its own start.

    What is not ASCII becomes a reference, so that bytes and characters agree whoever counts.
    """
    inner = fragment.encode("ascii", "xmlcharrefreplace").decode("ascii")
    start = len(_CF_HEAD.format(0, 0, 0, 0))
    begin = start + len(_CF_OPEN)
    end = begin + len(inner)
    head = _CF_HEAD.format(start, end + len(_CF_CLOSE), begin, end)
    return (head + _CF_OPEN + inner + _CF_CLOSE).encode("ascii")


def apple_script(html: str, text: str) -> str:
    """A script for `osascript -` that puts both on the clipboard of macOS. Hex, since nothing in it may be quoted."""
    rich = (_META + html).encode("utf-8", "replace").hex().upper()
    plain = text.encode("utf-8", "replace").hex().upper()
    return f"set the clipboard to {{«class HTML»:«data HTML{rich}», «class utf8»:«data utf8{plain}»}}\n"


def powershell(html_file: str, text_file: str) -> str:
    """A script for powershell.exe that reads both from UTF-8 files and puts them on the clipboard of Windows in one go.

    The files' names are Windows paths; the HTML file holds `cf_html`.
    """
    rich, plain = (name.replace("'", "''") for name in (html_file, text_file))
    return (
        "Add-Type -AssemblyName System.Windows.Forms\n"
        "$data = New-Object System.Windows.Forms.DataObject\n"
        f"$data.SetData('HTML Format', [IO.MemoryStream]::new([IO.File]::ReadAllBytes('{rich}')))\n"
        f"$data.SetData('UnicodeText', [IO.File]::ReadAllText('{plain}', [Text.Encoding]::UTF8))\n"
        "[System.Windows.Forms.Clipboard]::SetDataObject($data, $true)\n"
    )


def osc_52(text: str) -> str | None:
    """The sequence that hands plain text to the terminal's clipboard; None where it is longer than most take."""
    data = text.encode("utf-8", "replace")
    return None if len(data) > TERMINAL_LIMIT else f"\x1b]52;c;{b64encode(data).decode()}\x07"


def osc_5522(html: str, text: str) -> Iterator[str]:
    """The packets by which kitty takes several kinds at once; it answers whether it did (`kitty_took`)."""
    yield "\x1b]5522;type=write\x1b\\"
    for mime, content in (("text/plain", text), ("text/html", html)):
        kind = b64encode(mime.encode()).decode()
        data = content.encode("utf-8", "replace")
        for at in range(0, len(data), CHUNK):
            chunk = b64encode(data[at : at + CHUNK]).decode()
            yield f"\x1b]5522;type=wdata:mime={kind};{chunk}\x1b\\"
    yield "\x1b]5522;type=wdata\x1b\\"


def kitty_took(answer: str) -> bool | None:
    """What kitty said to a write: True that it is done, False that it refused; None where no answer stands in it."""
    _, found, rest = answer.partition("\x1b]5522;type=write:status=")
    return rest.startswith("DONE") if found else None

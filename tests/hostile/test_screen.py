"""The real program at a real terminal, over a library that strangers filled: it shows their words and obeys none.

Every pane, view and dialog is opened, and every byte that was written is read afterwards: what is there beyond
text has to be something that Textual itself writes.
"""

import base64
import re
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest

from tests.support.terminal import KEY_PAUSE, ByteTerminal

SGR: Final = r"(?:0|1|2|3|4|7|9|22|23|24|27|29|39|49|[34]8;2;\d+;\d+;\d+)"
ALLOWED: Final = re.compile(
    rf"\x1b\[(?:{SGR}(?:;{SGR})*)?m"
    r"|\x1b\[(?P<row>\d+);(?P<column>\d+)H"
    r"|\x1b\[\?(?:7|25|1000|1002|1003|1004|1006|1015|1016|1049|2004|2026|2048)[hl]"
    r"|\x1b\[\?(?:2004|2026|2048)\$p|\x1b\[>\d+u|\x1b\[<u|\x1b\[\?u|\x1b\[=\d+;\d+u"
    r"|\x1b\]22;(?:default|text|pointer)\x07"  # the shape of the mouse
    r"|\x1b\]52;c;(?P<copied>[A-Za-z0-9+/=]*)\x07"
    r"|[\r\n]"
)
SIZES: Final = [
    pytest.param(80, 24, id="80x24"),
    pytest.param(160, 45, id="160x45", marks=pytest.mark.slow),
]


@pytest.mark.parametrize(("columns", "rows"), SIZES)
def test_whatever_strangers_wrote_every_view_shows_it_and_nothing_acts(
    columns: int,
    rows: int,
    tmp_path: Path,
    fill_workspace: Callable[..., Path],
    test_environment: dict[str, str],
    open_terminal: Callable[[Path, int, int, dict[str, str]], ByteTerminal],
    hostile_texts: dict[str, tuple[str, ...]],
    find_active: Callable[[str], set[str]],
) -> None:
    workspace = fill_workspace(tmp_path / "week", heavy_draft=columns < 100)
    pasted = f"{chr(8238)}{chr(10).join(hostile_texts['short'])}\nhttps://pasted.example/x"
    screen = open_terminal(workspace, columns, rows, test_environment)
    screen.wait_for("taken as it is")
    screen.settle(0.5)
    _visit_inbox(screen, pasted)
    _visit_views(screen, pasted)
    _visit_issue(screen, pasted)
    _visit_preview(screen)
    _click_around(screen, workspace)
    # The preview is a view in front where there is room for one pane. In the heavy draft one title is longer than a
    # title may be: leaving again gives it up.
    screen.press("q" if columns >= 140 else "qq")
    screen.press("q" if columns < 100 else "")
    assert screen.wait_for_exit() == 0
    _check_output(screen, find_active)
    opened = tmp_path / "seen" / "opened"
    addresses = opened.read_text().splitlines() if opened.exists() else []
    assert all(re.fullmatch(r"https?://[\x21-\x7e]+", address) for address in addresses)


def _visit_inbox(screen: ByteTerminal, pasted: str) -> None:
    """Every link in sight once, in every view and order; then the reader, the filter, the verbs."""
    for view in ("Deferred", "Benched", "Rejected", "Published", "All"):
        screen.press("]", view)
    for _ in range(8):
        screen.send(b"\x1b[B" * 15)
        screen.settle(KEY_PAUSE)
    for order in ("oldest", "title", "origin"):
        screen.press("s", f"Sorted: {order}")
    screen.press("s", "Sorted: ")  # by odds, where there is enough to go by
    if not screen.has_seen("Sorted: newest"):
        screen.press("s", "Sorted: newest")
    screen.press("G")
    screen.press("g")
    screen.press("\r", "READING")
    screen.press("\x04\x04\x15")
    screen.press("q")
    screen.press("/", "filter: words")
    screen.paste(pasted, "Attention [/] is")
    screen.escape("reject")
    screen.press("[[[[[", "Inbox")
    screen.press("G")
    screen.press("x", "Rejected")
    screen.press("u", "Undone")
    screen.press("\x12", "Redone")
    screen.press("1", "Placed")
    screen.press("b", "Benched")
    screen.press(">", "Deferred to")
    screen.press(" k+", "Joined")


def _visit_views(screen: ByteTerminal, pasted: str) -> None:
    """What comes in front of the panes."""
    screen.press("a", "Add links")
    screen.paste(pasted, "pasted.example")
    screen.press("\x13", "Added")
    screen.press("t", "enter done")
    screen.paste(pasted, "is all you need [@click")
    screen.press("\r", "Tagged")
    screen.press("m", "enter done")
    screen.paste(pasted, "pasted.example")
    screen.press("\r", "Noted")
    screen.press("y", "characters to the terminal's")
    for key, word in {"?": "Help", "F": "Findings", "H": "History", "N": "Issues", "c": "Copy out"}.items():
        screen.press(key, word)
        screen.send(b"\x1b[B" * 20)
        screen.settle(KEY_PAUSE)
        screen.press("q", "placed")
    screen.press(":", "place 1")
    screen.paste(pasted, "Attention [/] is")
    screen.press("\x15go to", "Go to papers")  # ctrl+u empties the field
    screen.settle(0.2)
    screen.press("\r", "write")


def _visit_issue(screen: ByteTerminal, pasted: str) -> None:
    """The Issue pane: each piece in the list, each piece in its fields."""
    screen.send(b"\x1b[B" * 40)
    screen.settle(KEY_PAUSE)
    screen.press("g")
    screen.press("e", "WRITING" if screen.columns > 80 else "Title")
    screen.paste(pasted, "pasted.example")
    screen.press_until("\x0e", "Closing", 60)
    screen.settle(0.3)
    screen.paste(pasted, "pasted.example")
    screen.wait_for("words")
    screen.wait_for(" saved")
    screen.settle(0.2)
    screen.escape("enter write")


def _visit_preview(screen: ByteTerminal) -> None:
    """The preview as page, as Markdown, as HTML; the issue copied, written, edited elsewhere and read back."""
    beside = screen.columns >= 140
    for mode in ("Preview", "Markdown", "HTML", "Preview")[beside:]:
        screen.press("p", mode)
        screen.press("\x04\x04\x04\x15")
    screen.press("c", "Copy out")
    screen.press("!\r", "characters to the terminal's")
    screen.press("q")
    screen.press("w", "Wrote")
    if not beside:  # 200,000 brackets out and back: once is enough
        screen.press("E", "Read the edits")


def _click_around(screen: ByteTerminal, workspace: Path) -> None:
    """A click in the panes moves cursors; no verb follows from it."""
    screen.settle(0.3)
    before = (workspace / "library.journal").read_bytes()
    screen.click_panes(screen.columns // 3)
    screen.press("?", "Help")
    screen.press("q", "placed")
    assert (workspace / "library.journal").read_bytes() == before


def _check_output(screen: ByteTerminal, find_active: Callable[[str], set[str]]) -> None:
    """Read every byte: text in which nothing acts, and sequences of Textual's own kind, within the screen."""
    written = screen.written.decode("utf-8")
    assert find_active(ALLOWED.sub("", written)) == set()
    for found in ALLOWED.finditer(written):
        if found["row"]:
            assert int(found["row"]) <= screen.rows
            assert int(found["column"]) <= screen.columns
        assert find_active(base64.b64decode(found["copied"] or "").decode()) <= {"\t"}
    assert written.count("\x1b[?1049l") == written.count("\x1b[?1049h")  # left as often as entered

"""What strangers write, by kind, and a workspace that somebody filled with it by hand.

`library.json` is written as an editor of text files would: no checksum, nothing cleaned. Whatever the program
then shows, prints or exports has passed its doors, or it acts.
"""

import json
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

SEQUENCES: Final = (
    "\x1b[35;45mred\x1b[m", "\x9b35;45mwide", "\x1b[999;999Hmoved", "\x1b[?1049lleft", "\x1b[2J", "\x1b[6n",
    "\x1b]0;owned\x07", "\x1b]2;owned\x1b\\", "\x9d0;owned\x9c", "\x1b]52;c;b3duZWQ=\x07", "\x9d52;c;b3duZWQ=\x9c",
    "\x1b]8;;https://evil.example/\x1b\\here\x1b]8;;\x1b\\", "\x1bPq#0~~\x1b\\", "\x90q#0~~\x9c", "\x1b_x\x1b\\",
    "\x1b^x\x1b\\", "\x1bXx\x1b\\", "\x9fx\x9c", "\x1bc", "\x1b(0", "\x1bN~", "\x8e~", "\x1b7\x1b8", "\x1b#8",
    "open \x1b", "open \x1b[", "open \x1b[35;", "open \x1b]0;owned", "open \x1bPowned", "open \x9b", "open \x9downed",
)  # fmt: skip


CONTROLS: Final = tuple(f"<{chr(code)}>" for code in (*range(0x20), *range(0x7F, 0xA0), 0x2028, 0x2029))


MARKUP: Final = (
    "Attention [/] is all you need", "[@click=app.quit]read on[/]", "[ @click=app.quit]read on", "[b='x open",
    "[@click=app.bell]bell[/] [link='https://evil.example/']x[/link]", "[$error]x[/$error] \\", "[/papers]", "[b][i]",
    "[reverse]upside[/reverse", "[bold red on blue]loud[/]",
)  # fmt: skip


PROSE: Final = (
    "[x](javascript:alert(1))", "[x](data:text/html,owned)", "![x](https://evil.example/pixel.png)",
    "<script>owned()</script>",
    "<img src=x onerror=owned()>", "<a href='javascript:owned()'>x</a>", "<!-- owned", "--> owned", "# owned", "---",
    "```\nowned", "    owned", "| a | b |\n| - | - |", "1. owned", "> owned", "[x]: javascript:owned",
    "<javascript:owned()>",
    "http://evil.example", "www.evil.example", "me@evil.example", "&lt;script&gt; &#x1b;[31m &#x202e;x",
    "&Tab;&NewLine;",
    "](https://evil.example/)", '" onmouseover="owned()', "</a><h1>owned",
)  # fmt: skip


INVISIBLE: Final = (
    "\u202egnp.exe", "\u2066x\u2069 \u202ax\u202c", "\u061cx\u200e\u200f", "z\u200be\u2060r\ufeffo\u00ad",
    "t\U000e0041\U000e007f\U000e0001g", "\ufff9a\ufffab\ufffb", "\u115f\u3164\uffa0", "\u180e\u2064\u206f",
    "Z" + "\u0301\u0489" * 50 + "algo", "\u0e33" * 40, "漢字仮名交じり文" * 8, "\ue000\U000f0000 private",
    "👨‍👩‍👧‍👦 🏳️‍🌈 می‌خواهم क्‍ष", "\ufdd0\uffff\U0001fffe", "", " ", "\t\n\r", "\u200d\u200d", "\u2003\u00a0\u3000",
)  # fmt: skip


LOOKALIKES: Final = (
    "no", "1e3", "2026-11-29", "---", "- a: b", "key: value # not", "'", "=cmd|' /C calc'!A0", "@SUM(1)",
    "--help", "-rf",
    "../../etc/passwd", "C:\\con\\nul", "/etc/passwd", "%s %d {0} {highlights} {number}", "\\u001b[31m", "NaN",
)  # fmt: skip


LONG_TEXTS: Final = (
    "a" * 1_000_000,
    " " * 60_000 + "x",
    "[" * 1_000_000,
    "![" * 20_000,
    "e" + "\u0301" * 100_000,
    "漢" * 4_000,
)


ADDRESSES: Final = (
    "javascript:alert(1)", "data:text/html,owned", "https://evil.example/\x1b]0;owned\x07",
    "https://evil.example/\u202egnp",
    "file:///etc/passwd", "https://ok.example/\"><script>owned()</script>",
    "https://ok.example/)](javascript:owned", "",
    "https://[", "http://ok.example/a b", "https://ok.example/[@click=app.quit]x", "\x9b31mhttps://x.example",
)  # fmt: skip


SHORT_TEXTS: Final = (*MARKUP, *SEQUENCES, *PROSE, *INVISIBLE, *LOOKALIKES, "".join(CONTROLS))


"""All that a command line takes: everything but what is heavy."""


_KINDS: Final = {"papers": "paper", "videos": "video", "reads": "read", "tools": "tool", "pick": "read"}


_HIDDEN_CHARS: Final = frozenset(
    "\u200b\u2060\ufeff\u00ad\u061c\u200e\u200f\u180e\u115f\u3164\uffa0\u2028\u2029"
)


def find_active_chars(text: str) -> set[str]:
    """What in a text would make a terminal or a reader do something, or hide from both; line ends aside.

    Told by Unicode's own categories, not by the program's.
    """
    return {
        char
        for char in text
        if char in _HIDDEN_CHARS
        or "\u202a" <= char <= "\u202e"
        or "\u2061" <= char <= "\u206f"
        or "\U000e0000" <= char <= "\U000e0fff"
        or (unicodedata.category(char) in ("Cc", "Cs") and char != "\n")
    }


def fill_hostile_workspace(folder: Path, *, heavy_draft: bool = True) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "library.json").write_text(json.dumps(_build_tables(heavy_draft)), encoding="ascii")
    (folder / "workbench.toml").write_text(_build_profile(), encoding="utf-8")
    return folder


def _build_tables(heavy_draft: bool) -> dict[str, dict[str, Any]]:
    texts = (*SHORT_TEXTS, *LONG_TEXTS)
    sections = [_build_section(key, SHORT_TEXTS[at]) for at, key in enumerate(_KINDS)]
    return {
        "links": {str(id): _build_link(id, text) for id, text in enumerate(texts, 1)},
        "sources": {str(id): _build_source(text) for id, text in enumerate(texts, 1)},
        "issues": {"1": _build_issue(1, "published", sections), "2": _build_issue(2, "draft", sections)},
        "entries": {str(id): entry for id, entry in enumerate(_iter_entries(texts, heavy_draft), 1)},
    }


def _build_link(id: int, text: str) -> dict[str, Any]:
    """One link in each view of the inbox, in turn."""
    state = ("inbox", "inbox", "rejected", "deferred")[id % 4]
    url = ADDRESSES[id % len(ADDRESSES)] if id % 3 == 0 else f"https://stranger.example/{id}"
    return {
        "url": url, "identity": f"https://stranger.example/{id}", "kind": "read", "title": text, "state": state,

        "added": text[:20] if id % 5 == 0 else f"2026-11-{id % 28 + 1:02}T08:00:00Z", "note": text,
        "tags": [text, text[:40]],
        "via": text, "urls": [url], "deferred_from": 1 if state == "deferred" else None,
        "title_by": text, "failure": {"reason": text, "at": text} if id % 2 else None,
        "related": [{"url": url, "why": text, "said_by": text[:80]}],
    }  # fmt: skip


def _build_source(text: str) -> dict[str, Any]:
    said = {"text": f"{text}\n{text}", "authors": [text, text[:40]], "published": text[:40], "facts": [text]}
    return {**said, "said_by": {"text": text, text[:80]: text[:80]}}


def _build_section(key: str, text: str) -> dict[str, Any]:
    named = {"key": key, "heading": f"{key} {{count}} {text}", "label": f"{key} {text}", "icon": text[:2]}
    return {**named, "slots": 12, "kinds": [_KINDS[key]]}


def _build_issue(id: int, state: str, sections: list[dict[str, Any]]) -> dict[str, Any]:
    written = {
        "title": MARKUP[1],
        "subtitle": SEQUENCES[id],
        "greeting": "\n\n".join(SHORT_TEXTS),
        "closing": PROSE[id],
    }
    more = {"tldr": {key: SEQUENCES[at] + MARKUP[at] for at, key in enumerate(_KINDS)}, "unplaced": MARKUP[0]}
    block = {
        "key": "promo",
        "place": "after_tldr",
        "heading": SEQUENCES[0] + MARKUP[0],
        "text": "\n\n".join(PROSE),
    }
    stands = {"number": id, "state": state, "date": "\x1b[2J", "sections": sections, "blocks": [block]}
    return {**stands, **written, **more}


def _iter_entries(texts: tuple[str, ...], heavy_draft: bool) -> Iterator[dict[str, Any]]:
    """Four in each section of the draft, perhaps heavy ones among them; a bench; a few that are published."""
    heavy = range(len(SHORT_TEXTS) + 1, len(texts) + 1) if heavy_draft else range(20, 25)
    yield from (_build_entry(2, link, "tools", None, texts[link - 1]) for link in (heavy[0], heavy[4]))
    for at, link in enumerate([*heavy[1:4], *range(1, 18)]):
        yield _build_entry(2, link, list(_KINDS)[at // 4], at % 4 + 1, texts[link - 1])
    yield from (_build_entry(2, link, "papers", None, texts[link - 1]) for link in range(40, 43))
    yield from (_build_entry(1, link, "reads", link - 49, texts[link - 1]) for link in range(50, 54))


def _build_entry(issue: int, link: int, section: str, slot: int | None, text: str) -> dict[str, Any]:
    links = [
        {"label": text[:600], "url": ADDRESSES[link % len(ADDRESSES)]},
        {"label": "", "url": f"https://ok.example/{link}"},
    ]
    return {
        "issue": issue,
        "link": link,
        "section": section,
        "slot": slot,
        "title": text,
        "links": links,
        "blurb": text,
    }


def _build_profile() -> str:
    """A publication with strangers' words wherever it has words of its own."""
    acting = json.dumps(SEQUENCES[0] + SEQUENCES[9] + MARKUP[1])
    sections = "".join(
        f'[[sections]]\nkey = "{key}"\nheading = {json.dumps(key + " {count} " + MARKUP[0])}\n'
        f'label = {acting}\nslots = 12\nkinds = ["{kind}"]\nicon = {acting}\n'
        for key, kind in {"papers": "paper", "videos": "video"}.items()
    )
    head = f"name = {acting}\ngreeting = {acting}\nclosing = {acting}\nchecklist = [{acting}]\n"
    return f"{head}[tldr]\nopening = {acting}\n[fetch]\nautomatic = false\n{sections}"

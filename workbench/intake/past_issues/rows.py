"""A text of any form as rows: what a reader sees as one heading, paragraph, list item or table row.

A row is made of runs: words with their marks and the address they lead to. Every reader of a form makes rows, and all
that follows knows no form.
"""

import re
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Final, Literal, TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from workbench.curation.model import LabelledLink
from workbench.curation.text.address_end import ADDRESS_CHARS, TRAILING_PUNCTUATION
from workbench.curation.text.cleaning import clean_line, drop_invisible, to_safe_url

RowKind: TypeAlias = Literal["heading", "text", "item", "cells", "rule", "code"]

MEANT_BREAK: Final = "\v"
"""A line end that is meant, in the text of a run; one that only wraps is `\\n`."""
_BARE_URL: Final = re.compile(rf"(?<![A-Za-z0-9])https?://{ADDRESS_CHARS}", re.I)
_LINE_END: Final = re.compile(rf"[\n{MEANT_BREAK}]")
_ESCAPED: Final = re.compile(r"([\\`*\[\]<]|(?<![^\W_])_|_(?![^\W_]))")
_LINE_START: Final = re.compile(r"^(?=[#>+-](?:\s|$)|-{2,}|={2,})")
_NUMBERED_START: Final = re.compile(r"^(\d{1,9})([.)])(?=\s|$)")
_SPACES: Final = re.compile(r"\s+")
_BADGE: Final = re.compile(r"shields\.io|badge", re.I)
_PICTURE: Final = re.compile(
    r"https?://(?:substackcdn\.com/image/|[^?#]+\.(?:png|jpe?g|gif|webp|svg)(?:[?#]|\Z))", re.I
)


class TextRun(Struct, frozen=True, gc=False):
    """A stretch of text with one look. `url` is a safe address, empty where the text leads nowhere.

    `is_picture`: a picture stood here and led there; the text says what it showed.
    """

    text: str
    url: str = ""
    is_bold: bool = False
    is_italic: bool = False
    is_code: bool = False
    is_picture: bool = False


class TextRow(Struct, frozen=True, dict=True):
    """One row. `level` is a heading's (1 to 6) or how deep an item lies (1 for an outer one).

    `opens`: an item begins here, and is not gone on with. `cells` are the runs of a table's row, cell by cell.
    `number` is an ordered item's. `is_embed`: a player or a preview stood here, of which the address is left.
    `is_aside`: it stands beside the text, as raw HTML amid Markdown and the menu of a page do.
    """

    kind: RowKind
    runs: tuple[TextRun, ...] = ()
    level: int = 0
    opens: bool = False
    is_quote: bool = False
    is_embed: bool = False
    is_aside: bool = False
    number: int | None = None
    cells: tuple[tuple[TextRun, ...], ...] = ()

    @cached_property
    def text(self) -> str:
        """The words alone, in one line."""
        return text_of_runs(self.runs)

    @cached_property
    def links(self) -> tuple[LabelledLink, ...]:
        """The links in order, each with its words, without those of pictures."""
        return find_run_links(run for run in self.runs if not run.is_picture)

    @cached_property
    def is_bold(self) -> bool:
        """Whether every word stands in bold."""
        worded = [run for run in self.runs if not run.text.isspace()]
        return (
            bool(worded)
            and all(run.is_bold or not has_letters(run.text) for run in worded)
            and has_letters(self.text)
        )

    @property
    def is_italic(self) -> bool:
        """Whether every word is slanted."""
        return bool(self.runs) and all(run.is_italic or not has_letters(run.text) for run in self.runs)

    @property
    def markdown(self) -> str:
        """The row as Markdown."""
        if self.kind == "code":
            return (
                "```\n" + "".join(run.text for run in self.runs).rstrip("\n").replace("```", "'''") + "\n```"
            )
        words = write_markdown(self.runs)
        mark = f"{self.number}. " if self.number is not None else "- "
        if self.kind == "item":
            words = "  " * (self.level - 1) + (mark if self.opens else "  ") + words
        return "> " + words if self.is_quote and words else words


def text_of_runs(runs: Iterable[TextRun]) -> str:
    """The words of runs, clean and in one line."""
    return clean_line("".join(run.text for run in runs))


def find_run_links(runs: Iterable[TextRun]) -> tuple[LabelledLink, ...]:
    """The links of runs in order. Neighbours of one address are one link."""
    links: list[LabelledLink] = []
    before = ""
    for run in runs:
        if run.url and run.url == before:
            links[-1] = LabelledLink(links[-1].label + run.text, run.url)
        elif run.url:
            links.append(LabelledLink(run.text, run.url))
        before = run.url
    return tuple(LabelledLink(clean_label(link), link.url) for link in links)


def clean_label(link: LabelledLink) -> str:
    """The label of a link in one line; empty where it only says the address."""
    label = clean_line(link.label)
    return "" if label == link.url else label


def drop_beginning(runs: Sequence[TextRun], length: int) -> tuple[TextRun, ...]:
    """The runs without so many characters at their beginning."""
    kept: list[TextRun] = []
    for run in runs:
        cut = min(length, len(run.text))
        length -= cut
        kept.append(replace(run, text=run.text[cut:]) if cut else run)
    return trim_runs(run for run in kept if run.text)


def split_lines_of_runs(runs: Sequence[TextRun]) -> list[tuple[TextRun, ...]]:
    """The lines of a paragraph, wrapped or meant; a link that is wrapped stays in one."""
    lines: list[list[TextRun]] = [[]]
    for run in runs:
        first, *others = [run.text] if run.url else _LINE_END.split(run.text)
        lines[-1].append(replace(run, text=first))
        lines += [[replace(run, text=other)] for other in others]
    return [line for line in map(trim_runs, lines) if line]


def has_letters(text: str) -> bool:
    """Whether a letter or digit stands in it."""
    return any(map(str.isalnum, text))


def link_addresses(text: str, like: TextRun) -> list[TextRun]:
    """A text as runs that look like the one given, with the addresses that stand bare in it as links."""
    if "://" not in text or like.url or like.is_code:
        return [TextRun(text, like.url, like.is_bold, like.is_italic, like.is_code)]
    runs: list[TextRun] = []
    at = 0
    for found in _BARE_URL.finditer(text):
        written = found[0].rstrip(TRAILING_PUNCTUATION)
        url = to_safe_url(drop_invisible(written))
        if url is None:
            continue
        if found.start() > at:
            runs.append(TextRun(text[at : found.start()], "", like.is_bold, like.is_italic))
        runs.append(TextRun(written, url, like.is_bold, like.is_italic))
        at = found.start() + len(written)
    return [*runs, TextRun(text[at:], "", like.is_bold, like.is_italic)] if at < len(text) else runs


def trim_runs(runs: Iterable[TextRun]) -> tuple[TextRun, ...]:
    """The runs without space at both ends, and without empty ones."""
    kept = [run for run in runs if run.text or run.url]
    while kept and not (kept[0].url or kept[0].text.strip()):
        kept.pop(0)
    while kept and not (kept[-1].url or kept[-1].text.strip()):
        kept.pop()
    return tuple(kept)


def write_markdown(runs: Sequence[TextRun]) -> str:
    """Runs as one paragraph of Markdown."""
    parts: list[str] = []
    at = 0
    while at < len(runs):
        first = runs[at]
        end = at + 1
        while first.url and end < len(runs) and runs[end].url == first.url:
            end += 1
        words = "".join(map(_write_marks, runs[at:end]))
        part = _write_link(words, first) if first.url else words
        if part.startswith("[") and parts and parts[-1].endswith("!"):
            parts[-1] = f"{parts[-1][:-1]}\\!"  # else the link would be an image
        parts.append(part)
        at = end
    text = _SPACES.sub(" ", "".join(parts)).strip()
    return _NUMBERED_START.sub(r"\1\\\2", _LINE_START.sub(r"\\", text))


def _write_link(words: str, run: TextRun) -> str:
    if run.text.strip() == run.url:
        return f"<{run.url}>"
    label = words.strip()
    url = run.url.replace("(", "%28").replace(")", "%29")
    return words if not label else words.replace(label, f"[{label}]({url})", 1)


def _write_marks(run: TextRun) -> str:
    words = run.text.strip()
    if not words:
        return run.text
    if run.is_code:
        marked = f"`{words}`" if "`" not in words else _ESCAPED.sub(r"\\\1", words)
    else:
        marked = _ESCAPED.sub(r"\\\1", words)
        mark = "*" * (run.is_italic + 2 * run.is_bold)
        marked = f"{mark}{marked}{mark}"
    return run.text.replace(words, marked, 1)


def is_picture(url: str) -> bool:
    """Whether an address is that of a picture, as one that is clicked to be seen large."""
    return _PICTURE.match(url) is not None


def is_badge(picture: str) -> bool:
    """Whether a picture by its address is one of the signs that projects hang out."""
    return _BADGE.search(picture) is not None

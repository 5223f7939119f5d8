"""AsciiDoc and reStructuredText as Markdown, as far as newsletters use them: headings, lists, links, comments."""

import re
from collections.abc import Sequence
from typing import Final

from workbench.curation.text import split_names

_ASCIIDOC_HEADING: Final = re.compile(r"(={1,6})\s+(\S.*)")
_ASCIIDOC_ITEM: Final = re.compile(r"\s*([*.-]{1,5})\s+(\S.*)")
_ASCIIDOC_LINK: Final = re.compile(
    r"(?:\blink:)?(?:\+\+)?(https?://[^\s\[\]<>]{1,2000}+)\[((?:[^\[\]\\\n]|\n(?!\s*\n)|\\.|\[[^\[\]\n]*\])*)\]|(?<![\w`])link:([^\s\[\]<>]+)\[([^\[\]]*)\]"
)
_ASCIIDOC_PICTURE: Final = re.compile(r"\b(?:image|video|audio)::?[^\s\[\]]*\[[^\[\]]*\]")
_ASCIIDOC_DROPPED: Final = re.compile(
    r"//(?!/).*|(?:ifdef|ifndef|endif|include|toc)::.*|\[[^\[\]]*\]|:!?[\w-]+!?:.*"
)
_ASCIIDOC_FENCES: Final = {"----": "```", "....": "```", "```": "```"}
_LINK_ATTRIBUTES: Final = re.compile(r"(?:\^|,\s*(?:window|role|opts|title|id)\s*=.*)\Z")
_UNDERLINE: Final = re.compile(r"([=\-`:'\"~^_*+#<>.])\1{2,}\s*")
_RST_TARGET: Final = re.compile(r"\s*\.\. _(`?)(.+?)\1:\s+(https?://\S+)\s*")
_RST_LINK: Final = re.compile(r"`([^`<>]+?)\s*<(https?://[^<>\s]+)>`__?")
_RST_REFERENCE: Final = re.compile(r"`([^`<>]+)`__?(?!\w)")
_RST_WORD_REFERENCE: Final = re.compile(r"(?<![\w`\[/.-])([A-Za-z0-9][\w.+-]*?)_(?![\w`])")
_RST_DIRECTIVE: Final = re.compile(r"(\s*)\.\.(?:\s.*)?")
_RST_FIELD: Final = re.compile(r":([\w -]+):\s*(.*)")
_HEAD_FIELDS: Final = split_names("date description title summary number issue author slug tags category url")


def convert_asciidoc(text: str) -> str:
    """An AsciiDoc text as Markdown. Attributes and conditions are left out."""
    converted: list[str] = []
    fence = ""
    for line in _ASCIIDOC_LINK.sub(_write_asciidoc_link, _ASCIIDOC_PICTURE.sub("", text)).splitlines():
        if (mark := line.strip()) in _ASCIIDOC_FENCES and fence in ("", mark):
            fence = "" if fence else mark
            converted.append("```")
        else:
            converted.append(line if fence else _convert_asciidoc_line(line))
    return "\n".join(converted)


def _convert_asciidoc_line(line: str) -> str:
    if _ASCIIDOC_DROPPED.fullmatch(line.strip()):
        return ""
    if heading := _ASCIIDOC_HEADING.fullmatch(line):
        return f"\n{'#' * len(heading[1])} {heading[2]}\n"
    if item := _ASCIIDOC_ITEM.fullmatch(line):
        return "    " * (len(item[1]) - 1) + ("1. " if item[1][0] == "." else "* ") + item[2]
    return "" if line.strip() == "+" else line


def _write_asciidoc_link(link: re.Match[str]) -> str:
    label = _LINK_ATTRIBUTES.sub("", " ".join((link[2] or link[4] or "").split())).strip('"').strip()
    label = re.sub(r"\\?([\[\]])", r"\\\1", label)
    url = (link[1] or link[3]).removesuffix("++")
    return f"[{label}](<{url}>)" if label else f"<{url}>"


def convert_rst(text: str) -> str:
    """A reStructuredText as Markdown; its field list becomes lines of `name: value` at the top."""
    lines = text.splitlines()
    targets = [found for line in lines if (found := _RST_TARGET.fullmatch(line))]
    names = {" ".join(target[2].lower().split()) for target in targets}
    head, body = _split_rst_fields(_convert_headings(lines))
    body = [_convert_rst_line(line, names) for line in _drop_directives(body)]
    definitions = [f"[{' '.join(target[2].split())}]: <{target[3]}>" for target in targets]
    return "\n".join([*head, "", *body, "", *definitions, ""])


def _convert_headings(lines: Sequence[str]) -> list[str]:
    """The lines with underlined ones as headings; a sign that comes up later underlines a deeper level."""
    signs: list[str] = []
    converted: list[str] = []
    for at, line in enumerate(lines):
        underline = _UNDERLINE.fullmatch(line)
        above = lines[at - 1] if at else ""
        if underline and above.strip() and not above[0].isspace() and not _UNDERLINE.fullmatch(above):
            if underline[1] not in signs:
                signs.append(underline[1])
            converted[-1] = f"\n{'#' * min(6, signs.index(underline[1]) + 1)} {above.strip()}\n"
        elif underline and at + 1 < len(lines) and lines[at + 1].strip():
            converted.append("")  # a line above a heading
        else:
            converted.append(line)
    return converted


def _split_rst_fields(lines: Sequence[str]) -> tuple[list[str], list[str]]:
    fields = [
        found
        for line in lines[:12]
        if (found := _RST_FIELD.fullmatch(line)) and found[1].lower() in _HEAD_FIELDS
    ]
    written = {field[0] for field in fields}
    return [f"{field[1]}: {field[2]}" for field in fields], [line for line in lines if line not in written]


def _drop_directives(lines: Sequence[str]) -> list[str]:
    """The lines without comments and directives, which go on as long as they are indented."""
    kept: list[str] = []
    indent: int | None = None
    for line in lines:
        directive = _RST_DIRECTIVE.fullmatch(line)
        depth = len(line) - len(line.lstrip())
        if directive:
            indent = len(directive[1])
        elif indent is None or (line.strip() and depth <= indent):
            indent = None
            kept.append(
                line[1:] if line.startswith("    ") and not line.lstrip().startswith(("-", "*")) else line
            )
    return kept


def _convert_rst_line(line: str, names: set[str]) -> str:
    line = _RST_LINK.sub(r"[\1](<\2>)", line)
    line = _RST_REFERENCE.sub(
        lambda found: f"[{found[1]}][]" if found[1].lower() in names else found[1], line
    )
    return _RST_WORD_REFERENCE.sub(
        lambda found: f"[{found[1]}][]" if found[1].lower() in names else found[0], line
    )

"""Write every notation for links as Markdown, so that one finder reads them all.

Org-mode, reStructuredText, AsciiDoc, wikis, forums and chats; each is a row of `NOTATIONS` with an example. Then
the references of Markdown get the addresses that are defined for them.
"""

import re
from collections.abc import Sequence
from typing import Final

from msgspec import Struct

from workbench.curation.text.labels import is_label
from workbench.intake.text.lines import Line

_NOT_IN_URL: Final = r"\s<>\[\]|`\"（）【】「」『』《》〈〉，。；：？！、“”"
_WEB: Final = rf"https?://[^{_NOT_IN_URL}]+"


class Notation(Struct, frozen=True, kw_only=True):
    """A way to write a link. `mark` stands in every such link; the pattern's groups are called `url` and `title`."""

    name: str
    example: str
    mark: str
    pattern: re.Pattern[str]


NOTATIONS: Final = (
    Notation(
        name="org-mode, some wikis",
        example="[[https://a.example/x][Title]]",
        mark="[[",
        pattern=re.compile(
            r"\[\[(?P<url>(?:[a-z][a-z0-9+.-]*://|arxiv:\d|doi:1)[^\s\[\]|]+)"
            r"(?:(?:\]\[|[ \t|]+)(?P<title>[^\[\]]*))?\]\]",
            re.I,
        ),
    ),
    Notation(
        name="reStructuredText",
        example="`Title <https://a.example/x>`_",
        mark="`",
        pattern=re.compile(rf"`(?P<title>[^`<>]*)<(?P<url>{_WEB})>`__?"),
    ),
    Notation(
        name="reStructuredText, a target",
        example=".. _Title: https://a.example/x",
        mark=".. _",
        pattern=re.compile(rf"^\s*\.\. _`?(?P<title>[^`:]+)`?: (?P<url>{_WEB})"),
    ),
    Notation(
        name="Jira",
        example="[Title|https://a.example/x]",
        mark="|http",
        pattern=re.compile(rf"\[(?P<title>[^\[\]|]+)\|(?P<url>{_WEB})(?:\|[^\[\]]*)?\](?!\()"),
    ),
    Notation(
        name="chat",
        example="<https://a.example/x|Title>",
        mark="|",
        pattern=re.compile(rf"<(?P<url>{_WEB})\|(?P<title>[^<>|]*)>"),
    ),
    Notation(
        name="MediaWiki",
        example="[https://a.example/x Title]",
        mark="[http",
        pattern=re.compile(rf"(?<![\]\[!])\[(?P<url>{_WEB})(?<![,;:.])[ \t]+(?P<title>[^\[\]]+)\](?!\()"),
    ),
    Notation(
        name="BBCode",
        example="[url=https://a.example/x]Title[/url]",
        mark="/",
        pattern=re.compile(r"\[url=[\"']?(?P<url>[^\]\s\"']+)[\"']?\](?P<title>[^\[\]]*)\[/url\]", re.I),
    ),
    Notation(
        name="AsciiDoc",
        example="https://a.example/x[Title]",
        mark="[",
        pattern=re.compile(
            rf"(?<!\]\()(?:\blink:)?(?P<url>https?://[^{_NOT_IN_URL}?()]+)\[(?P<title>[^\[\]]*[^\W\d][^\[\]]*)\](?![\w(/&=])"
        ),
    ),
)

_ASCIIDOC_ATTRIBUTES: Final = re.compile(r"(?:\^|,\s*\w+=.*|,\s*role=.*)\Z")
_DEFINITION: Final = re.compile(
    r"[ ]{0,3}(?:>[ ]?)*\[(?P<id>[^\[\]]{1,200})\](?::|(?<=\d\])(?=\s))\s*<?(?P<url>[^\s<>]+)>?"
    r"(?:\s+(?:\"(?P<double>.*)\"|'(?P<single>.*)'|\((?P<round>.*)\)))?\s*"
)
_URL_LIKE: Final = re.compile(r"[a-z][a-z0-9+.-]*://\S|mailto:|//\S|(?:[\w-]+\.)+[a-z]{2,}(?:/|\Z)", re.I)
_CODE: Final = r"`[^`]*+`"
_REFERENCE: Final = re.compile(rf"{_CODE}|(!?)\[((?:[^\[\]`]++|{_CODE})*+)\](?:\[([^\[\]]*)\])?(?![(:\[])")


class _Definition(Struct):
    """Where a reference leads. `is_used`: the text refers to it."""

    id: str
    url: str
    title: str
    is_used: bool = False


def rewrite_notations(lines: Sequence[Line]) -> list[Line]:
    """The lines with every link as Markdown writes one."""
    return [Line(line.row, _rewrite_line(line.text)) for line in lines]


def _rewrite_line(text: str) -> str:
    if "://" not in text:
        return text
    for notation in NOTATIONS:
        if notation.mark in text:
            text = notation.pattern.sub(_write_markdown, text)
    return text


def _write_markdown(link: re.Match[str]) -> str:
    title = _ASCIIDOC_ATTRIBUTES.sub("", (link["title"] or "").strip())
    if "://" in title:
        return link[0]  # the text goes on with another link
    # Behind an exclamation mark Markdown would make it an image.
    gap = " " if link.string[link.start() - 1 : link.start()] == "!" else ""
    return f"{gap}[{title}](<{link['url']}>)" if title else f"<{link['url']}>"


def resolve_references(lines: Sequence[Line]) -> list[Line]:
    """The lines with each reference as a link, and without its definition. One that nothing refers to stays a link."""
    definitions = _find_definitions(lines)
    if not definitions:
        return list(lines)
    by_id: dict[str, _Definition] = {}
    for definition in definitions.values():
        by_id.setdefault(definition.id, definition)
    # All references first: a definition may stand before them.
    resolved = [
        line if at in definitions or "[" not in line.text else Line(line.row, _resolve_line(line.text, by_id))
        for at, line in enumerate(lines)
    ]
    return [
        Line(line.row, _write_definition(definitions[at])) if at in definitions else line
        for at, line in enumerate(resolved)
    ]


def _find_definitions(lines: Sequence[Line]) -> dict[int, _Definition]:
    """The definitions by the places of their lines."""
    found: dict[int, _Definition] = {}
    for at, line in enumerate(lines):
        definition = _DEFINITION.fullmatch(line.text) if "]" in line.text[:220] else None
        if definition and _URL_LIKE.match(definition["url"]):
            title = definition["double"] or definition["single"] or definition["round"] or ""
            found[at] = _Definition(_fold_id(definition["id"]), definition["url"], title)
    return found


def _resolve_line(text: str, definitions: dict[str, _Definition]) -> str:
    def resolve(reference: re.Match[str]) -> str:
        image, label, id = reference.groups()
        definition = None if label is None else definitions.get(_fold_id(id or label))
        if definition is None:
            return reference[0]
        if image or definition.url.startswith("mailto:"):
            definition.is_used = True
            return str(label)
        if definition.is_used:
            return label  # one link, wherever it is referred to again
        definition.is_used = True
        title = definition.title if definition.title and is_label(label) else label
        return f"[{title}](<{definition.url}>)"

    # Twice: a badge is a reference inside the text of another.
    return _REFERENCE.sub(resolve, _REFERENCE.sub(resolve, text))


def _write_definition(definition: _Definition) -> str:
    if definition.is_used or definition.url.startswith("mailto:"):
        return ""
    if definition.title:
        return f"[{definition.title}](<{definition.url}>)"
    name = "" if is_label(definition.id) or definition.id.startswith("^") else definition.id
    return f"{name} <{definition.url}>"


def _fold_id(id: str) -> str:
    return " ".join(id.casefold().split())

"""What readers would see otherwise than the writer of a prose means it: marks that stay visible, and lost formatting.

It looks at the tree that all formats are written from. What is text there is what readers see, so a mark in it was
understood as nothing; code, links and escaped signs are nodes of their own and are not looked at.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final

from markdown_it.token import Token
from msgspec import Struct

from workbench.curation.preflight.misprint import Misprint, MisprintRule
from workbench.curation.text.cleaning import clean_line
from workbench.publishing.flanking import is_unspaced
from workbench.publishing.prose import parse_prose, parse_prose_line, tokenize_prose
from workbench.publishing.tree import Node

_OTHER: Final = "\ufffc"
"""Stands for a node that is no text: code, an address, an escaped sign."""
_MAX_QUOTED: Final = 40


class _Sign(Struct, frozen=True):
    """Something that readers would see as it stands: the rule it breaks, how it looks, and what to do about it."""

    rule: MisprintRule
    pattern: re.Pattern[str]
    remedy: str


def _make_sign(rule: MisprintRule, pattern: str, remedy: str) -> _Sign:
    return _Sign(rule, re.compile(pattern, re.MULTILINE), remedy)


_RULE: Final = re.compile(r"^(?:={2,}|-{3,}|\*{3,}|_{3,})$", re.MULTILINE)
_SIGNS: Final = (
    _make_sign(
        "markup",
        r"</?[a-zA-Z][\w-]*(?:\s[^<>\n]*)?/?>|<!--.*",
        "prose has no HTML. Take it out, or put it into backticks",
    ),
    _make_sign("markup", r"^#{1,6}(?:[ \t].*)?$", "prose has no headings. Make the line bold"),
    _make_sign("markup", _RULE.pattern, "prose has no rules. Take the line out"),
    _make_sign(
        "markup",
        r"^\|.*\|$|^:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)+$",
        "prose has no tables. Write a list",
    ),
    _make_sign(
        "markup", r"\[\^[^\[\]\s]+\]", "prose has no footnotes. Put the note into the text, or behind a link"
    ),
    _make_sign(  # some write two tildes for a long breath: behind a word, or between spaces
        "markup",
        r"(?<![\w~])~~+(?=\w)[^~\n]*~*|~~+(?=[^\s~])[^~\n]*(?<=[^\s~])~~+",
        "prose has no strikethrough. Take the tildes out",
    ),
    _make_sign("markup", r"(?<!=)==(?=[^\s=])[^=\n]+==(?!=)", "prose has no highlighting. Make it bold"),
    _make_sign("markup", r"^\[[ xX]\][ \t].*", "prose has no check boxes. Take the brackets out"),
    _make_sign(
        "markup",
        r"\[\[[^\[\]\n]+\]\]|^\[(?!\^)[^\[\]\n]+\]:.*|\[[^\[\]\n]+\]\[[^\[\]\n]*\]",
        "write the link as [words](https://…)",
    ),
    _make_sign("markup", r"&(?:#\w+|[a-z]{2,8});", "there is no such character. Write what is meant"),
    _make_sign(
        "markup",
        r"^[-+][^\W\d_].*(?=\n[-+][^\W\d_])|^\d{1,3}[.)][^\W\d_].*(?=\n\d{1,3}[.)][^\W\d_])",
        "put a space behind the mark of each item",
    ),
    _make_sign(
        "markup", r"(?<=\n)\d{1,3}[.)][ \t].*(?=\n\d{1,3}[.)][ \t])", "put an empty line before the list"
    ),
    _make_sign(
        "unclosed",
        r"(?:\[[^\[\]\n]*)?\](?:\([^\n]*|[ \t]+\(\ufffc)",
        "write the link as [words](https://…), without spaces in the address or before its bracket",
    ),
    _make_sign("unclosed", r"`.*", "a lone backtick is no code. Put one on either side of it"),
    _make_sign("unclosed", r"<\ufffc>", "write the address with https://, without the brackets"),
)
_LINE_SIGNS: Final = (
    _make_sign(
        "markup", r"\A(?:[-+*>]|\d{1,3}[.)])[ \t].*", "this is one line and no list. Take the mark out"
    ),
)
_EMPHASIS_REMEDY: Final = (
    "put the same marks right before and right behind the words, or a backslash before them"
)
_EMPHASIS: Final = re.compile(
    r"(?<![\d*])(?<!\w(?=\*\*\d))\*{2,3}(?!\*)|(?<!\*)\*{2,3}(?![\d*])"  # but `x**2` and `****` are signs
    r"|(?<![A-Za-z0-9\ufffc])_{2,}|_{2,}(?![A-Za-z0-9_])"
    r"|(?<![\w*$])\*(?=[^\s*)\].,;:!?'\"-])|(?<![\w_$!\ufffc])_(?=\w)|(?<=\w)_(?![\w_])"
)
_ONE_MARK: Final = re.compile(r"[*_]")
_FENCE: Final = re.compile(r"^[ \t>]*(```|~~~).*(?:\n(?![ \t>]*\1).*)*\n?.*", re.MULTILINE)
_LITERALS: Final[dict[str, tuple[MisprintRule, str]]] = {
    "image": ("markup", "“{quoted}” would be printed as it stands: prose has no images. Link to it."),
    "link": (
        "markup",
        "The link to “{quoted}” would be printed as it stands: only https:// and http:// make one.",
    ),
    "emphasis": (
        "plain",
        "“{quoted}” is printed with its marks: bold and italic cannot be nested like this. Write them simpler.",
    ),
    "depth": ("plain", "“{quoted}” is printed with its marks: it is nested too deep. Take levels out."),
    "marks": ("plain", "All of this text is printed with its marks: it has too many of them to be read."),
}
"""By what a literal could not be read as."""


@lru_cache(maxsize=1024)
def find_misprints(text: str, *, is_line: bool) -> tuple[Misprint, ...]:
    """What readers of this prose would see otherwise than it is meant, each kind once."""
    if not is_line and (fence := _FENCE.search(text)):
        said = _make_misprint("markup", fence[0], "prose has no blocks of code. Put each line into backticks")
        rest = find_misprints(_FENCE.sub("", text), is_line=False)  # within a block nothing is a mark
        return tuple(dict.fromkeys((said, *rest)))
    nodes = parse_prose_line(text) if is_line else parse_prose(text)
    shown = _show_text(nodes) if is_line else "\n\n".join(map(_show_text, _iter_paragraphs(nodes)))
    found = [*_find_literals(nodes), *_find_signs(shown, (*_LINE_SIGNS, *_SIGNS) if is_line else _SIGNS)]
    if not is_line:
        found.extend(_find_in_source(text))
    return tuple(dict.fromkeys(found))


def _iter_paragraphs(nodes: Sequence[Node]) -> Iterator[Sequence[Node]]:
    for node in nodes:
        if node.kind == "paragraph":
            yield node.children
        else:
            yield from _iter_paragraphs(node.children)


def _show_text(nodes: Sequence[Node]) -> str:
    """The text of a paragraph, line by line, with a sign for whatever is no text."""
    return "".join(map(_show_node, nodes))


def _show_node(node: Node) -> str:
    match node.kind:
        case "text":
            return node.text
        case "softbreak" | "break":
            return "\n"
    return _show_text(node.children) or _OTHER


def _find_literals(nodes: Sequence[Node]) -> Iterator[Misprint]:
    """The first literal of each kind."""
    first: dict[str, Node] = {}
    for node in _iter_literals(nodes):
        first.setdefault(node.markup, node)
    for markup, node in first.items():
        rule, message = _LITERALS[markup]
        yield Misprint(
            rule, message.format(quoted=_quote(node.text.strip("[]()<>") if markup == "link" else node.text))
        )


def _iter_literals(nodes: Sequence[Node]) -> Iterator[Node]:
    for node in nodes:
        if node.kind == "literal" and node.markup:
            yield node
        yield from _iter_literals(node.children)


def _find_signs(shown: str, signs: Sequence[_Sign]) -> Iterator[Misprint]:
    for sign in signs:
        if found := sign.pattern.search(shown):
            yield _make_misprint(sign.rule, found[0], sign.remedy)
    shown = _RULE.sub("", shown)
    at = _find_mark_of_emphasis(shown)
    if at is not None:
        yield _make_misprint("unclosed", shown[at:], _EMPHASIS_REMEDY)


def _find_mark_of_emphasis(shown: str) -> int | None:
    """Where a mark stands that someone meant as one. A lone one within a word or behind it is a sign: `2*3`, `A*`."""
    marks = [found.start() for found in _EMPHASIS.finditer(shown)]
    places = [found.start() for found in _ONE_MARK.finditer(shown)]
    opening = [at for at in places if is_unspaced(shown[at - 1 : at])]
    closing = [at for at in places if is_unspaced(shown[at + 1 : at + 2])]
    # `范儿_唯敬` and `例如_View` are names: what is meant as emphasis has a second line behind it.
    lines = [at for at in opening if shown[at] == "_" and shown.find("_", at + 1) in closing]
    marks += [*lines, *(at for at in (*opening, *closing) if shown[at] == "*")]
    return min(marks, default=None)


def _make_misprint(rule: MisprintRule, found: str, remedy: str) -> Misprint:
    return Misprint(rule, f"“{_quote(found)}” would be printed as it stands: {remedy}.")


def _quote(found: str) -> str:
    line = clean_line(found.strip("\n").split("\n", 1)[0].replace(_OTHER, "…"))
    return line if len(line) <= _MAX_QUOTED else f"{line[: _MAX_QUOTED - 1].rstrip()}…"


def _find_in_source(text: str) -> Iterator[Misprint]:
    """What the tree does not tell any more."""
    for typed in _iter_typed_numbers(tokenize_prose(text)):
        printed = range(typed[0], typed[0] + len(typed))
        if list(printed) != typed and len(set(typed)) > 1:
            yield Misprint(
                "numbering",
                f"A list is numbered {_join_numbers(typed)} and printed as {_join_numbers(printed)}: "
                "number it so, or write the numbers into a paragraph each.",
            )
            return


def _iter_typed_numbers(tokens: Sequence[Token]) -> Iterator[list[int]]:
    """Of each numbered list the numbers as they are typed."""
    for at, token in enumerate(tokens):
        if token.type == "ordered_list_open":
            end = next(
                end
                for end in range(at, len(tokens))
                if tokens[end].type == "ordered_list_close" and tokens[end].level == token.level
            )
            yield [
                int(item.info)
                for item in tokens[at:end]
                if item.type == "list_item_open" and item.level == token.level + 1
            ]


def _join_numbers(numbers: Sequence[int]) -> str:
    shown = [str(number) for number in numbers[:4]]
    return ", ".join([*shown, "…"] if len(numbers) > len(shown) else shown)

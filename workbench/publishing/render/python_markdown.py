"""Writes the tree as Markdown for Python-Markdown, the dialect of Buttondown, whose bodies are Django templates too.

It differs from CommonMark in what a backslash escapes, in lists, and in line ends, which Buttondown keeps. What it
cannot hold is written as HTML, which it passes on: nested emphasis by tags, such a list or quote as a whole.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from msgspec.structs import replace

from workbench.publishing.render import html
from workbench.publishing.render.escaping import escape_destination
from workbench.publishing.tree import Node

_INDENT: Final = "    "
"""Before each further line of an item, whatever its mark."""
_SEPARATOR: Final = "<!-- -->"
"""Between two lists or two quotes in a row, which would become one."""
_LISTS: Final = ("bullets", "numbers")


def render_blocks(nodes: Sequence[Node]) -> str:
    """The blocks, with an empty line between each two."""
    return "\n\n".join(_iter_rendered_blocks([_join_lines(node) for node in nodes]))


def _iter_rendered_blocks(nodes: Sequence[Node]) -> Iterator[str]:
    before = None
    for node in nodes:
        can_hold = _can_hold(node)
        if before is not None and can_hold and _would_merge(before, node):
            yield _SEPARATOR
        yield _render_block(node) if can_hold else shield_templates(html.render_blocks([node]))
        before = node if can_hold else None


def shield_templates(markup: str) -> str:
    """Markdown or HTML in which nothing is a tag or a variable of a Django template, and all is shown as it was."""
    return _TEMPLATE_MARK.sub("&#123;", markup)


_TEMPLATE_MARK: Final = re.compile(r"\{(?=[{%#])")


def _join_lines(node: Node) -> Node:
    """The node with a space for each soft break: Buttondown shows a line end as one."""
    if node.kind == "softbreak":
        return Node("text", " ")
    return replace(node, children=tuple(map(_join_lines, node.children))) if node.children else node


def _can_hold(node: Node) -> bool:
    """Whether Python-Markdown reads the block back as it is; it knows nothing of HTML within a list or a quote."""
    if node.kind == "quote":
        return bool(node.children) and all(map(_can_hold, node.children)) and not _has_merging_blocks(node)
    if node.kind in _LISTS:
        starts_at_one = node.kind == "bullets" or node.number == 1  # others begin at 1 there, too
        return starts_at_one and all(_can_hold_item(item, is_tight=node.tight) for item in node.children)
    return True


def _can_hold_item(item: Node, *, is_tight: bool) -> bool:
    """Whether an item begins with text and goes on with paragraphs, or ends with one list that is as tight."""
    first, *others = item.children or (Node("rule"),)
    if first.kind != "paragraph" or not first.children:
        return False
    if is_tight:
        return not others or (len(others) == 1 and _is_tight_list(others[0]))
    return all(block.kind == "paragraph" for block in others)


def _is_tight_list(node: Node) -> bool:
    return node.kind in _LISTS and node.tight and _can_hold(node)


def _has_merging_blocks(node: Node) -> bool:
    return any(_would_merge(before, block) for before, block in pairwise(node.children))


def _would_merge(before: Node, node: Node) -> bool:
    return before.kind == node.kind == "quote" or (before.kind in _LISTS and node.kind in _LISTS)


def _render_block(node: Node) -> str:
    match node.kind:
        case "heading":
            return f"{'#' * node.number} {_escape_heading(render_inline(node.children))}".rstrip()
        case "quote":
            inner = "\n\n".join(map(_render_block, node.children))
            return "\n".join(f"> {line}" if line else ">" for line in inner.split("\n"))
        case "bullets" | "numbers":
            return _render_list(node)
        case "paragraph":
            return _escape_line_starts(render_inline(node.children))
        case "embed":
            return _render_video(node.text)
    return "---"


def _render_video(url: str) -> str:
    """The bare address alone on its line, the only form that becomes a player; a link where marks stand in it."""
    return f"<{_escape_url(url)}>" if _MARKS_IN_ADDRESS.search(url) else url


_MARKS_IN_ADDRESS: Final = re.compile(r"--|\.\.\.|[*~'{]|&\w+;|&#|(?<!\w)_.*_(?!\w)")


def _render_list(node: Node) -> str:
    gap = "\n" if node.tight else "\n\n"
    marks = ["- "] * len(node.children)
    if node.kind == "numbers":
        marks = [f"{number}. " for number in range(1, len(marks) + 1)]
    return gap.join(_render_item(item, mark, gap) for item, mark in zip(node.children, marks, strict=True))


def _render_item(item: Node, mark: str, gap: str) -> str:
    text = gap.join(map(_render_block, item.children)).replace("\n", f"\n{_INDENT}")
    return mark + re.sub(rf"^{_INDENT}$", "", text, flags=re.MULTILINE)  # empty lines got the indent, too


def render_inline(nodes: Sequence[Node]) -> str:
    """The text, emphasis, code spans and links of one paragraph."""
    line = ""
    beside = (None, *nodes, None)
    for before, node, after in zip(beside, nodes, beside[2:], strict=False):
        if node.kind == "link" and node.markup != "autolink" and _BARE_IMAGE_MARK.search(line):
            line = f"{line[:-1]}\\!"  # or the link would become an image
        if node.kind == "break":
            line += "  \n" if line.strip(" ") and not line.endswith(("\n", "<br>")) else "<br>"
        elif node.kind in ("em", "strong"):
            line += _render_span(node, before, after)
        else:
            line += _render_leaf(node)
    return line


_BARE_IMAGE_MARK: Final = re.compile(r"(?<!\\)(?:\\\\)*!$")


def _render_span(node: Node, before: Node | None, after: Node | None) -> str:
    """Emphasis: by asterisks where every version of the dialect sees its ends, else by tags."""
    text = render_inline(node.children)
    if _has_clear_ends(node, before, after):
        mark = "*" if node.kind == "em" else "**"
        return f"{mark}{text}{mark}"
    return f"<{node.kind}>{text}</{node.kind}>"


def _has_clear_ends(node: Node, before: Node | None, after: Node | None) -> bool:
    if any(child.kind in ("em", "strong", "break") for child in _iter_nodes(node.children)):
        return False
    first, last = node.children[0], node.children[-1]
    return _is_clear_end(_edge_of(before, -1), _edge_of(first, 0)) and _is_clear_end(
        _edge_of(after, 0), _edge_of(last, -1)
    )


def _iter_nodes(nodes: Sequence[Node]) -> Iterator[Node]:
    for node in nodes:
        yield node
        yield from _iter_nodes(node.children)


def _edge_of(node: Node | None, at: int) -> str:
    """The first (0) or last (-1) character; a space where a line ends there, a mark where it is no text."""
    if node is None or node.kind == "break":
        return " "
    return node.text[at] if node.kind in ("text", "literal") and node.text else "*"


def _is_clear_end(outside: str, inside: str) -> bool:
    if inside == " ":
        return False
    return outside == " " or (inside.isalnum() and not outside.isalnum() and outside not in "*_\\")


def _render_leaf(node: Node) -> str:
    match node.kind:
        case "literal":
            return _escape_literal(node.text)
        case "notation":
            return _render_notation(node)
        case "code":
            return _render_code(node.text)
        case "link":
            return _render_link(node)
    return _escape_marks(node.text)


def _render_notation(node: Node) -> str:
    if _NAMED_REFERENCE.fullmatch(node.markup):
        return node.markup
    return f"\\{node.text}" if node.text in _ESCAPABLE else _refer(node.text)


_ESCAPABLE: Final = tuple("\\`*_[]()#+-.!")
"""What a backslash escapes in this dialect, braces aside, which are written so that no template sees them."""
_NAMED_REFERENCE: Final = re.compile(r"&[A-Za-z]+;")


def _refer(text: str) -> str:
    """The characters as references, which mean nothing but themselves; letters stay."""
    return "".join(char if char.isalnum() else _refer_to_char(char) for char in text)


def _refer_to_char(char: str) -> str:
    return {"<": "&lt;", ">": "&gt;", "&": "&amp;", " ": " "}.get(char, f"&#{ord(char)};")


def _render_code(text: str) -> str:
    """Code in backticks, or in a tag where it holds what the dialect or a template would not leave alone there."""
    return f"<code>{_refer(text)}</code>" if _UNSAFE_IN_CODE.search(text) else f"`{text}`"


_UNSAFE_IN_CODE: Final = re.compile(r"[<&`\\]|\{[{%#]|^ | $|\]:")


def _render_link(node: Node) -> str:
    url = _escape_url(node.text)
    if node.markup == "autolink":
        return f"<{url}>"
    is_plain = not set("()'") & set(url)
    label = render_inline(node.children).replace(
        "\\]:", f"{_refer(']')}:"
    )  # at the start of a line, a reference
    url = _OPEN_REFERENCE.sub("&amp;", url)
    return f"[{label}]({url if is_plain else f'<{url}>'})"


_OPEN_REFERENCE: Final = re.compile(r"&(?=#)")
"""Is read as a reference there, even where no semicolon ends it."""


def _escape_url(url: str) -> str:
    return escape_destination(url).replace("{", "%7B").replace("}", "%7D")


_ESCAPED_MARKS: Final = re.compile(r"[\\`*\[\]]|(?<![^\W_])_|_(?![^\W_])|-(?=-)")
_REFERRED_MARKS: Final = re.compile(r"[~^]|<(?!\s)|&(?=\w+;|#)|\{(?=[{%#]|[^{}\n]*\})")
"""Marks of templates, of struck, raised and lowered text, and of attributes for what stands before a brace."""
_ADDRESS_MARKS: Final = re.compile(r":(?=//)|(?i:(?<=mailto):|(?<=xmpp):|(?<=www)\.)|(?<=[\w.+-])@(?=\w)")


def _escape_marks(text: str) -> str:
    """The text with all marks escaped that have a meaning within a line, a template's too."""
    return _ESCAPED_MARKS.sub(r"\\\g<0>", _REFERRED_MARKS.sub(lambda mark: _refer(mark[0]), text))


def _escape_literal(text: str) -> str:
    """Like `_escape_marks`; addresses do not become links either."""
    return _ADDRESS_MARKS.sub(lambda mark: _refer(mark[0]), _escape_marks(text))


_LINE_STARTS: Final = re.compile(
    r"^(?P<before>[ ]*)(?:(?P<mark>#|>|[-+](?=[ \t]|$)|[-|](?=[-=+|: \t]*$)|!(?=!!))"
    r"|(?P<sign>=(?=[-=+|: \t]*$)|:(?=[-=+|: \t]*$|[ \t]))"
    r"|(?P<number>\d+)(?=\.[ \t]))",
    re.MULTILINE,
)


def _escape_line_starts(markdown: str) -> str:
    return _LINE_STARTS.sub(_escape_line_start, markdown)


def _escape_line_start(found: re.Match[str]) -> str:
    if found["number"]:
        return f"{found['before']}{found['number']}\\"
    return found["before"] + (f"\\{found['mark']}" if found["mark"] else _refer(found["sign"]))


def _escape_heading(markdown: str) -> str:
    """The heading with each `#` at its end escaped, which would otherwise disappear."""
    return re.sub(r"(\\.)|#(?=#*$)", lambda found: found[1] or "\\#", markdown)

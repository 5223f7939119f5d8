"""A part of the preview: publishing's tree drawn as text. The one place that says what prose looks like here.

It draws the tree that the exported formats are written from, so it cannot show what they do not say; and a
letter more in a paragraph repaints one widget, where a Markdown widget takes its blocks away and lays out anew.
"""

from collections.abc import Sequence
from typing import ClassVar, Final, TypeAlias

from textual import events
from textual.content import Content
from textual.geometry import Size
from textual.style import Style
from textual.widget import Widget

from workbench.curation.cleaning import safe_url
from workbench.publishing.tree import Node
from workbench.ui.foreign import literal
from workbench.ui.messages import Open

BULLET: Final = "• "
QUOTE: Final = "│ "
LOOKS: Final = ("heading", "title", "link", "code", "quiet")
Looks: TypeAlias = dict[str, Style]
UNDRAWN: Final = (
    0,
    Content(),
)  # until the widget has its styles and its width, there is nothing to draw with


class Leaf(Widget):
    """Headings, paragraphs, lists, quotes and rules, as wide as there is room. A click on a link opens it."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"leaf--{look}" for look in LOOKS}
    DEFAULT_CSS = "Leaf { height: auto; }"

    def __init__(self) -> None:
        super().__init__()
        self.nodes: tuple[Node, ...] = ()
        self._drawn = UNDRAWN

    def show(self, nodes: Sequence[Node]) -> None:
        """Draw this part of the tree; only where its height changes does the page move."""
        if tuple(nodes) == self.nodes:
            return
        (width, before), self.nodes, self._drawn = self._drawn, tuple(nodes), UNDRAWN
        same = width and self._at(width).plain.count("\n") == before.plain.count("\n")
        self.refresh(layout=not same)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002 - Textual's signature
        """Lines at that width."""
        return self._at(width).plain.count("\n") + 1

    def render(self) -> Content:
        """The part at the width it has."""
        return self._at(self.content_size.width)

    def notify_style_update(self) -> None:
        """Another theme: draw anew."""
        self._drawn = UNDRAWN
        super().notify_style_update()

    def on_click(self, event: events.Click) -> None:
        """Open a link that leads to a web address."""
        url = safe_url(event.style.meta.get("href", ""))
        if url:
            event.stop()
            self.post_message(Open(url))

    def _at(self, width: int) -> Content:
        if self._drawn[0] != width or not width:
            looks = {look: self.get_visual_style(f"leaf--{look}", partial=True) for look in LOOKS}
            self._drawn = width, Content("\n").join(_blocks(self.nodes, max(1, width), looks))
        return self._drawn[1]


def _blocks(nodes: Sequence[Node], width: int, looks: Looks, *, tight: bool = False) -> list[Content]:
    """The lines of several blocks, an empty one between each two."""
    drawn: list[Content] = []
    for node in nodes:
        if drawn and not tight:
            drawn.append(Content())
        drawn.extend(_block(node, width, looks))
    return drawn


def _block(node: Node, width: int, looks: Looks) -> list[Content]:
    match node.kind:
        case "rule":
            return [Content("─" * width).stylize(looks["quiet"])]
        case "quote":
            inner = _blocks(node.children, max(1, width - len(QUOTE)), looks)
            return _beside(inner, QUOTE, QUOTE, looks)
        case "bullets":
            return _items(node, [BULLET] * len(node.children), width, looks)
        case "numbers":
            last = len(f"{node.number + len(node.children) - 1}. ")
            marks = [f"{number}. ".rjust(last) for number, _ in enumerate(node.children, node.number)]
            return _items(node, marks, width, looks)
        case "embed":
            return _word(node, looks).wrap(width)
    text = _inline(node.children, looks)
    if node.kind == "heading":
        text = text.stylize(looks["heading" if node.number < 3 else "title"])
    return text.wrap(width)


def _items(node: Node, marks: Sequence[str], width: int, looks: Looks) -> list[Content]:
    drawn: list[Content] = []
    for item, mark in zip(node.children, marks, strict=True):
        if drawn and not node.tight:
            drawn.append(Content())
        inner = _blocks(item.children, max(1, width - len(mark)), looks, tight=node.tight)
        drawn.extend(_beside(inner or [Content()], mark, " " * len(mark), looks))
    return drawn


def _beside(drawn: Sequence[Content], first: str, others: str, looks: Looks) -> list[Content]:
    """Lines with a mark before the first, and what stands below it before the others."""
    marks = [first, *[others] * (len(drawn) - 1)]
    return [Content(mark).stylize(looks["quiet"]) + text for mark, text in zip(marks, drawn, strict=True)]


def _inline(nodes: Sequence[Node], looks: Looks) -> Content:
    return Content().join(_word(node, looks) for node in nodes)


def _word(node: Node, looks: Looks) -> Content:
    shown = _inline(node.children, looks) if node.children else _text(node.text)
    match node.kind:
        case "softbreak" | "break":
            return Content(" " if node.kind == "softbreak" else "\n")
        case "em" | "strong":
            return shown.stylize("italic" if node.kind == "em" else "bold")
        case "code":
            return shown.stylize(looks["code"])
        case "link" | "embed":
            return shown.stylize(looks["link"]).stylize(Style.from_meta({"href": node.text}))
    return shown


def _text(text: str) -> Content:
    """Foreign text with the space it begins or ends with, which parts it from its neighbours."""
    if not text.strip():
        return Content(" " if text else "")
    before, after = " " if text[0].isspace() else "", " " if text[-1].isspace() else ""
    return Content.assemble(before, literal(text.strip()), after)

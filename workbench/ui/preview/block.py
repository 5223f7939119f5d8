"""One block of the preview: publishing's tree drawn as styled text.

It draws the tree that the exported formats are written from, so it cannot show what they do not say. One more
letter in a paragraph repaints one widget, where a Markdown widget removes its blocks and lays out anew.
"""

from collections.abc import Sequence
from typing import ClassVar, Final, TypeAlias

from textual import events
from textual.content import Content
from textual.geometry import Size
from textual.style import Style
from textual.widget import Widget

from workbench.curation.text.cleaning import to_safe_url
from workbench.publishing.tree import Node
from workbench.ui.messages import OpenUrl
from workbench.ui.sanitize import to_content

BULLET: Final = "• "
QUOTE_BAR: Final = "│ "
STYLE_NAMES: Final = ("heading", "title", "link", "code", "quiet")
NamedStyles: TypeAlias = dict[str, Style]
NOT_RENDERED: Final = (0, Content())
"""Until the widget has its styles and its width, there is nothing to draw with."""


class PreviewBlock(Widget):
    """Headings, paragraphs, lists, quotes and rules, as wide as there is room. A click on a link opens it."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"preview-block--{look}" for look in STYLE_NAMES}
    DEFAULT_CSS = "PreviewBlock { height: auto; }"

    def __init__(self) -> None:
        super().__init__()
        self.nodes: tuple[Node, ...] = ()
        self._rendered_at = NOT_RENDERED

    def show_nodes(self, nodes: Sequence[Node]) -> None:
        """Draw this part of the tree; only where its height changes does the page move."""
        if tuple(nodes) == self.nodes:
            return
        (width, before), self.nodes, self._rendered_at = self._rendered_at, tuple(nodes), NOT_RENDERED
        same = width and self._render_at_width(width).plain.count("\n") == before.plain.count("\n")
        self.refresh(layout=not same)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002 - Textual's signature
        """Lines at that width."""
        return self._render_at_width(width).plain.count("\n") + 1

    def render(self) -> Content:
        """The part at the width it has."""
        return self._render_at_width(self.content_size.width)

    def notify_style_update(self) -> None:
        """Another theme: draw anew."""
        self._rendered_at = NOT_RENDERED
        super().notify_style_update()

    def on_click(self, event: events.Click) -> None:
        """Open a link that leads to a web address."""
        url = to_safe_url(event.style.meta.get("href", ""))
        if url:
            event.stop()
            self.post_message(OpenUrl(url))

    def _render_at_width(self, width: int) -> Content:
        if self._rendered_at[0] != width or not width:
            looks = {
                look: self.get_visual_style(f"preview-block--{look}", partial=True) for look in STYLE_NAMES
            }
            self._rendered_at = width, Content("\n").join(_render_blocks(self.nodes, max(1, width), looks))
        return self._rendered_at[1]


def _render_blocks(
    nodes: Sequence[Node], width: int, styles: NamedStyles, *, tight: bool = False
) -> list[Content]:
    """The lines of several blocks, an empty one between each two."""
    drawn: list[Content] = []
    for node in nodes:
        if drawn and not tight:
            drawn.append(Content())
        drawn.extend(_render_block(node, width, styles))
    return drawn


def _render_block(node: Node, width: int, styles: NamedStyles) -> list[Content]:
    match node.kind:
        case "rule":
            return [Content("─" * width).stylize(styles["quiet"])]
        case "quote":
            inner = _render_blocks(node.children, max(1, width - len(QUOTE_BAR)), styles)
            return _prefix_lines(inner, QUOTE_BAR, QUOTE_BAR, styles)
        case "bullets":
            return _render_items(node, [BULLET] * len(node.children), width, styles)
        case "numbers":
            last = len(f"{node.number + len(node.children) - 1}. ")
            marks = [f"{number}. ".rjust(last) for number, _ in enumerate(node.children, node.number)]
            return _render_items(node, marks, width, styles)
        case "embed":
            return _render_inline(node, styles).wrap(width)
    text = _render_inlines(node.children, styles)
    if node.kind == "heading":
        text = text.stylize(styles["heading" if node.number < 3 else "title"])
    return text.wrap(width)


def _render_items(node: Node, marks: Sequence[str], width: int, styles: NamedStyles) -> list[Content]:
    drawn: list[Content] = []
    for item, mark in zip(node.children, marks, strict=True):
        if drawn and not node.tight:
            drawn.append(Content())
        inner = _render_blocks(item.children, max(1, width - len(mark)), styles, tight=node.tight)
        drawn.extend(_prefix_lines(inner, mark, " " * len(mark), styles))
    return drawn


def _prefix_lines(lines: Sequence[Content], first: str, others: str, styles: NamedStyles) -> list[Content]:
    """Lines with a mark before the first, and what stands below it before the others. Without a line the mark stands
    alone, as of a quote that was just begun."""
    lines = lines or [Content()]
    marks = [first, *[others] * (len(lines) - 1)]
    return [Content(mark).stylize(styles["quiet"]) + text for mark, text in zip(marks, lines, strict=True)]


def _render_inlines(nodes: Sequence[Node], styles: NamedStyles) -> Content:
    return Content().join(_render_inline(node, styles) for node in nodes)


def _render_inline(node: Node, styles: NamedStyles) -> Content:
    shown = _render_inlines(node.children, styles) if node.children else _render_text(node.text)
    match node.kind:
        case "softbreak" | "break":
            return Content(" " if node.kind == "softbreak" else "\n")
        case "em" | "strong":
            return shown.stylize("italic" if node.kind == "em" else "bold")
        case "code":
            return shown.stylize(styles["code"])
        case "link" | "embed":
            return shown.stylize(styles["link"]).stylize(Style.from_meta({"href": node.text}))
    return shown


def _render_text(text: str) -> Content:
    """Foreign text with the space it begins or ends with, which parts it from its neighbours."""
    if not text.strip():
        return Content(" " if text else "")
    before, after = " " if text[0].isspace() else "", " " if text[-1].isspace() else ""
    return Content.assemble(before, to_content(text.strip()), after)

"""The dialects of Markdown that targets take, and how the tree is written in each."""

from collections.abc import Callable, Sequence
from typing import Final

from workbench.curation.publication import MarkdownDialect
from workbench.publishing.render import markdown, python_markdown
from workbench.publishing.tree import Node

MARKDOWN_RENDERERS: Final[dict[MarkdownDialect, Callable[[Sequence[Node]], str]]] = {
    "commonmark": markdown.render_blocks,
    "python-markdown": python_markdown.render_blocks,
}

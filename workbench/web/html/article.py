"""The part of a page that one came to read: the one place that tells an article from what stands around it.

Paragraphs tell: the article is where most of the page's text in `<p>` stands close together.
"""

import re
from collections.abc import Callable, Mapping
from typing import Final

from selectolax.lexbor import LexborHTMLParser, LexborNode

from workbench.curation.text import split_names
from workbench.curation.text.markup import SKIPPED_TAGS, iter_nodes, node_to_text

_DOMINANT_SHARE: Final = 0.8
"""As long as one part of a block holds this much of its paragraphs, that part is the block that is meant."""
_MIN_SHARE: Final = 0.4
"""What an `<article>` or `<main>` must hold of them to be believed: a front page has many small articles."""

_BOILERPLATE_TAGS: Final = split_names("nav aside footer header form dialog figcaption h1")
_BOILERPLATE_NAMES: Final = re.compile(
    r"comment|share|sharing|social|related|newsletter|subscri|cookie|promo|sidebar|breadcrumb|headerlink",
    re.I,
)
_TEXT_TAGS: Final = split_names("h2 h3 h4 h5 h6 pre blockquote br")

Weights = Mapping[int, int]
"""Characters within paragraphs that each element of a page holds, by the element's `mem_id`."""


def extract_article(tree: LexborHTMLParser) -> str:
    """The readable text, with its paragraphs, lists, headings and code; empty where the page has no paragraphs."""
    if tree.body is None:
        return ""
    weights = _measure_weights(tree.body)
    block = _find_main_element(tree.body, weights)
    return (
        node_to_text(block, skip=_make_boilerplate_filter(block, weights))
        if weights[tree.body.mem_id]
        else ""
    )


def _measure_weights(body: LexborNode) -> Weights:
    weights: dict[int, int] = {}
    within, sums = 0, [0]
    for node, ends in iter_nodes(body, lambda node: node.tag in SKIPPED_TAGS):
        if node.is_text_node:
            sums[-1] += len((node.text_content or "").strip()) if within and not ends else 0
            continue
        within += (node.tag == "p") * (-1 if ends else 1)
        if not ends:
            sums.append(0)
        else:
            weights[node.mem_id] = sums.pop()
            sums[-1] += weights[node.mem_id]
    return weights


def _find_main_element(body: LexborNode, weights: Weights) -> LexborNode:
    """The smallest element that holds nearly all of the article's paragraphs."""

    def weight(node: LexborNode) -> int:
        return weights.get(node.mem_id, 0)

    named = [max(body.css(place), key=weight, default=body) for place in ("article", "main", '[role="main"]')]
    block = next((node for node in named if weight(node) >= _MIN_SHARE * weight(body)), body)
    while True:
        part = max(block.iter(), key=weight, default=block)
        if part.tag == "p" or weight(part) < _DOMINANT_SHARE * weight(block) or not weight(part):
            return block
        block = part


def _make_boilerplate_filter(element: LexborNode, weights: Weights) -> Callable[[LexborNode], bool]:
    """Which parts of the block are not read. Where it is the whole page, what holds no paragraph is a menu."""
    whole, half = element.tag == "body", weights[element.mem_id] / 2

    def is_boilerplate(node: LexborNode) -> bool:
        weight = weights.get(node.mem_id, 0)
        if node.tag in _BOILERPLATE_TAGS:
            return True
        if whole and not weight and node.tag not in _TEXT_TAGS:
            return True
        named = f"{node.attributes.get('class')} {node.attributes.get('id')}"
        return weight < half and _BOILERPLATE_NAMES.search(named) is not None

    return is_boilerplate

"""Extracts the article of a page, without menus, comments and other boilerplate.

The article is the smallest element with most of the page's text in paragraphs. What a page says of itself in its tags
is read in `tags.py` and `json_ld.py`.
"""

import re
from collections.abc import Callable, Container, Mapping
from typing import Final

from selectolax.lexbor import LexborHTMLParser, LexborNode

from workbench.curation.text import split_names
from workbench.curation.text.markup import SKIPPED_TAGS, iter_nodes, node_to_text

_DOMINANT_SHARE: Final = 0.8
"""Share of the text in paragraphs that a child must have to be searched instead of its parent."""
_MIN_SHARE: Final = 0.4
"""Share of that text that an `<article>` or `<main>` must have; a front page has many small articles."""

_MIN_SENTENCE: Final = 25
"""Characters from which a text outside of paragraphs is more than the words of a menu."""

_BOILERPLATE_TAGS: Final = split_names("nav aside footer header form dialog figcaption h1")
_BOILERPLATE_NAMES: Final = re.compile(
    r"comment|share|sharing|social|related|newsletter|subscri|cookie|promo|sidebar|breadcrumb|headerlink",
    re.I,
)
_ASIDE_TAGS: Final = split_names("nav aside form dialog")
_ASIDE_NAMES: Final = re.compile(
    r"comment|related|sidebar|recent|recommend|popular|trending|widget|footer", re.I
)
_COMMENT_LISTS: Final = split_names(
    "comments comment commentlist comment-list comments-list comments-area comment-content"
)
"""Class names and ids of readers' comments, which may be longer than what they are about."""
_ABSTRACT_HEADING: Final = re.compile(r"^(?:abstract|summary)\b[:.\s]*", re.I)
_MAX_DEPTH: Final = 60
"""Elements around an element that are looked at."""
_TEXT_TAGS: Final = split_names("h2 h3 h4 h5 h6 pre blockquote br")

Weights = Mapping[int, int]
"""The characters in the paragraphs of each element, by the element's `mem_id`."""


def extract_article(tree: LexborHTMLParser) -> str:
    """The text of the article with its paragraphs, lists, headings and code; empty where there are no paragraphs."""
    if tree.body is None:
        return ""
    weights = _measure_weights(tree.body)
    if not weights[tree.body.mem_id]:  # some editors make paragraphs of line ends, tables or anything else
        weights = _measure_weights(tree.body, bare=True)
    if not weights[tree.body.mem_id]:
        return ""
    article = _find_main_element(tree.body, weights)
    return node_to_text(article, skip=_make_boilerplate_filter(article, weights))


def is_aside(node: LexborNode, around_title: Container[int] = ()) -> bool:
    """Whether an element belongs to a menu, a comment, a list of other posts, or the foot of the page.

    `around_title` are the `mem_id` of the elements around the page's title: none of these is an aside.
    """
    parent: LexborNode | None = node
    is_in_footer = False
    for _ in range(_MAX_DEPTH):
        if parent is None or parent.tag == "body" or parent.mem_id in around_title:
            return is_in_footer
        names = f"{parent.attributes.get('class')} {parent.attributes.get('id')}"
        if parent.tag in _ASIDE_TAGS or (parent is not node and _ASIDE_NAMES.search(names)):
            return True
        is_in_footer = (is_in_footer or parent.tag == "footer") and parent.tag != "article"
        parent = parent.parent
    return True


def find_abstract(tree: LexborHTMLParser) -> str:
    """The text of the part of a page that is named so; empty where there is none."""
    node = tree.css_first(
        'section[id*="abstract" i], section[class*="abstract" i], div[id*="abstract" i], div[class*="abstract" i]'
    )
    text = node_to_text(node) if node else ""
    return _ABSTRACT_HEADING.sub("", text)


def _measure_weights(body: LexborNode, *, bare: bool = False) -> Weights:
    """What each element weighs; with `bare` every sentence counts, not only those in paragraphs."""
    weights: dict[int, int] = {}
    open_paragraphs, sums = 0, [0]
    for node, ends in iter_nodes(body, lambda node: node.tag in SKIPPED_TAGS or _is_comments(node)):
        if node.is_text_node:
            length = 0 if ends else len((node.text_content or "").strip())
            sums[-1] += length if open_paragraphs or (bare and length >= _MIN_SENTENCE) else 0
            continue
        open_paragraphs += (node.tag == "p") * (-1 if ends else 1)
        if not ends:
            sums.append(0)
        else:
            weights[node.mem_id] = sums.pop()
            sums[-1] += weights[node.mem_id]
    return weights


def _is_comments(node: LexborNode) -> bool:
    names = f"{node.attributes.get('class') or ''} {node.attributes.get('id') or ''}"
    return "omment" in names and not _COMMENT_LISTS.isdisjoint(names.lower().split())


def _find_main_element(body: LexborNode, weights: Weights) -> LexborNode:
    """The smallest element with nearly all of the article's paragraphs."""

    def weight(node: LexborNode) -> int:
        return weights.get(node.mem_id, 0)

    selectors = ("article", "main", '[role="main"]')
    marked = [max(body.css(selector), key=weight, default=body) for selector in selectors]
    element = next((node for node in marked if weight(node) >= _MIN_SHARE * weight(body)), body)
    while True:
        child = max(element.iter(), key=weight, default=None)
        if (
            child is None
            or child.tag == "p"
            or weight(child) < _DOMINANT_SHARE * weight(element)
            or not weight(child)
        ):
            return element
        element = child


def _make_boilerplate_filter(element: LexborNode, weights: Weights) -> Callable[[LexborNode], bool]:
    """A function that tells which parts of the element are boilerplate."""
    is_whole_page, half = element.tag == "body", weights[element.mem_id] / 2

    def is_boilerplate(node: LexborNode) -> bool:
        weight = weights.get(node.mem_id, 0)
        if node.tag in _BOILERPLATE_TAGS:
            return True
        if is_whole_page and not weight and node.tag not in _TEXT_TAGS:  # a menu
            return True
        names = f"{node.attributes.get('class')} {node.attributes.get('id')}"
        # Some pages name the element around their article `has-sidebar` or so: one with half of the text stays.
        return weight < half and _BOILERPLATE_NAMES.search(names) is not None

    return is_boilerplate

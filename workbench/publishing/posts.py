"""Short posts that announce an issue elsewhere, each as its network's pattern and limit want it.

What is too long is cut at whole parts: lines of the TL;DR from the last one on, then highlights. Single texts are cut
between words at last. The issue's address is never cut, and no word is.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from workbench.curation.publication import PostRule, Publication, fill_pattern
from workbench.curation.text.cleaning import clean_lines
from workbench.publishing.highlights import join_highlights, split_highlights
from workbench.publishing.layout import Edition, build_tldr_prefix
from workbench.publishing.passages import Passage, PassageKey
from workbench.publishing.prose import parse_prose_line
from workbench.publishing.tree import text_of_nodes

X_URL_LENGTH: Final = 23
"""What X counts for an address, however long it is."""
_URL: Final = re.compile(r"https?://\S+")
_X_LIGHT_RANGES: Final = ((0, 4351), (8192, 8205), (8208, 8223), (8242, 8247))
"""The code points that X counts once; all others count twice, and so does an emoji, however many it is made of."""
_LAST_WORD: Final = re.compile(r"\s*\S+$")


def key_of_post(rule_key: str) -> PassageKey:
    """The post for the network of that key."""
    return PassageKey("post", name=rule_key)


def build_post_passages(edition: Edition, publication: Publication) -> list[Passage]:
    """The posts of an issue, in the publication's order. An address that is not known stays `{url}`."""
    return [_build_post_passage(edition, rule, publication) for rule in publication.posts]


def _build_post_passage(edition: Edition, rule: PostRule, publication: Publication) -> Passage:
    text = write_post(edition, rule, publication)
    return Passage(
        key=key_of_post(rule.key),
        label=f"Post for {rule.name}",
        text=text,
        markdown=text,
        length_note=_describe_length(measure_post(text, rule), rule),
        lacks_url="{url}" in rule.pattern and not edition.url,
    )


def _describe_length(length: int, rule: PostRule) -> str:
    if not rule.limit:
        return f"{length} characters"
    too_long = f", too long for {rule.name}: shorten its pattern" if length > rule.limit else ""
    return f"{length} of {rule.limit} characters{too_long}"


def write_post(edition: Edition, rule: PostRule, publication: Publication) -> str:
    """The post, as whole as its limit allows. Where the pattern alone is longer, it stays so: `measure_post` tells."""
    post = ""
    for values in _iter_shorter(edition, rule.pattern, publication):
        post = _fill_post(rule.pattern, values)
        if not rule.limit or measure_post(post, rule) <= rule.limit:
            break
    return post


def measure_post(text: str, rule: PostRule) -> int:
    """How long the network takes a text to be: in characters as people see them, or weighed as X does."""
    if rule.count == "graphemes":
        return len(_split_graphemes(text))
    if rule.count == "characters":
        return len(text)
    shown = _URL.sub("x" * X_URL_LENGTH, text)
    return sum(map(_weigh_grapheme, _split_graphemes(shown)))


def _split_graphemes(text: str) -> list[str]:
    import regex  # noqa: PLC0415 - only what has posts to measure need import it

    return regex.findall(r"\X", text)


def _weigh_grapheme(grapheme: str) -> int:
    if len(grapheme) > 1 and any(unicodedata.category(char) in ("So", "Me") for char in grapheme):
        return 2  # an emoji of several code points
    return sum(
        1 if any(low <= ord(char) <= high for low, high in _X_LIGHT_RANGES) else 2 for char in grapheme
    )


def _iter_shorter(edition: Edition, pattern: str, publication: Publication) -> Iterator[dict[str, str]]:
    """What the names of the pattern stand for, each time a little less."""
    lines = list(_iter_tldr_lines(edition)) if "{tldr}" in pattern else []
    parts = split_highlights(edition.highlights)
    for count in range(len(lines), 0, -1):
        yield _build_values(edition, publication, edition.highlights, lines[:count])
    for count in range(max(1, len(parts)), 0, -1):
        highlights = join_highlights(edition.highlights, parts, count)
        values = _build_values(edition, publication, highlights, [])
        yield values
    for name in ("preview", "subtitle", "highlights", "title"):
        while f"{{{name}}}" in pattern and values[name]:
            values = {**values, name: _LAST_WORD.sub("", values[name])}
            yield values | {name: f"{values[name]}…" if values[name] else ""}


def _build_values(
    edition: Edition, publication: Publication, highlights: str, tldr_lines: Sequence[str]
) -> dict[str, str]:
    values = {
        "name": publication.name,
        "number": str(edition.number),
        "title": (
            edition.title
            if highlights == edition.highlights
            else publication.format_title(edition.number, highlights)
        ),
        "highlights": highlights,
        "subtitle": edition.subtitle,
        "preview": edition.preview,
        "tldr": "\n".join(tldr_lines),
    }
    return values | {"url": edition.url} if edition.url else values


def _iter_tldr_lines(edition: Edition) -> Iterator[str]:
    """The lines of the TL;DR without their marks: `📄 Papers: gates do work`."""
    for section, text in edition.tldr_lines:
        if text:
            prefix = build_tldr_prefix(edition.tldr, section)
            yield text_of_nodes((*prefix, *parse_prose_line(text))).strip()


def _fill_post(pattern: str, values: Mapping[str, str]) -> str:
    """The pattern filled, without the room of what has no text."""
    return re.sub(r"\n{3,}", "\n\n", clean_lines(fill_pattern(pattern, **values))).strip()

"""Laws of the reader: no link is lost, no text is refused, and none takes longer than its length allows."""

import time
from pathlib import Path
from typing import Final, get_args

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from workbench.curation.archive.past_issue import PastIssue
from workbench.curation.publication.profile import load_default_publication
from workbench.intake.past_issues import TextForm, read_past_issues
from workbench.publishing.parse.issue import parse_issue

PUBLICATION: Final = load_default_publication()
FORMS: Final[tuple[TextForm, ...]] = get_args(TextForm)
WORDS: Final = st.sampled_from(
    (
        "[]",
        "1.",
        "3、",
        "→",
        "Papers",
        "TL;DR",
        "**bold**",
        "`code`",
        "@ann",
        "a survey of ants",
        "New here?",
        "| x |",
    )
)
SHAPES: Final = st.sampled_from(
    (
        "- [{word}]({url})",
        "- {word}: [{word}]({url}) - {word}",
        "    - [{word}]({url})",
        "* {url}",
        "### [{word}]({url})",
        "### {word}\n\n<{url}>\n\n{word}",
        "{word} [{word}]({url}) {word}",
        "3、[{word}]({url})",
        "[{word}]({url})",
        "{word}\n{url}",
        "> {word} {url}",
        "| {word} | [{word}]({url}) |\n| --- | --- |\n| {word} | [{word}]({url}2) |",
        "<p><a href='{url}'>{word}</a></p>",
        "[{word}][r]\n\n[r]: {url}",
        "![]({url}.png)",
        "<!-- {url} -->",
        "**{word}**",
        "## {word}",
        "---",
    )
)


@st.composite
def letters(draw: st.DrawFn) -> tuple[str, frozenset[str]]:
    """A letter of odd parts, and the addresses in it that are meant to be followed."""
    parts: list[str] = []
    urls: set[str] = set()
    for at in range(draw(st.integers(1, 12))):
        shape, url = draw(SHAPES), f"https://host{at}.example/page"
        parts.append(shape.replace("{url}", url).replace("{word}", draw(WORDS)))
        if "{url}" in shape and ".png" not in shape and "<!--" not in shape:
            urls |= {url} | ({f"{url}2"} if "{url}2" in shape else set())
    return draw(st.sampled_from(("\n\n", "\n"))).join(parts), frozenset(urls)


@st.composite
def named_letters(draw: st.DrawFn) -> tuple[str, frozenset[str]]:
    """A letter in which each part has a word of its own, and those words."""
    parts: list[str] = []
    words: set[str] = set()
    for at in range(draw(st.integers(1, 12))):
        shape = draw(SHAPES.filter(lambda shape: "{word}" in shape))
        parts.append(
            shape.replace("{url}", f"https://host{at}.example/page").replace("{word}", f"Bee{at}x of it")
        )
        words.add(f"Bee{at}x")
    return draw(st.sampled_from(("\n\n", "\n"))).join(parts), frozenset(words)


def texts_of(issue: PastIssue) -> str:
    """All that an issue says."""
    entries = [entry for part in issue.sections for entry in part.entries]
    links = [*issue.mentions, *(link for entry in entries for link in entry.links)]
    return "\n".join(
        (
            *(issue.title, issue.subtitle, issue.greeting, issue.closing, issue.unplaced),
            *(text for pair in issue.tldr for text in pair),
            *(part.heading for part in issue.sections),
            *(text for entry in entries for text in (entry.title, entry.blurb)),
            *(text for block in issue.blocks for text in (block.heading, block.text)),
            *(link.label for link in links),
        )
    )


@given(named_letters())
def test_no_word_of_a_letter_is_lost(letter: tuple[str, frozenset[str]]) -> None:
    text, words = letter
    read = "\n".join(map(texts_of, read_past_issues(text, "markdown", "letter.md", PUBLICATION)))
    assert [word for word in sorted(words) if word not in read] == []


def known_links(issues: list[PastIssue]) -> set[str]:
    return {
        link.url
        for issue in issues
        for links in (issue.mentions, *(entry.links for part in issue.sections for entry in part.entries))
        for link in links
    }


@given(letters())
def test_no_link_of_a_letter_is_lost(letter: tuple[str, frozenset[str]]) -> None:
    text, urls = letter
    assert urls <= known_links(read_past_issues(text, "markdown", "letter.md", PUBLICATION))


@given(letters())
def test_a_link_is_an_entry_s_or_mentioned_and_never_both(letter: tuple[str, frozenset[str]]) -> None:
    for issue in read_past_issues(letter[0], "markdown", "letter.md", PUBLICATION):
        entries = {link.url for part in issue.sections for entry in part.entries for link in entry.links}
        mentions = [link.url for link in issue.mentions]
        assert not entries & set(mentions)
        assert len(mentions) == len(set(mentions))


@given(st.text() | letters().map(lambda letter: letter[0]), st.sampled_from(FORMS), st.text(max_size=20))
@example("\x00", "html", "")
@example("[](", "markdown", "x")
@example("= [x", "asciidoc", "x")
@example("==\n==\n==", "rst", "x")
def test_no_text_is_refused(text: str, form: TextForm, name: str) -> None:
    for issue in read_past_issues(text, form, name, PUBLICATION):
        assert issue.file == name


HOSTILE: Final = {
    "open brackets": "[",
    "open links": "[a](",
    "pictures": "![a](b",
    "emphasis": "*a_",
    "code": "`a``",
    "quotes": "> ",
    "nested items": "- ",
    "headings": "# #\n",
    "tags": "<a href='x'>",
    "tags left open": "<",
    "comments": "<!--",
    "divs": "<div><ul><li>",
    "signs": ".-|:",
    "spaces": " \t",
    "numbers": "1. ",
    "definitions": "[a]: b\n",
    "glue": "a.B",
    "addresses": "https://a.example/(",
    "table": "| a | b |\n| - | - |\n",
    "underlines": "a\n==\n",
    "asciidoc": "https://a.example[a\n",
    "fields": "a: b\n",
}


@pytest.mark.parametrize("piece", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_text_takes_no_longer_than_its_length_allows(piece: str) -> None:
    text = piece * (20_000 // len(piece))
    start = time.process_time()
    for form in FORMS:
        read_past_issues(text, form, "letter", PUBLICATION)
    assert time.process_time() - start < 10


def test_the_workbench_s_own_file_is_read_right_by_structure_alone() -> None:
    (file,) = (Path(__file__).parents[3] / "issues").glob("0011-*.md")
    text = file.read_text("utf-8")
    own = parse_issue(text, PUBLICATION.sections, PUBLICATION)
    (issue,) = read_past_issues(text, "markdown", file.name, PUBLICATION)
    assert (issue.number, issue.date, issue.title, issue.subtitle) == (
        own.number,
        own.date,
        own.title,
        own.subtitle,
    )
    assert issue.greeting == own.greeting
    assert issue.closing == own.closing
    assert [(block.key, block.place, block.text) for block in issue.blocks] == [
        (block.key, block.place, block.text.strip()) for block in own.blocks
    ]
    labels = {section.label: section.key for section in PUBLICATION.sections}
    assert {labels[label]: line for label, line in issue.tldr} == own.tldr
    assert [(entry.title, entry.links, entry.blurb) for part in issue.sections for entry in part.entries] == [
        (entry.title, entry.links, entry.blurb) for entries in own.entries.values() for entry in entries
    ]
    assert (issue.mentions, issue.unplaced) == ((), "")

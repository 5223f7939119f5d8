"""What strangers wrote, on its way to readers: in no format is there a link, a mark or a file that the editor did
not make. Read back by parsers that are not ours."""

import json
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from markdown_it import MarkdownIt
from msgspec.structs import replace

from workbench.cli.workspace import publication
from workbench.curation.model import Refused
from workbench.delivery.files import IssueFiles
from workbench.desk import export
from workbench.desk.desk import Desk
from workbench.library import open_library
from workbench.publishing import Edition, as_json, body, html, markdown, plain, slug

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
TAGS = {"h2", "h3", "p", "strong", "em", "code", "a", "ul", "ol", "li", "blockquote", "hr", "br"}


class Outline(HTMLParser):
    """The tags, attributes and addresses of a page, and the headings it has."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.links: list[str] = []
        self.sections = 0
        self.open: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        assert [name for name, _ in attrs] == ["href"] * (tag == "a")
        self.links += [value or "" for _, value in attrs]
        self.sections += tag == "h3"
        if tag not in ("hr", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert tag in ("hr", "br") or self.open.pop() == tag

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)

    def handle_decl(self, decl: str) -> None:
        raise AssertionError(decl)


@pytest.fixture
def desk(tmp_path: Path, fill: Callable[..., Path]) -> Iterator[Desk]:
    """A desk over the week that strangers filled."""
    folder = fill(tmp_path / "week")
    library = open_library(folder, clock=lambda: NOW)
    yield Desk(library, publication(folder), lambda: NOW)
    library.close()


@pytest.fixture
def printed(desk: Desk) -> Edition:
    """The draft as its readers would get it."""
    return export.printed(desk.present, desk.present.numbered(2))


def test_html_has_no_tag_and_no_address_but_those_of_an_issue(printed: Edition) -> None:
    page = Outline(html(printed))
    assert page.tags <= TAGS
    assert page.open == []
    assert page.sections == 20
    assert set(page.links) <= _made(printed)


def test_markdown_is_read_by_another_parser_as_the_same_entries_and_links(printed: Edition) -> None:
    """With raw HTML allowed, which is where a stranger's words would act."""
    parser = MarkdownIt("commonmark", {"html": True})
    page = Outline(parser.render(body(printed)))
    assert page.tags <= TAGS
    assert page.sections == 20
    assert set(page.links) <= {parser.normalizeLink(url) for url in _made(printed)}


def test_no_format_has_what_a_terminal_obeys_or_a_reader_cannot_see(
    printed: Edition, acts: Callable[[str], set[str]]
) -> None:
    made = as_json(printed)
    for text in (html(printed), markdown(printed), plain(printed, titled=True), *_strings(made)):
        assert acts(text) <= {"\t"}
    assert json.loads(json.dumps(made)) == json.loads(json.dumps(made, ensure_ascii=False))


def test_front_matter_has_five_fields_whatever_the_title_says(
    printed: Edition, strangers: dict[str, tuple[str, ...]]
) -> None:
    for text in (*strangers["light"], 'x"\nstate: "published', "---\n---", "'", "{{x}}", "no", "# x"):
        head = markdown(replace(printed, title=text, subtitle=text, date=text, parts=(), greeting="")).split(
            "\n---\n"
        )[0]
        lines = head.split("\n")
        assert lines[0] == "---"
        fields = dict(line.split(": ", 1) for line in lines[1:])
        assert list(fields) == ["number", "title", "subtitle", "date", "state"]
        assert json.loads(fields["title"]) == text
        assert fields["state"] == "draft"


def test_a_file_is_named_so_that_every_system_takes_it(strangers: dict[str, tuple[str, ...]]) -> None:
    for text in (
        *strangers["light"],
        *strangers["heavy"],
        *strangers["addresses"],
        "con",
        "nul.md",
        "..",
        "x" * 300,
    ):
        assert re.fullmatch(r"\d{4}-[a-z0-9]+(?:-[a-z0-9]+)*\.md", slug(11, text))
        assert len(slug(11, text)) <= 70


def test_a_name_that_somebody_put_into_the_library_leads_out_of_no_folder(desk: Desk, tmp_path: Path) -> None:
    before = sorted(tmp_path.rglob("*"))
    for name in ("../out.md", "/tmp/out.md", "..", "a/../../out.md", "c:out.md", "a\\b.md", "a\0.md"):
        issue = replace(desk.present.numbered(2), file=name)
        with pytest.raises(Refused):
            export.write(IssueFiles(tmp_path / "week"), issue, export.prepare(desk.present, issue))
    assert sorted(tmp_path.rglob("*")) == before


def _made(printed: Edition) -> set[str]:
    """The addresses of an issue's links, as they stand; those of its prose are the editor's own Markdown."""
    links = {link.url for part in printed.parts for entry in part.entries for link in entry.links}
    return {
        url.translate({34: "%22", 60: "%3C", 62: "%3E", 96: "%60"}) for url in links if url.startswith("http")
    }


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list | tuple):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _strings(part)

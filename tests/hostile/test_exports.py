"""What strangers wrote, on its way to readers: in no format is there a link, a mark or a file that the editor did
not make. Read back by parsers that are not ours."""

import json
import re
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from markdown_it import MarkdownIt
from msgspec.structs import replace

from tests.support.clock import NOW
from workbench.curation.model import UserError
from workbench.delivery.files import IssueFolder
from workbench.desk.desk import Desk
from workbench.desk.outgoing import export
from workbench.library import open_library
from workbench.publishing.edition_formats import (
    edition_to_dict,
    make_file_name,
    render_html,
    render_markdown,
    render_markdown_body,
    render_plain_text,
)
from workbench.publishing.layout import Edition
from workbench.workspace_folder import read_publication

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
def desk(tmp_path: Path, fill_workspace: Callable[..., Path]) -> Iterator[Desk]:
    """A desk over the week that strangers filled."""
    folder = fill_workspace(tmp_path / "week")
    library = open_library(folder, clock=lambda: NOW)
    yield Desk(library, read_publication(folder), lambda: NOW)
    library.close()


@pytest.fixture
def edition(desk: Desk) -> Edition:
    """The draft as its readers would get it."""
    return export.edition_of(desk.state, desk.state.issue_by_number(2))


def test_html_has_no_tag_and_no_address_but_those_of_an_issue(edition: Edition) -> None:
    page = Outline(render_html(edition))
    assert page.tags <= TAGS
    assert page.open == []
    assert page.sections == 20
    assert set(page.links) <= _collect_addresses(edition)


def test_markdown_is_read_by_another_parser_as_the_same_entries_and_links(edition: Edition) -> None:
    """With raw HTML allowed, which is where a stranger's words would act."""
    parser = MarkdownIt("commonmark", {"html": True})
    page = Outline(parser.render(render_markdown_body(edition)))
    assert page.tags <= TAGS
    assert page.sections == 20
    assert set(page.links) <= {parser.normalizeLink(url) for url in _collect_addresses(edition)}


def test_no_format_has_what_a_terminal_obeys_or_a_reader_cannot_see(
    edition: Edition, find_active: Callable[[str], set[str]]
) -> None:
    made = edition_to_dict(edition)
    for text in (
        render_html(edition),
        render_markdown(edition),
        render_plain_text(edition, with_title=True),
        *_iter_strings(made),
    ):
        assert find_active(text) <= {"\t"}
    assert json.loads(json.dumps(made)) == json.loads(json.dumps(made, ensure_ascii=False))


def test_front_matter_has_six_fields_whatever_the_title_says(
    edition: Edition, hostile_texts: dict[str, tuple[str, ...]]
) -> None:
    for text in (*hostile_texts["short"], 'x"\nstate: "published', "---\n---", "'", "{{x}}", "no", "# x"):
        head = render_markdown(
            replace(edition, title=text, subtitle=text, date=text, printed_sections=(), greeting="")
        ).split("\n---\n")[0]
        lines = head.split("\n")
        assert lines[0] == "---"
        fields = dict(line.split(": ", 1) for line in lines[1:])
        assert list(fields) == ["number", "title", "subtitle", "preview", "date", "state"]
        assert json.loads(fields["title"]) == text
        assert fields["state"] == "draft"


def test_a_file_is_named_so_that_every_system_takes_it(hostile_texts: dict[str, tuple[str, ...]]) -> None:
    for text in (
        *hostile_texts["short"],
        *hostile_texts["long"],
        *hostile_texts["addresses"],
        "con",
        "nul.md",
        "..",
        "x" * 300,
    ):
        assert re.fullmatch(r"\d{4}-[a-z0-9]+(?:-[a-z0-9]+)*\.md", make_file_name(11, text))
        assert len(make_file_name(11, text)) <= 70


def test_a_name_that_somebody_put_into_the_library_leads_out_of_no_folder(desk: Desk, tmp_path: Path) -> None:
    before = sorted(tmp_path.rglob("*"))
    for name in ("../out.md", "/tmp/out.md", "..", "a/../../out.md", "c:out.md", "a\\b.md", "a\0.md"):
        issue = replace(desk.state.issue_by_number(2), file=name)
        with pytest.raises(UserError):
            export.write_export(
                IssueFolder(tmp_path / "week"), issue, export.prepare_export(desk.state, issue)
            )
    assert sorted(tmp_path.rglob("*")) == before


def _collect_addresses(edition: Edition) -> set[str]:
    """The addresses of an issue's links, as they stand, and those that its prose says in the open."""
    in_prose = {"http://evil.example", "https://www.evil.example"}
    links = {link.url for part in edition.printed_sections for entry in part.entries for link in entry.links}
    return in_prose | {
        url.translate({34: "%22", 60: "%3C", 62: "%3E", 96: "%60"}) for url in links if url.startswith("http")
    }


def _iter_strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list | tuple):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _iter_strings(part)

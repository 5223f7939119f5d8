"""What the editor pastes is what readers get: a finished issue from the command line into a platform's editor."""

import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.support.browser import Browser
from workbench.cli.demo import lay_out, profile
from workbench.cli.workspace import desk_in
from workbench.curation.publication import TARGETS
from workbench.desk.export import printed
from workbench.publishing.copy_page import copy_page
from workbench.publishing.passages import passages

pytestmark = pytest.mark.browser

Node = dict[str, Any]
Workbench = Callable[..., str]
NUMBER = 11
RAW = re.compile(r"\*\*|\]\(|^#{1,6} |^[-*] |^> ", re.MULTILINE)


@pytest.fixture
def workbench(tmp_path: Path, x11: str) -> Workbench:
    """The command line on a workspace with a finished issue of 15 entries; returns what a run said."""
    folder = tmp_path / "workspace"
    folder.mkdir()
    (folder / "workbench.toml").write_text(profile(), "utf-8")
    with desk_in(folder) as desk:
        lay_out(desk)

    def run(*words: str) -> str:
        command = [sys.executable, "-m", "workbench", "--workspace", str(folder), *words]
        ran = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
        assert ran.returncode == 0, ran.stderr
        return ran.stdout + ran.stderr

    return run


def held(target: str) -> str:
    """What the X selection gives as that target."""
    command = ["xclip", "-o", "-selection", "clipboard", "-t", target]
    return subprocess.run(command, capture_output=True, check=True, timeout=20).stdout.decode()


def by_another_program(text: str) -> None:
    """Have a program that is not ours put plain text on the clipboard."""
    quiet = subprocess.DEVNULL
    command = ["xclip", "-selection", "clipboard"]
    subprocess.run(command, input=text.encode(), stdout=quiet, stderr=quiet, check=True, timeout=20)


def paste(browser: Any) -> Node:
    """Press Ctrl+V in the empty editor; the document that is there then."""
    browser.value("desk.empty()")
    browser.click(".ProseMirror")
    browser.press("ctrl+v")
    browser.wait("desk.pasted()")
    assert browser.value("desk.pasted().trusted") is True
    document: Node = browser.value("desk.document()")
    return document


def every(node: Node, kind: str) -> Iterator[Node]:
    """The nodes of that kind, in reading order."""
    if node["type"] == kind:
        yield node
    for child in node.get("content", ()):
        yield from every(child, kind)


def words(node: Node) -> str:
    """The text of a node."""
    return str(node.get("text", "")) + "".join(map(words, node.get("content", ())))


def marked(node: Node, kind: str) -> list[Node]:
    """The texts with that mark, each with the mark's attributes."""
    return [
        {"text": text["text"], **mark.get("attrs", {})}
        for text in every(node, "text")
        for mark in text.get("marks", ())
        if mark["type"] == kind
    ]


def urls(entries: list[Node]) -> set[str]:
    """Where these entries lead."""
    return {link["url"] for entry in entries for link in entry["links"]}


def test_a_finished_issue_arrives_whole_in_a_platforms_editor(
    browser: Browser, editor: str, workbench: Workbench
) -> None:
    browser.show(editor)
    by_another_program("what was there before")
    assert words(paste(browser)) == "what was there before"

    said = workbench("copy", "--issue", str(NUMBER), "--as", "rich")
    assert "copied rich text and plain text to the clipboard." in said
    document = paste(browser)
    assert browser.value("desk.pasted().types") == ["text/plain", "text/html"]

    issue = json.loads(workbench("export", "--issue", str(NUMBER), "--format", "json", "--output", "-"))
    sections = {section["key"]: section["entries"] for section in issue["sections"]}
    entries = [entry for section in sections.values() for entry in section]
    levels = [(heading["attrs"]["level"], words(heading)) for heading in every(document, "heading")]
    assert [title for level, title in levels if level == 3] == [entry["title"] for entry in entries]
    assert (len(entries), min(levels)[0]) == (15, 2)

    paragraphs = [words(paragraph) for paragraph in every(document, "paragraph")]
    assert urls(sections["videos"]) <= set(paragraphs)
    assert urls(entries) <= {link["href"] for link in marked(document, "link")} | set(paragraphs)
    strong = [mark["text"] for mark in marked(document, "strong")]
    assert "five that everything else cites" in strong
    items = [words(item) for item in every(document, "list_item")]
    assert len(items) == 5
    assert all(any(bold in item for bold in strong) for item in items)
    assert "" not in paragraphs
    assert [text for text in [*paragraphs, *(title for _, title in levels)] if RAW.search(text)] == []


def test_the_copy_pages_button_puts_both_kinds_on_the_clipboard(
    browser: Browser, workbench: Workbench, tmp_path: Path
) -> None:
    with desk_in(tmp_path / "workspace") as desk:
        edition = printed(desk.present, desk.present.numbered(NUMBER))
    page = tmp_path / "issue.html"
    page.write_text(copy_page(edition, TARGETS[0]), "utf-8")
    body = next(passage for passage in passages(edition, TARGETS[0]) if passage.key == "body")

    browser.show(page.as_uri())
    by_another_program("what was there before")
    browser.click("button[value=body]")
    browser.wait("document.getElementById('said').textContent.includes('is on the clipboard')")
    assert {"text/html", "text/plain", "UTF8_STRING"} <= set(held("TARGETS").split("\n"))
    assert held("UTF8_STRING") == body.text
    assert held("text/html").count("<h3") == 15
    browser.click("button[value=title]")
    browser.wait("document.getElementById('said').textContent.startsWith('Title')")
    assert held("UTF8_STRING") == edition.title

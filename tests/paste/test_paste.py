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
from workbench.cli.commands.demo import fill_demo, make_demo_profile
from workbench.curation.publication import DEFAULT_TARGETS
from workbench.desk.outgoing.export import edition_of
from workbench.publishing import BODY_KEY
from workbench.publishing.copy_page import render_copy_page
from workbench.publishing.passages import build_entry_passages, build_passages
from workbench.workspace import open_workspace

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
    (folder / "workbench.toml").write_text(make_demo_profile(), "utf-8")
    with open_workspace(folder) as workspace:
        fill_demo(workspace.desk)

    def run(*words: str) -> str:
        command = [sys.executable, "-m", "workbench", "--workspace", str(folder), *words]
        ran = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
        assert ran.returncode == 0, ran.stderr
        return ran.stdout + ran.stderr

    return run


def read_selection(target: str) -> str:
    """What the X selection gives as that target."""
    command = ["xclip", "-o", "-selection", "clipboard", "-t", target]
    return subprocess.run(command, capture_output=True, check=True, timeout=20).stdout.decode()


def copy_by_xclip(text: str) -> None:
    """Have a program that is not ours put plain text on the clipboard."""
    quiet = subprocess.DEVNULL
    command = ["xclip", "-selection", "clipboard"]
    subprocess.run(command, input=text.encode(), stdout=quiet, stderr=quiet, check=True, timeout=20)


def paste(browser: Browser) -> Node:
    """Press Ctrl+V in the empty editor; the document that is there then."""
    browser.evaluate("desk.empty()")
    browser.click(".ProseMirror")
    browser.press("ctrl+v")
    browser.wait_for("desk.pasted()")
    assert browser.evaluate("desk.pasted().trusted") is True
    document: Node = browser.evaluate("desk.document()")
    return document


def iter_nodes(node: Node, kind: str) -> Iterator[Node]:
    """The nodes of that kind, in reading order."""
    if node["type"] == kind:
        yield node
    for child in node.get("content", ()):
        yield from iter_nodes(child, kind)


def text_of(node: Node) -> str:
    """The text of a node."""
    return str(node.get("text", "")) + "".join(map(text_of, node.get("content", ())))


def marked_texts(node: Node, kind: str) -> list[Node]:
    """The texts with that mark, each with the mark's attributes."""
    return [
        {"text": text["text"], **mark.get("attrs", {})}
        for text in iter_nodes(node, "text")
        for mark in text.get("marks", ())
        if mark["type"] == kind
    ]


def urls_of(entries: list[Node]) -> set[str]:
    """Where these entries lead."""
    return {link["url"] for entry in entries for link in entry["links"]}


def test_a_finished_issue_arrives_whole_in_a_platforms_editor(
    browser: Browser, editor_url: str, workbench: Workbench
) -> None:
    browser.navigate(editor_url)
    copy_by_xclip("what was there before")
    assert text_of(paste(browser)) == "what was there before"

    said = workbench("copy", "--issue", str(NUMBER), "--as", "rich")
    assert "copied rich text and plain text to the clipboard." in said
    document = paste(browser)
    assert browser.evaluate("desk.pasted().types") == ["text/plain", "text/html"]

    issue = json.loads(workbench("export", "--issue", str(NUMBER), "--format", "json", "--output", "-"))
    sections = {section["key"]: section["entries"] for section in issue["sections"]}
    entries = [entry for section in sections.values() for entry in section]
    levels = [(heading["attrs"]["level"], text_of(heading)) for heading in iter_nodes(document, "heading")]
    assert [title for level, title in levels if level == 3] == [entry["title"] for entry in entries]
    assert (len(entries), min(levels)[0]) == (15, 2)

    paragraphs = [text_of(paragraph) for paragraph in iter_nodes(document, "paragraph")]
    assert urls_of(sections["videos"]) <= set(paragraphs)
    assert urls_of(entries) <= {link["href"] for link in marked_texts(document, "link")} | set(paragraphs)
    strong = [mark["text"] for mark in marked_texts(document, "strong")]
    assert "five that everything else cites" in strong
    items = [text_of(item) for item in iter_nodes(document, "list_item")]
    assert len(items) == 5
    assert all(any(bold in item for bold in strong) for item in items)
    assert "" not in paragraphs
    assert [text for text in [*paragraphs, *(title for _, title in levels)] if RAW.search(text)] == []


def test_the_copy_pages_button_puts_both_kinds_on_the_clipboard(
    browser: Browser, workbench: Workbench, tmp_path: Path
) -> None:
    with open_workspace(tmp_path / "workspace") as workspace:
        edition = edition_of(workspace.state, workspace.state.issue_by_number(NUMBER))
    page = tmp_path / "issue.html"
    page.write_text(render_copy_page(edition, DEFAULT_TARGETS[0]), "utf-8")
    body = next(passage for passage in build_passages(edition, DEFAULT_TARGETS[0]) if passage.key == BODY_KEY)

    browser.navigate(page.as_uri())
    copy_by_xclip("what was there before")
    browser.click("button[value=body]")
    browser.wait_for("document.getElementById('status').textContent.includes('is on the clipboard')")
    assert {"text/html", "text/plain", "UTF8_STRING"} <= set(read_selection("TARGETS").split("\n"))
    assert read_selection("UTF8_STRING") == body.text
    assert read_selection("text/html").count("<h3") == 15
    browser.click("button[value=title]")
    browser.wait_for("document.getElementById('status').textContent.startsWith('Title')")
    assert read_selection("UTF8_STRING") == edition.title


@pytest.mark.parametrize("key", ["title", "body", "entry"])
def test_where_the_browser_denies_the_clipboard_the_button_selects_what_it_stands_for(
    key: str, browser: Browser, workbench: Workbench, tmp_path: Path
) -> None:
    with open_workspace(tmp_path / "workspace") as workspace:
        edition = edition_of(workspace.state, workspace.state.issue_by_number(NUMBER))
    page = tmp_path / "issue.html"
    page.write_text(render_copy_page(edition, DEFAULT_TARGETS[0]), "utf-8")
    passages = [
        *build_passages(edition, DEFAULT_TARGETS[0]),
        *build_entry_passages(edition, DEFAULT_TARGETS[0]),
    ]
    passage = next(one for one in passages if str(one.key).startswith(key))

    browser.navigate(page.as_uri())
    browser.evaluate("navigator.clipboard.write = () => Promise.reject(); document.execCommand = () => false")
    browser.click(f"button[value='{passage.key}']")
    browser.wait_for("document.getElementById('status').textContent.includes('is selected: press Ctrl+C')")
    copy_by_xclip("what was there before")
    browser.press("ctrl+c")
    selected = str(browser.evaluate("getSelection().toString()"))
    if passage.html:
        assert read_selection("text/html").count("<h3") == passage.html.count("<h3")
    else:
        assert (selected, read_selection("UTF8_STRING")) == (passage.text, passage.text)

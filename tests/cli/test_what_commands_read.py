"""What a command costs in a library of years, counted and not timed: what it reads of the library, what it loads."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

import pytest

from tests.support.past_issues import Size, write_past_workspace
from workbench.curation.document_lines import DocumentLines, PackedDocuments
from workbench.curation.model import LinkId
from workbench.desk.index.lazy_documents import LazyDocuments
from workbench.workspace import Workspace, open_workspace

T = TypeVar("T")

LINKS, ISSUES, ENTRIES = 900, 20, 12


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with past issues."""
    made = tmp_path_factory.mktemp("years")
    write_past_workspace(made, Size(issues=ISSUES, entries=ENTRIES, links=LINKS))
    return made


@pytest.fixture
def workspace(folder: Path) -> Iterator[Workspace]:
    with open_workspace(folder) as opened:
        yield opened


@pytest.fixture
def read_one_by_one(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Where each document stood that was read out of a table."""
    read: list[int] = []
    read_document = PackedDocuments.read_document

    def note(self: PackedDocuments, start: int) -> bytes:
        read.append(start)
        return read_document(self, start)

    monkeypatch.setattr(PackedDocuments, "read_document", note)
    return read


@pytest.fixture
def read_whole(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The types of which a whole table was decoded."""
    kinds: list[str] = []
    decode = DocumentLines.decode

    def note(self: DocumentLines, kind: type[T]) -> dict[int, T]:
        kinds.append(kind.__name__)
        return decode(self, kind)

    monkeypatch.setattr(DocumentLines, "decode", note)
    return kinds


def test_saving_a_new_link_reads_no_table_and_of_links_and_entries_a_few(
    folder: Path, read_one_by_one: list[int], read_whole: list[str]
) -> None:
    with open_workspace(folder) as workspace:
        at_opening = len(read_one_by_one)  # issues and feeds, of which there are few
        added = workspace.add("https://new.example/of-its-own")
        assert len(added.links) == 1
    assert (read_whole, len(read_one_by_one) - at_opening) == ([], 0)
    assert at_opening <= ISSUES + 2


def test_saving_a_published_link_again_reads_what_is_said_of_it_and_no_table(
    workspace: Workspace, read_one_by_one: list[int], read_whole: list[str]
) -> None:
    (outcome,) = workspace.add(workspace.state.get_link(LinkId(203)).url).outcomes
    assert (outcome.result, int(outcome.link)) == ("already_published", 203)
    assert read_whole == []
    assert len(read_one_by_one) < 12


def test_many_links_are_looked_up_in_one_reading_of_all(workspace: Workspace, read_whole: list[str]) -> None:
    workspace.add("\n".join(f"https://new.example/{at}" for at in range(60)))
    assert len(read_whole) <= 3


def test_a_snapshot_is_written_of_the_bytes_that_were_read(folder: Path, read_one_by_one: list[int]) -> None:
    with open_workspace(folder) as workspace:
        workspace.add("https://new.example/written")
        read_one_by_one.clear()
    assert read_one_by_one == []
    links = json.loads((folder / "library.json").read_bytes())["links"]
    assert any(link["url"] == "https://new.example/written" for link in links.values())


def test_a_link_that_is_shown_does_not_make_all_others_wait(workspace: Workspace) -> None:
    links = workspace.state.unread_links
    assert isinstance(links, LazyDocuments)
    assert workspace.state.get_link(links[LinkId(5)].id).id == 5
    assert not links.has_heads


LOADED = """
import json, sys
from workbench.cli.main import run_command
code = run_command(sys.argv[1:])
print(json.dumps([code, [name for name in sys.modules if name.startswith("workbench.")], list(sys.modules)]))
"""


@pytest.mark.parametrize(
    ("words", "most"),
    [
        (["identify", "https://arxiv.org/abs/2510.25445"], 34),
        (["list", "is:placed"], 112),
        (["add", "--no-fetch", "https://new.example/loaded"], 124),
    ],
)
def test_a_command_loads_the_modules_that_it_needs(words: list[str], most: int, folder: Path) -> None:
    command = [sys.executable, "-c", LOADED, "--workspace", str(folder), *words]
    ran = subprocess.run(command, capture_output=True, check=True, text=True)
    code, own, loaded = json.loads(ran.stdout.splitlines()[-1])
    assert code == 0
    assert len(own) <= most, (
        "more of the program is loaded: import it where it is used, or raise this and say why"
    )
    assert not {"hashlib", "_strptime", "httpx", "selectolax", "textual", "rapidfuzz"} & set(loaded)
    assert not {name for name in own if name.startswith("workbench.intake.text.")}

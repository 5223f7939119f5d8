"""The program as a library: what `docs/api.md` promises is what there is, and its script does what it says."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

import workbench
from workbench.curation.model import UserError
from workbench.library import DiskLibrary

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "api.md").read_text("utf-8")
SCRIPT = re.findall(r"^```python\n(.*?)^```$", PAGE, re.M | re.S)[0]


def documented_names(heading: str) -> set[str]:
    """The names in the first column of the table under a heading, without the module and the arguments."""
    part = PAGE.partition(f"## {heading}\n")[2].partition("\n## ")[0]
    cells = re.findall(r"^\| (`.*?) \|", part, re.M)
    return {name for cell in cells for name in re.findall(r"`(?:workbench\.)?(\w+)", cell)}


def test_the_page_names_what_the_package_exports() -> None:
    assert documented_names("What there is") == set(workbench.__all__)
    for name in workbench.__all__:
        assert getattr(workbench, name) is not None


def test_the_page_names_every_public_member_of_a_workspace(tmp_path: Path) -> None:
    with workbench.open_workspace(tmp_path) as opened:
        members = {name for name in dir(opened) if not name.startswith("_")}
    assert documented_names("A workspace") == members


def test_a_name_that_is_not_there_is_said_as_for_any_module() -> None:
    with pytest.raises(AttributeError, match="module 'workbench' has no attribute 'open_library'"):
        workbench.open_library  # type: ignore[attr-defined]  # noqa: B018


def test_importing_the_package_loads_none_of_its_rooms() -> None:
    script = "import json, sys, workbench; print(json.dumps([m for m in sys.modules if 'workbench' in m]))"
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, cwd=ROOT)
    assert json.loads(ran.stdout) == ["workbench"]


def test_the_script_on_the_page_runs_as_it_is_printed(tmp_path: Path) -> None:
    assert sum(bool(line.strip()) for line in SCRIPT.splitlines()) <= 15
    workspace = tmp_path / "letters"
    workspace.mkdir()
    ran = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        capture_output=True, text=True, check=False, cwd=tmp_path, env={"PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert (ran.returncode, ran.stderr) == (0, "")
    *findings, path = ran.stdout.splitlines()
    assert all(line.startswith(("error ", "warning ")) for line in findings)
    exported = tmp_path / path
    assert exported == workspace / "issues" / "0001-gates-and-gpt.md"
    text = exported.read_text("utf-8")
    for words in (
        "Gated Attention",
        "does *much*",
        "https://github.com/qiuzh20/gated_attention",
        "Two hours",
    ):
        assert words in text
    assert exported.with_name("0001-gates-and-gpt.copy.html").is_file()


def test_a_workspace_finds_links_as_the_filter_does(tmp_path: Path) -> None:
    with workbench.open_workspace(tmp_path) as opened:
        opened.add("https://arxiv.org/abs/2505.06708", tags=["attention"])
        opened.add("https://youtu.be/kCc8FmEb1nY")
        assert [link.kind for link in opened.list()] == ["video", "paper"]
        assert [link.kind for link in opened.list(sort="oldest")] == ["paper", "video"]
        assert [link.kind for link in opened.list("tag:attention")] == ["paper"]
        with pytest.raises(UserError, match="before:"):
            opened.list("before:someday")


def test_what_a_script_does_is_durable_and_seen_by_the_next_one(tmp_path: Path) -> None:
    with workbench.open_workspace(tmp_path) as opened:
        added = opened.add(
            "https://arxiv.org/abs/2505.06708\nnothing here\nhttps://arxiv.org/abs/2505.06708v2"
        )
        assert [outcome.result for outcome in added.outcomes] == ["added", "merged"]
        opened.place(added.links[0], "papers")
    with workbench.open_workspace(str(tmp_path)) as again:
        assert again.state.state_of(added.links[0]) == "placed"


def test_a_folder_that_is_not_there_is_refused_and_not_made(tmp_path: Path) -> None:
    with pytest.raises(workbench.UserError, match="There is no folder"):
        workbench.open_workspace(tmp_path / "nowhere")
    assert list(tmp_path.iterdir()) == []


def test_a_workspace_that_cannot_be_opened_leaves_its_library_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed: list[DiskLibrary] = []
    close = DiskLibrary.close

    def record_close(library: DiskLibrary) -> None:
        closed.append(library)
        close(library)

    monkeypatch.setattr(DiskLibrary, "close", record_close)
    monkeypatch.setattr("workbench.desk.desk.State", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        workbench.open_workspace(tmp_path)
    assert len(closed) == 1


def test_a_file_that_somebody_edited_stays_as_it_is(tmp_path: Path) -> None:
    with workbench.open_workspace(tmp_path) as opened:
        opened.add("https://arxiv.org/abs/2505.06708", section="papers")
        file = Path(opened.export().path)
        file.write_text("mine", "utf-8")
        with pytest.raises(UserError, match="was edited by hand"):
            opened.export()
    assert file.read_text("utf-8") == "mine"

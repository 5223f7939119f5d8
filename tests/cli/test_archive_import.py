"""`archive import`: a newsletter's past becomes published issues, in one change that one undo takes back."""

import os
import pty
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.support.archives import make_json_issue, make_zip
from tests.support.commands import CommandLine


@pytest.fixture
def past_folder(tmp_path: Path) -> Path:
    folder = tmp_path / "old letters"
    (folder / ".git").mkdir(parents=True)
    (folder / ".git" / "8.json").write_text(make_json_issue(8), "utf-8")
    for number in (2, 10):
        (folder / f"{number}.json").write_text(make_json_issue(number), "utf-8")
    return folder


def list_issues(workbench: CommandLine) -> list[tuple[int, str, str]]:
    listed = workbench("issue", "list", "--json").json
    return [(issue["number"], issue["state"], issue["filled"]) for issue in listed]


def test_a_folder_becomes_published_issues_and_one_undo_takes_them_back(
    workbench: CommandLine, past_folder: Path
) -> None:
    workbench("add", "https://a.example/gates", "--no-fetch")
    done = workbench("archive", "import", past_folder, "--section", "Articles=reads")
    assert done.exit == 0
    assert done.err.splitlines() == [
        "Imported 2 past issues, #2 to #10: 4 entries, 4 mentions.",
        "#2 2014-02-03 “Gates and Meshes 2”: 2 entries, 2 mentions (2.json)",
        "#10 2014-02-03 “Gates and Meshes 10”: 2 entries, 2 mentions (10.json)",
        "8 links: 4 entries, 0 further of entries, 4 mentions.",
    ]
    assert list_issues(workbench) == [(10, "published", "2"), (2, "published", "2")]
    states = {link["url"]: link["state"] for link in workbench("list", "--json").json}
    assert states == {"https://a.example/gates": "published", "https://a.example/meshes": "published"}
    shown = workbench("export", "--issue", 10, "--format", "json", "--output", "-").json
    assert (shown["title"], shown["sections"][0]["key"]) == ("Gates and Meshes 10", "reads")
    assert "import" in [backup["reason"] for backup in workbench("backup", "list", "--json").json]

    assert workbench("archive", "import", past_folder).err.splitlines() == [
        "Nothing is new: all 2 issues are known already."
    ]
    assert workbench("undo").err.startswith("Undone: Imported 2 past issues")
    assert list_issues(workbench) == []
    assert [link["state"] for link in workbench("list", "--json").json] == ["inbox"]


def test_json_tells_each_issue_and_what_is_left_out(workbench: CommandLine, past_folder: Path) -> None:
    (past_folder / "notes.txt").write_text("Nothing here.", "utf-8")
    done = workbench("archive", "import", past_folder, "--json", "--dry-run")
    assert done.exit == 1
    made: dict[str, Any] = done.json
    assert made["issues"][0] == {
        "number": 2, "date": "2014-02-03", "title": "Gates and Meshes 2", "file": "2.json",
        "sections": [{"name": "Articles", "key": "articles", "entries": 2}],
        "entries": 2, "further": 0, "mentions": 2, "unplaced": 0, "numbered": False,
    }  # fmt: skip
    assert made["refusals"] == [
        {"file": "notes.txt", "row": 0, "reason": "there is no link in it", "text": ""}
    ]
    assert made["sections"] == [
        {"name": "Articles", "key": "articles", "entries": 4, "issues": 2, "own": True}
    ]
    assert (made["known"], made["notes"], list_issues(workbench)) == ([], [], [])


def test_a_zip_beside_files_is_one_import(workbench: CommandLine, past_folder: Path, tmp_path: Path) -> None:
    packed = tmp_path / "more.zip"
    packed.write_bytes(make_zip({"4.json": make_json_issue(4)}))
    assert workbench("archive", "import", packed, past_folder / "10.json").exit == 0
    assert [number for number, _, _ in list_issues(workbench)] == [10, 4]
    workbench("undo")
    assert list_issues(workbench) == []


def test_what_an_edited_workbench_exports_comes_back_elsewhere(
    filled_workbench: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled_workbench("place", 1, "papers")
    filled_workbench("write", 1, "--blurb", "Worth it.")
    file = Path(filled_workbench("export").out.rstrip())
    elsewhere = CommandLine(tmp_path / "elsewhere", monkeypatch)
    elsewhere("init", elsewhere.folder, workspace=False)
    assert elsewhere("archive", "import", file).exit == 0
    issue = elsewhere("export", "--issue", 1, "--format", "json", "--output", "-").json
    assert issue["sections"][0]["entries"][0]["blurb"] == "Worth it."


@pytest.mark.parametrize(
    ("words", "exit", "sentence"),
    [
        (["nowhere"], 3, "nowhere cannot be read: No such file or directory."),
        (
            ["--section", "Articles=nosuch"],
            3,
            "There is no section “nosuch”: papers, pick, reads, tools, videos.",
        ),
        (
            ["--section", "Nosuch=reads"],
            3,
            "No section of these files is called “Nosuch”: --dry-run lists them.",
        ),
        (["--section", "Articles"], 2, "“Articles” is not OLD=KEY, as in “Articles=reads”"),
    ],
)
def test_a_wrong_word_is_answered_with_a_sentence_and_nothing_is_saved(
    workbench: CommandLine, past_folder: Path, words: list[str], exit: int, sentence: str
) -> None:
    done = workbench("archive", "import", past_folder, *words)
    assert (done.exit, done.err.split(":")[0] in done.err, sentence in done.err) == (exit, True, True)
    assert list_issues(workbench) == []


def test_import_names_the_command_for_the_table_of_an_export(workbench: CommandLine, tmp_path: Path) -> None:
    table = tmp_path / "posts.csv"
    table.write_text("post_id,post_date,is_published,type,title\n1.a,2022-01-01,true,newsletter,A\n", "utf-8")
    refused = workbench("import", table)
    assert refused.exit == 3
    assert "`workbench archive import` takes them" in refused.err


@pytest.mark.skipif(sys.platform == "win32", reason="it has no pseudo-terminals of this kind")
def test_at_a_terminal_one_question_is_asked_for_all_old_sections(
    workbench: CommandLine, past_folder: Path
) -> None:
    near, far = pty.openpty()
    command = [sys.executable, "-m", "workbench", "--workspace", str(workbench.folder), "archive", "import"]
    with subprocess.Popen([*command, str(past_folder)], stdin=far, stdout=far, stderr=far) as process:
        os.close(far)
        said = read_until(near, "enter leaves each a section of its own.")
        assert "1. Articles (4 entries in 2 issues)" in said
        os.write(near, b"1=nosuch\n")
        assert "“1=nosuch” is none of it." in read_until(near, "section of its own.")
        os.write(near, b"1=reads\n")
        read_until(near, "4 mentions")
        process.wait(30)
    os.close(near)
    shown = workbench("export", "--issue", 2, "--format", "json", "--output", "-").json
    assert [part["key"] for part in shown["sections"] if part["entries"]] == ["reads"]


def read_until(terminal: int, end: str) -> str:
    """What a process wrote to its terminal, up to these words."""
    said = ""
    while end not in said:
        said += os.read(terminal, 4096).decode()
    return said


def test_a_correction_stands_in_the_history(workbench: CommandLine, past_folder: Path) -> None:
    workbench("archive", "import", past_folder / "2.json")
    link = workbench("list", "meshes", "--json").json[0]["id"]
    done = workbench(
        "archive", "correct", link, "--title", "Meshes", "--section", "reads", "--blurb", "-", stdin="Good."
    )
    assert done.err == "Corrected #2: the title and section and text of “Meshes & more”.\n"
    shown = workbench("export", "--issue", 2, "--format", "json", "--output", "-").json
    (reads,) = [part for part in shown["sections"] if part["key"] == "reads"]
    assert [(entry["title"], entry["blurb"]) for entry in reads["entries"]] == [("Meshes", "Good.")]
    assert workbench("history", "--json").json[0]["label"].startswith("Corrected #2")
    assert (
        workbench("archive", "import", past_folder / "2.json").err
        == "Nothing is new: the issue is known already.\n"
    )
    assert workbench("archive", "correct", link).exit == 2
    assert workbench("undo").exit == 0

"""What the documents say of the code, as far as a program can tell: files, names, commands and options that exist."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import click
import pytest

from workbench.cli.main import COMMANDS, app

ROOT: Final = Path(__file__).parents[2]
DOCUMENTS: Final = [
    *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")),
    *sorted((ROOT / "docs").glob("*.md")),
]


def find_file(path: str) -> Path | None:
    """The file or folder of that path under the checkout or under `workbench/`; a bare name, anywhere there."""
    places = [ROOT / path, ROOT / "workbench" / path]
    if "/" not in path:
        places += (ROOT / "workbench").rglob(path)
    return next((place for place in places if place.exists()), None)


def iter_code(text: str) -> Iterator[str]:
    """What stands between backticks in running text, code blocks aside."""
    yield from re.findall(r"`([^`\n]+)`", re.sub(r"^( *)```.*?^\1```$", "", text, flags=re.M | re.S))


def code_words_of(document: Path) -> list[str]:
    return [word for code in iter_code(document.read_text("utf-8")) for word in code.split()]


def names_in(path: Path) -> set[str]:
    """The functions, classes and constants at a module's top level."""
    names: set[str] = set()
    for node in ast.parse(path.read_text("utf-8")).body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            names.add(node.name)
            names |= {f"{node.name}.{part.name}" for part in node.body if isinstance(part, ast.FunctionDef)}
            names |= {part.name for part in node.body if isinstance(part, ast.FunctionDef)}
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            names |= {target.id for target in targets if isinstance(target, ast.Name)}
    return names


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_link_to_a_file_leads_to_one(document: Path) -> None:
    links = re.findall(r"\]\(([^)#]+)", document.read_text("utf-8"))
    local = [link for link in links if "://" not in link]
    assert [link for link in local if not (document.parent / link).exists()] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_path_of_the_checkout_is_there(document: Path) -> None:
    roots = "workbench|tests|docs|styles|curation|publishing|intake|desk|library|web|delivery|ui|cli|index"
    paths = [word for word in code_words_of(document) if re.fullmatch(rf"(?:{roots})/[\w./-]*", word)]
    paths += [word for word in code_words_of(document) if re.fullmatch(r"\w+\.py", word)]
    assert [path for path in paths if "NAME" not in path and not find_file(path)] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_name_said_to_be_in_a_module_is_in_it(document: Path) -> None:
    text = document.read_text("utf-8")
    claims = re.findall(r"((?:`[\w.]+`(?:, | and )?)+) in `([\w/]+\.py)`", text)
    missing = [
        f"{name} in {module}"
        for names, module in claims
        for name in re.findall(r"`([\w.]+)`", names)
        if (path := find_file(module)) is None or name not in names_in(path)
    ]
    assert missing == []


def find_command(words: list[str]) -> tuple[click.Command | None, list[str]]:
    """The command that these words name, and what follows its name."""
    with click.Context(app) as ctx:
        command = app.get_command(ctx, words[0])
    if isinstance(command, click.Group) and len(words) > 1 and re.fullmatch(r"[a-z]+", words[1]):
        return command.commands.get(words[1]), words[2:]
    return command, words[1:]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_command_and_option_exists(document: Path) -> None:
    text = document.read_text("utf-8")
    typed = [line.removeprefix("$ ") for line in re.findall(r"\$ workbench .*", text)]
    unknown = []
    for example in [*typed, *(code for code in iter_code(text) if code.startswith("workbench "))]:
        for part in re.split(r" (?:&&|\|) ", example):
            words = part.split()[1:]
            if not part.startswith("workbench ") or not re.fullmatch(r"[a-z]+", words[0]):
                continue
            command, rest = find_command(words) if words[0] in COMMANDS else (None, [])
            known = {option for param in command.params for option in param.opts} if command else set()
            options = {word.partition("=")[0] for word in rest if word.startswith("--")}
            if command is None or options - known:
                unknown.append(example)
    assert unknown == []


def test_the_changelog_keeps_its_rule() -> None:
    """Releases newest first, the coming one on top; under each, one line for each thing, in the groups of the rule."""
    lines = (ROOT / "CHANGELOG.md").read_text("utf-8").splitlines()
    releases = [line for line in lines if line.startswith("## ")]
    assert releases[0] == "## Unreleased"
    assert all(re.fullmatch(r"## \d+\.\d+\.\d+, \d{4}-\d\d-\d\d", release) for release in releases[1:])
    body = [line for line in lines[lines.index(releases[0]) :] if line]
    assert {line for line in body if line.startswith("### ")} <= {"### Added", "### Changed", "### Fixed"}
    assert [line for line in body if not line.startswith(("## ", "### ", "- "))] == []


def rooms_imported_by(room: str) -> set[str]:
    """The other rooms, and modules beside them, that the modules of a room import at any place."""
    path = ROOT / "workbench" / room
    nodes = (
        node
        for file in ([path] if path.is_file() else path.rglob("*.py"))
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
    )
    names = (node.module for node in nodes if isinstance(node, ast.ImportFrom) and node.module)
    rooms = {name.split(".")[1] for name in names if name.startswith("workbench.")}
    return rooms - {room.strip("/").removesuffix(".py")}


def test_the_table_of_rooms_is_the_table_of_imports() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    rows = re.findall(
        r"^\| `([\w.]+/?)` \|([^|]*)\|", text.partition("| room |")[2].partition("\n\n")[0], re.M
    )
    documented = {room: set(re.findall(r"\w+", rooms)) for room, rooms in rows}
    there = [path.name for path in (ROOT / "workbench").iterdir() if path.is_dir() and any(path.glob("*.py"))]
    assert set(documented) == {*(f"{name}/" for name in there), "workspace.py", "workspace_folder.py"}
    assert documented == {room: rooms_imported_by(room) for room in documented}

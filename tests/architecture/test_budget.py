"""A budget of sizes: a file or a function that outgrows it wants to be two ideas, or a reason written here."""

import ast
from collections.abc import Iterator
from pathlib import Path
from statistics import median, quantiles
from typing import Final

ROOT = Path(__file__).parents[2]
FILES = sorted((ROOT / "workbench").rglob("*.py"))


def iter_functions() -> Iterator[tuple[str, int]]:
    """Each function's place and how many lines it has, from its `def` to its end."""
    for file in FILES:
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                where = f"{file.relative_to(ROOT)}:{node.lineno} {node.name}"
                yield where, (node.end_lineno or node.lineno) - node.lineno + 1


def test_files_stay_small_enough_to_read_at_a_sitting() -> None:
    lines = {str(file.relative_to(ROOT)): len(file.read_text("utf-8").splitlines()) for file in FILES}
    assert {name: count for name, count in lines.items() if count > 400} == {}
    assert median(lines.values()) <= 120


def test_functions_stay_small_enough_to_see_at_once() -> None:
    sizes = dict(iter_functions())
    assert {name: count for name, count in sizes.items() if count > 50} == {}
    assert median(sizes.values()) <= 8
    assert quantiles(sizes.values(), n=10)[-1] <= 20


def classes_of_screen() -> dict[str, ast.ClassDef]:
    """Each class of `ui/` by its name; no name stands there twice."""
    trees = [ast.parse(file.read_text("utf-8")) for file in FILES if "ui" in file.relative_to(ROOT).parts]
    return {node.name: node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.ClassDef)}


def lineage_of(name: str, classes: dict[str, ast.ClassDef]) -> list[ast.ClassDef]:
    """A class and those it inherits from, as far as they are ours: to whoever reads it, they are one object."""
    if name not in classes:
        return []
    bases = [ast.unparse(base).partition("[")[0] for base in classes[name].bases]
    return [classes[name], *(parent for base in bases for parent in lineage_of(base, classes))]


LARGER: Final = {
    "WorkbenchScreen": 282,  # it wires every part once, and each key that works everywhere is a method of its own
    "LinkList": 290,  # it holds no row and draws each line itself: cursor, marks, scrolling and cache belong together
    "DialogList": 290,  # the same list with other keys
    "CopyPanel": 265,  # a key each for twenty things, and hardly a line that does more than ask for one
    "Panes": 260,  # which pane is seen and has the keyboard, at three widths: one question, asked from everywhere
}

MORE_METHODS: Final = {"WorkbenchScreen": 50}  # a method for each key that works everywhere, most of one line


def test_no_class_of_the_screen_swallows_the_program_not_even_cut_in_two_by_inheritance() -> None:
    classes = classes_of_screen()
    lineages = {name: lineage_of(name, classes) for name in classes}
    lines = {
        name: sum((node.end_lineno or node.lineno) - node.lineno + 1 for node in lineage)
        for name, lineage in lineages.items()
    }
    methods = {
        name: sum(
            isinstance(part, ast.FunctionDef | ast.AsyncFunctionDef) for node in lineage for part in node.body
        )
        for name, lineage in lineages.items()
    }
    assert {name: count for name, count in lines.items() if count > LARGER.get(name, 250)} == {}
    assert {name: count for name, count in methods.items() if count > MORE_METHODS.get(name, 45)} == {}
    assert LARGER.keys() <= {name for name, count in lines.items() if count > 250}
    assert [node.name for node in lineages["AddLinksDialog"]] == ["AddLinksDialog", "Dialog"]

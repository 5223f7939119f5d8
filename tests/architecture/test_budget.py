"""A budget of sizes: a file or a function that outgrows it wants to be two ideas, or a reason written here."""

import ast
from collections.abc import Iterator
from pathlib import Path
from statistics import median, quantiles

import pytest

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


@pytest.mark.parametrize("base", ["App", "Screen"])
def test_the_application_and_its_screens_do_not_swallow_the_program(base: str) -> None:
    for file in (ROOT / "workbench" / "ui").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.ClassDef) and any(base in ast.unparse(parent) for parent in node.bases):
                size = (node.end_lineno or node.lineno) - node.lineno + 1
                assert size <= 250, f"{file.name}: {node.name} has {size} lines"

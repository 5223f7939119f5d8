"""The rule of names: a function is a verb and its object, a participle names a value, one public name has one meaning.

What a reader has to judge stays with the reader. Held here is what can be seen in the syntax tree alone.
"""

import ast
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Final

import pytest

ROOT: Final = Path(__file__).parents[2]
FILES: Final = sorted((ROOT / "workbench").rglob("*.py"))

Function = ast.FunctionDef | ast.AsyncFunctionDef

ONE_MEANING_IN_SEVERAL_MODULES: Final = {
    "SITE": ("web/sites/", "the entry of a module in the table of sites"),
    "FORMAT": ("intake/formats/", "the entry of a module in the table of formats"),
    "NAME": ("web/sites/", "what the module's site is called wherever it is said who gave a field"),
    "RULES": ("curation/identity/", "the identity rules of one family of hosts"),
    "write_clipboard": ("delivery/clipboards/", "the same call for each system's clipboard"),
    "read_clipboard": ("delivery/clipboards/", "the same call for each system's clipboard"),
    "render_blocks": ("publishing/render/", "the tree's blocks in the module's format"),
    "render_inline": ("publishing/render/", "the tree's inline nodes in the module's format"),
    "Clock": ("", "a function that gives the time; library and desk may not import each other"),
    "PROFILE_FILE": ("", "the profile's file name, for a command that does not parse the profile"),
    "OWN_TARGET": (
        "delivery/clipboards/",
        "what only our owner offers; each of the two runs as a script by itself",
    ),
    "CHARSET_META": (
        "",
        "what browsers put before copied HTML; one of the two modules runs as a script by itself",
    ),
}
"""Names that several modules of a folder may have, and why it is one meaning. Commands are named by their verb."""

PARTICIPLE: Final = re.compile(
    r"""
    begun|bound|bought|broken|brought|built|caught|chosen|done|drawn|driven|eaten|fallen|felt|fought|flown|forgotten|found
    |frozen|given|gone|gotten|grown|heard|held|hidden|hung|kept|known|laid|led|left|lost|made|meant|met|paid|proven|said
    |seen|sent|shaken|shown|sold|sought|spent|spoken|stolen|struck|stuck|sworn|taken|taught|thought|thrown|told|torn
    |understood|undone|won|worn|woven|written
    |(?!(?:embed|exceed|feed|need|proceed|seed|speed|succeed)$)\w+ed
    """,
    re.VERBOSE,
)
PARTICLES: Final = frozenset({"apart", "away", "back", "down", "in", "off", "on", "out", "over", "up"})

PRIVATE_WORDS: Final = {
    "door": "entry point, app",
    "errand": "system action",
    "footline": "footer",
    "manuscript": "draft content",
    "masthead": "header",
    "murmur": "say_later",
    "shelf": "folder, files",
    "told": "the thing itself: message, value, failures",
    "walk": "progress, steps",
}
"""Words that meant something to their author only, and the field's words for them."""


@cache
def parse_files() -> dict[str, ast.Module]:
    """The syntax tree of each file of the program, by its path; not before a test wants them."""
    return {file.relative_to(ROOT).as_posix(): ast.parse(file.read_text("utf-8")) for file in FILES}


def split_words(name: str) -> list[str]:
    """The words of an identifier, in small letters: `_HostLimit` and `host_limit` are both `host`, `limit`."""
    return [word.lower() for word in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+", name)]


def is_bare_participle(name: str) -> bool:
    """Whether a participle is all there is: `printed`, `brought_back`, and not `printed_entries` or `is_printed`."""
    words = [word for word in split_words(name) if word not in PARTICLES]
    return len(words) == 1 and PARTICIPLE.fullmatch(words[0]) is not None


def decorators_of(node: Function | ast.ClassDef) -> str:
    return " ".join(ast.unparse(decorator) for decorator in node.decorator_list)


def iter_public_names(tree: ast.Module) -> Iterator[str]:
    """What a module offers at its top level: functions, classes and constants, its type variables aside."""
    for node in tree.body:
        if isinstance(node, ast.ClassDef):
            names = [node.name]
        elif isinstance(node, Function):
            names = [] if re.search(r"\.(command|group)\(", decorators_of(node)) else [node.name]
        else:
            targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
            names = [target.id for target in targets if isinstance(target, ast.Name)]
        yield from (name for name in names if not name.startswith("_") and len(name) > 1)


def iter_new_names(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Every name that a module gives to something, with its line: definitions, parameters, variables, attributes."""
    for node in ast.walk(tree):
        if isinstance(node, Function | ast.ClassDef):
            yield node.lineno, node.name
        elif isinstance(node, ast.arg):
            yield node.lineno, node.arg
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.lineno, node.id
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
            yield node.lineno, node.attr


def test_a_public_name_has_one_meaning_in_the_whole_program() -> None:
    modules: defaultdict[str, set[str]] = defaultdict(set)
    for file, tree in parse_files().items():
        for name in iter_public_names(tree):
            modules[name].add(file)
    shared = {name: sorted(files) for name, files in modules.items() if len(files) > 1}
    unexplained = {name: files for name, files in shared.items() if not is_explained(name, files)}
    assert unexplained == {}, "name one of them differently, or say above why it is one meaning"
    assert set(ONE_MEANING_IN_SEVERAL_MODULES) <= set(shared), "no longer in several modules"


def is_explained(name: str, files: Iterable[str]) -> bool:
    folder, _ = ONE_MEANING_IN_SEVERAL_MODULES.get(name, ("nowhere", ""))
    return all(file.startswith(f"workbench/{folder}") for file in files)


def test_no_function_is_named_by_a_participle() -> None:
    named = [
        f"{file}:{node.lineno} {node.name}"
        for file, tree in parse_files().items()
        for node in ast.walk(tree)
        if isinstance(node, Function)
        if is_bare_participle(node.name) and "property" not in decorators_of(node)
    ]
    assert named == [], "a function is a verb and its object; a participle names a value"


@pytest.mark.parametrize("name", ["printed", "brought_back", "_told", "unwrapped", "spelled_out"])
def test_the_rule_sees_a_participle(name: str) -> None:
    assert is_bare_participle(name)


@pytest.mark.parametrize("name", ["printed_entries", "is_printed", "print_findings", "feed", "_put_back"])
def test_the_rule_leaves_a_verb_and_its_object_alone(name: str) -> None:
    assert not is_bare_participle(name)


def test_no_name_is_made_of_private_words() -> None:
    named = [
        f"{file}:{line} {name}: say {PRIVATE_WORDS[word.removesuffix('s')]}"
        for file, tree in parse_files().items()
        for line, name in [(1, Path(file).stem), *iter_new_names(tree)]
        for word in split_words(name)
        if word.removesuffix("s") in PRIVATE_WORDS
    ]
    assert named == []


def test_a_module_says_what_it_is_for_and_not_that_it_is_the_one_place() -> None:
    """Where every module is the one place for something, saying so says nothing."""
    heads = {
        file: (ast.get_docstring(tree) or "").partition("\n\n")[0] for file, tree in parse_files().items()
    }
    formula = re.compile(r"\bthe (one|only) (place|module|table|door)\b", re.I)
    assert [file for file, head in heads.items() if formula.search(" ".join(head.split()))] == []

"""The JSON that `docs/formats.md` describes is the JSON that commands write: the names of the outermost fields."""

import re
from pathlib import Path
from typing import Any, Final

import pytest

from tests.support.commands import CommandLine

PAGE: Final = (Path(__file__).parents[2] / "docs" / "formats.md").read_text("utf-8")
SHAPES: Final = PAGE.partition("## JSON on standard output")[2].partition("\n## ")[0]


def documented_fields_of(command: str) -> set[str]:
    """The field names in the command's item, those of nested objects (in parentheses) left out."""
    item = next(
        item for item in re.split(r"^- ", SHAPES, flags=re.M) if f"`{command}`" in item.partition(":")[0]
    )
    text = item.partition(":")[2].partition(". ")[0].partition(".\n")[0]
    while text != (shorter := re.sub(r"\([^()]*\)", "", text)):
        text = shorter
    return {name for code in re.findall(r"`([^`]+)`", text) for name in re.split(r",\s*", code)} - {command}


def first_of(json: Any) -> dict[str, Any]:
    fields = json[0] if isinstance(json, list) else json
    assert isinstance(fields, dict)
    return fields


@pytest.mark.parametrize(
    ("documented", "words"),
    [
        ("list", ("list", "--json")),
        ("add", ("add", "https://example.org/new", "--no-fetch", "--json")),
        ("history", ("history", "--json")),
        ("identify", ("identify", "https://example.org/", "--json")),
        ("check", ("check", "--json")),
        ("export --format json", ("export", "--format", "json", "--output", "-")),
        ("issue show", ("issue", "show", "--json")),
        ("issue list", ("issue", "list", "--json")),
        ("backup list", ("backup", "list", "--json")),
        ("report", ("report", "--json")),
        ("feeds list", ("feeds", "list", "--json")),
        ("words list", ("words", "list", "--json")),
        ("archive search", ("archive", "search", "--json", "is:title")),
    ],
)
def test_a_command_writes_the_fields_that_are_documented(
    filled_workbench: CommandLine, documented: str, words: tuple[str, ...]
) -> None:
    filled_workbench("place", 1, "papers")
    filled_workbench("issue", "publish")
    filled_workbench("place", 2, "papers")
    filled_workbench("words", "add", "logits")
    filled_workbench("feeds", "import", "-", stdin='<outline xmlUrl="https://e.example/feed"/>')
    written = first_of(filled_workbench(*words).json)
    assert documented_fields_of(documented) == set(written)


def test_a_link_is_shown_with_the_fields_of_the_list_and_those_documented_for_it(
    filled_workbench: CommandLine,
) -> None:
    shown = set(filled_workbench("show", 1, "--json").json)
    assert shown == documented_fields_of("list") | documented_fields_of("show")

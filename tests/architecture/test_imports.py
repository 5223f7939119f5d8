"""What each room may know of the others, and what a command may cost to start."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from workbench.cli.main import COMMANDS

ROOT = Path(__file__).parents[2]
COMMAND_MODULES = sorted({f"workbench.cli.commands.{module}" for module in COMMANDS.values()})
PURE = ("workbench.curation", "workbench.publishing", "workbench.intake")


def loaded_by(*modules: str) -> set[str]:
    """The names a fresh process has loaded after importing these modules."""
    script = "import sys, json, importlib; list(map(importlib.import_module, sys.argv[1:]))"
    script += "; print(json.dumps(list(sys.modules)))"
    ran = subprocess.run([sys.executable, "-c", script, *modules], capture_output=True, check=True, cwd=ROOT)
    return set(json.loads(ran.stdout))


def modules_of(*rooms: str) -> list[str]:
    files = [file for room in rooms for file in (ROOT / room.replace(".", "/")).rglob("*.py")]
    return sorted({file.relative_to(ROOT).with_suffix("").as_posix().replace("/", ".") for file in files})


def test_the_import_contracts_hold() -> None:
    lint = Path(sys.executable).with_name("lint-imports")
    ran = subprocess.run([lint, "--no-cache"], capture_output=True, text=True, check=False, cwd=ROOT)
    assert ran.returncode == 0, ran.stdout


def test_no_command_loads_the_screen_or_the_network_before_it_needs_them() -> None:
    loaded = loaded_by("workbench.cli.main", *COMMAND_MODULES, "workbench.desk.desk", "workbench.library")
    assert not loaded & {"textual", "rich", "httpx", "pyperclip", "asyncio"}


def test_what_saves_a_link_loads_no_format_of_other_tools() -> None:
    loaded = loaded_by(
        "workbench.intake", "workbench.intake.text.link_list", "workbench.desk.incoming.take_in"
    )
    assert not {name for name in loaded if name.startswith("workbench.intake.formats")}
    assert not loaded & {"selectolax", "feedparser", "workbench.curation.text.soft_errors"}


def test_the_screen_starts_without_the_formats_of_other_tools() -> None:
    assert not {name for name in loaded_by("workbench.ui.app") if name.startswith("workbench.intake.formats")}


def test_every_room_but_the_screen_does_without_textual() -> None:
    rooms = [
        name
        for name in modules_of("workbench")
        if not name.startswith(("workbench.ui", "workbench.__main__"))
    ]
    assert "textual" not in loaded_by(*(name.removesuffix(".__init__") for name in rooms))


def test_only_the_module_that_sends_requests_loads_httpx() -> None:
    others = [
        name
        for name in modules_of("workbench")
        if name not in ("workbench.web.http.client", "workbench.__main__")
    ]
    assert "httpx" not in loaded_by(*(name.removesuffix(".__init__") for name in others))


@pytest.mark.parametrize("room", PURE)
def test_a_pure_room_loads_no_disk_network_or_screen_library(room: str) -> None:
    modules = [name.removesuffix(".__init__") for name in modules_of(room)]
    forbidden = {
        "textual",
        "rich",
        "tinydb",
        "httpx",
        "pyperclip",
        "subprocess",
        "socket",
        "asyncio",
        "tempfile",
    }
    assert not loaded_by(*modules) & forbidden

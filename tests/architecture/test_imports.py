"""What each room may know of the others, and what a command may cost to start."""

import ast
import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.past_issues import Size, write_past_workspace
from workbench.cli.main import COMMANDS
from workbench.ui.screens.actions import LATER_MODULES
from workbench.workspace import open_workspace

ROOT = Path(__file__).parents[2]
COMMAND_MODULES = sorted({f"workbench.cli.commands.{module}" for module in COMMANDS.values()})
MAX_MODULES_AT_START = 260
"""Beside those of a bare app. Each costs a start a fifth of a millisecond and more, a heavy one ten."""
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


SHOW_SCREEN = """
import json, sys
from workbench.cli.commands.start import run_screen
from workbench.ui.app import WorkbenchApp
from workbench.ui.screens.main import WorkbenchScreen
from workbench.ui.screens.actions import LATER_MODULES
from workbench.workspace import open_workspace

def tell(screen):
    print(json.dumps(list(sys.modules)))
    screen.app.exit()

WorkbenchScreen.begin_idle_work = tell
with open_workspace(sys.argv[1]) as workspace:
    WorkbenchApp(workspace.desk, workspace.services).run(headless=True, size=(160, 45))
"""


@pytest.fixture(scope="module")
def loaded_at_first_paint(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """What a screen has loaded when it stands on a workspace with past issues and a draft, and answers keys."""
    folder = tmp_path_factory.mktemp("start")
    write_past_workspace(folder, Size(issues=2, entries=3, links=20))
    with open_workspace(folder) as workspace:
        workspace.place(20, "papers")
    ran = subprocess.run(
        [sys.executable, "-c", SHOW_SCREEN, folder], capture_output=True, check=True, cwd=ROOT
    )
    return set(json.loads(ran.stdout))


def test_a_screen_stands_before_it_loads_what_only_its_keys_need(loaded_at_first_paint: set[str]) -> None:
    dialogs = {f"workbench.ui.dialogs.{name}" for name in ("help", "palette", "issues", "feeds", "findings")}
    later = {
        "markdown_it", "selectolax", "rapidfuzz", "feedparser", "httpx", "hashlib",
        "textual.widgets._text_area", "workbench.publishing.layout", "workbench.curation.preflight.rules",
        "workbench.desk.past_issues.archive", "workbench.desk.incoming.take_in", "workbench.ui.copy_out.panel",
        *dialogs,
    }  # fmt: skip
    assert sorted(loaded_at_first_paint & later) == []
    assert not {name for name in loaded_at_first_paint if name.startswith("workbench.intake")}


def test_a_screen_loads_not_much_more_than_its_toolkit_before_it_stands(
    loaded_at_first_paint: set[str],
) -> None:
    toolkit = loaded_by("textual.app", "textual.widgets._option_list", "textual.drivers.headless_driver")
    assert len(loaded_at_first_paint - toolkit) <= MAX_MODULES_AT_START


def test_the_idle_screen_loads_what_the_keys_would() -> None:
    files = (ROOT / "workbench/ui/screens/actions.py", ROOT / "workbench/ui/services/screen_jobs.py")
    functions = [
        node for file in files for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef)
    ]  # fmt: skip
    asked = {
        node.module or ""
        for function in functions
        for node in ast.walk(function)
        if isinstance(node, ast.ImportFrom)
    }
    assert len(asked) > 10
    assert sorted(asked - loaded_by("workbench.ui.app", *LATER_MODULES)) == []


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

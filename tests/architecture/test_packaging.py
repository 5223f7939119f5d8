"""The program as others get it: a wheel that opens the screen, a README that is true."""

import re
import subprocess
import sys
import zipfile
from pathlib import Path

import click
import pytest

from workbench.cli.main import COMMANDS, app

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text("utf-8")

OPEN_THE_SCREEN = """
import asyncio, sys, tempfile
from pathlib import Path
from workbench import cli
from workbench.cli.commands.demo import fill_demo, make_demo_profile
from workbench.workspace import open_workspace
from workbench.ui.app import WorkbenchApp

async def look(app):
    async with app.run_test(size=(160, 45)) as pilot:
        while "here?" not in app.export_screenshot():  # words that only the preview has
            await pilot.pause(0.05)
        await app.workers.wait_for_complete([one for one in app.workers if one.group == "preview"])
        print(cli.__file__)
        print(app.export_screenshot())

folder = Path(tempfile.mkdtemp())
(folder / "workbench.toml").write_text(make_demo_profile(), "utf-8")
with open_workspace(folder) as workspace:
    fill_demo(workspace.desk)
    asyncio.run(look(WorkbenchApp(workspace.desk, workspace.services)))
"""


@pytest.fixture(scope="module")
def unpacked_wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from this checkout and unpacked as an installer would."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(build, capture_output=True, check=True, cwd=ROOT)
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "site")
    return folder / "site"


def test_the_wheel_carries_every_look_and_every_data_file(unpacked_wheel: Path) -> None:
    looks = sorted(file.name for file in (ROOT / "styles").glob("*.tcss"))
    assert looks
    assert sorted(file.name for file in (unpacked_wheel / "workbench" / "styles").iterdir()) == looks
    for name in (
        "curation/publication/default.toml",
        "cli/commands/demo.toml",
        "publishing/copy_page.html",
        "py.typed",
    ):
        assert (unpacked_wheel / "workbench" / name).is_file()


def test_the_screen_opens_from_the_wheel(unpacked_wheel: Path, tmp_path: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", OPEN_THE_SCREEN],
        capture_output=True, text=True, check=False, cwd=tmp_path,
        env={"PYTHONPATH": str(unpacked_wheel), "HOME": str(tmp_path), "TERM": "xterm-256color"},
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.splitlines()[0].startswith(str(unpacked_wheel))
    shown = ran.stdout.replace("&#160;", " ")
    for pane in ("Inbox", "Issue #", "Preview"):
        assert pane in shown


def test_the_readme_begins_with_two_blocks_that_set_up_and_start() -> None:
    blocks = re.findall(r"^```sh\n(.*?)^```$", README, re.M | re.S)
    assert len(blocks) == 2
    assert (
        README.index("## Quick start")
        < README.index("```sh")
        < README.index("## ", README.index("## Quick") + 3)
    )
    assert blocks[0].rstrip().endswith("workbench demo")
    assert blocks[1].rstrip().endswith("pytest")


def test_the_readme_names_every_command() -> None:
    table = README.partition("## Commands")[2].partition("\n## ")[0]
    named = set(re.findall(r"`(\w+)", table))
    assert set(COMMANDS) <= named
    with click.Context(app) as ctx:
        for group in ("issue", "backup"):
            command = app.get_command(ctx, group)
            assert isinstance(command, click.Group)
            for name in command.commands:
                assert re.search(rf"`(?:{group} )?{name}\b", table), f"{group} {name}"


def test_every_file_the_readme_links_to_is_there() -> None:
    links = [link for link in re.findall(r"\]\(([^)]+)\)", README) if "://" not in link]
    assert [link for link in links if not (ROOT / link).exists()] == []

"""Pages with a platform's editor in each: built once from npm, pasted into and copied from as a person does it."""

import fcntl
import hashlib
import shutil
import subprocess
import time
from pathlib import Path
from typing import Any, Final

import pytest

from tests.support.browser import Browser
from tests.support.selection import copy_by_xclip, read_selection

HERE: Final = Path(__file__).parents[1] / "paste"
QUIETLY: Final = ("--no-audit", "--no-fund", "--loglevel=error")
SOON_OR_NOT: Final = ("--fetch-retries=1", "--fetch-retry-mintimeout=500", "--fetch-retry-maxtimeout=1000")
"""Else npm waits for minutes on a machine without a network."""
FIELD: Final = "[contenteditable=true]"
PAGE: Final = f"""<!doctype html><meta charset=utf-8><link rel=stylesheet href=/editor.css>
<style>{FIELD} {{ min-height: 80vh; white-space: pre-wrap }}</style>
<div id=editor></div><script type=module src=/editor.js></script>"""


class EditorPage:
    """A page with an editor, in the hands of a person."""

    def __init__(self, browser: Browser, url: str) -> None:
        self.browser = browser
        browser.navigate(url)
        browser.wait_for(f"Boolean(window.desk && document.querySelector('{FIELD}'))")
        browser.evaluate("desk.empty()")
        browser.click(FIELD)

    def paste(self, last_word: str) -> dict[str, Any]:
        """Press Ctrl+V and wait until that word is in the document; what the browser said of the paste."""
        self.browser.press("ctrl+v")
        self.browser.wait_for(f"desk.pasted() !== null && desk.html().includes({last_word!r})")
        told: dict[str, Any] = self.browser.evaluate("desk.pasted()")
        return told

    def read_html(self) -> str:
        """The document, as the editor writes it."""
        return str(self.browser.evaluate("desk.html()"))

    def copy_all(self) -> None:
        """Press Ctrl+A and Ctrl+C and wait until the clipboard has the rich text."""
        copy_by_xclip("what was there before")
        self.browser.press("ctrl+a", "ctrl+c")
        end = time.monotonic() + 10
        while "text/html" not in read_selection("TARGETS").split("\n"):
            assert time.monotonic() < end, "nothing was copied"


def build_editors(folder: Path) -> Path:
    """The folder of the built scripts, made anew where a source of theirs changed; several workers wait for one."""
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        sources = sorted([HERE / "package.json", *HERE.rglob("*.js")])
        told = hashlib.sha256(b"\0".join(source.read_bytes() for source in sources)).hexdigest()
        built = folder / f"built-{told[:12]}"
        if not built.exists():
            _build(folder, built)
    return built


def _build(folder: Path, built: Path) -> None:
    if not shutil.which("npm"):
        pytest.skip("npm is not installed: there is no editor to paste into")
    shutil.copytree(HERE, folder, ignore=shutil.ignore_patterns("*.py", "__pycache__"), dirs_exist_ok=True)
    _run_npm(folder, "install", *QUIETLY, *SOON_OR_NOT)
    made = folder / "made"
    shutil.rmtree(made, ignore_errors=True)
    entries = [f"editors/{source.name}" for source in sorted((HERE / "editors").glob("*.js"))]
    options = ["--bundle", "--minify", "--format=esm", '--define:process.env.NODE_ENV="production"']
    _run_npm(folder, "exec", "--", "esbuild", *entries, *options, f"--outdir={made.name}")
    made.rename(built)


def _run_npm(folder: Path, *words: str) -> None:
    try:
        subprocess.run(["npm", *words], cwd=folder, capture_output=True, text=True, check=True, timeout=300)
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
        why = str(error.stderr or error).strip()[:200]
        pytest.skip(f"npm {words[0]} failed, so there is no editor to paste into: {why}")

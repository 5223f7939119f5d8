"""The desktop's browser."""

from pathlib import Path

import pytest

from workbench.delivery.browser import WebBrowser


@pytest.fixture
def use_script(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> "Script":
    """Make a shell script the browser."""
    return Script(tmp_path / "program", monkeypatch)


class Script:
    """The program that is started, and what it wrote beside itself."""

    def __init__(self, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.path = path
        self.monkeypatch = monkeypatch

    def __call__(self, body: str) -> None:
        self.path.write_text(f"#!/bin/sh\n{body}\n")
        self.path.chmod(0o755)
        self.monkeypatch.setenv("BROWSER", str(self.path))


def test_a_link_opens_in_the_browser(use_script: Script, tmp_path: Path) -> None:
    use_script(f'echo "$1" > {tmp_path}/opened')
    assert WebBrowser().open("https://distill.pub/?a=1&b=2") == "Opened https://distill.pub/?a=1&b=2"
    assert (tmp_path / "opened").read_text() == "https://distill.pub/?a=1&b=2\n"


def test_only_web_addresses_are_opened(use_script: Script, tmp_path: Path) -> None:
    use_script(f"touch {tmp_path}/opened")
    for url in ("javascript:alert(1)", "file:///etc/passwd", "--version", "https://a b"):
        assert "not a web address" in WebBrowser().open(url)
    assert not (tmp_path / "opened").exists()


def test_without_a_desktop_the_address_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    assert WebBrowser().open("https://distill.pub/") == "There is no browser here: https://distill.pub/"


def test_a_file_of_ours_opens_in_the_browser_and_is_named(
    use_script: Script, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SSH_CONNECTION", raising=False)
    use_script(f'echo "$1" > {tmp_path}/opened')
    page = tmp_path / "0011 gates & co.copy.html"
    page.write_text("<p>Gates</p>")
    assert WebBrowser().open_file(str(page)) == f"Opened {page}"
    assert (tmp_path / "opened").read_text() == f"file://{tmp_path}/0011%20gates%20%26%20co.copy.html\n"


def test_where_no_browser_is_in_front_of_the_person_a_file_is_only_named(
    use_script: Script, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use_script(f"touch {tmp_path}/opened")
    page = tmp_path / "page.html"
    assert WebBrowser().open_file(str(page)) == f"There is no file {page}"
    page.write_text("<p>Gates</p>")
    monkeypatch.setenv("SSH_CONNECTION", "192.0.2.1 5 192.0.2.2 22")
    assert WebBrowser().open_file(str(page)).endswith(f"not in front of you: {page}")
    assert not (tmp_path / "opened").exists()

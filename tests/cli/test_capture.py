"""`workbench capture` as a person starts it, and three programs that save links at once."""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.support.capture import run_capture
from tests.support.commands import CommandLine


def test_it_saves_until_ctrl_c_and_leaves_the_library_whole(workbench: CommandLine) -> None:
    with run_capture(workbench.folder) as running:
        assert running.post("https://example.com/a") == 204
        assert running.post("https://example.com/b", token="t" * 43) == 401
        code, said = running.end()
    assert (code, said) == (0, "Added “example.com/a”.\n")
    (link,) = workbench("list", "--json").json
    assert (link["url"], link["note"]) == ("https://example.com/a", "from the page")
    assert workbench("history", "--json").json[0]["origin"] == "capture"
    assert workbench("doctor").exit == 0


def put_into_inbox(workbench: CommandLine, name: str, text: str) -> None:
    file = Path(workbench.folder) / "inbox" / name
    file.write_text(text)
    os.utime(file, (1_000, 1_000))


def test_what_lies_in_inbox_is_taken_in_as_it_starts_and_while_it_runs(workbench: CommandLine) -> None:
    put_into_inbox(workbench, "phone.txt", "https://example.com/a\n")
    with run_capture(workbench.folder) as running:
        assert "inbox/phone.txt: Added “example.com/a”.\n" in running.said
        put_into_inbox(
            workbench, "phone.txt", "https://example.com/a\nhttps://example.com/b from the train\n"
        )
        assert running.read_line() == "inbox/phone.txt: Added “example.com/b”.\n"
        code, said = running.end()
    assert (code, said) == (0, "")
    assert [link["note"] for link in workbench("list", "--json").json] == ["from the train", ""]


def test_what_keeps_inbox_from_being_taken_in_is_said_once(workbench: CommandLine) -> None:
    with run_capture(workbench.folder) as running:
        profile = Path(workbench.folder) / "workbench.toml"
        profile.write_text("nonsense = [")
        put_into_inbox(workbench, "phone.txt", "https://example.com/a\n")
        assert "workbench.toml" in running.read_line()
        put_into_inbox(workbench, "more.txt", "https://example.com/b\n")
        profile.unlink()
        assert running.read_line() == "2 files in inbox/: Added 2 links.\n"


def test_a_new_token_ends_the_old_one_while_it_runs(workbench: CommandLine) -> None:
    with run_capture(workbench.folder) as running:
        old = running.token_file.read_text().strip()
        done = workbench("capture", "--new-token")
        assert (done.exit, str(running.token_file) in done.err) == (0, True)
        assert running.post("https://example.com/a", token=old) == 401
        assert running.post("https://example.com/a") == 204
        running.token_file.chmod(0o644)
        assert running.post("https://example.com/b") == 503
        _, said = running.end()
    assert "Others may read" in said


def test_a_port_that_another_has_is_told_in_a_sentence(workbench: CommandLine) -> None:
    with run_capture(workbench.folder) as running:
        done = workbench("capture", "--port", str(running.port))
    assert (done.exit, done.err.count("\n")) == (3, 1)
    assert "--port N takes another" in done.err


@pytest.mark.parametrize("port", ["-1", "65536", "a"])
def test_a_port_that_is_none_is_wrong_use(workbench: CommandLine, port: str) -> None:
    assert workbench("capture", "--port", port).exit == 2


def test_page_command_and_folder_save_at_once_and_nothing_is_lost(workbench: CommandLine) -> None:
    each = 8
    inbox = Path(workbench.folder) / "inbox"

    def name(way: str) -> list[str]:
        return [f"https://example.com/{way}/{at}" for at in range(each)]

    def by_folder() -> None:
        for at, url in enumerate(name("folder")):
            (inbox / f"{at}.txt").write_text(f"{url}\n")
            os.utime(inbox / f"{at}.txt", (1_000, 1_000))
            assert workbench.run_process("inbox").exit == 0

    def by_command() -> None:
        for url in name("command"):
            assert workbench.run_process("add", url, "--no-fetch").exit == 0

    with run_capture(workbench.folder) as running, ThreadPoolExecutor() as pool:

        def by_page() -> None:
            assert [running.post(url) for url in name("page")] == [204] * each

        ways: list[Callable[[], None]] = [by_folder, by_command, by_page]
        for done in [pool.submit(way) for way in ways]:
            done.result(60)
    urls = {link["url"] for link in workbench("list", "--json").json}
    assert urls == {url for way in ("folder", "command", "page") for url in name(way)}
    assert workbench("doctor").exit == 0


def test_whatever_goes_wrong_as_a_link_is_saved_is_told_here_and_not_there(workbench: CommandLine) -> None:
    with run_capture(workbench.folder) as running:
        profile = Path(workbench.folder) / "workbench.toml"
        profile.write_text("nonsense = [")
        assert running.post("https://example.com/a") == 503
        profile.unlink()
        assert running.post("https://example.com/a") == 204
        _, said = running.end()
    assert "workbench.toml" in said
    assert "Traceback" not in said

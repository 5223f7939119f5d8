"""Links that no longer answer or moved for good: asked by `check --online`, of real servers on 127.0.0.1."""

import json
import os
import signal
import socket
import struct
import subprocess
import sys
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from tests.cli.test_fetching import configure_sites, refuse_names
from tests.support.commands import CommandLine, RunResult
from tests.support.http_server import FakeSite
from tests.support.offline import write_offline_hook
from workbench.web.http import client
from workbench.web.sites import BASE_URLS

ONLINE_RULES = ("gone", "moved", "unchecked")
WALL = "<html><head><title>Just a moment...</title></head></html>"


@pytest.fixture
def bench(workbench: CommandLine, site: FakeSite) -> CommandLine:
    """The command line on a workspace for which every site, the archive too, is the one on 127.0.0.1."""
    configure_sites(workbench, **dict.fromkeys(BASE_URLS, site.url))
    return workbench


@pytest.fixture
def print_links(bench: CommandLine) -> Callable[..., None]:
    """Have the issue print these addresses, each as the link of an entry."""

    def place(*urls: str) -> None:
        ids = bench("add", *urls, "--no-fetch", "--json").json["links"]
        sections = ["papers"] * 5 + ["videos"] * 4 + ["reads"] * 3 + ["tools"] * 2
        for id, section in zip(ids, sections, strict=False):
            assert bench("place", id, section).exit == 0

    return place


def reply_page(site: FakeSite, path: str, title: str = "A page", **more: Any) -> str:
    """Have the site answer that path by a page; returns its address."""
    site.reply(path, f"<html><head><title>{title}</title></head></html>", type="text/html", **more)
    return f"{site.url}{path}"


def redirect(site: FakeSite, path: str, target: str, status: int) -> str:
    """Have the site lead from that path to another address; returns the path's own."""
    site.reply(path, status=status, Location=target)
    return f"{site.url}{path}"


def online_findings(ran: RunResult) -> list[tuple[str, str, str]]:
    """Level, rule and message of each finding about a link that was asked."""
    return [
        (each["level"], each["rule"], each["message"])
        for each in ran.json["findings"]
        if each["rule"] in ONLINE_RULES
    ]


def outcomes(ran: RunResult) -> dict[str, str]:
    """What came of each address, by its path."""
    return {"/" + link["url"].split("/", 3)[3]: link["outcome"] for link in ran.json["online"]["links"]}


def test_each_link_is_told_as_what_it_came_to(
    bench: CommandLine, print_links: Callable[..., None], site: FakeSite, make_site: Callable[[], FakeSite]
) -> None:
    busy = make_site()  # of its own: who asks to wait is asked for nothing else
    reply_page(site, "/new-home/of-it")
    reply_page(site, "/login")
    reply_page(site, "/")
    wall = (403, {"Content-Type": "text/html", "cf-mitigated": "challenge"}, WALL.encode())
    site.reply_with("/walled", wall)
    site.reply("/old-4", status=410)
    busy.reply("/busy", status=429, Retry_After="3600")
    site.reply("/wayback/available", '{"archived_snapshots": {}}')
    print_links(
        reply_page(site, "/fine"),
        f"{site.url}/missing",
        f"{site.url}/old-4",
        redirect(site, "/moved", "/new-home/of-it", 301),
        redirect(site, "/moved-8", "/moved", 308),
        redirect(site, "/away", "/new-home/of-it", 302),
        redirect(site, "/members/only", "/login?next=x", 301),
        redirect(site, "/posts/lost", "/", 301),
        redirect(site, "/round", "/round", 301),
        reply_page(site, "/soft", "Page not found"),
        f"{site.url}/walled",
        f"{busy.url}/busy",
    )
    ran = bench("check", "--online", "--json")
    assert ran.exit == 1, ran.err
    assert outcomes(ran) == {
        "/fine": "answers",
        "/missing": "gone",
        "/old-4": "gone",
        "/moved": "moved",
        "/moved-8": "moved",
        "/away": "answers",
        "/members/only": "unchecked",
        "/posts/lost": "perhaps gone",
        "/round": "unchecked",
        "/soft": "perhaps gone",
        "/walled": "unchecked",
        "/busy": "unchecked",
    }
    found = online_findings(ran)
    assert (
        "error",
        "gone",
        f"“{site.url}/old-4” is gone: it answers 410. No archived copy of it is known.",
    ) in found
    assert (
        "warning",
        "moved",
        f"“{site.url}/moved-8” moved for good, to {site.url}/new-home/of-it.",
    ) in found
    lost = f"“{site.url}/posts/lost” is probably gone: 127.0.0.1 shows its front page instead."
    assert ("warning", "gone", f"{lost} No archived copy of it is known.") in found
    wall_said = f"“{site.url}/walled” could not be checked: 127.0.0.1 lets no program read it."
    assert ("hint", "unchecked", wall_said) in found
    assert ran.json["hints"] == 4
    assert ran.json["errors"] >= 2
    assert f"] {site.url}/missing gone: it answers 404\n" in ran.err
    assert "\nAsked 12 links.\nIssue #1: " in ran.err


def test_links_within_every_text_are_asked_once(
    bench: CommandLine, print_links: Callable[..., None], site: FakeSite
) -> None:
    print_links(reply_page(site, "/entry"))
    pages = [reply_page(site, f"/{name}") for name in ("greeting", "blurb", "tldr", "closing")]
    bench("issue", "set", "greeting", f"Hey [you]({pages[0]}), and {pages[0]}.")
    bench("write", 1, "--blurb", f"See [this]({pages[1]}).")
    bench("issue", "set", "tldr.papers", f"gates <{pages[2]}>")
    bench("issue", "set", "closing", f"Bye: {pages[3]}")
    ran = bench("check", "--online", "--json")
    asked = [path for path in site.requested_paths if not path.startswith("/wayback")]
    assert sorted(asked) == ["/blurb", "/closing", "/entry", "/greeting", "/tldr"]
    assert set(outcomes(ran).values()) == {"answers"}
    assert online_findings(ran) == []


def test_what_came_stays_until_it_is_asked_again_and_is_not_asked_twice_within_a_day(
    bench: CommandLine, print_links: Callable[..., None], site: FakeSite
) -> None:
    print_links(f"{site.url}/missing", reply_page(site, "/fine"))
    bench("check", "--online")
    asked = len(site.requests)
    (kept,) = online_findings(bench("check", "--json"))
    assert kept[:2] == ("error", "gone")
    again = bench("check", "--online", "--json")
    assert online_findings(again) == [kept]
    assert again.err.startswith("Asked not long ago: 2 links. --fresh asks again.\n")
    assert len(site.requests) == asked
    site.replies["/missing"] = [(200, {}, b"")]
    fresh = bench("check", "--fresh", "--json")
    assert online_findings(fresh) == []
    assert fresh.json["online"]["asked"] == 2
    assert online_findings(bench("check", "--json")) == []


def test_a_link_that_could_not_be_checked_alone_is_no_reason_to_fail(
    bench: CommandLine, print_links: Callable[..., None], site: FakeSite
) -> None:
    file = bench.folder / "workbench.toml"
    text = file.read_text("utf-8")
    others = ["title", "greeting", "closing", "tldr", "count", "blurb", "length", "entry-title", "private"]
    file.write_text(text.replace("off = []", f"off = {json.dumps(others)}"), "utf-8")
    site.reply("/walled", WALL, type="text/html", status=403)
    print_links(f"{site.url}/walled")
    ran = bench("check", "--online")
    assert (ran.exit, len(ran.rows)) == (0, 1)
    assert ran.rows[0][0] == "hint"
    assert "Issue #1: no errors, no warnings, 1 hint." in ran.err


def test_an_archived_copy_is_asked_for_only_where_a_page_is_gone(
    bench: CommandLine, print_links: Callable[..., None], site: FakeSite
) -> None:
    gone = f"{site.url}/gone/for-ever"
    copy = f"http://web.archive.org/web/20240501120000/{gone}"
    closest = {"available": True, "url": copy, "timestamp": "20240501120000", "status": "200"}
    site.reply("/wayback/available", json.dumps({"archived_snapshots": {"closest": closest}}))
    print_links(reply_page(site, "/fine"), gone)
    ran = bench("check", "--online", "--json")
    ((_, _, message),) = online_findings(ran)
    said = f"A copy of 2024-05-01 is at https://web.archive.org/web/20240501120000/{gone}."
    assert message == f"“{gone}” is gone: it answers 404. {said}"
    (asked,) = [path for path in site.requested_paths if path.startswith("/wayback")]
    today = bench("list", "--json").json[0]["added"][:10].replace("-", "")
    assert asked.endswith(f"%2Fgone%2Ffor-ever&timestamp={today}")
    assert ran.json["online"]["links"][1]["copy"]["date"] == "2024-05-01"


@pytest.mark.parametrize(
    "closest",
    [
        {"available": True, "url": "{copy}x", "timestamp": "20240501120000", "status": "200"},
        {"available": True, "url": "javascript:alert(1)", "timestamp": "20240501120000", "status": "200"},
        {"available": True, "url": "{copy}", "timestamp": "20240501120000", "status": "404"},
        {"available": True, "url": "{copy}", "timestamp": "yesterday", "status": "200"},
        {"available": False},
        [],
    ],
)  # fmt: skip
def test_what_the_archive_answers_is_no_copy_unless_it_is_that_very_page_s(
    bench: CommandLine, print_links: Callable[..., None], site: FakeSite, closest: Any
) -> None:
    gone = f"{site.url}/gone"
    answer = json.dumps({"archived_snapshots": {"closest": closest}})
    copy = f"https://web.archive.org/web/20240501120000/{gone}"
    site.reply("/wayback/available", answer.replace("{copy}", copy))
    print_links(gone)
    ((_, _, message),) = online_findings(bench("check", "--online", "--json"))
    assert message.endswith("No archived copy of it is known.")


def test_an_archive_that_does_not_answer_is_no_archive_without_a_copy(
    bench: CommandLine, print_links: Callable[..., None], site: FakeSite
) -> None:
    gone = f"{site.url}/gone"
    site.reply("/wayback/available", status=503)
    print_links(gone)
    ((_, _, message),) = online_findings(bench("check", "--online", "--json"))
    assert message.endswith("Whether there is an archived copy could not be asked.")


def test_what_breaks_off_or_dawdles_could_not_be_checked(
    bench: CommandLine, print_links: Callable[..., None], site: FakeSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    def reset(handler: BaseHTTPRequestHandler) -> None:
        handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        handler.connection.close()

    def hold(_: BaseHTTPRequestHandler) -> None:
        over.wait(20)

    over = threading.Event()
    site.reply_with("/reset", reset)
    site.reply_with("/slow", hold)
    quick = replace(client.CHECK_BOUNDS, timeout=0.3, retry_wait=0.001)
    monkeypatch.setattr(client, "CHECK_BOUNDS", quick)
    print_links(f"{site.url}/reset", f"{site.url}/slow")
    ran = bench("check", "--online", "--json")
    over.set()
    assert outcomes(ran) == {"/reset": "unchecked", "/slow": "unchecked"}
    assert "127.0.0.1 did not answer within 0.3 s" in ran.out


def test_a_host_that_nobody_knows_is_gone_where_another_one_answered(
    bench: CommandLine, print_links: Callable[..., None], site: FakeSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    refuse_names(monkeypatch, socket.EAI_NONAME, has_route=True)
    print_links("https://lost.example/a", reply_page(site, "/fine"))
    (found,) = online_findings(bench("check", "--online", "--json"))
    assert found[:2] == ("error", "gone")
    assert "is gone: there is no lost.example any more" in found[2]


def test_a_host_that_nobody_knows_alone_is_not_called_gone(
    bench: CommandLine, print_links: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    refuse_names(monkeypatch, socket.EAI_NONAME, has_route=True)
    print_links("https://lost.example/a")
    (found,) = online_findings(bench("check", "--online", "--json"))
    assert found == (
        "hint",
        "unchecked",
        "“https://lost.example/a” could not be checked: No answer for lost.example.",
    )


def test_offline_is_one_sentence_and_everything_else_is_still_reported(
    workbench: CommandLine, tmp_path: Path
) -> None:
    workbench("add", "https://a.example/x", "https://b.example/y", "--no-fetch")
    workbench("place", 1, "papers")
    workbench("place", 2, "papers")
    path = str(write_offline_hook(tmp_path / "offline"))
    ran = workbench.run_process("check", "--online", "--json", env={**os.environ, "PYTHONPATH": path})
    assert ran.exit == 1
    assert ran.err.startswith(
        "This machine seems to be offline: 2 links could not be asked. `workbench check --online` asks again.\n"
    )
    assert "Traceback" not in ran.err
    assert online_findings(ran) == []
    assert ran.json["errors"] > 0
    assert (ran.json["online"]["offline"], ran.json["online"]["links"]) == (True, [])


def test_ctrl_c_keeps_what_came(
    bench: CommandLine, print_links: Callable[..., None], site: FakeSite, make_site: Callable[[], FakeSite]
) -> None:
    stuck, over = make_site(), threading.Event()

    def hold(_: BaseHTTPRequestHandler) -> None:
        stuck.waited_for.set()
        over.wait(20)

    stuck.reply_with("/slow", hold)
    print_links(f"{site.url}/missing", f"{stuck.url}/slow")
    heeding = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)"  # jobs may ignore it
    program = f"{heeding}; from workbench.__main__ import load_and_run; load_and_run()"
    command = [sys.executable, "-c", program, "--workspace", str(bench.folder), "check", "--online", "--json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as running:
        assert running.stderr is not None
        assert "/missing gone" in running.stderr.readline()
        assert stuck.waited_for.wait(10)
        running.send_signal(signal.SIGINT)
        out, err = running.communicate(timeout=20)
    over.set()
    assert running.returncode == 130
    assert "Stopped: what came is kept, 1 of 2 links left.\n" in err
    assert [each["rule"] for each in json.loads(out)["findings"] if each["rule"] in ONLINE_RULES] == ["gone"]
    assert [found[1] for found in online_findings(bench("check", "--json"))] == ["gone"]


def test_a_video_is_asked_by_what_youtube_says_of_it(
    bench: CommandLine, print_links: Callable[..., None], site: FakeSite
) -> None:
    site.reply("/oembed", status=404)
    print_links("https://www.youtube.com/watch?v=kCc8FmEb1nY")
    (found,) = online_findings(bench("check", "--online", "--json"))
    assert found[1] == "gone"
    assert [path for path in site.requested_paths if path.startswith("/watch")] == []


def test_a_check_that_asks_nothing_loads_nothing_to_do_it_with(
    bench: CommandLine, print_links: Callable[..., None], site: FakeSite
) -> None:
    print_links(f"{site.url}/missing")
    bench("check", "--online")
    asked = len(site.requests)
    script = """
import sys
from workbench.cli.main import run_command
run_command(["--workspace", sys.argv[1], "check"])
print(*sys.modules)
"""
    command = [sys.executable, "-c", script, str(bench.folder)]
    ran = subprocess.run(command, capture_output=True, text=True, check=True)
    assert "is gone" in ran.stdout
    assert not set(ran.stdout.splitlines()[-1].split()) & {
        "httpx",
        "asyncio",
        "ssl",
        "workbench.web.http.client",
    }
    assert len(site.requests) == asked

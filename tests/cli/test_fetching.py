"""Fetching by commands: what sites answer is kept as it comes, and whatever ends it takes nothing back."""

import json
import re
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from tests.support.commands import CommandLine
from tests.support.http_server import FakeSite
from workbench.web.http import addresses
from workbench.web.sites import BASE_URLS

PAPERS = {"2510.25445": "Agentic AI: A Comprehensive Survey", "2505.03997": "Quiet Feature Learning"}
SECOND_URL = "https://arxiv.org/abs/2505.03997"
FIRST_URL = "https://arxiv.org/abs/2510.25445"


def configure_sites(workbench: CommandLine, **bases: str) -> None:
    """Let the workspace ask these bases, and 127.0.0.1 for pages."""
    file = workbench.folder / "workbench.toml"
    text = file.read_text("utf-8").replace("allow = []", 'allow = ["127.0.0.1"]')
    named = "".join(f'{name} = "{base}"\n' for name, base in bases.items())
    file.write_text(f"{text}\n[fetch.sites]\n{named}", "utf-8")


@pytest.fixture
def local_workbench(workbench: CommandLine, site: FakeSite) -> CommandLine:
    """The command line on a workspace for which every site is the one on 127.0.0.1."""
    configure_sites(workbench, **dict.fromkeys(BASE_URLS, site.url))
    return workbench


@pytest.fixture
def make_page(site: FakeSite) -> Callable[..., str]:
    """A page of that site: its URL, once it has been told what to say."""

    def put(path: str, title: str, text: str = "") -> str:
        body = (
            f"<html><head><title>{title}</title></head><body><article><p>{text}</p></article></body></html>"
        )
        site.reply(path, body, type="text/html")
        return f"{site.url}{path}"

    return put


@pytest.fixture
def stuck_site(make_site: Callable[[], FakeSite]) -> Iterator[FakeSite]:
    """Another site, which holds its answers until the test is over; `waited_for` is set when it is asked."""
    server, over = make_site(), threading.Event()

    def hold(_: BaseHTTPRequestHandler) -> None:
        server.waited_for.set()
        over.wait(20)

    for path in ("/one", "/two"):
        server.reply_with(path, hold)
    yield server
    over.set()


def make_feed(*ids: str) -> str:
    """arXiv's answer about these papers."""
    entries = "".join(
        f"<entry><id>http://arxiv.org/abs/{id}v1</id><title>{PAPERS[id]}</title>"
        "<summary>An abstract.</summary><published>2025-10-29T12:00:00Z</published>"
        "<author><name>A. Author</name></author><author><name>B. Author</name></author></entry>"
        for id in ids
    )
    return f'<feed xmlns="http://www.w3.org/2005/Atom">{entries}</feed>'


def test_papers_are_titled_as_they_are_saved_by_one_question_for_all(
    local_workbench: CommandLine, site: FakeSite
) -> None:
    site.reply("/api/query", make_feed(*PAPERS), type="application/atom+xml")
    ran = local_workbench("add", FIRST_URL, SECOND_URL, "--json")
    assert ran.exit == 0, ran.err
    assert "[1/2] 1 fetched: Agentic AI: A Comprehensive Survey\n" in ran.err
    assert ran.err.endswith("[2/2] 2 fetched: Quiet Feature Learning\nFetched 2 of 2.\n")
    assert len([path for path in site.requested_paths if path.startswith("/api/query")]) == 1
    assert (ran.json["added"], ran.json["links"]) == (2, [1, 2])
    assert ran.json["fetched"][0] == {
        "id": 1, "link": 1, "outcome": "fetched", "title": PAPERS["2510.25445"], "by": "arXiv", "reason": "",
    }  # fmt: skip
    assert {row[3] for row in local_workbench("list").rows} == set(PAPERS.values())


def test_a_link_known_already_is_asked_about_only_if_none_ever_was(
    local_workbench: CommandLine, make_page: Callable[..., str], site: FakeSite
) -> None:
    url = make_page("/post", "A post")
    assert local_workbench("add", url, "--no-fetch", "--json").json["fetched"] == []
    assert site.requested_paths == []
    assert "1 fetched: A post" in local_workbench("add", url).err
    assert local_workbench("add", url).err.endswith("Known already: “A post”, in the inbox.\n")
    assert site.requested_paths == ["/post"]


def test_commands_that_fetch_nothing_load_nothing_to_do_it_with(local_workbench: CommandLine) -> None:
    script = """
import sys
from workbench.cli.main import run_command
folder, url = sys.argv[1:]
for words in (["add", "--no-fetch", url], ["show", "1"], ["title", "1", "Gates"], ["list"], ["fetch", "--help"]):
    run_command(["--workspace", folder, *words])
print(*sys.modules)
"""
    command = [sys.executable, "-c", script, str(local_workbench.folder), FIRST_URL]
    ran = subprocess.run(command, capture_output=True, text=True, check=True)
    loaded = set(ran.stdout.splitlines()[-1].split())
    assert not loaded & {"httpx", "asyncio", "ssl", "selectolax", "stamina", "workbench.web.sites"}


def test_without_ids_only_what_waits_in_the_inbox_is_asked_about(
    local_workbench: CommandLine, make_page: Callable[..., str], site: FakeSite
) -> None:
    one, two = make_page("/one", "One"), make_page("/two", "Two")
    local_workbench("add", one)
    local_workbench("add", two, f"{site.url}/rejected", "--no-fetch")
    local_workbench("reject", 3)
    ran = local_workbench("fetch", "--json")
    assert ran.exit == 0, ran.err
    assert (ran.json["asked"], ran.json["fetched"], ran.json["failed"]) == (1, 1, 0)
    assert [(link["id"], link["title"], link["by"]) for link in ran.json["links"]] == [(2, "Two", "page")]
    assert site.requested_paths == ["/one", "/two"]
    again = local_workbench("fetch")
    assert (again.exit, again.err) == (0, "No link waits to be fetched.\n")


def test_a_link_named_is_asked_about_anew(
    local_workbench: CommandLine, make_page: Callable[..., str], site: FakeSite
) -> None:
    post = make_page("/post", "Before")
    make_page("/post", "After")
    local_workbench("add", post, make_page("/other", "Other"))
    assert local_workbench("fetch", 1, 1).err == "[1/1] 1 fetched: After\nFetched 1 of 1.\n"
    assert local_workbench("fetch", "--all").err.endswith("Fetched 2 of 2.\n")
    assert local_workbench("fetch", 1, "--all").exit == 2
    assert "There is no link 9" in local_workbench("fetch", 9).err


def test_what_cannot_be_fetched_says_why_and_is_kept_and_shown(
    local_workbench: CommandLine, make_page: Callable[..., str], site: FakeSite
) -> None:
    local_workbench("add", make_page("/there", "There"), f"{site.url}/gone", "--no-fetch")
    ran = local_workbench("fetch", "--json")
    assert ran.exit == 1
    assert ran.err.endswith("Fetched 1 of 2, 1 failed.\n")
    (failed,) = [link for link in ran.json["links"] if link["outcome"] == "failed"]
    assert (failed["id"], "gone" in failed["reason"]) == (2, True)
    assert f"2 failed: {failed['reason']}\n" in ran.err
    assert local_workbench("show", 2, "--json").json["failure"]["reason"] == failed["reason"]
    assert f"failure   {failed['reason']}" in local_workbench("show", 2).out


def test_offline_everything_is_saved_all_the_same(workbench: CommandLine, site: FakeSite) -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        configure_sites(workbench, arxiv_api=f"http://127.0.0.1:{nobody.getsockname()[1]}")
        ran = workbench("add", f"http://127.0.0.1:{nobody.getsockname()[1]}/post", "--json")
    assert ran.exit == 0
    assert ran.err.endswith("Fetched 0 of 1, 1 failed.\n")
    assert [link["outcome"] for link in ran.json["fetched"]] == ["failed"]
    assert len(workbench("list").rows) == 1
    assert "127.0.0.1" in workbench("show", 1, "--json").json["failure"]["reason"]


MANY_URLS = (
    *(f"https://arxiv.org/abs/2501.{number:05}" for number in range(1, 9)),
    *(f"https://www.youtube.com/watch?v={letter * 11}" for letter in "abcd"),
    "https://a.example/post",
    "https://b.example/post",
)


@pytest.fixture
def offline(monkeypatch: pytest.MonkeyPatch) -> None:
    """No name of a host has an address."""
    refuse_names(monkeypatch, socket.EAI_AGAIN, has_route=False)


def refuse_names(monkeypatch: pytest.MonkeyPatch, error: int, *, has_route: bool) -> None:
    """Let the system answer every name with that error, and know a way to the internet or none."""

    def look_up(*_: object, **__: object) -> None:
        raise socket.gaierror(error, "no address")

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    monkeypatch.setattr(addresses, "has_public_route", lambda: has_route)


@pytest.mark.usefixtures("offline")
@pytest.mark.parametrize("urls", [MANY_URLS, MANY_URLS[:8]], ids=["many hosts", "one site"])
def test_a_machine_without_a_network_is_told_once_and_the_links_go_on_waiting(
    workbench: CommandLine, urls: tuple[str, ...]
) -> None:
    ran = workbench("add", *urls)
    assert ran.exit == 0
    said = f"This machine seems to be offline: {len(urls)} links wait. `workbench fetch` asks again.\n"
    assert ran.err.endswith(said)
    assert ran.err.count("offline") == 1
    assert "failed" not in ran.err
    assert workbench("show", 1, "--json").json.get("failure") is None
    again = workbench("fetch")
    assert (again.exit, again.err) == (1, said)


ONE_HOST = ("https://gone.example/a", "https://gone.example/b")


@pytest.mark.parametrize(
    ("error", "has_route"),
    [(socket.EAI_AGAIN, True), (socket.EAI_NONAME, False)],
    ids=["no name service answers", "there is no way out"],
)
def test_one_link_alone_is_enough_to_know_that_there_is_no_network(
    workbench: CommandLine, monkeypatch: pytest.MonkeyPatch, error: int, has_route: bool
) -> None:
    refuse_names(monkeypatch, error, has_route=has_route)
    said = "This machine seems to be offline: 1 link waits. `workbench fetch` asks again.\n"
    assert workbench("add", ONE_HOST[0]).err.endswith(said)
    assert workbench("show", 1, "--json").json.get("failure") is None
    assert workbench("fetch", 1).err == said


def test_one_host_that_no_name_service_knows_is_told_of_its_link(
    workbench: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    refuse_names(monkeypatch, socket.EAI_NONAME, has_route=True)
    ran = workbench("add", *ONE_HOST)
    assert ran.err.endswith("Fetched 0 of 2, 2 failed.\n")
    assert "No answer for gone.example" in workbench("show", 2, "--json").json["failure"]["reason"]


def test_a_host_that_is_gone_is_told_of_its_link_where_others_answer(
    local_workbench: CommandLine, make_page: Callable[..., str], offline: None
) -> None:
    gone = [f"https://{name}.example/post" for name in "abcd"]
    ran = local_workbench("add", *gone, make_page("/there", "There"))
    assert ran.err.endswith("Fetched 1 of 5, 4 failed.\n")


def test_a_site_that_asks_to_wait_is_told_with_the_time_and_the_link_goes_on_waiting(
    local_workbench: CommandLine, make_page: Callable[..., str], site: FakeSite
) -> None:
    site.reply("/post", status=429, Retry_After="3000")
    ran = local_workbench("add", make_page("/post", "A post"))
    assert ran.exit == 0
    assert re.search(r"1 failed: 127\.0\.0\.1\S* asks to wait until .*\d\d:\d\d\.\n", ran.err), ran.err
    assert local_workbench("show", 1, "--json").json["failure"]["lasting"] is False
    assert local_workbench("fetch").err == "[1/1] 1 fetched: A post\nFetched 1 of 1.\n"


def test_ctrl_c_ends_a_fetch_and_what_came_is_kept(
    local_workbench: CommandLine, make_page: Callable[..., str], stuck_site: FakeSite
) -> None:
    local_workbench(
        "add", make_page("/quick", "Quick"), f"{stuck_site.url}/one", f"{stuck_site.url}/two", "--no-fetch"
    )
    ended, said = run_interrupted(local_workbench, stuck_site, "fetch", "--json")
    assert (ended, said) == (130, "Stopped: what came is kept, 2 of 3 left.\n")
    assert [row[3] for row in local_workbench("list").rows] == ["", "", "Quick"]


def test_ctrl_c_while_an_add_fetches_takes_nothing_back_of_what_was_saved(
    local_workbench: CommandLine, make_page: Callable[..., str], stuck_site: FakeSite
) -> None:
    ended, said = run_interrupted(
        local_workbench, stuck_site, "add", make_page("/quick", "Quick"), f"{stuck_site.url}/one"
    )
    assert (ended, said) == (0, "Stopped: what came is kept, 1 of 2 left.\n")
    assert [row[3] for row in local_workbench("list").rows] == ["", "Quick"]


def run_interrupted(workbench: CommandLine, stuck_site: FakeSite, *words: str) -> tuple[int, str]:
    """Run a command as a process; press ctrl+c when one answer is told and another is waited for.

    Returns its exit code and what it said after that answer.
    """
    heeding = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)"  # jobs may ignore it
    start = [sys.executable, "-c", f"{heeding}; from workbench.cli.main import main; main()"]
    command = [*start, "--workspace", str(workbench.folder), *words]
    with subprocess.Popen(command, text=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as running:
        try:
            assert running.stderr is not None
            assert any("fetched: Quick" in line for line in running.stderr)
            assert stuck_site.waited_for.wait(20)
            running.send_signal(signal.SIGINT)
            said = running.stderr.read()
        finally:
            running.kill()
    return running.returncode, said


def test_a_title_of_ones_own_survives_every_fetch_until_it_is_given_back(
    local_workbench: CommandLine, make_page: Callable[..., str]
) -> None:
    local_workbench("add", make_page("/post", "What the page says"))
    assert local_workbench("title", 1, "-Mine").err == "Titled “-Mine”.\n"
    local_workbench("fetch", 1)
    shown = local_workbench("show", 1)
    assert "title     -Mine\n" in shown.out
    assert "said by   editor: title\n" in shown.out
    local_workbench("title", 1, "")
    assert local_workbench("fetch").exit == 0
    assert local_workbench("show", 1, "--json").json["title"] == "What the page says"


def test_two_links_that_turn_out_to_be_one_are_told_as_one(
    local_workbench: CommandLine, make_page: Callable[..., str], site: FakeSite
) -> None:
    new = make_page("/2026/new", "The post")
    site.reply("/old", status=301, Location=new)
    local_workbench("add", new, "--no-fetch")
    ran = local_workbench("add", f"{site.url}/old", "--json")
    assert "2 fetched: The post (one link with 1 now)\n" in ran.err
    assert ran.json["links"] == [1]
    assert [row[0] for row in local_workbench("list").rows] == ["1"]
    assert local_workbench("show", 1, "--json").json["urls"] == [f"{site.url}/old"]


def test_a_link_is_shown_with_who_said_what_and_what_is_beside_it(
    local_workbench: CommandLine, site: FakeSite
) -> None:
    site.reply("/api/query", make_feed("2510.25445"), type="application/atom+xml")
    known = {"id": "2510.25445", "title": "x", "githubRepo": "https://github.com/a/survey"}
    site.reply("/api/papers/2510.25445", json.dumps(known))
    local_workbench("add", FIRST_URL)
    local_workbench(
        "add", "https://example.org/x", "--title", "Agentic AI - A Comprehensive Survey", "--no-fetch"
    )
    local_workbench("add", "https://github.com/a/survey", "--no-fetch")
    told = local_workbench("show", 1, "--json").json
    assert told["authors"] == ["A. Author", "B. Author"]
    assert (told["published"], told["title_by"]) == ("2025-10-29", "arXiv")
    assert set(told["said_by"].values()) == {"arXiv"}
    assert told["related"] == [
        {"url": "https://github.com/a/survey", "why": "its code", "said_by": "Hugging Face", "link": 3}
    ]
    assert told["similar"] == [{"id": 2, "title": "Agentic AI - A Comprehensive Survey"}]
    shown = local_workbench("show", 1).out
    assert "authors   A. Author, B. Author\n" in shown
    assert "related   its code: https://github.com/a/survey (Hugging Face), link 3\n" in shown
    assert "similar   2: Agentic AI - A Comprehensive Survey\n" in shown
    assert "said by   arXiv: title, text, authors, published\n" in shown


def test_a_site_that_there_is_not_is_named_before_anything_is_saved(workbench: CommandLine) -> None:
    configure_sites(workbench, arxvi="https://arxiv.example.org")
    file: Path = workbench.folder / "workbench.toml"
    line = file.read_text("utf-8").splitlines().index('arxvi = "https://arxiv.example.org"') + 1
    for words in (("add", FIRST_URL), ("fetch",)):
        ran = workbench(*words)
        assert ran.exit == 3
        assert f"{file}: workbench.toml line {line}, “fetch.sites.arxvi”: there is no such site" in ran.err
        assert "arxiv_api" in ran.err
    assert workbench("add", FIRST_URL, "--no-fetch").exit == 0

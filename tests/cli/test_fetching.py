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

from tests.support.commands import Workbench
from tests.support.http_server import Site
from workbench.web.sites import BASES

PAPERS = {"2510.25445": "Agentic AI: A Comprehensive Survey", "2505.03997": "Quiet Feature Learning"}
SECOND = "https://arxiv.org/abs/2505.03997"
FIRST = "https://arxiv.org/abs/2510.25445"


def settle(workbench: Workbench, **bases: str) -> None:
    """Let the workspace ask these bases, and 127.0.0.1 for pages."""
    file = workbench.folder / "workbench.toml"
    text = file.read_text("utf-8").replace("allow = []", 'allow = ["127.0.0.1"]')
    named = "".join(f'{name} = "{base}"\n' for name, base in bases.items())
    file.write_text(f"{text}\n[fetch.sites]\n{named}", "utf-8")


@pytest.fixture
def near(workbench: Workbench, site: Site) -> Workbench:
    """The command line on a workspace for which every site is the one on 127.0.0.1."""
    settle(workbench, **dict.fromkeys(BASES, site.url))
    return workbench


@pytest.fixture
def page(site: Site) -> Callable[..., str]:
    """A page of that site: its URL, once it has been told what to say."""

    def put(path: str, title: str, text: str = "") -> str:
        body = (
            f"<html><head><title>{title}</title></head><body><article><p>{text}</p></article></body></html>"
        )
        site.says(path, body, type="text/html")
        return f"{site.url}{path}"

    return put


@pytest.fixture
def stuck(sites: Callable[[], Site]) -> Iterator[Site]:
    """Another site, which holds its answers until the test is over; `waited_for` is set when it is asked."""
    server, over = sites(), threading.Event()

    def hold(_: BaseHTTPRequestHandler) -> None:
        server.waited_for.set()
        over.wait(20)

    for path in ("/one", "/two"):
        server.does(path, hold)
    yield server
    over.set()


def feed(*ids: str) -> str:
    """arXiv's answer about these papers."""
    entries = "".join(
        f"<entry><id>http://arxiv.org/abs/{id}v1</id><title>{PAPERS[id]}</title>"
        "<summary>An abstract.</summary><published>2025-10-29T12:00:00Z</published>"
        "<author><name>A. Author</name></author><author><name>B. Author</name></author></entry>"
        for id in ids
    )
    return f'<feed xmlns="http://www.w3.org/2005/Atom">{entries}</feed>'


def test_papers_are_titled_as_they_are_saved_by_one_question_for_all(near: Workbench, site: Site) -> None:
    site.says("/api/query", feed(*PAPERS), type="application/atom+xml")
    ran = near("add", FIRST, SECOND, "--json")
    assert ran.exit == 0, ran.err
    assert "[1/2] 1 fetched: Agentic AI: A Comprehensive Survey\n" in ran.err
    assert ran.err.endswith("[2/2] 2 fetched: Quiet Feature Learning\nFetched 2 of 2.\n")
    assert len([path for path in site.paths if path.startswith("/api/query")]) == 1
    assert (ran.json["added"], ran.json["links"]) == (2, [1, 2])
    assert ran.json["fetched"][0] == {
        "id": 1, "link": 1, "outcome": "fetched", "title": PAPERS["2510.25445"], "by": "arXiv", "reason": "",
    }  # fmt: skip
    assert {row[3] for row in near("list").rows} == set(PAPERS.values())


def test_a_link_known_already_is_asked_about_only_if_none_ever_was(
    near: Workbench, page: Callable[..., str], site: Site
) -> None:
    url = page("/post", "A post")
    assert near("add", url, "--no-fetch", "--json").json["fetched"] == []
    assert site.paths == []
    assert "1 fetched: A post" in near("add", url).err
    assert near("add", url).err.endswith("Added 0 links, 1 known already.\n")
    assert site.paths == ["/post"]


def test_commands_that_fetch_nothing_load_nothing_to_do_it_with(near: Workbench) -> None:
    script = """
import sys
from workbench.cli import run
folder, url = sys.argv[1:]
for words in (["add", "--no-fetch", url], ["show", "1"], ["title", "1", "Gates"], ["list"], ["fetch", "--help"]):
    run(["--workspace", folder, *words])
print(*sys.modules)
"""
    command = [sys.executable, "-c", script, str(near.folder), FIRST]
    ran = subprocess.run(command, capture_output=True, text=True, check=True)
    loaded = set(ran.stdout.splitlines()[-1].split())
    assert not loaded & {"httpx", "asyncio", "ssl", "selectolax", "stamina", "workbench.web.sites"}


def test_without_ids_only_what_waits_in_the_inbox_is_asked_about(
    near: Workbench, page: Callable[..., str], site: Site
) -> None:
    one, two = page("/one", "One"), page("/two", "Two")
    near("add", one)
    near("add", two, f"{site.url}/rejected", "--no-fetch")
    near("reject", 3)
    ran = near("fetch", "--json")
    assert ran.exit == 0, ran.err
    assert (ran.json["asked"], ran.json["fetched"], ran.json["failed"]) == (1, 1, 0)
    assert [(link["id"], link["title"], link["by"]) for link in ran.json["links"]] == [(2, "Two", "page")]
    assert site.paths == ["/one", "/two"]
    again = near("fetch")
    assert (again.exit, again.err) == (0, "No link waits to be fetched.\n")


def test_a_link_named_is_asked_about_anew(near: Workbench, page: Callable[..., str], site: Site) -> None:
    post = page("/post", "Before")
    page("/post", "After")
    near("add", post, page("/other", "Other"))
    assert near("fetch", 1, 1).err == "[1/1] 1 fetched: After\nFetched 1 of 1.\n"
    assert near("fetch", "--all").err.endswith("Fetched 2 of 2.\n")
    assert near("fetch", 1, "--all").exit == 2
    assert "There is no link 9" in near("fetch", 9).err


def test_what_cannot_be_fetched_says_why_and_is_kept_and_shown(
    near: Workbench, page: Callable[..., str], site: Site
) -> None:
    near("add", page("/there", "There"), f"{site.url}/gone", "--no-fetch")
    ran = near("fetch", "--json")
    assert ran.exit == 1
    assert ran.err.endswith("Fetched 1 of 2, 1 failed.\n")
    (failed,) = [link for link in ran.json["links"] if link["outcome"] == "failed"]
    assert (failed["id"], "gone" in failed["reason"]) == (2, True)
    assert f"2 failed: {failed['reason']}\n" in ran.err
    assert near("show", 2, "--json").json["failure"]["reason"] == failed["reason"]
    assert f"failure   {failed['reason']}" in near("show", 2).out


def test_offline_everything_is_saved_all_the_same(workbench: Workbench, site: Site) -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        settle(workbench, arxiv_api=f"http://127.0.0.1:{nobody.getsockname()[1]}")
        ran = workbench("add", f"http://127.0.0.1:{nobody.getsockname()[1]}/post", "--json")
    assert ran.exit == 0
    assert ran.err.endswith("Fetched 0 of 1, 1 failed.\n")
    assert [link["outcome"] for link in ran.json["fetched"]] == ["failed"]
    assert len(workbench("list").rows) == 1
    assert "127.0.0.1" in workbench("show", 1, "--json").json["failure"]["reason"]


def test_a_site_that_asks_to_wait_is_told_with_the_time_and_the_link_goes_on_waiting(
    near: Workbench, page: Callable[..., str], site: Site
) -> None:
    site.says("/post", status=429, Retry_After="3000")
    ran = near("add", page("/post", "A post"))
    assert ran.exit == 0
    assert re.search(r"1 failed: 127\.0\.0\.1\S* asks to wait until .*\d\d:\d\d\.\n", ran.err), ran.err
    assert near("show", 1, "--json").json["failure"]["lasting"] is False
    assert near("fetch").err == "[1/1] 1 fetched: A post\nFetched 1 of 1.\n"


def test_ctrl_c_ends_a_fetch_and_what_came_is_kept(
    near: Workbench, page: Callable[..., str], stuck: Site
) -> None:
    near("add", page("/quick", "Quick"), f"{stuck.url}/one", f"{stuck.url}/two", "--no-fetch")
    ended, said = interrupted(near, stuck, "fetch", "--json")
    assert (ended, said) == (130, "Stopped: what came is kept, 2 of 3 left.\n")
    assert [row[3] for row in near("list").rows] == ["", "", "Quick"]


def test_ctrl_c_while_an_add_fetches_takes_nothing_back_of_what_was_saved(
    near: Workbench, page: Callable[..., str], stuck: Site
) -> None:
    ended, said = interrupted(near, stuck, "add", page("/quick", "Quick"), f"{stuck.url}/one")
    assert (ended, said) == (0, "Stopped: what came is kept, 1 of 2 left.\n")
    assert [row[3] for row in near("list").rows] == ["", "Quick"]


def interrupted(workbench: Workbench, stuck: Site, *words: str) -> tuple[int, str]:
    """Run a command as a process; press ctrl+c when one answer is told and another is waited for.

    Returns its exit code and what it said after that answer.
    """
    heeding = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)"  # jobs may ignore it
    start = [sys.executable, "-c", f"{heeding}; from workbench.cli import main; main()"]
    command = [*start, "--workspace", str(workbench.folder), *words]
    with subprocess.Popen(command, text=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as running:
        try:
            assert running.stderr is not None
            assert any("fetched: Quick" in line for line in running.stderr)
            assert stuck.waited_for.wait(20)
            running.send_signal(signal.SIGINT)
            said = running.stderr.read()
        finally:
            running.kill()
    return running.returncode, said


def test_a_title_of_ones_own_survives_every_fetch_until_it_is_given_back(
    near: Workbench, page: Callable[..., str]
) -> None:
    near("add", page("/post", "What the page says"))
    assert near("title", 1, "-Mine").err == "Titled “-Mine”.\n"
    near("fetch", 1)
    shown = near("show", 1)
    assert "title     -Mine\n" in shown.out
    assert "said by   editor: title\n" in shown.out
    near("title", 1, "")
    assert near("fetch").exit == 0
    assert near("show", 1, "--json").json["title"] == "What the page says"


def test_two_links_that_turn_out_to_be_one_are_told_as_one(
    near: Workbench, page: Callable[..., str], site: Site
) -> None:
    new = page("/2026/new", "The post")
    site.says("/old", status=301, Location=new)
    near("add", new, "--no-fetch")
    ran = near("add", f"{site.url}/old", "--json")
    assert "2 fetched: The post (one link with 1 now)\n" in ran.err
    assert ran.json["links"] == [1]
    assert [row[0] for row in near("list").rows] == ["1"]
    assert near("show", 1, "--json").json["urls"] == [f"{site.url}/old"]


def test_a_link_is_shown_with_who_said_what_and_what_is_beside_it(near: Workbench, site: Site) -> None:
    site.says("/api/query", feed("2510.25445"), type="application/atom+xml")
    known = {"id": "2510.25445", "title": "x", "githubRepo": "https://github.com/a/survey"}
    site.says("/api/papers/2510.25445", json.dumps(known))
    near("add", FIRST)
    near("add", "https://example.org/x", "--title", "Agentic AI - A Comprehensive Survey", "--no-fetch")
    near("add", "https://github.com/a/survey", "--no-fetch")
    told = near("show", 1, "--json").json
    assert told["authors"] == ["A. Author", "B. Author"]
    assert (told["published"], told["title_by"]) == ("2025-10-29", "arXiv")
    assert set(told["said_by"].values()) == {"arXiv"}
    assert told["related"] == [
        {"url": "https://github.com/a/survey", "why": "its code", "said_by": "Hugging Face", "link": 3}
    ]
    assert told["similar"] == [{"id": 2, "title": "Agentic AI - A Comprehensive Survey"}]
    shown = near("show", 1).out
    assert "authors   A. Author, B. Author\n" in shown
    assert "related   its code: https://github.com/a/survey (Hugging Face), link 3\n" in shown
    assert "similar   2: Agentic AI - A Comprehensive Survey\n" in shown
    assert "said by   arXiv: title, text, authors, published\n" in shown


def test_a_site_that_there_is_not_is_named_before_anything_is_saved(workbench: Workbench) -> None:
    settle(workbench, arxvi="https://arxiv.example.org")
    file: Path = workbench.folder / "workbench.toml"
    line = file.read_text("utf-8").splitlines().index('arxvi = "https://arxiv.example.org"') + 1
    for words in (("add", FIRST), ("fetch",)):
        ran = workbench(*words)
        assert ran.exit == 3
        assert f"{file}: workbench.toml line {line}, “fetch.sites.arxvi”: there is no such site" in ran.err
        assert "arxiv_api" in ran.err
    assert workbench("add", FIRST, "--no-fetch").exit == 0

"""Saving links: an answer for every line, one link for every work."""

import json
import os
import subprocess
import sys

from tests.support.commands import CommandLine


def test_variants_of_one_work_are_one_link_and_every_other_line_says_why(
    filled_workbench: CommandLine, links_text: str
) -> None:
    again = filled_workbench("add", "-", "--no-fetch", stdin=links_text)
    assert again.exit == 1
    assert "line 1: merged into 1, the same work as" in again.err
    for line in (
        "One line without a link was left out, line 19: “no link at all”.",
        "line 20: refused, not a web address: ftp (ftp://example.com/old.tar.gz)",
        "line 21: refused, no host (https://)",
        "line 22: refused, not a web address: javascript (javascript:alert(1))",
    ):
        assert line in again.err
    assert len(filled_workbench("list").rows) == 15


def test_the_counts_add_up_to_the_rows(workbench: CommandLine, links_text: str) -> None:
    told = workbench("add", "-", "--no-fetch", "--json", stdin=links_text).json
    assert (told["format"], told["rows"], told["added"], told["merged"], told["refused"]) == (
        "list",
        20,
        15,
        2,
        3,
    )
    assert told["already_published"] == 0
    assert told["links"] == list(range(1, 16))
    assert told["refusals"][0] == {
        "row": 20, "reason": "not a web address: ftp", "text": "ftp://example.com/old.tar.gz",
    }  # fmt: skip


def test_what_is_said_about_a_link_is_kept_with_it(workbench: CommandLine) -> None:
    url = "github.com/astral-sh/uv"
    ran = workbench(
        "add",
        url,
        "--no-fetch",
        "--title",
        "uv",
        "--note",
        "fast",
        "--tag",
        "python",
        "--tag",
        "tools",
        "--section",
        "tools",
    )
    assert ran.exit == 0, ran.err
    (link,) = workbench("list", "--json").json
    assert (link["title"], link["note"], link["tags"]) == ("uv", "fast", ["python", "tools"])
    assert (link["kind"], link["state"], link["identity"]) == ("tool", "placed", "github:astral-sh/uv")


def test_links_that_do_not_fit_into_their_section_are_not_added_either(workbench: CommandLine) -> None:
    ran = workbench("add", *(f"https://example.org/{n}" for n in range(4)), "--section", "reads")
    assert ran.exit == 3
    assert "Reads is full (3/3)" in ran.err
    assert workbench("list").out == ""


def test_one_title_is_not_for_many_links(workbench: CommandLine) -> None:
    ran = workbench("add", "https://a.example/1", "https://a.example/2", "--title", "Both")
    assert ran.exit == 2
    assert "--title is for one link" in ran.err


def test_nothing_to_read_is_said(workbench: CommandLine) -> None:
    assert "Nothing is new." in workbench("add", "-").err
    shell = f'"{sys.executable}" -m workbench --workspace "{workbench.folder}" add - <&-'
    ran = subprocess.run(
        ["sh", "-c", shell], capture_output=True, text=True, check=False, env=dict(os.environ)
    )
    assert ran.returncode == 3
    assert ran.stderr == "Standard input is closed: there is nothing to read.\n"


def test_identify_answers_each_line_with_one_object(workbench: CommandLine) -> None:
    lines = "arxiv.org/pdf/2505.03997v2\n\nftp://example.com/x\n"
    told = [json.loads(line) for line in workbench("identify", "-", "--json", stdin=lines).out.splitlines()]
    assert [answer["input"] for answer in told] == ["arxiv.org/pdf/2505.03997v2", "", "ftp://example.com/x"]
    assert [answer["identity"] for answer in told] == ["arxiv:2505.03997", None, None]
    assert told[0]["kind"] == "paper"
    assert told[2]["reason"] == "not a web address: ftp"
    assert workbench("identify", "https://youtu.be/kCc8FmEb1nY").rows[0][:2] == [
        "youtube:kCc8FmEb1nY",
        "video",
    ]


def test_identify_says_of_all_lines_together_which_are_one_work(workbench: CommandLine) -> None:
    def identities(*urls: str) -> list[str]:
        out = workbench("identify", "-", "--json", stdin="\n".join(urls)).out
        return [json.loads(line)["identity"] for line in out.splitlines()]

    pod = "https://pod.example/"
    first, second = "https://pod.example#episode-10", "https://pod.example#episode-11"
    assert identities(pod, f"{pod}#episode-10", "http://www.pod.example#episode-10") == [first] * 3
    assert identities(pod, f"{pod}#episode-10", f"{pod}#episode-11") == ["https://pod.example", first, second]
    assert identities(pod) == ["https://pod.example"]
    assert identities(f"{pod}#episode-10") == [first]
    assert identities("https://a.example/", "https://a.example/#/docs") == [
        "https://a.example",
        "https://a.example#/docs",
    ]


def test_the_same_page_under_another_title_stays_a_link_of_its_own_and_that_is_said(
    workbench: CommandLine,
) -> None:
    workbench("add", "-", "--no-fetch", stdin="[Post about cats](https://news.example/story?utm_source=a)")
    ran = workbench(
        "add", "-", "--no-fetch", stdin="[Post about dogs](https://news.example/story?utm_source=b)"
    )
    said = "the same page under another title: “Post about cats”, in the inbox"
    assert ran.exit == 0
    assert f"line 1: added as 2, {said}" in ran.err
    assert f"Added “Post about dogs”, {said}." in ran.err
    assert [link["title"] for link in workbench("list", "--json").json] == [
        "Post about dogs",
        "Post about cats",
    ]
    (related,) = workbench("show", "1", "--json").json["related"]
    assert (related["why"], related["link"]) == ("the same page under another title", 2)


def test_what_was_published_takes_over_no_title(workbench: CommandLine) -> None:
    workbench("add", "https://netstack.fm/#episode-10", "--no-fetch", "--section", "reads")
    workbench("issue", "publish")
    workbench("add", "https://netstack.fm/#episode-11", "--no-fetch", "--title", "Episode 11")
    workbench("add", "https://netstack.fm/#episode-10", "--no-fetch", "--title", "Another episode")
    titles = {link["url"]: link["title"] for link in workbench("list", "--json").json}
    assert titles == {"https://netstack.fm/#episode-10": "", "https://netstack.fm/#episode-11": "Episode 11"}


def test_links_are_listed_newest_first_or_in_the_order_asked_for(workbench: CommandLine) -> None:
    for title, url in (("Mesh", "b.example"), ("agents", "c.example"), ("Gates", "a.example")):
        workbench("add", f"https://{url}/x", "--no-fetch", "--title", title)

    def list_titles(*options: str) -> list[str]:
        return [row[3] for row in workbench("list", *options).rows]

    assert list_titles() == list_titles("--sort", "newest") == ["Gates", "agents", "Mesh"]
    assert list_titles("--sort", "oldest") == ["Mesh", "agents", "Gates"]
    assert list_titles("--sort", "title") == ["agents", "Gates", "Mesh"]
    assert list_titles("--sort", "origin", "-title:agents") == ["Gates", "Mesh"]
    wrong = workbench("list", "--sort", "age")
    assert (wrong.exit, "'newest', 'oldest', 'title', 'origin'" in wrong.err) == (2, True)

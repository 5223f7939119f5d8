"""One edition by commands alone: from saved links to the file in issues/."""

from collections import Counter

from tests.support.commands import CommandLine

WORDS = " ".join(["every sentence of this blurb says one true thing about the work."] * 5)
PLACES = {"paper": "papers", "video": "videos", "read": "reads", "tool": "tools"}


def test_a_week_of_links_becomes_an_issue(workbench: CommandLine, links_text: str) -> None:
    assert workbench.run_process("add", "-", "--no-fetch", stdin=links_text).exit == 1
    links = workbench("list", "--json").json[::-1]
    room = {"papers": 5, "videos": 4, "reads": 3, "tools": 2}
    placed = Counter[str]()
    for link in links:
        section = PLACES[link["kind"]]
        section = section if placed[section] < room[section] else "pick"
        ran = workbench("place", link["id"], section)
        assert ran.exit == 0, ran.err
        placed[section] += 1
        title = link["title"] or f"Work {link['id']}"
        assert (
            workbench("write", link["id"], "--title", title, "--blurb", f"Nr{link['id']}: {WORDS}").exit == 0
        )
    assert placed == {"papers": 5, "videos": 4, "reads": 3, "tools": 2, "pick": 1}

    checked = workbench("check", "--json")
    assert checked.exit == 1
    assert checked.json["errors"] == 0
    for field in ("title", "subtitle", "greeting", *(f"tldr.{section}" for section in placed)):
        assert workbench("issue", "set", field, f"About the {field}").exit == 0
    assert workbench("check").exit == 0

    exported = workbench.run_process("export")
    assert exported.exit == 0, exported.err
    (file,) = (workbench.folder / "issues").glob("*.md")
    assert exported.out.rstrip() == str(file)
    text = file.read_text("utf-8")
    for heading in (
        "📄 5 Papers",
        "🎥 4 Videos",
        "📰 3 Curated Reads",
        "🛠 2 Tools & Repos",
        "🎓 1 Pick of the Week",
    ):
        assert f"\n## {heading}\n" in text
    assert text.count("\n### ") == 15

    assert workbench("issue", "publish").exit == 0
    assert workbench("list", "is:published").out.count("\n") == 15
    assert (
        workbench("add", "http://arxiv.org/abs/2510.25445v3", "--no-fetch", "--json").json[
            "already_published"
        ]
        == 1
    )


def test_what_is_waived_is_listed_apart_and_does_not_count(workbench: CommandLine) -> None:
    workbench("add", "https://e.example/1", "--title", "One", "--section", "pick", "--no-fetch")
    before = workbench("check", "--json").json
    waived = workbench("issue", "waive", "blurb", "1", "--reason", "Its title says it")
    assert waived.err == "Waived “The blurb is not written” of issue #1.\n"
    for rule in dict.fromkeys(
        finding["rule"] for finding in before["findings"] if finding["rule"] != "blurb"
    ):
        assert workbench("issue", "waive", rule, "--reason", "A short week").exit == 0
    checked = workbench("check")
    assert (checked.exit, checked.out.splitlines()[0]) == (
        0,
        "waived\tpick/1 One\tThe blurb is not written. (Its title says it)",
    )
    found = workbench("check", "--json").json
    assert (found["errors"], found["warnings"], found["findings"]) == (0, 0, [])
    assert [{**finding, "reason": "A short week"} for finding in before["findings"][1:]] == found["waived"][
        1:
    ]

    workbench("write", "1", "--blurb", "A word.")
    assert "warning\tpick/1 One\tThe blurb is too short" in workbench("check").out
    assert workbench("issue", "waive", "count", "--withdraw").exit == 0
    assert workbench("check", "--json").json["warnings"] == 5
    unknown = workbench("issue", "waive", "nonsense")
    assert (unknown.exit, "these rules find something: " in unknown.err) == (3, True)


def test_publishing_says_what_is_found_and_its_file_follows(workbench: CommandLine) -> None:
    workbench("add", "https://e.example/1", "--title", "One", "--section", "pick", "--no-fetch")
    workbench("export")
    (file,) = (workbench.folder / "issues").glob("*.md")
    published = workbench("issue", "publish")
    assert published.exit == 0
    assert "error: pick/1 One: The blurb is not written." in published.err
    for command, state in ((("undo",), "draft"), (("redo",), "published"), (("issue", "reopen"), "draft")):
        assert workbench(*command).exit == 0
        assert f"\nstate: {state}\n" in file.read_text("utf-8")
    assert workbench("issue", "publish").exit == 0
    address = "https://sieve.example/p/1"
    said = workbench("issue", "set", "url", address)
    assert said.err == f"Issue #1 is at {address}.\n"
    assert f'\nstate: published\nurl: "{address}"\n' in file.read_text("utf-8")
    assert workbench("issue", "show", "--issue", 1, "--json").json["url"] == address
    assert workbench("issue", "set", "url", "sieve.example/p/1").err == f"Issue #1 is at {address}.\n"
    refused = workbench("issue", "set", "url", "the front page")
    assert (refused.exit, "is no web address: it begins with https://" in refused.err) == (3, True)
    assert workbench("issue", "reopen").exit == 0
    mine = file.read_text("utf-8") + "\nMine.\n"
    file.write_text(mine, "utf-8")
    assert f"issues/{file.name} was edited by hand" in workbench("issue", "publish").err
    assert file.read_text("utf-8") == mine

"""Feeds by commands: lists of them from and to other readers."""

from pathlib import Path

from tests.support.commands import CommandLine

OPML = """\
<?xml version="1.0"?>
<opml version="2.0"><head><title>My feeds</title></head><body>
<outline text="AI"><outline type="rss" Text="Gates &amp; more" XMLURL="https://e.example/feed" htmlUrl="https://e.example/"/>
<outline text="Papers" xmlUrl="https://rss.arxiv.org/rss/cs.CL" category="x"></outline></outline>
<outline text="a link" type="link" url="https://e.example/x"/><outline text="no" xmlUrl="javascript:alert(1)"/>
</body></opml>
"""


def test_feeds_of_another_reader_are_read_in_listed_and_removed(
    workbench: CommandLine, tmp_path: Path
) -> None:
    (tmp_path / "feeds.opml").write_text(OPML, "utf-8")
    ran = workbench("feeds", "import", tmp_path / "feeds.opml", "--json")
    assert (ran.exit, ran.err, ran.json["added"], ran.json["rows"]) == (0, "Added 2 feeds.\n", 2, 2)
    assert workbench("feeds", "list").rows == [
        ["1", "Gates & more", "https://e.example/feed", ""],
        ["2", "Papers", "https://rss.arxiv.org/rss/cs.CL", ""],
    ]
    assert workbench("feeds", "remove", "https://e.example/").err == "Removed the feed “Gates & more”.\n"
    assert [feed["id"] for feed in workbench("feeds", "list", "--json").json] == [2]
    assert workbench("undo").exit == 0
    assert len(workbench("feeds", "list").rows) == 2
    assert workbench("doctor").exit == 0


def test_what_is_removed_and_what_is_exported_is_told_in_json_as_what_is_listed(
    workbench: CommandLine, tmp_path: Path
) -> None:
    (tmp_path / "feeds.opml").write_text(OPML, "utf-8")
    workbench("feeds", "import", tmp_path / "feeds.opml")
    listed = workbench("feeds", "list", "--json").json
    assert workbench("feeds", "export", "--json").json == listed
    assert workbench("feeds", "remove", "1", "https://e.example/feed", "--json").json == listed[:1]
    assert workbench("feeds", "list", "--json").json == listed[1:]


def test_what_is_exported_is_read_in_elsewhere_as_it_was(workbench: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "feeds.opml").write_text(OPML, "utf-8")
    workbench("feeds", "import", tmp_path / "feeds.opml")
    before = workbench("feeds", "list", "--json").json
    assert workbench("feeds", "export", "--output", tmp_path / "out.opml").exit == 0
    workbench("feeds", "remove", "1", "2")
    workbench("feeds", "import", tmp_path / "out.opml")
    after = workbench("feeds", "list", "--json").json
    assert [{**feed, "id": 0, "added": ""} for feed in after] == [
        {**feed, "id": 0, "added": ""} for feed in before
    ]


def test_a_file_without_feeds_is_named(workbench: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "links.opml").write_text('<opml><outline url="https://e.example/x"/></opml>', "utf-8")
    ran = workbench("feeds", "import", tmp_path / "links.opml")
    assert (ran.exit, ran.out) == (3, "")
    assert "“links.opml” names no feed" in ran.err

"""A newsletter in two languages, by commands: from the first link to the copy-out of the translation."""

from pathlib import Path

import pytest

from tests.support.commands import CommandLine

ENGLISH = """
name = "The Letter"
language = "en"
first_number = 12
title = "{highlights} - #{number}"
closing = "So long."

[tldr]
line = "**{label}:** {text}"

[[sections]]
key = "papers"
heading = "{count} Papers"
label = "Papers"
slots = 2
kinds = ["paper"]
blurb_words = [2, 80]

[[sections]]
key = "reads"
heading = "{count} Reads"
label = "Reads"
slots = 1
kinds = ["read"]
blurb_words = [2, 80]
"""
ARABIC = """
name = "الرسالة"
language = "ar"
first_number = 12
title = "{highlights} - العدد {number}"
closing = "إلى اللقاء"

[translation]
of = "../english"

[tldr]
heading = "باختصار"
line = "**{label}:** {text}"

[[sections]]
key = "reads"
heading = "مقالات ({count})"
label = "مقالات"
slots = 1
kinds = ["read"]
blurb_words = [2, 80]

[[sections]]
key = "papers"
heading = "أوراق ({count})"
label = "أوراق"
slots = 1
kinds = ["paper"]
blurb_words = [2, 80]
"""
WORKS = (
    ("https://arxiv.org/abs/2505.06708", "Gated Attention", "papers"),
    ("https://arxiv.org/abs/2512.04076", "Radiance Meshes", "papers"),
    ("https://site.example/en/gates", "What Gates Do", "reads"),
)
WORK_IN_ARABIC = "https://site.example/ar/gates"


def make_workspace(folder: Path, publication: str, monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    bench = CommandLine(folder, monkeypatch)
    assert bench("init", folder, workspace=False).exit == 0
    (folder / "workbench.toml").write_text(publication, "utf-8")
    return bench


@pytest.fixture
def english(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    """The original with one issue, written and exported."""
    bench = make_workspace(tmp_path / "english", ENGLISH, monkeypatch)
    for at, (url, title, section) in enumerate(WORKS, 1):
        assert bench("add", url, "--title", title, "--section", section, "--no-fetch").exit == 0
        assert bench("write", at, "--blurb", f"{title}, and all about it.").exit == 0
    for field, text in (
        ("title", "Gates"), ("greeting", "Hello!"), ("tldr.papers", "gates and meshes"), ("tldr.reads", "gates again"),
    ):  # fmt: skip
        assert bench("issue", "set", field, text).exit == 0
    assert bench("check").exit == 0
    return bench


@pytest.fixture
def arabic(english: CommandLine, monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    """Its translation, in which nothing is saved yet."""
    return make_workspace(english.folder.parent / "arabic", ARABIC, monkeypatch)


def rules_of(bench: CommandLine) -> list[str]:
    return [finding["rule"] for finding in bench("check", "--json").json["findings"]]


def list_files(folder: Path) -> dict[str, bytes]:
    return {str(file): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def test_an_issue_is_translated_from_the_first_link_to_the_copy_out(
    english: CommandLine, arabic: CommandLine, tmp_path: Path
) -> None:
    before = list_files(english.folder)
    assert arabic("issue", "translate").err == (
        "Issue #12 translates the original (en) #12, 3 entries to write.\n"
    )
    assert arabic("issue", "original").rows == [
        ["1", "papers", "Gated Attention", WORKS[0][0]],
        ["2", "papers", "Radiance Meshes", WORKS[1][0]],
        ["3", "reads", "What Gates Do", WORKS[2][0]],
    ]
    shown = arabic("issue", "original", "--json").json
    assert (shown["language"], shown["tldr"]["reads"]) == ("en", "gates again")
    assert shown["entries"][2]["blurb"] == "What Gates Do, and all about it."
    # The editor takes the Arabic version of the article, ties it to the English one, and copies a line by mistake.
    assert arabic("reject", 3).exit == 0
    assert rules_of(arabic).count("missing") == 1
    ran = arabic(
        "add",
        "https://site.example/ar/gates",
        "--title",
        "ماذا تفعل البوابات",
        "--section",
        "reads",
        "--no-fetch",
    )
    assert ran.exit == 0
    assert "missing" in rules_of(arabic)
    assert (
        arabic("tie", 4, WORKS[2][0]).err
        == "Tied “ماذا تفعل البوابات” to the original's https://site.example/en/gates.\n"
    )
    assert "missing" not in rules_of(arabic)
    for id in (1, 2, 4):
        assert arabic("write", id, "--blurb", f"{id} نص قصير عن العمل").exit == 0
    assert arabic("write", 2, "--blurb", "Radiance Meshes, and all about it.").exit == 0
    for field, text in (
        ("title", "بوابات"),
        ("greeting", "مرحبا"),
        ("tldr.papers", "بوابات"),
        ("tldr.reads", "أيضا"),
    ):
        assert arabic("issue", "set", field, text).exit == 0
    assert [row[1:] for row in arabic("check").rows] == [
        ["papers/2 Radiance Meshes", "The blurb is word for word the original's: translate it."]
    ]
    assert arabic("write", 2, "--blurb", "شبكات من ضوء").exit == 0
    assert (arabic("check").out, arabic("check").exit) == ("", 0)
    page = tmp_path / "page.html"
    assert arabic("export", "--format", "page", "--output", page).exit == 0
    html = page.read_text("utf-8")
    assert '<article id="body" lang="ar" dir="rtl">' in html
    assert html.index("ماذا تفعل البوابات") < html.index("Gated Attention") < html.index("Radiance Meshes")
    assert "all about" not in html
    assert list_files(english.folder) == before


def test_what_the_original_takes_in_later_is_found_until_it_is_waived(
    english: CommandLine, arabic: CommandLine
) -> None:
    assert arabic("issue", "translate").exit == 0
    assert english("issue", "slots", "papers", 3).exit == 0
    ran = english(
        "add", "https://arxiv.org/abs/1706.03762", "--title", "All", "--section", "papers", "--no-fetch"
    )
    assert ran.exit == 0
    found = [one for one in arabic("check", "--json").json["findings"] if one["rule"] == "missing"]
    assert [one["message"] for one in found] == ["“All” is missing: it stands in the original (en) #12."]
    assert arabic("issue", "original").rows[2] == ["", "papers", "All", "https://arxiv.org/abs/1706.03762"]
    assert arabic("issue", "waive", "missing", "--reason", "too old").exit == 0
    assert "missing" not in rules_of(arabic)


def test_a_tie_is_taken_back_by_a_command_and_by_undo(english: CommandLine, arabic: CommandLine) -> None:
    assert english("list").exit == 0
    arabic("add", WORK_IN_ARABIC, "--title", "Gates", "--section", "reads", "--no-fetch")
    missing = rules_of(arabic).count("missing")
    for back in (("tie", 1, "--withdraw"), ("undo",)):
        assert arabic("tie", 1, WORKS[2][0]).exit == 0
        assert rules_of(arabic).count("missing") == missing - 1
        assert arabic(*back).exit == 0
        assert rules_of(arabic).count("missing") == missing
    refused = arabic("tie", 1, "https://elsewhere.example")
    assert (refused.exit, refused.err) == (
        3,
        "No entry of the original (en) #12 leads to https://elsewhere.example: "
        "`workbench issue original` lists them.\n",
    )
    assert arabic("tie", 1).exit == 2


@pytest.mark.parametrize(
    ("of", "said"),
    [
        ("../gone", "workbench.toml says that the original is in ../gone, and no folder is there"),
        (".", "which is this workspace itself: name the folder of the other one."),
    ],
)
def test_an_original_that_is_not_there_is_one_finding_and_stops_nothing(
    of: str, said: str, arabic: CommandLine
) -> None:
    toml = arabic.folder / "workbench.toml"
    toml.write_text(ARABIC.replace("../english", of), "utf-8")
    assert (
        arabic("add", WORKS[0][0], "--title", "Gated Attention", "--section", "papers", "--no-fetch").exit
        == 0
    )
    found = [one for one in arabic("check", "--json").json["findings"] if one["rule"] == "original"]
    assert len(found) == 1
    assert said in found[0]["message"]
    for words in (("issue", "translate"), ("issue", "original"), ("tie", 1, "x")):
        ran = arabic(*words)
        assert (ran.exit, ran.out) == (3, "")
        assert said in ran.err
    assert arabic("export").exit == 0


def test_two_that_are_each_others_translation_both_go_on(english: CommandLine, arabic: CommandLine) -> None:
    toml = english.folder / "workbench.toml"
    toml.write_text(ENGLISH.replace("\n[tldr]", '\n[translation]\nof = "../arabic"\n\n[tldr]', 1), "utf-8")
    assert arabic("issue", "translate").exit == 0
    assert not set(rules_of(english)) & {"original", "missing"}
    assert not set(rules_of(arabic)) & {"original", "missing"}


def test_a_newsletter_that_is_no_translation_says_what_to_write(english: CommandLine) -> None:
    ran = english("issue", "translate")
    assert (ran.exit, ran.err) == (
        3, "This newsletter is no translation: [translation] in workbench.toml names its original.\n"
    )  # fmt: skip

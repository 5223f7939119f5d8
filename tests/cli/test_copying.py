"""Copying out, and proving that it arrived, on a desktop whose clipboard is two files."""

from pathlib import Path

import pytest

from tests.support.commands import CommandLine

WL_COPY = """\
case "$*" in
  *text/html*) rm -f "$SHELF/text"; cat > "$SHELF/html" ;;
  *) rm -f "$SHELF/html"; cat > "$SHELF/text" ;;
esac
"""
WL_PASTE = """\
case "$*" in
  *--list-types*) [ -f "$SHELF/html" ] && echo text/html; [ -f "$SHELF/text" ] && echo text/plain; true ;;
  *text/html*) cat "$SHELF/html" ;;
  *) cat "$SHELF/text" ;;
esac
"""
VIDEO = "https://www.youtube.com/watch?v=kCc8FmEb1nY"
VIDEO_LINK = f'<p><a href="{VIDEO}">{VIDEO}</a></p>'
PLAYER = '<iframe src="https://www.youtube.com/embed/kCc8FmEb1nY"></iframe>'


class ClipboardFiles:
    """What is on that clipboard."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __getitem__(self, kind: str) -> str:
        file = self.folder / kind
        return file.read_text("utf-8") if file.exists() else ""

    def __setitem__(self, kind: str, text: str) -> None:
        (self.folder / kind).write_text(text, "utf-8")


@pytest.fixture
def clipboard(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ClipboardFiles:
    """A Wayland desktop's, which holds rich text or plain text and not both."""
    for folder in ("bin", "shelf"):
        (tmp_path / folder).mkdir()
    for name, body in (("wl-copy", WL_COPY), ("wl-paste", WL_PASTE)):
        program = tmp_path / "bin" / name
        program.write_text(f"#!/bin/sh\n{body}")
        program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:/usr/bin:/bin")
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-9")
    monkeypatch.setenv("SHELF", str(tmp_path / "shelf"))
    return ClipboardFiles(tmp_path / "shelf")


@pytest.fixture
def written_issue(filled_workbench: CommandLine) -> CommandLine:
    """An issue with a paper and a video, and a second paper on its bench."""
    for words in (
        ("place", 1, "papers"), ("write", 1, "--title", "Gates", "--blurb", "They *do* much."),
        ("place", 6, "videos"), ("write", 6, "--title", "GPT", "--blurb", "Watch it slowly."),
        ("bench", 2, "papers"), ("write", 2, "--title", "Meshes", "--blurb", "Once more."),
        ("issue", "set", "title", "Gates & Co"),
    ):  # fmt: skip
        assert filled_workbench(*words).exit == 0
    return filled_workbench


def test_preview_text_and_posts_are_copied_each_by_itself(
    written_issue: CommandLine, clipboard: ClipboardFiles
) -> None:
    missing = written_issue("copy", "--part", "preview")
    assert (missing.exit, "`workbench issue set preview TEXT` writes one" in missing.err) == (3, True)
    assert written_issue("issue", "set", "preview", "What gates do").exit == 0
    assert written_issue("copy", "--part", "preview").exit == 0
    assert clipboard["text"] == "What gates do"
    assert written_issue("issue", "publish").exit == 0
    unknown = written_issue("copy", "--part", "post:bluesky")
    assert (unknown.exit, "`workbench issue set url https://… --issue 1` says it" in unknown.err) == (3, True)
    assert written_issue("issue", "set", "url", "https://sieve.example/p/1").exit == 0
    ran = written_issue("copy", "--part", "post:bluesky")
    assert (ran.exit, "of 300 characters." in ran.err) == (0, True)
    assert clipboard["text"] == "Gates & Co - The Tokenizer Edition #1\n\nhttps://sieve.example/p/1"
    none = written_issue("copy", "--part", "post:mastodon")
    assert (none.exit, "there are: linkedin, bluesky, x, note" in none.err) == (3, True)


def test_the_body_is_copied_as_the_first_target_takes_it_and_what_is_there_is_said(
    written_issue: CommandLine, clipboard: ClipboardFiles
) -> None:
    ran = written_issue("copy")
    assert (ran.exit, ran.out) == (0, "")
    assert "<h3>Gates</h3>" in clipboard["html"]
    assert f'\n<p><a href="{VIDEO}">{VIDEO}</a></p>\n' in clipboard["html"]
    *findings, size, said = ran.err.splitlines()
    assert "warning: greeting: " in findings[0]
    assert size == "The body is 1 kB, before Substack's template; mail programs show 102 kB."
    assert said.startswith("Body: copied rich text: only rich text is on the clipboard")


def test_each_part_goes_in_the_form_that_is_asked_for(
    written_issue: CommandLine, clipboard: ClipboardFiles
) -> None:
    for words, kind, holds in (
        (("--target", "buttondown"), "text", f"### GPT\n\n{VIDEO}\n\nWatch"),
        (("--target", "plain"), "text", f"GPT\n\n{VIDEO}\n\nWatch"),
        (("--target", "ghost"), "html", '<iframe src="https://www.youtube.com/embed/kCc8FmEb1nY">'),
        (("--as", "markdown"), "text", "They *do* much."),
        (("--target", "buttondown", "--as", "rich"), "html", "They <em>do</em> much."),
        (("--part", "entry:1"), "html", "<h3>Gates</h3>\n<p>"),
        (("--part", "entry:2", "--as", "markdown"), "text", "### Meshes\n\n<"),
        (("--part", "body:2"), "html", "<p>Watch it slowly.</p>"),
    ):
        assert written_issue("copy", *words).exit == 0
        assert holds in clipboard[kind], words


def test_what_has_a_field_of_its_own_is_copied_as_text_to_the_letter(
    written_issue: CommandLine, clipboard: ClipboardFiles
) -> None:
    for part, text in (("title", "Gates & Co - The Tokenizer Edition #1"), ("video:6", VIDEO)):
        ran = written_issue("copy", "--part", part)
        assert f": copied {len(text)} characters to the clipboard." in ran.err
        assert clipboard["text"] == text


def test_what_cannot_be_copied_is_named_and_the_clipboard_left_alone(
    written_issue: CommandLine, clipboard: ClipboardFiles
) -> None:
    clipboard["text"] = "mine"
    for words, code, says in (
        (("--part", "subtitle"), 3, "Issue #1 has no subtitle: `workbench issue set subtitle TEXT`"),
        (("--part", "entry:3"), 3, "Link 3 is not in issue #1"),
        (("--part", "video:1"), 3, "no video that goes into Substack by itself"),
        (("--part", "body:7"), 3, "The body of issue #1 has no part 7 for Substack"),
        (("--part", "everything"), 2, "is no part: title"),
        (("--target", "medium"), 2, "there are substack, ghost, buttondown, beehiiv, wordpress, plain"),
    ):
        ran = written_issue("copy", *words)
        assert (ran.exit, clipboard["text"]) == (code, "mine")
        assert says in ran.err


def test_where_no_clipboard_takes_rich_text_the_copy_page_is_written_and_named(
    written_issue: CommandLine,
) -> None:
    ran = written_issue("copy")
    page = written_issue.folder / "issues" / "0001-gates-co.copy.html"
    assert ran.exit == 3
    assert ran.err.endswith(f"The copy page has a button for it: open {page}\n")
    assert "They <em>do</em> much." in page.read_text("utf-8")
    assert "There is no clipboard here" in written_issue("copy", "--as", "text").err


def test_a_copy_that_came_back_whole_is_proved(written_issue: CommandLine, clipboard: ClipboardFiles) -> None:
    written_issue("copy")
    clipboard["html"] = clipboard["html"].replace(VIDEO_LINK, PLAYER)
    ran = written_issue("proof")
    assert (ran.exit, ran.out) == (0, "")
    assert ran.err == (
        "Compared with the clipboard.\nPlayers: 1 of 1 video.\nIssue #1: no errors, no warnings.\n"
    )


def test_a_video_that_is_no_player_is_told_with_what_to_do(
    written_issue: CommandLine, clipboard: ClipboardFiles
) -> None:
    written_issue("copy")
    for became, level, state in (
        (f'<p class="a"><a href="{VIDEO}">{VIDEO}</a></p>', "warning", "is a link and no player"),
        (f"<p>{VIDEO}</p>", "error", "stays a plain address, neither player nor link"),
    ):
        clipboard["html"] = clipboard["html"].replace(VIDEO_LINK, became)
        ran = written_issue("proof")
        does = "`workbench copy --part video:6` copies it to be pasted alone."
        assert (ran.exit, ran.rows) == (1, [[level, "videos/1 GPT", f"Video 1 {state}: {does}"]])
        assert "Players: 0 of 1 video." in ran.err
        clipboard["html"] = clipboard["html"].replace(became, VIDEO_LINK)


def test_what_did_not_arrive_is_told_where_it_is_missing(
    written_issue: CommandLine, clipboard: ClipboardFiles
) -> None:
    written_issue("copy")
    clipboard["html"] = clipboard["html"].replace("<p>Watch it slowly.</p>", "").replace(VIDEO_LINK, PLAYER)
    ran = written_issue("proof")
    assert (ran.exit, ran.rows) == (1, [["error", "videos/1 GPT", "“Watch it slowly.” is missing."]])
    told = written_issue("proof", "--json").json
    assert (told["issue"], told["errors"], told["warnings"]) == (1, 1, 0)
    assert set(told["findings"][0]) == {"level", "rule", "where", "message"}


def test_our_own_copy_proves_nothing(written_issue: CommandLine, clipboard: ClipboardFiles) -> None:
    assert "The clipboard is empty" in written_issue("proof").err
    written_issue("copy", "--target", "ghost")
    ran = written_issue("proof")
    assert ran.exit == 3
    assert "still holds what was copied from here" in ran.err


def test_a_page_that_was_saved_is_compared_as_well(written_issue: CommandLine, tmp_path: Path) -> None:
    page = tmp_path / "page.htm"
    html = written_issue("export", "--format", "html", "--output", "-").out.replace(VIDEO_LINK, PLAYER)
    page.write_text(f"<nav>Home</nav><h1>Gates & Co</h1>{html}", "utf-16")
    assert written_issue("proof", page).exit == 0
    assert written_issue("proof", "-", stdin=html.replace("Gates", "Doors")).exit == 1
    text = written_issue("export", "--format", "text", "--output", "-").out
    ran = written_issue("proof", "-", stdin=text)
    assert ran.exit == 0
    assert "which is plain text: headings, lists" in ran.err


def test_markdown_is_no_fault_where_the_platform_is_written_in_it(written_issue: CommandLine) -> None:
    file = Path(written_issue("export").out.rstrip())
    assert written_issue("proof", file).exit == 0
    text = file.read_text("utf-8")
    assert written_issue("proof", "-", stdin=text).exit == 1
    assert written_issue("proof", "-", "--target", "buttondown", stdin=text).exit == 0


def test_a_file_that_says_nothing_is_not_compared(written_issue: CommandLine, tmp_path: Path) -> None:
    for name, content in (("gone.html", None), ("empty.html", b" \n"), ("picture.png", b"\x89PNG\0\0")):
        file = tmp_path / name
        if content is not None:
            file.write_bytes(content)
        ran = written_issue("proof", file)
        assert (ran.exit, ran.err.count("\n")) == (3, 1)
        assert name in ran.err


def test_no_part_of_our_own_copy_proves_anything_in_any_form(
    written_issue: CommandLine, clipboard: ClipboardFiles
) -> None:
    parts: list[tuple[object, ...]] = [
        ("--target", "buttondown"), ("--target", "plain"), ("--as", "text"), ("--as", "markdown"), ("--part", "title"),
        ("--part", "body:1"), ("--part", "entry:1"), ("--part", "entry:1", "--as", "text"), ("--part", "video:6"),
    ]  # fmt: skip
    for words in parts:
        assert written_issue("copy", *words).exit == 0
        for target in ("substack", "buttondown", "plain"):
            ran = written_issue("proof", "--target", target)
            assert (ran.exit, ran.out) == (3, ""), words
            assert "still holds what was copied from here" in ran.err
    written_issue("copy", "--target", "plain")
    assert "save it and run `workbench proof FILE`" in written_issue("proof", "--target", "plain").err


def test_what_was_edited_there_is_shown_as_a_diff(
    written_issue: CommandLine, clipboard: ClipboardFiles
) -> None:
    written_issue("copy")
    clipboard["html"] = clipboard["html"].replace("Watch it slowly.", "Watch it <b>twice</b>.")
    ran = written_issue("proof", "--diff")
    assert ran.exit == 1
    assert ran.out.splitlines()[-2:] == ["-Watch it slowly.", "+Watch it **twice**."]
    assert ran.err == "Compared with the clipboard.\nIssue #1: 1 piece edited there.\n"
    (piece,) = written_issue("proof", "--diff", "--json").json["pieces"]
    assert piece["where"] == "videos/1 GPT"
    assert piece["there"].endswith("\n\nWatch it **twice**.")
    clipboard["html"] = clipboard["html"].replace("Watch it <b>twice</b>.", "Watch it slowly. ")
    assert (written_issue("proof", "--diff").exit, written_issue("proof", "--diff").out) == (0, "")


def test_what_an_editor_stripped_is_listed_to_be_put_back(
    written_issue: CommandLine, clipboard: ClipboardFiles
) -> None:
    written_issue("copy")
    clipboard["html"] = clipboard["html"].replace("<em>do</em>", "do")
    ran = written_issue("proof", "--punch-list")
    assert (ran.exit, ran.rows) == (1, [["papers/1 Gates", "italic", "do"]])
    (row,) = written_issue("proof", "--punch-list", "--json").json["formats"]
    assert row == {"where": "papers/1 Gates", "format": "italic", "text": "do", "address": ""}
    text = written_issue("export", "--format", "text", "--output", "-").out
    rows = written_issue("proof", "-", "--punch-list", stdin=text).rows
    assert ["papers/1 Gates", "heading of level 3", "Gates"] in rows
    assert any(row[1] == "link" and " -> https://" in row[2] for row in rows)


def test_one_thing_is_asked_for_at_a_time(written_issue: CommandLine, tmp_path: Path) -> None:
    for words in (("--diff", "--punch-list"), (tmp_path / "page.html", "--draft")):
        ran = written_issue("proof", *words)
        assert (ran.exit, ran.out) == (2, "")
        assert "exclude each other" in ran.err


def test_a_mail_that_is_nearly_too_long_is_told_by_check_and_once_by_copy(
    written_issue: CommandLine, clipboard: ClipboardFiles
) -> None:
    assert "mail" not in written_issue("check").out
    assert "warning" not in written_issue("copy").err.splitlines()[-2]
    written_issue("write", 1, "--blurb", "A word and another. " * 4500)
    said = (
        "Substack's mail is nearly cut: the body is 91 kB, before Substack's template; mail programs show 102 kB. "
        "Longest in it: “Gates” 90 kB."
    )
    assert f"warning\tpapers/1 Gates\t{said}" in written_issue("check").out
    assert written_issue("copy").err.count("body is 91 kB") == 1
    assert f"warning: papers/1 Gates: {said}" in written_issue("copy").err
    waived = written_issue("issue", "waive", "mail-size", "--reason", "They click")
    assert waived.exit == 0
    assert "The body is 91 kB" in written_issue("copy").err

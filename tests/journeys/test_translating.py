"""Translating on the screen: an issue begun from the original's, and each piece written with the original in sight."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.editor import PaneEditor, Workbench
from workbench.curation.publication.profile import read_default_text
from workbench.workspace import Workspace, open_workspace
from workbench.workspace_folder import create_workspace_files

SIZES = [(80, 24), (120, 40), (160, 45)]
ARABIC = (
    read_default_text(12)
    .replace('of = ""', 'of = "english"')
    .replace('language = "en"', 'language = "ar"', 1)
    .replace('name = "The Tokenizer"', 'name = "النشرة"')
)


@pytest.fixture
def english(tmp_path: Path) -> Iterator[Workspace]:
    """The original beside the test's workspace, open in another program: issue #12 with two papers and a video."""
    create_workspace_files(tmp_path / "english", 12)
    with open_workspace(tmp_path / "english") as workspace:
        for at, (url, title, section) in enumerate(
            (
                ("https://arxiv.org/abs/2505.06708", "Gates Are Enough", "papers"),
                ("https://arxiv.org/abs/2512.04076", "Meshes of Light", "papers"),
                ("https://youtu.be/kCc8FmEb1nY", "A Model From Scratch", "videos"),
            ),
            1,
        ):
            workspace.add(url, title=f"Work {at}", section=section)
            workspace.write(at, title=title, blurb=f"{title}: why that matters to you.")
        from workbench.desk.verbs.writing import set_issue_field

        workspace.do(set_issue_field, "tldr.papers", "gates, and meshes of light")
        yield workspace


async def see_original(editor: PaneEditor) -> None:
    """What the screen does every second by itself: look whether the original changed."""
    editor.screen.jobs.original_watch.look()
    await editor.settle()


def source_of(editor: PaneEditor) -> str:
    """What stands beside the fields, wherever its lines break."""
    return str(editor.panes.writing_source.text)


def rows_of(editor: PaneEditor) -> list[tuple[str, int | None, str, str]]:
    issue = editor.panes.find_issue()
    entries = editor.desk.state.entries_in(issue.id) if issue is not None else []
    return [(entry.section, entry.slot, entry.title, entry.blurb) for entry in entries]


@pytest.mark.parametrize(("width", "height"), SIZES)
async def test_an_issue_is_begun_from_the_original_and_written_with_that_in_sight(
    workbench: Workbench, english: Workspace, width: int, height: int
) -> None:
    async with workbench(width, height, profile=ARABIC) as editor:
        await editor.press("N", "t")
        assert editor.message.startswith("Issue #12 translates the original (en) #12, 3 entries to write")
        await editor.begin_first_entry()
        assert editor.has_text("In the original (en) #12:")
        assert editor.has_text("Gates Are Enough: why that matters to you.")
        await editor.type("البوابات تكفي")
        await editor.press("ctrl+n", "ctrl+p")
        english.write(1, blurb="Gates Are Enough: and more.")
        await see_original(editor)
        assert "In the original (en) #12, changed since this was written:" in source_of(editor)
        await editor.press("ctrl+n")
        assert editor.has_text("Meshes of Light: why that matters to you.")
        assert not editor.has_text("Gates Are Enough: why")
        english.write(2, blurb="Now with another end.")
        await see_original(editor)
        assert editor.has_text("Now with another end.")
        await editor.press("escape")
        assert rows_of(editor)[0] == ("papers", 1, "Gates Are Enough", "البوابات تكفي")
        editor.panes.issue.move_to(
            next(p for p in editor.panes.issue.outline.list.pieces if p.key == "papers")
        )
        await editor.press("e")
        assert editor.has_text("gates, and meshes of light")
        await editor.type("بوابات")
        await editor.press("escape", "u", "u")
        assert rows_of(editor)[0][3] == ""


async def test_what_the_original_takes_in_later_is_found_and_taken_in_by_a_key(
    workbench: Workbench, english: Workspace
) -> None:
    async with workbench(profile=ARABIC) as editor:
        await editor.press("N", "t")
        before = len(editor.screen.header.findings)
        english.add("https://arxiv.org/abs/1706.03762", title="Attention", section="papers")
        await see_original(editor)
        assert len(editor.screen.header.findings) == before + 1
        await editor.press("F")
        (at,) = [at for at, one in enumerate(editor.screen.header.findings) if one.rule == "missing"]
        await editor.press(*"j" * at)
        assert editor.has_text("“Attention” is missing: it stands in the original (en) #12")
        await editor.press("m", "escape")
        assert ("papers", 3, "Attention", "") in rows_of(editor)
        await editor.press("u")
        assert len(rows_of(editor)) == 3


async def test_an_article_in_another_language_is_tied_to_the_one_it_translates(
    workbench: Workbench, english: Workspace
) -> None:
    assert english.state.issues
    async with workbench(profile=ARABIC) as editor:
        await editor.paste("https://site.example/ar/gates")
        await editor.press("1", "tab", "}", "e")
        assert (
            "No entry of the original (en) #12 goes with this one: & in the list ties it to one."
            in source_of(editor)
        )
        await editor.press("escape", "&")
        assert editor.has_text("translates")
        await editor.press("j", "enter")
        assert editor.message.startswith("Tied “site.example/ar/gates” to the original's arxiv:2512.04076")
        await editor.press("e")
        assert editor.has_text("Meshes of Light: why that matters to you.")
        await editor.press("escape", "&")
        assert editor.message.startswith("Untied “site.example/ar/gates”")


async def test_an_original_that_goes_away_is_told_and_comes_back(
    workbench: Workbench, english: Workspace, tmp_path: Path
) -> None:
    assert english.state.issues
    async with workbench(profile=ARABIC) as editor:
        await editor.press("N", "t")
        (tmp_path / "english").rename(tmp_path / "elsewhere")
        await see_original(editor)
        assert [one.rule for one in editor.screen.header.findings].count("original") == 1
        await editor.begin_first_entry()
        assert "says that the original is in english, and no folder is there" in source_of(editor)
        await editor.type("البوابات تكفي")
        (tmp_path / "elsewhere").rename(tmp_path / "english")
        await see_original(editor)
        assert editor.has_text("Gates Are Enough: why that matters to you.")
        assert editor.prose == "البوابات تكفي"


async def test_a_newsletter_that_is_no_translation_shows_nothing_of_it(workbench: Workbench) -> None:
    async with workbench(sample=True) as editor:
        await editor.press("N")
        assert not editor.has_text("translate")
        await editor.press("escape")
        await editor.begin_first_entry()
        assert not editor.has_text("original")

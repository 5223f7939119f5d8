"""The issue as a draft at its platform, from the strip of the copy-out, over a real connection."""

import pytest

from tests.support.editor import Workbench
from tests.support.platforms import FakeGhost, serve_platform
from workbench.cli.commands.demo import make_demo_profile


def make_profile(url: str) -> str:
    """The sample's profile, with the address of a Ghost."""
    return make_demo_profile().replace('key = "ghost"\n', f'key = "ghost"\nurl = "{url}"\n')


async def test_the_draft_is_made_edited_there_and_written_over(
    workbench: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serve_platform(FakeGhost) as ghost:
        monkeypatch.setenv("GHOST_ADMIN_API_KEY", ghost.key)
        async with workbench(80, 24, profile=make_profile(ghost.url), sample=True) as editor:
            await editor.press("c", "!")
            assert editor.has_text("1/2 Title")
            await editor.press("t")
            assert editor.has_text("draft enter makes the draft at Ghost; j copies by hand instead.")
            assert ghost.requests == []

            await editor.press("enter")
            assert editor.has_text("done Made the draft of issue #12 at Ghost.")
            assert editor.has_text("check 0/")
            assert "Quiet Features" in ghost.only_draft["title"]

            ghost.edit(ghost.only_draft["id"], html="<p>Theirs</p>")
            while not editor.has_text("draft enter brings the draft at Ghost up to date"):
                await editor.press("k")
            await editor.press("enter")
            assert editor.has_text(
                "! edited The draft of issue #12 at Ghost was edited there since it was sent"
            )
            assert editor.has_text("D shows what differs there, ! writes over it.")
            assert editor.has_text("D differences")
            await editor.press("D")
            assert editor.has_text("Edited at Ghost")
            assert editor.has_text("Nothing of the issue is there")
            await editor.press("escape", "!")
            assert editor.has_text("done Brought the draft of issue #12 at Ghost up to date.")
            assert "Theirs" not in ghost.only_draft["html"]
            assert not editor.has_text("D differences")


async def test_what_is_missing_is_said_when_it_is_asked_for(
    workbench: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("GHOST_ADMIN_API_KEY", raising=False)
    monkeypatch.setitem(__import__("sys").modules, "keyring", None)
    async with workbench(120, 40, profile=make_profile("https://blog.example.org"), sample=True) as editor:
        await editor.press("c", "!", "d")
        assert editor.has_text("! refused Substack takes no drafts from here, Buttondown and Ghost do")
        await editor.press("t", "d")
        assert editor.has_text("! refused There is no key for Ghost: set GHOST_ADMIN_API_KEY, or keep it")
        assert editor.has_text("1/2 Title")

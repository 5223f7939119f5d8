"""`workbench draft`, against the strict stand-ins for the platforms."""

from collections.abc import Iterator

import pytest

from tests.support.commands import CommandLine
from tests.support.platforms import FakeButtondown, FakeGhost, FakePlatform, serve_platform


def add_target_line(filled_workbench: CommandLine, key: str, line: str) -> None:
    """Write a line into the target of that key in the workspace's publication."""
    profile = filled_workbench.folder / "workbench.toml"
    text = profile.read_text("utf-8")
    profile.write_text(text.replace(f'key = "{key}"\n', f'key = "{key}"\n{line}\n'), "utf-8")


@pytest.fixture(params=["ghost", "buttondown"])
def key(request: pytest.FixtureRequest) -> str:
    """The platform in question."""
    return str(request.param)


@pytest.fixture
def fake_platform(
    key: str, filled_workbench: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> Iterator[FakePlatform]:
    """Its side: a platform on 127.0.0.1 that the workspace names, its key in the environment."""
    with serve_platform({"ghost": FakeGhost, "buttondown": FakeButtondown}[key]) as there:
        add_target_line(
            filled_workbench, key, f'url = "{there.url if key == "ghost" else f"{there.url}/v1"}"'
        )
        monkeypatch.setenv({"ghost": "GHOST_ADMIN_API_KEY"}.get(key, "BUTTONDOWN_API_KEY"), there.key)
        yield there


@pytest.fixture
def written_issue(filled_workbench: CommandLine) -> CommandLine:
    """A workspace with a paper and a video in its draft."""
    filled_workbench("place", 1, "papers")
    filled_workbench("place", 6, "videos")
    filled_workbench("write", 1, "--title", "Gates", "--blurb", "Some words.")
    filled_workbench("issue", "set", "title", "Gates & Co")
    return filled_workbench


def test_the_first_run_makes_the_draft_and_later_ones_keep_it_up_to_date(
    written_issue: CommandLine, fake_platform: FakePlatform, key: str
) -> None:
    made = written_issue("draft", key)
    assert made.exit == 0
    assert f"Made the draft of issue #1 at {key.capitalize()}." in made.err
    assert written_issue("draft", key).out == made.out
    written_issue("issue", "set", "title", "Gates, Meshes")
    told = written_issue("draft", key, "--json").json
    (draft,) = fake_platform.drafts.values()
    assert (told["did"], told["id"], told["issue"], told["target"]) == ("updated", draft["id"], 1, key)
    assert [told["address"]] == made.out.splitlines()
    assert told["findings"] == []
    assert "Gates, Meshes" in str(draft)


def test_an_edit_on_the_platforms_page_is_exit_3_and_a_way_out(
    written_issue: CommandLine, fake_platform: FakePlatform, key: str
) -> None:
    written_issue("draft", key)
    (id,) = fake_platform.drafts
    body = "html" if key == "ghost" else "body"
    fake_platform.edit(id, **{body: "<p>Theirs</p>"})
    ran = written_issue("draft", key)
    assert (ran.exit, ran.out) == (3, "")
    assert "was edited there since it was sent" in ran.err
    assert f"`workbench proof --draft --diff --target {key}` shows the edits" in ran.err
    assert fake_platform.drafts[id][body] == "<p>Theirs</p>"
    assert written_issue("draft", key, "--overwrite").exit == 0
    assert "Some words." in fake_platform.drafts[id][body]


def test_what_did_not_arrive_is_exit_1_and_the_draft_is_remembered(
    written_issue: CommandLine, fake_platform: FakePlatform, key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    edit = fake_platform.edit
    other = {"html": "<p>Hey</p>", "body": "Hey"}
    monkeypatch.setattr(fake_platform, "edit", lambda id, **fields: edit(id, **fields | other))
    ran = written_issue("draft", key, "--json")
    assert ran.exit == 1
    assert {finding["level"] for finding in ran.json["findings"]} == {"error"}
    assert written_issue("draft", key, "--json").json["did"] == "left"


def test_a_platform_that_published_all_the_same_is_said_loudly(
    written_issue: CommandLine, fake_platform: FakePlatform, key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    edit = fake_platform.edit
    monkeypatch.setattr(fake_platform, "edit", lambda id, **fields: edit(id, **fields | {"status": "sent"}))
    ran = written_issue("draft", key)
    assert ran.exit == 3
    assert "was asked for a draft and says it is “sent”: look there at once." in ran.err
    assert "no draft any more, and stays as it is there" in written_issue("draft", key).err


def test_the_key_is_nowhere_but_in_the_environment(
    written_issue: CommandLine, fake_platform: FakePlatform, key: str
) -> None:
    said = [
        written_issue("draft", key, "--json"),
        written_issue("history", "--json"),
        written_issue("draft", key),
    ]
    fake_platform.queue_reply(401)
    said.append(written_issue("draft", key))
    secret = fake_platform.key.rpartition(":")[2]
    assert not any(secret in ran.out + ran.err for ran in said)
    kept = [file.read_bytes() for file in written_issue.folder.rglob("*") if file.is_file()]
    assert kept
    assert not any(secret.encode() in content for content in kept)


def test_a_key_in_the_workspace_is_refused_before_anything_is_sent(
    written_issue: CommandLine, fake_platform: FakePlatform, key: str
) -> None:
    add_target_line(written_issue, key, f'api_key = "{fake_platform.key}"')
    ran = written_issue("draft", key)
    assert ran.exit == 3
    assert f"workbench.toml holds a key at “targets[{2 if key == 'ghost' else 3}].api_key”" in ran.err
    assert fake_platform.key not in ran.err
    assert fake_platform.requests == []


def test_what_is_missing_is_said_with_where_to_put_it(
    written_issue: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("GHOST_ADMIN_API_KEY", raising=False)
    assert "set GHOST_ADMIN_API_KEY" in written_issue("draft", "ghost").err
    monkeypatch.setenv("GHOST_ADMIN_API_KEY", "a" * 24 + ":" + "b" * 64)
    ran = written_issue("draft", "ghost")
    assert ran.exit == 3
    assert "Ghost needs the address of its site" in ran.err
    assert written_issue("draft", "substack").exit == 2


def test_what_was_edited_on_the_platforms_page_is_shown_and_proved(
    written_issue: CommandLine, fake_platform: FakePlatform, key: str
) -> None:
    asked = written_issue("proof", "--draft", "--diff", "--target", key)
    assert (asked.exit, asked.out) == (3, "")
    assert (
        f"has no draft at {key.capitalize()} that is known here: `workbench draft {key}` makes one."
        in asked.err
    )
    written_issue("draft", key)
    assert written_issue("proof", "--draft", "--diff", "--target", key).exit == 0
    assert written_issue("proof", "--draft", "--target", key).exit == 0
    (id,) = fake_platform.drafts
    body = "html" if key == "ghost" else "body"
    fake_platform.edit(id, **{body: fake_platform.drafts[id][body].replace("Some words.", "Other words.")})
    shown = written_issue("proof", "--draft", "--diff", "--target", key)
    assert shown.exit == 1
    assert shown.out.splitlines()[-2:] == ["-Some words.", "+Other words."]
    assert f"Compared with the draft at {key.capitalize()}." in shown.err
    (row,) = written_issue("proof", "--draft", "--target", key).rows
    assert row[2] == "“Some words.” says “Other” where the issue says “Some”."

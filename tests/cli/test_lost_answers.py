"""`workbench draft` where the platform does as it is asked and its answer never arrives, over real connections."""

from collections.abc import Iterator

import pytest

from tests.support.commands import CommandLine
from tests.support.lossy_proxy import LOSSES, Loss, LossyProxy, serve_lossy_proxy
from tests.support.platforms import FakeButtondown, FakeGhost, FakePlatform, serve_platform

PLATFORMS = {
    "ghost": (FakeGhost, "GHOST_ADMIN_API_KEY", "", "html"),
    "buttondown": (FakeButtondown, "BUTTONDOWN_API_KEY", "/v1", "body"),
}


@pytest.fixture(params=PLATFORMS)
def key(request: pytest.FixtureRequest) -> str:
    """The platform in question."""
    return str(request.param)


@pytest.fixture
def fake_platform(key: str) -> Iterator[FakePlatform]:
    """Its side."""
    with serve_platform(PLATFORMS[key][0]) as there:
        yield there


@pytest.fixture
def proxy(
    key: str, fake_platform: FakePlatform, filled_workbench: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> Iterator[LossyProxy]:
    """What stands between a workspace with an issue and its platform."""
    _, variable, path, _ = PLATFORMS[key]
    monkeypatch.setenv(variable, fake_platform.key)
    monkeypatch.setattr("workbench.delivery.platforms.api.REQUEST_TIMEOUT", 0.5)
    with serve_lossy_proxy(fake_platform.url) as between:
        profile = filled_workbench.folder / "workbench.toml"
        target = f'key = "{key}"\n'
        text = profile.read_text("utf-8").replace(target, f'{target}url = "{between.url}{path}"\n')
        profile.write_text(text, "utf-8")
        filled_workbench("place", 1, "papers")
        filled_workbench("write", 1, "--title", "Gates", "--blurb", "Some words.")
        filled_workbench("issue", "set", "title", "Weekly Reads")
        yield between


def lose_answer(workbench: CommandLine, proxy: LossyProxy, key: str, loss: Loss, *, exists: bool) -> None:
    """Have the answer to the creation of the draft lost, or to an update of it."""
    if exists:
        assert workbench("draft", key).exit == 0
        workbench("issue", "set", "greeting", "Good morning!")
    proxy.next_loss = loss
    ran = workbench("draft", key)
    assert (ran.exit, ran.out) == (3, "")
    assert "run the same again, it looks first" in ran.err or "took the draft, and reading it back" in ran.err
    assert not proxy.next_loss, "the answer was lost on its way"


@pytest.mark.parametrize("exists", [False, True], ids=["create", "update"])
@pytest.mark.parametrize("loss", LOSSES)
class TestEachLoss:
    """Every way in which an answer is lost, for a draft that is made and for one that is brought up to date."""

    def test_the_next_run_finds_what_was_sent(
        self,
        filled_workbench: CommandLine,
        proxy: LossyProxy,
        fake_platform: FakePlatform,
        key: str,
        loss: Loss,
        exists: bool,
    ) -> None:
        lose_answer(filled_workbench, proxy, key, loss, exists=exists)
        assert filled_workbench("draft", key, "--json").json["did"] == "found"
        assert filled_workbench("draft", key, "--json").json["did"] == "left"
        assert ("Good morning!" in str(fake_platform.only_draft)) is exists

    def test_the_next_run_sends_what_was_written_since(
        self,
        filled_workbench: CommandLine,
        proxy: LossyProxy,
        fake_platform: FakePlatform,
        key: str,
        loss: Loss,
        exists: bool,
    ) -> None:
        lose_answer(filled_workbench, proxy, key, loss, exists=exists)
        filled_workbench("issue", "set", "title", "Reads of the week")
        assert filled_workbench("draft", key, "--json").json["did"] == "updated"
        assert "Reads of the week" in str(fake_platform.only_draft)

    def test_an_edit_there_since_is_no_lost_answer(
        self,
        filled_workbench: CommandLine,
        proxy: LossyProxy,
        fake_platform: FakePlatform,
        key: str,
        loss: Loss,
        exists: bool,
    ) -> None:
        lose_answer(filled_workbench, proxy, key, loss, exists=exists)
        body = PLATFORMS[key][3]
        edited = fake_platform.only_draft[body].replace("Some words", "Better words")
        fake_platform.edit(fake_platform.only_draft["id"], **{body: edited})
        ran = filled_workbench("draft", key)
        assert ran.exit == 3
        assert "was edited there" in ran.err
        assert fake_platform.only_draft[body] == edited
        assert filled_workbench("draft", key, "--overwrite").exit == 0
        assert "Some words" in fake_platform.only_draft[body]


@pytest.mark.parametrize("key", ["buttondown"], indirect=True)
@pytest.mark.parametrize("loss", ["", *LOSSES[:4]])
def test_an_error_that_is_kept_under_the_id_of_its_request_is_not_repeated_for_ever(
    filled_workbench: CommandLine, proxy: LossyProxy, fake_platform: FakeButtondown, key: str, loss: Loss
) -> None:
    fake_platform.write_errors.append((503, {"detail": "overloaded"}))
    proxy.next_loss = loss
    runs = [filled_workbench("draft", key).exit for _ in range(3)]
    # The stored error is read once at most: a 503 is an answer, and so is the proxy's 502.
    assert runs[-1] == 0
    assert sum(code != 0 for code in runs) <= 2
    assert len(fake_platform.drafts) == 1


def test_two_issues_of_one_title_never_meet(
    filled_workbench: CommandLine, proxy: LossyProxy, fake_platform: FakePlatform, key: str
) -> None:
    filled_workbench("draft", key)
    first = dict(fake_platform.only_draft)
    filled_workbench("issue", "new")
    filled_workbench("issue", "set", "title", "Weekly Reads")
    for words in (("--overwrite",), ()):
        assert filled_workbench("draft", key, *words).exit == 0
        assert fake_platform.drafts[first["id"]] == first
    assert len(fake_platform.drafts) == 2
    assert proxy.next_loss == ""


def test_a_draft_whose_creation_has_no_answer_is_none_to_compare_with(
    filled_workbench: CommandLine, proxy: LossyProxy, key: str
) -> None:
    lose_answer(filled_workbench, proxy, key, "dropped", exists=False)
    ran = filled_workbench("proof", "--draft", "--target", key)
    assert ran.exit == 3
    assert f"`workbench draft {key}` makes one" in ran.err

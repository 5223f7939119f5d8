"""Where keys come from, and where none may lie."""

from pathlib import Path

import pytest

from workbench.curation.model import UserError
from workbench.curation.publication import DEFAULT_TARGETS
from workbench.delivery.platforms.keys import find_leaked_key, require_key

GHOST = next(target for target in DEFAULT_TARGETS if target.key == "ghost")
ADMIN = "6b0363f5148f15661ebd57ad:" + "0f" * 32
KEYRING = """
def get_password(service, user):
    return {("workbench", "ghost"): "from-the-keyring"}.get((service, user))
"""


@pytest.fixture(autouse=True)
def no_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """No key in the environment, and no keyring."""
    monkeypatch.delenv("GHOST_ADMIN_API_KEY", raising=False)
    monkeypatch.setitem(__import__("sys").modules, "keyring", None)


def test_the_environment_is_asked_before_the_keyring(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "keyring.py").write_text(KEYRING)
    monkeypatch.delitem(__import__("sys").modules, "keyring")
    monkeypatch.syspath_prepend(tmp_path)
    assert require_key(GHOST) == "from-the-keyring"
    monkeypatch.setenv("GHOST_ADMIN_API_KEY", f" {ADMIN}\n")
    assert require_key(GHOST) == ADMIN


def test_without_a_key_both_places_are_named() -> None:
    with pytest.raises(UserError, match=r"set GHOST_ADMIN_API_KEY, .*keyring set workbench ghost"):
        require_key(GHOST)


def test_a_keyring_that_fails_is_one_without_a_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "keyring.py").write_text("def get_password(*_): raise RuntimeError('no backend')")
    monkeypatch.delitem(__import__("sys").modules, "keyring")
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(UserError, match="There is no key for Ghost"):
        require_key(GHOST)


@pytest.mark.parametrize("wrong", ["kéy", "two words", "a\r\nHost: b"])
def test_what_can_be_no_key_is_refused_without_repeating_it(
    wrong: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GHOST_ADMIN_API_KEY", wrong)
    with pytest.raises(UserError, match="holds what no key does") as told:
        require_key(GHOST)
    assert wrong not in str(told.value)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ('[[targets]]\nkey = "ghost"\nname = "Ghost"\nurl = "https://example.com"', ""),
        ('[[targets]]\nkey = "ghost"\napi_key = "abc"', "targets[1].api_key"),
        ('ghost_admin_api_key = "abc"', "ghost_admin_api_key"),
        ('[ghost]\nsecret = "abc"', "ghost.secret"),
        (f'checklist = ["{ADMIN}"]', "checklist[1]"),
        ('closing = "set-in-the-environment"', "closing"),
        ('[[blocks]]\nkey = "token"\ntext = "The Tokenizer: a password is a secret."', ""),
        ("no toml at all", ""),
    ],
)
def test_a_key_in_the_workspace_is_found(text: str, place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BUTTONDOWN_API_KEY", "set-in-the-environment")
    assert find_leaked_key(text) == place

"""The token: 256 bits in a file of its owner's, made once and whenever that is asked for."""

import stat
import sys
from pathlib import Path

import pytest

from workbench.curation.model import UserError
from workbench.web.capture.token_file import ensure_token, read_token, renew_token


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "config" / "workbench" / "capture-token"


def test_the_token_is_made_once_and_only_its_owner_can_read_it(file: Path) -> None:
    token = ensure_token(file)
    assert len(token) == 43  # 256 bits, six a letter
    assert ensure_token(file) == read_token(file) == token
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_new_token_is_another(file: Path) -> None:
    assert ensure_token(file) != renew_token(file) == read_token(file)


@pytest.mark.skipif(sys.platform == "win32", reason="it has no such modes")
@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604])
def test_a_file_that_others_can_read_opens_nothing(file: Path, mode: int) -> None:
    ensure_token(file)
    file.chmod(mode)
    with pytest.raises(UserError, match="--new-token"):
        read_token(file)
    renew_token(file)
    assert read_token(file)


@pytest.mark.parametrize(
    "content", [b"", b"\n", b"short", b"t" * 42, b"t" * 44, b"\xff" * 43, b"t" * 42 + b"!"]
)
def test_a_file_that_holds_no_token_opens_nothing(file: Path, content: bytes) -> None:
    ensure_token(file)
    file.write_bytes(content)
    with pytest.raises(UserError, match="holds no token"):
        read_token(file)


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "config").write_text("a file")
    with pytest.raises(UserError, match="cannot be written"):
        renew_token(tmp_path / "config" / "capture-token")

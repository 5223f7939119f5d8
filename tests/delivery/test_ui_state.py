"""Where the screen was left."""

from pathlib import Path

from workbench.delivery.ui_state import UiStateFile


def test_the_place_is_found_again(tmp_path: Path) -> None:
    UiStateFile(tmp_path).save({"cursor": 4, "view": "deferred"})
    assert UiStateFile(tmp_path).load() == {"cursor": 4, "view": "deferred"}


def test_a_place_that_cannot_be_read_is_the_beginning(tmp_path: Path) -> None:
    for broken in (b"", b"[1]", b'{"cursor": 1', b"\xff\xfe"):
        (tmp_path / ".screen.json").write_bytes(broken)
        assert UiStateFile(tmp_path).load() == {}


def test_a_place_that_cannot_be_kept_stops_nobody(tmp_path: Path) -> None:
    (tmp_path / "workspace").write_text("a file, not a folder")
    UiStateFile(tmp_path / "workspace").save({"cursor": 4})
    UiStateFile(tmp_path).save({"cursor": object()})
    assert UiStateFile(tmp_path).load() == {}

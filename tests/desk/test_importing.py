"""Importing files: looked at before it is written, then one change with a backup before it."""

from functools import partial

import pytest

from workbench.curation.model import LinkId, UserError
from workbench.desk.desk import Desk
from workbench.desk.incoming import importing
from workbench.desk.incoming.importing import parse_file, preview_import, require_row_limit, save_import
from workbench.desk.incoming.take_in import take_in_paste
from workbench.desk.steps import run_steps
from workbench.desk.verbs import triage

FILES = [
    *parse_file(b"https://example.com/a\nhttps://example.com/b\n", "a.txt"),
    *parse_file(b"https://example.com/b\nftp://example.com/c\n", "b.txt"),
]


def results(joint: importing.JointIntake) -> list[tuple[str, str]]:
    return [(row.file, row.result) for intake in joint.proposals for row in intake.outcomes]


def test_a_preview_tells_what_saving_does_and_writes_nothing(desk: Desk) -> None:
    seq = desk.library.seq
    preview = run_steps(preview_import(desk, FILES))
    assert desk.library.seq == seq
    saved = run_steps(save_import(desk, preview))
    assert saved.proposal == preview.joint
    assert [result for _, result in results(preview.joint)] == ["added", "added", "merged", "refused"]
    assert desk.library.seq == seq + 1


def test_a_preview_leaves_what_is_pending_as_it_is(desk: Desk) -> None:
    link = desk.do(take_in_paste, "https://example.com/z").proposal.links[0]
    desk.propose(partial(triage.reject_links, links=[LinkId(link)]))
    run_steps(preview_import(desk, FILES))
    assert (desk.pending_count, desk.state.state_of(link)) == (1, "rejected")


def test_a_backup_is_made_only_where_something_changes(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []
    monkeypatch.setattr(type(desk.library), "create_backup", lambda _, reason: made.append(reason))
    preview = run_steps(preview_import(desk, FILES))
    run_steps(save_import(desk, preview))
    run_steps(save_import(desk, preview))
    assert made == ["import"]


def test_more_rows_than_one_change_takes_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "MAX_ROWS", 3)
    require_row_limit(FILES[:1])
    with pytest.raises(UserError, match="more than 3 rows together"):
        require_row_limit(FILES)

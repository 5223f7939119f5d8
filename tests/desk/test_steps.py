"""Work in steps: a command waits for each where it stands, the screen has each done in another thread."""

import asyncio
import threading
from collections.abc import Callable
from typing import Any

import pytest

from workbench.curation.model import UserError
from workbench.desk.steps import Steps, run_steps
from workbench.ui.services.command_queue import run_in_threads

Run = Callable[[Steps[Any]], Any]


@pytest.fixture(params=["waiting", "in threads"])
def run(request: pytest.FixtureRequest) -> Run:
    """The two ways to run steps."""
    return run_steps if request.param == "waiting" else lambda steps: asyncio.run(run_in_threads(steps))


def refuse() -> str:
    raise UserError("The disk is full.")


def test_what_a_step_returns_comes_back_to_the_work(run: Run) -> None:
    def work() -> Steps[list[str]]:
        first = yield lambda: "written"
        second = yield lambda: f"{first} twice"
        return [first, second]

    assert run(work()) == ["written", "written twice"]


def test_what_a_step_refuses_can_be_met_by_the_work(run: Run) -> None:
    def work() -> Steps[str]:
        try:
            yield refuse
        except UserError as refusal:
            after = yield lambda: "went on"
            return f"{refusal} {after}"
        return ""

    assert run(work()) == "The disk is full. went on"


def test_what_the_work_does_not_meet_is_raised(run: Run) -> None:
    def work() -> Steps[None]:
        yield refuse

    with pytest.raises(UserError, match="The disk is full"):
        run(work())


def test_work_without_a_step_is_done_at_once(run: Run) -> None:
    def work() -> Steps[str]:
        yield from ()
        return "done"

    assert run(work()) == "done"


def test_only_the_steps_leave_the_screens_thread() -> None:
    def work() -> Steps[tuple[int, int]]:
        step_thread = yield threading.get_ident
        return threading.get_ident(), step_thread

    between, in_step = asyncio.run(run_in_threads(work()))
    assert between == threading.get_ident() != in_step

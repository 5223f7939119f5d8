"""Questions about an issue that are answered in one line: its number, its date, its address."""

from functools import partial

from workbench.curation.model import Issue
from workbench.desk.coming import is_coming
from workbench.desk.verbs import issues, shape
from workbench.ui.messages import AskLine


def ask_for_number(issue: Issue) -> AskLine:
    """Ask for another number."""
    verb = partial(shape.set_issue_number, issue_id=None if is_coming(issue) else issue.id)
    return AskLine(
        "Number of this issue:",
        str(issue.number),
        lambda answer: partial(verb, text=answer),
        hint="The next issues count on from it.",
    )


def ask_for_date(issue: Issue) -> AskLine:
    """Ask for the date on which it is to appear."""
    verb = partial(shape.set_issue_date, issue_id=None if is_coming(issue) else issue.id)
    return AskLine(
        f"Date of issue #{issue.number}:",
        issue.date,
        lambda answer: partial(verb, text=answer),
        hint="As 2026-11-29. Empty: the day on which it is published.",
    )


def ask_for_url(issue: Issue) -> AskLine:
    """Ask where readers find it."""
    return AskLine(
        f"Address at which readers find issue #{issue.number}:",
        issue.url,
        lambda answer: partial(issues.set_issue_url, text=answer, issue_id=issue.id),
        hint="As your platform shows it once the issue is out: https://…",
    )

"""What the number and the date of an issue may be: asked wherever one is typed, read from a file or set."""

from datetime import date
from typing import Final

from workbench.curation.model import UserError
from workbench.curation.text.cleaning import clean_line

MAX_ISSUE_NUMBER: Final = 99_999


def parse_issue_number(text: str) -> int | None:
    """The number that a text says, from 0 to `MAX_ISSUE_NUMBER`; None where it says none."""
    digits = text.strip().removeprefix("#")
    number = int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 20 else -1
    return number if 0 <= number <= MAX_ISSUE_NUMBER else None


def require_issue_number(text: str) -> int:
    """The number that a text says; `UserError` where it says none."""
    number = parse_issue_number(text)
    if number is None:
        raise UserError(
            f"“{clean_line(text)}” is no number of an issue: write one from 0 to {MAX_ISSUE_NUMBER}."
        )
    return number


def parse_issue_date(text: str) -> str | None:
    """The day that a text says, as `2026-11-29`; empty where it is empty, None where there is no such day."""
    try:
        return date.fromisoformat(text.strip()).isoformat() if text.strip() else ""
    except ValueError:
        return None


def require_issue_date(text: str) -> str:
    """The day that a text says, or none; `UserError` where there is no such day."""
    day = parse_issue_date(text)
    if day is None:
        raise UserError(f"“{clean_line(text)}” is not a date: write it as 2026-11-29.")
    return day

"""Why a file as a whole is not read. Single rows are refused by themselves, in the result."""

from typing import Final

from workbench.curation.model import UserError

MAX_ROWS: Final = 120_000
"""Rows of one import: more than anybody saved in years, and what is read within seconds."""


class FormatError(Exception):
    """Content cannot be read as its format. Says why, as the end of a sentence that begins with the file's name."""


class PastIssuesError(UserError):
    """A file holds a newsletter's past issues, which are no links to sort: the archive takes them."""


class RowLimitError(FormatError):
    """There are more rows than are read."""

    def __init__(self) -> None:
        super().__init__(f"holds more than {MAX_ROWS:,} rows: split it into smaller files.")

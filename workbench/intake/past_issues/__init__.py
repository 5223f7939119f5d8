"""Read past issues of a newsletter from their texts, by structure and by nobody's name.

One text may hold many issues. What is no entry and has a link is kept as a mention, what found no home as unplaced.
"""

from workbench.curation.archive.past_issue import PastIssue
from workbench.curation.publication import Publication
from workbench.intake.past_issues.forms import TextForm, guess_text_form

__all__ = ["TextForm", "guess_text_form", "read_past_issues"]


def read_past_issues(text: str, form: TextForm, name: str, publication: Publication) -> list[PastIssue]:
    """The issues that a text holds, in its order; none where it holds no link and no text.

    `name` is the file's, which may tell number and date. `publication` is asked for its headings and wording, and
    nothing fails without them. Never raises.
    """
    from workbench.intake.past_issues.reading import read_issues  # noqa: PLC0415 - the parsers cost 20 ms

    return read_issues(text, form, name, publication)

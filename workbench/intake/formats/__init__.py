"""The table of formats, in the order in which content is held against them: the first that matches is it.

To add a format, write a module with a `Format` and add it here, after those that are surer and before those that would
take its files for theirs.
"""

from typing import Final

from workbench.intake.format import Format
from workbench.intake.formats import (
    csv_table,
    instapaper,
    issue,
    link_list,
    matter,
    mymind,
    onetab,
    past_issues,
    pocket_csv,
    raindrop,
    readwise_highlights,
    readwise_reader,
    unreadable,
    zip_archive,
)

FORMATS: Final[tuple[Format, ...]] = (
    unreadable.EMPTY,
    zip_archive.FORMAT,
    unreadable.BINARY,
    issue.FORMAT,
    unreadable.HTML,
    unreadable.JSON,
    past_issues.FORMAT,
    pocket_csv.FORMAT,
    instapaper.FORMAT,
    readwise_reader.FORMAT,
    readwise_highlights.FORMAT,
    matter.FORMAT,
    mymind.FORMAT,
    raindrop.FORMAT,
    csv_table.FORMAT,
    onetab.FORMAT,
    link_list.LIST,
)

"""The table of formats, in the order in which content is held against them: the first that matches is it.

To add a format, write a module with a `Format` and add it here, after those that are surer and before those that would
take its files for theirs.
"""

from typing import Final

from workbench.intake.format import Format
from workbench.intake.formats import issue, link_list, unreadable

FORMATS: Final[tuple[Format, ...]] = (
    unreadable.BINARY,
    issue.FORMAT,
    unreadable.HTML,
    unreadable.JSON,
    link_list.TABLE,
    unreadable.CSV,
    link_list.LIST,
)

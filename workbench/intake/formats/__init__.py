"""The table of formats, in the order in which content is held against them: the first that matches is it.

To add a format, write a module with a `Format` and add it here, after those that are surer and before those that would
take its files for theirs.
"""

from typing import Final

from workbench.intake.format import Format
from workbench.intake.formats import (
    bookmark_html,
    browser_trees,
    csv_table,
    feed,
    html_page,
    instapaper,
    issue,
    json_lists,
    karakeep,
    link_list,
    linkwarden,
    mail_message,
    matter,
    mymind,
    onetab,
    opml,
    past_issues,
    pocket_csv,
    pocket_html,
    raindrop,
    readwise_highlights,
    readwise_reader,
    shortcuts,
    tab_sessions,
    unreadable,
    zip_archive,
)

FORMATS: Final[tuple[Format, ...]] = (
    unreadable.EMPTY,
    zip_archive.FORMAT,
    browser_trees.SAFARI,
    shortcuts.BINARY_WEBLOC,
    unreadable.BINARY,
    issue.FORMAT,
    mail_message.MAILBOX,
    mail_message.FORMAT,
    opml.FORMAT,
    feed.XML_FEED,
    shortcuts.WEBLOC,
    bookmark_html.FORMAT,
    pocket_html.FORMAT,
    html_page.FORMAT,
    unreadable.OTHER_XML,
    shortcuts.SHORTCUT,
    browser_trees.CHROME,
    browser_trees.FIREFOX,
    tab_sessions.FORMAT,
    linkwarden.FORMAT,
    json_lists.READABILITY,
    karakeep.FORMAT,
    json_lists.PINBOARD,
    json_lists.OMNIVORE,
    json_lists.WALLABAG,
    json_lists.WALLABAG_1,
    json_lists.DELICIOUS,
    json_lists.WORKBENCH,
    feed.JSON_FEED,
    past_issues.FORMAT,
    json_lists.PLAIN,
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

READABLE_FORMATS: Final = tuple(
    format.name for format in FORMATS if format.parse is not None or format.is_issue
)
"""The names that `--format` takes."""

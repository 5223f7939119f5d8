"""The world outside a session, put together by a test."""

from msgspec import Struct

from workbench.desk import ports


class GivenServices(Struct, frozen=True):
    """`Services` as a test gives them, each by its name."""

    clipboard: ports.Clipboard
    terminal: ports.Terminal
    issue_files: ports.IssueFiles
    editor: ports.Editor
    browser: ports.Browser
    ui_state: ports.UiState
    web: ports.Web
    feed_web: ports.FeedWeb
    link_web: ports.LinkWeb
    card_painter: ports.CardPainter
    platforms: ports.Platforms
    arrivals: ports.Arrivals
    named_files: ports.NamedFiles

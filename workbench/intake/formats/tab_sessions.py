"""Sessions that Tab Session Manager saved: windows full of tabs. The same tab in many sessions becomes one link."""

from collections.abc import Iterator
from typing import Any, Final

from workbench.curation.clipping import ImportResult
from workbench.intake.content import Content
from workbench.intake.format import Format
from workbench.intake.import_builder import ImportBuilder
from workbench.intake.json_values import find_first, get_list, get_object, require_json
from workbench.intake.tags import parse_tags


def parse_sessions(content: Content) -> ImportResult:
    """Read such sessions. Rows are their tabs, counted from 1 through all sessions."""
    builder = ImportBuilder("tab-sessions", content.watch)
    for row, (session, tab) in enumerate(_iter_tabs(get_list(require_json(content))), start=1):
        builder.add(
            row,
            tab.get("url"),
            title=tab.get("title"),
            tags=parse_tags(session.get("tag")),
            added=tab.get("lastAccessed") or session.get("date"),
        )
    return builder.build()


def _iter_tabs(sessions: list[Any]) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    for session in sessions:
        for window in get_object(session, "windows").values():
            for tab in get_object(window).values():
                yield session, get_object(tab)


FORMAT: Final = Format(
    name="tab-sessions",
    description="sessions of Tab Session Manager",
    order="its windows are no other tool's",
    matches=lambda content: find_first(get_list(content.json), "windows") is not None,
    parse=parse_sessions,
    row_label="tab",
)

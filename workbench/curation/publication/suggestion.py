"""Which section of an issue suits a link, by its kind."""

from collections.abc import Iterable

from workbench.curation.model import Kind, Section


def suggest_section(kind: Kind, sections: Iterable[Section]) -> Section | None:
    """The first section, in the publication's order, that takes this kind; None where none does.

    A section that names no kinds (the pick of the week) takes any link but is never suggested.
    """
    return next((section for section in sections if kind in section.kinds), None)

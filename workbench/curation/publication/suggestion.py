"""Which section a link is meant for: the one place that goes from kind to section."""

from collections.abc import Iterable

from workbench.curation.model import Kind, Section


def suggest_section(kind: Kind, sections: Iterable[Section]) -> Section | None:
    """The first section, in the publication's order, that takes this kind; None where none does.

    A section that names no kinds (the pick of the week) takes any link but is never suggested.
    """
    return next((section for section in sections if kind in section.kinds), None)

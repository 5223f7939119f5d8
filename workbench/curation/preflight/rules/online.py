"""What asking the printed links came to. Nothing is asked here: what was asked before comes with the context."""

from collections.abc import Iterator
from typing import Final

from workbench.curation.change import Change
from workbench.curation.identity import source_name
from workbench.curation.link_check import CheckedLink, LinkOutcome
from workbench.curation.preflight.context import LinkPlace, PreflightContext
from workbench.curation.preflight.finding import Finding, Violation
from workbench.curation.preflight.link_mends import print_other_address
from workbench.curation.text.cleaning import clean_line

_MAX_SHOWN: Final = 80


def check_gone(context: PreflightContext) -> Iterator[Violation]:
    """Each link still leads to its page. Where that it does not was only guessed at, it is a warning."""
    for place, checked in _iter_checked(context, "gone"):
        yield _make_violation(
            place, f"{_show(place.url)} is gone: {checked.reason}. {_describe_copy(checked)}"
        )
    for place, checked in _iter_checked(context, "perhaps gone"):
        said = f"{_show(place.url)} is probably gone: {checked.reason}. {_describe_copy(checked)}"
        yield Violation(place.where, place.piece, said, level="warning", field=place.field, quote=place.url)


def check_moved(context: PreflightContext) -> Iterator[Violation]:
    """No link leads to an address that its page left for good."""
    for place, checked in _iter_checked(context, "moved"):
        yield _make_violation(place, f"{_show(place.url)} moved for good, to {clean_line(checked.moved_to)}.")


def check_unchecked(context: PreflightContext) -> Iterator[Violation]:
    """Each link could be asked. Where it could not, that says nothing of the link."""
    for place, checked in _iter_checked(context, "unchecked"):
        yield _make_violation(place, f"{_show(place.url)} could not be checked: {checked.reason}.")


def mend_gone(context: PreflightContext, finding: Finding) -> Change | None:
    """Print the archived copy in place of the page, and say that it is one."""
    checked = context.checked.get(finding.quote)
    if checked is None or checked.copy is None:
        return None
    label = f"{source_name(checked.url)} (archived)"
    said = f"Printed the archived copy of {clean_line(checked.url, limit=60)}"
    return print_other_address(context, finding, checked.copy.url, label=label, mark=" (archived)", said=said)


def mend_moved(context: PreflightContext, finding: Finding) -> Change | None:
    """Print the address to which the page moved."""
    checked = context.checked.get(finding.quote)
    if checked is None or not checked.moved_to:
        return None
    said = f"Followed {clean_line(checked.url, limit=60)} to where it moved"
    return print_other_address(context, finding, checked.moved_to, said=said)


def _iter_checked(context: PreflightContext, outcome: LinkOutcome) -> Iterator[tuple[LinkPlace, CheckedLink]]:
    """Where links of that outcome are printed, each place once."""
    wanted = {url for url, checked in context.checked.items() if checked.outcome == outcome}
    if wanted:
        for place in dict.fromkeys(context.iter_links()):
            if place.url in wanted:
                yield place, context.checked[place.url]


def _make_violation(place: LinkPlace, message: str) -> Violation:
    return Violation(place.where, place.piece, message, field=place.field, quote=place.url)


def _show(url: str) -> str:
    return f"“{clean_line(url, limit=_MAX_SHOWN)}”"


def _describe_copy(checked: CheckedLink) -> str:
    if checked.is_archive_silent:
        return "Whether there is an archived copy could not be asked."
    if checked.copy is None:
        return "No archived copy of it is known."
    return f"A copy of {checked.copy.date} is at {clean_line(checked.copy.url)}."

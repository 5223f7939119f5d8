"""Where links lead, and what platforms make of them."""

import re
from collections.abc import Iterator
from typing import Final
from urllib.parse import urlsplit

from workbench.curation.identity.public_url import strip_tracking
from workbench.curation.preflight.context import PreflightContext
from workbench.curation.preflight.finding import Violation, violation_at
from workbench.curation.preflight.mends import (
    explain_insecure,
    explain_tracking,
    explain_unsafe_url,
    has_secure_twin,
)
from workbench.curation.preflight.rules.slips import drop_code
from workbench.curation.text.address import (
    Address,
    has_param_without_value,
    is_private_host,
    parse_url,
    strip_user_info,
)
from workbench.curation.text.cleaning import clean_line, to_safe_url

_USER_INFO: Final = re.compile(r"https?://[^\s/?#@()<>]+@(?P<host>[^\s/?#()<>:]+)", re.I)
_WEB_ADDRESS: Final = re.compile(r"https?://[^\s<>()\[\]]+", re.I)


def check_url(context: PreflightContext) -> Iterator[Violation]:
    """Each link of an entry is a web address."""
    for entry in context.placed:
        for link in entry.links:
            if to_safe_url(link.url) is None:
                yield violation_at(entry, explain_unsafe_url(link.url), "links")


def check_private(context: PreflightContext) -> Iterator[Violation]:
    """No link leads into the editor's own network, and no address holds a user name."""
    for entry in context.placed:
        for link in entry.links:
            address = parse_url(link.url)
            if isinstance(address, Address) and is_private_host(address.host):
                yield violation_at(
                    entry, f"“{address.host}” is in your own network: readers cannot open this link."
                )
            if strip_user_info(link.url) != link.url:
                yield violation_at(
                    entry,
                    f"A link to {urlsplit(link.url).hostname} holds a user name: readers get it without.",
                )
    for where, piece, text in context.iter_texts():
        if (found := _USER_INFO.search(drop_code(text))) is not None:
            yield Violation(where, piece, f"An address at {found['host']} holds a user name: take it out.")


def check_query(context: PreflightContext) -> Iterator[Violation]:
    """No link has a query without a value."""
    for entry in context.placed:
        for link in entry.links:
            if has_param_without_value(link.url):
                yield violation_at(entry, _explain_query(link.url), "links")
    for where, piece, text in context.iter_texts():
        found = next(filter(has_param_without_value, _WEB_ADDRESS.findall(drop_code(text))), None)
        if found:
            yield Violation(where, piece, _explain_query(found))


def _explain_query(url: str) -> str:
    shown = clean_line(url, limit=60)
    return (
        f"“{shown}” has a query without a value, which platforms break that add parameters of their own, "
        f"such as Substack: look where the link leads once it is out."
    )


def check_tracking(context: PreflightContext) -> Iterator[Violation]:
    """No address carries parameters that only tell its site who sent the reader."""
    for entry in context.placed:
        for link in entry.links:
            if _carries_tracking(context, link.url):
                yield violation_at(entry, explain_tracking(link.url), "links")
    for prose in context.iter_prose():
        for url in _WEB_ADDRESS.findall(drop_code(prose.text)):
            if _carries_tracking(context, url, in_block=prose.piece.kind == "block"):
                yield Violation(prose.where, prose.piece, explain_tracking(url), field=prose.field)


def _carries_tracking(context: PreflightContext, url: str, *, in_block: bool = False) -> bool:
    """A campaign of the newsletter's own, such as a sponsor wants it, is no tracking that came along by accident; in
    a block every campaign is one."""
    if strip_tracking(url) == url:
        return False
    name = _fold_name(" ".join(_GENERIC.sub("", context.publication.name).split()))
    if len(name) >= _MIN_NAME and name in _fold_name(url.partition("?")[2]):
        return False
    left = _CAMPAIGN.sub("", url) if in_block else url
    return strip_tracking(left) != left


def _fold_name(text: str) -> str:
    return "".join(char for char in text.lower() if char.isalnum())


_MIN_NAME: Final = 4
_GENERIC: Final = re.compile(r"\b(?:the|weekly|newsletter|daily|digest)\b", re.I)
"""What is left of a newsletter's name without these is what campaigns are called by."""
_CAMPAIGN: Final = re.compile(r"(?<=[?&])utm_\w+=[^&#]*&?", re.I)


def check_insecure(context: PreflightContext) -> Iterator[Violation]:
    """No link goes by http where its link, or another one of the issue, was saved from that host by https."""
    for entry in context.placed:
        for link in entry.links:
            if has_secure_twin(context, link.url):
                yield violation_at(entry, explain_insecure(link.url), "links")

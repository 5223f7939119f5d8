"""Recognises by its title a response that says it is fine and is not the page: a soft error.

Such a title must not become the title of a link. The phrases stand in `soft_errors.toml`. That a title is nothing but
the site's name is found out where pages are read.
"""

import pkgutil
import re
import tomllib
from typing import Final

from workbench.curation.text.cleaning import clean_line

_TABLES: Final = tomllib.loads((pkgutil.get_data(__package__, "soft_errors.toml") or b"").decode())
_ANYWHERE: Final = {text: table["meaning"] for table in _TABLES.values() for text in table["anywhere"]}
_ALONE: Final = {text: table["meaning"] for table in _TABLES.values() for text in table.get("alone", ())}

WALL: Final[str] = _TABLES["wall"]["meaning"]
CONSENT: Final[str] = _TABLES["consent"]["meaning"]
SIGN_IN: Final[str] = _TABLES["sign_in"]["meaning"]
PAYWALL: Final[str] = _TABLES["paywall"]["meaning"]
NOT_FOUND: Final[str] = _TABLES["not_found"]["meaning"]
UNTITLED: Final[str] = _TABLES["untitled"]["meaning"]
PARKED: Final[str] = _TABLES["parked"]["meaning"]

_PATTERNS: Final = (
    (
        "not_found",
        re.compile(
            r"(?:(?:error|http|fehler|erreur) )?404\b[\s:|)–—,-]*(?:error|\(?not found\)?|page not found)?\W*\d?"
        ),
    ),
    (
        "busy",
        re.compile(
            r"(?:(?:error|http) )?(?:429|5\d\d)(?: error)?[\s:|–—-]+"
            r"(?:too many requests|service (?:temporarily )?unavailable|bad gateway|gateway time-?out"
            r"|(?:internal )?server error)\W*"
        ),
    ),
    ("wall", re.compile(r"(?:error |http )?403(?: error)?[ :|–—-]+(?:forbidden|access denied|blocked).*")),
    ("sign_in", re.compile(r"(?:error |http )?401[ :|–—-]+(?:unauthorized|authorization required).*")),
    (
        "wall",
        re.compile(
            r"(?:please )?(?:making sure|verify|verifying|check|checking|confirm|confirming|prove|proving|ensuring)"
            r"(?: that| if| whether)? you(?:'re| are) (?:really )?(?:not a (?:ro)?bot|(?:a )?human)(?: being)?"
        ),
    ),
    (
        "consent",
        re.compile(
            r"(?:before you (?:continue|go) to|bevor (?:du|sie) (?:zu|mit)|avant d'accéder à"
            r"|antes de (?:ir a|acceder a|continuar|ir para)|prima di (?:continuare su|accedere a)"
            r"|voordat je verdergaat naar)"
            r" (?:google|youtube)\b.*"
        ),
    ),
    (
        "parked",
        re.compile(r"(?:the domain )?[\w-]+(?:\.[\w-]+)+ (?:is|may be) (?:for sale|parked|available).*"),
    ),
)
_SEPARATOR: Final = re.compile(r"\s+[|·•–—:-]+\s+|\s*[｜：]\s*")
"""Separates a title from the name of the site, which may stand on either side."""
_PUNCTUATION: Final = " .!…?¡¿！。？"


def find_soft_error(title: str) -> str | None:
    """What a title that is not the page's own means, as the end of a sentence that begins with the host; else None."""
    parts = _SEPARATOR.split(title)
    # After a colon, but not before one: there may stand a subject, as in `Login: a history`.
    ends = {parts[0], parts[-1], title.rpartition(": ")[2]} - {title}
    whole = _normalize(title)
    known = (_ALONE.get(whole), *(_ANYWHERE.get(part) for part in (whole, *map(_normalize, ends))))
    found = next(filter(None, known), None)
    return found or next(
        (_TABLES[name]["meaning"] for name, pattern in _PATTERNS if pattern.fullmatch(whole)), None
    )


def _normalize(text: str) -> str:
    return clean_line(text).casefold().strip(_PUNCTUATION).replace("\u2019", "'")

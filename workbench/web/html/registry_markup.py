"""Titles and abstracts as publishers deposit them: with markup that is escaped again, and titles in two parts."""

import re
from typing import Final

from workbench.web.html.titles import letters_of

_ESCAPED_TWICE: Final = re.compile(r"(?i)&(?:amp;)+(?=(?:#\d+|#x[0-9a-f]+|[a-z]+\d*);)")
_ESCAPED_TAG: Final = re.compile(
    r"(?ia)(?:&lt;|&#60;|&#x3c;)(?P<closing>/?)(?P<name>[a-z][\w:.-]{0,30})"
    r"(?P<rest>(?:\s[^<>]{0,200}?)?/?)(?:&gt;|&#62;|&#x3e;)"
)
_ALONE: Final = ("br", "p", "hr")
"""Tags that need no closing one."""
_SUBTITLE_TAG: Final = re.compile(r"(?i)\s*<(?:jats:)?subtitle(?:\s[^<>]*)?>\s*")
_SPACE_IN_FORMULA: Final = re.compile(r"(?i)(</?mml:[^<>]*>)\s+(?=</?mml:)")
_JOINING: Final = " :–—-"
_ENDS: Final = ("?", "!", "…", ".")


def unescape_tags(html: str) -> str:
    """Markup whose tags are tags: `&lt;i&gt;x&lt;/i&gt;` and `&amp;lt;i&amp;gt;` are what `<i>` should have been.

    A tag is taken for one only if it is closed too, so that `a &lt;b&gt; c` and `p &lt; 0.05` stay as they are. A
    subtitle in a title begins after a colon.
    """
    html = _ESCAPED_TWICE.sub("&", html)
    tags = list(_ESCAPED_TAG.finditer(html))
    opened = {tag["name"].lower() for tag in tags if not tag["closing"]}
    closed = {tag["name"].lower() for tag in tags if tag["closing"]}
    known = (opened & closed).union(_ALONE)

    def unescape(tag: re.Match[str]) -> str:
        is_tag = tag["name"].lower() in known or tag["rest"].endswith("/")
        return f"<{tag['closing']}{tag['name']}{tag['rest']}>" if is_tag else tag[0]

    html = _SPACE_IN_FORMULA.sub(r"\1", _ESCAPED_TAG.sub(unescape, html))
    return _SUBTITLE_TAG.sub(": ", html)


def join_subtitle(title: str, subtitle: str) -> str:
    """`title: subtitle`, or the longer one where it has the other. After a question mark a space is enough."""
    letters, more = letters_of(title), letters_of(subtitle)
    if not more or more in letters:
        return title
    if letters in more:
        return subtitle
    head, tail = title.rstrip(_JOINING), subtitle.strip(_JOINING)
    return f"{head}{' ' if head.endswith(_ENDS) or tail.startswith('(') else ': '}{tail}"

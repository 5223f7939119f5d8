"""Any other page in HTML: each link with its text. Links that lead nowhere but into the page, to a mailbox or out of a
mailing list are none."""

import re
from typing import Final

from workbench.curation.clipping import ImportResult
from workbench.curation.text import split_names
from workbench.curation.text.labels import is_label
from workbench.intake.content import Content
from workbench.intake.format import Format
from workbench.intake.hrefs import RELATIVE, is_whole, resolve_href
from workbench.intake.html_tags import HtmlTag, iter_tags
from workbench.intake.import_builder import ImportBuilder

_PAGE: Final = re.compile(
    r"\s*+(?:<!--(?>.*?-->)\s*+|<\?xml[^>]*+>\s*+)*+<(?:!doctype\s+html|html|head|body|title|meta|dl|h1)\b",
    re.I | re.S,
)
_NO_LINKS: Final = ("#", "mailto:", "tel:", "sms:", "cid:")
_UNSUBSCRIBE: Final = re.compile(
    r"unsubscri|opt[-_ ]?out|manage[-_ ](?:your )?(?:preferences|subscription)|abbestellen|abmelden|d[ée]sinscri"
    r"|desuscri|dar(?:se|me) de baja|cancelar inscri|disiscri|afmelden|отписаться",
    re.I,
)
_SAVED_FROM: Final = re.compile(r"<!-- saved from url=(?:\(\d+\))?(https?://\S+?)\s*-->")
_BLOCK_TAGS: Final = split_names(
    "p div li ul ol table tr td th section article h1 h2 h3 h4 h5 h6 dl dt dd body hr"
)


def parse_html_page(content: Content) -> ImportResult:
    """Read a page. Rows are its links, counted from 1."""
    reader = _PageReader(ImportBuilder("html", content.watch), _find_saved_from(content.head))
    for tag in iter_tags(content.text):
        reader.read_tag(tag)
    return reader.builder.build()


class _PageReader:
    """The links so far, the anchor in hand with its text, and where the page is, as soon as it says so."""

    def __init__(self, builder: ImportBuilder, base: str) -> None:
        self.builder: Final = builder
        self._base = base
        self._row = 0
        self._href = self._hint = ""
        self._text: list[str] = []

    def read_tag(self, tag: HtmlTag) -> None:
        """Take in a tag and the text before it."""
        if self._href:
            self._text.append(tag.before)
        match tag.name, tag.closes:
            case ("a", _) | ("", _):
                self._finish_anchor()
                given = tag.attributes
                self._href, self._hint = given.get("href", "").strip(), given.get("title", "")
            case "img", _ if self._href:
                self._hint = self._hint or tag.attributes.get("alt", "")
            case "base", _:
                self._base = resolve_href(tag.attributes.get("href", ""), self._base)
            case "link", _ if not self._base and tag.attributes.get("rel") == "canonical":
                self._base = tag.attributes.get("href", "")
            case name, _ if name in _BLOCK_TAGS and self._href:
                self._text.append(" ")

    def _finish_anchor(self) -> None:
        href, text = self._href, " ".join("".join(self._text).split())
        self._href, self._text = "", []
        if not href or href.lower().startswith(_NO_LINKS) or _leads_out(href, text):
            return
        self._row += 1
        title = text or " ".join(self._hint.split())
        url = resolve_href(href, self._base)
        if is_whole(url):
            self.builder.add(self._row, url, title="" if is_label(title) else title)
        else:
            self.builder.reject(self._row, RELATIVE, f"{href} {title}")


def _leads_out(href: str, text: str) -> bool:
    """Whether a link is to leave a mailing list; a long text is a title that speaks of it."""
    return "unsubscribe" in href.lower() or (len(text) < 40 and bool(_UNSUBSCRIBE.search(text)))


def _find_saved_from(head: str) -> str:
    """Where browsers say they saved a page from; empty where they do not."""
    saved = _SAVED_FROM.search(head)
    return saved[1] if saved else ""


FORMAT: Final = Format(
    name="html",
    description="a page in HTML",
    order="behind the pages that tools write their links in",
    matches=lambda content: bool(_PAGE.match(content.head)),
    parse=parse_html_page,
    row_label="link",
)

"""Name the links of a line by what the line says: their own text, a bar or a dash, bold text, a cell of its row.

A label ("Paper", "here") is no title. What is no title and stands beside a link becomes its note.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import Final

from msgspec import Struct

from workbench.curation.clipping import Clipping, RejectedRow
from workbench.curation.identity import Identity, Unidentified
from workbench.curation.text.address import MAX_URL_LENGTH
from workbench.curation.text.cleaning import clean_line
from workbench.curation.text.emphasis import strip_emphasis
from workbench.curation.text.labels import is_label, is_mail_control, is_notice
from workbench.intake.text.addresses import FoundLink, find_links
from workbench.intake.text.cells import Cell, choose_title_cell, has_cells, split_cells
from workbench.intake.text.lines import Line

_TODO: Final = r"(?:TODO|DONE|NEXT|WAITING|HOLD|STARTED|CANCELLED|CANCELED)\s+(?:\[#[A-Z]\]\s+)?"
_ITEM_MARK: Final = re.compile(
    r"\s*(?:>\s*)*(?:(?:[-*+•‣◦–·●▪■○]|\*{2,8}(?=\s)|\d{1,4}[.)]|[（(]\d{1,3}[)）])\s+|\d{1,4}、\s*)?"
    rf"(?:\[[ xX]\]\s+|{_TODO})?"
)
_HEADING_MARK: Final = re.compile(r"\s*#{1,6}\s+|\s*={1,6}\s+(?=\S)")
_BOLD: Final = re.compile(r"\W{0,3}(?:\*\*|__)(?=\S)(.{1,300}?)(?<=\S)(?:\*\*|__)")
_AFTER_BOLD: Final = re.compile(r"\s*(?:\Z|[-–—:|,(\[<.：，（])")
_CONNECTIVES: Final = frozenset(
    ("", "see", "and", "or", "via", "also", "at", "from", "here", "with", "url", "link")
)
_TITLE_SEPARATORS: Final = ("|", "–", "—", "-", "｜")
_SEPARATOR_CHARS: Final = " \t|:;,-–—→<>」』】）》。｜：；，、"
_LONE_MARK: Final = re.compile(
    r"\A(?:[*_~]{2,}|\*(?!\S))|(?:[*_~]{2,}|(?<!\S)\*)\Z"
)  # whose partner is elsewhere
_ADDRESS: Final = re.compile(r"\S*://|(?:[\w-]+\.)+[a-z]{2,24}/\S*\Z|www\.\S+\Z", re.I)
_MAX_TITLE_CELL: Final = 200
_PLACE_IN_PAGE: Final = re.compile(r"!?\[([^\[\]]*)\]\([^()\s]*\)")  # a mail address, a picture
_COUNTRY_ENDING: Final = re.compile(r"(?:com?|org|net|ac|edu|gov)\.[a-z]{2}|[a-z]+")
_NO_WEB: Final = ("mailto:", "tel:")
_BASIC_ENTITY: Final = re.compile(r"&(?:amp|lt|gt|quot|apos|nbsp|#\d{1,6}|#x[\da-f]{1,5});", re.I)


class NamedLink(Struct):
    """A link with what is known of it so far. `label` is what the text calls it instead of a title, `beside` the title
    of the row or the line above where another link of it has that title."""

    found: FoundLink
    work: Identity
    title: str = ""
    notes: list[str] = []
    label: str = ""
    beside: str = ""

    @property
    def serves_mail(self) -> bool:
        """Whether it belongs to the mail around it, as the one to leave a list does."""
        return is_mail_control(self.title or self.label or " ".join(self.notes))

    def make_clipping(self, row: int) -> Clipping:
        """The clipping of this link, in that row."""
        label = self.label if any(map(str.isalpha, self.label)) else ""  # not `[1]`
        said = ": ".join(filter(None, (label, self.beside)))
        notes = [*([] if self.title else [said]), *self.notes]
        url = clean_line(self.found.url, limit=MAX_URL_LENGTH)
        return Clipping(
            row=row,
            url=url,
            work=self.work if url == self.found.url else None,
            title=self.title,
            note=" … ".join(filter(None, notes)),
        )


class NamedLine(Struct):
    """A line with its links, and the refusals of those that lead nowhere."""

    line: Line
    links: list[NamedLink]
    refusals: list[RejectedRow]

    @property
    def has_links(self) -> bool:
        """Whether it holds a link, be it one that leads nowhere."""
        return bool(self.links or self.refusals)

    @property
    def is_bare(self) -> bool:
        """Whether nothing but links and their labels stand in it."""
        return self.has_links and not any(link.title or link.notes for link in self.links)

    @property
    def is_labelled(self) -> bool:
        """Whether each of its links has a label."""
        return self.is_bare and all(link.label for link in self.links)


def name_line(line: Line, columns: Sequence[str] = ()) -> NamedLine:
    """The links of a line by what the line says. `columns` are the headings of the table it stands in."""
    text = line.text if columns else strip_item_mark(line.text)
    links = find_links(text)
    named = [NamedLink(link, link.work) for link in links if isinstance(link.work, Identity)]
    if has_cells(text):
        _name_by_cells(named, split_cells(text, [(link.start, link.end) for link in links]), columns)
    else:
        _name_by_text(named, text)
    _share_title([link for link in named if not link.serves_mail])
    return NamedLine(line, named, _refuse_links(line, links))


def strip_item_mark(text: str) -> str:
    """A line without what makes it an item: a bullet, a number, a box to tick, a mark of quoting."""
    return _ITEM_MARK.sub("", text, count=1)


def split_title(text: str) -> tuple[str, str]:
    """The title that a line of its own is, and what else stands there: its bold beginning, else the whole."""
    text = strip_item_mark(_HEADING_MARK.sub("", text, count=1))
    bold = _BOLD.match(text)
    if bold and _AFTER_BOLD.match(text, bold.end()):
        return clean_title(bold[1]), clean_beside(text[bold.end() :])
    return clean_title(text), ""


def _split_cell(text: str) -> tuple[str, str]:
    """The same for a cell. A long one is a text with its title in front of a wider gap, if it has one."""
    title, rest = split_title(text)
    if len(title) <= _MAX_TITLE_CELL:
        return title, rest
    head, gap, body = text.strip().partition("  ")
    return (clean_title(strip_item_mark(head)), body) if gap and len(head) <= _MAX_TITLE_CELL else ("", text)


def clean_title(text: str) -> str:
    """Text as a title: one line without marks; nothing where it is an address or has no letter."""
    title = strip_emphasis(_decode_basic(clean_line(text))).strip()
    if title.startswith("**") and title.endswith("*"):  # marks that do not pair: `**Monthly meetup **`
        title = title.strip("* ")
    if _ADDRESS.match(title) or not any(map(str.isalnum, title)):
        return ""
    return title


def clean_beside(text: str) -> str:
    """Text that stood beside a link, without what tied it to the link; nothing where no letter is left."""
    text = strip_emphasis(_decode_basic(_PLACE_IN_PAGE.sub(r"\1", clean_line(text))))
    text = _LONE_MARK.sub("", text.strip(_SEPARATOR_CHARS)).strip(_SEPARATOR_CHARS)
    text = text.rstrip("([（【").lstrip(")]）】！？").strip(_SEPARATOR_CHARS)
    text = _drop_lone_brackets(text).strip(_SEPARATOR_CHARS)
    return text if any(map(str.isalnum, text)) else ""


def _drop_lone_brackets(text: str) -> str:
    """The text without a bracket at its ends that has no partner, since the link was within."""
    if text and (at := "([（【《「『“".find(text[0])) >= 0 and ")]）】》」』”"[at] not in text:
        text = text[1:].lstrip()
    if text and (at := ")]）】》」』”".find(text[-1])) >= 0 and "([（【《「『“"[at] not in text:
        text = text[:-1].rstrip()
    return text


def _decode_basic(text: str) -> str:
    if "&" not in text:
        return text
    from html import unescape  # noqa: PLC0415 - few texts have entities

    return clean_line(_BASIC_ENTITY.sub(lambda entity: unescape(entity[0]), text))


def _refuse_links(line: Line, links: Sequence[FoundLink]) -> list[RejectedRow]:
    """What leads nowhere: addresses with a scheme always, others where the line has no link that leads somewhere. To
    write to people or to call them is no link, unless the line holds nothing else."""
    has_good = any(isinstance(link.work, Identity) for link in links)
    links = [
        link
        for link in links
        if not link.url.lower().startswith(_NO_WEB) or line.text.strip(" <>") == link.url
    ]
    reasons = [
        link.work.reason
        for link in links
        if isinstance(link.work, Unidentified) and ("://" in link.url or not has_good)
    ]
    text = clean_line(line.text) if reasons else ""
    return [RejectedRow(line.row, reason, text) for reason in reasons]


def _name_by_text(links: Sequence[NamedLink], text: str, begin: int = 0) -> None:
    """Each link with the text before it, the last one with the text after it too. The text begins there in its line."""
    end = 0
    for link in links:
        after = text[link.found.end - begin :] if link is links[-1] else ""
        _name_link(link, text[end : link.found.start - begin], after, is_first=link is links[0])
        end = link.found.end - begin


def _name_link(link: NamedLink, before: str, after: str, *, is_first: bool) -> None:
    """Beside a bar or a dash stands a title, in bold at the beginning too, anywhere else a note."""
    own = clean_title(link.found.title or "")
    notes = (before, after)
    if own and not _is_label(own, link):
        link.title = own
    else:
        link.label = own
        title, notes = _find_title_beside(before, after, has_label=bool(own))
        bold = _BOLD.match(before) if is_first and not title else None
        if bold and (own or _AFTER_BOLD.match(before, bold.end())) and not is_notice(bold[1]):
            title, notes = bold[1], (before[bold.end() :], after)
        _take_title(link, title)
    for note in map(clean_beside, notes):
        _take_note(link, note)


def _find_title_beside(before: str, after: str, *, has_label: bool) -> tuple[str, tuple[str, str]]:
    """The text that a bar or a dash ties to the link, and what else stands around it."""
    if before.rstrip(" \t<[(").endswith(_TITLE_SEPARATORS) and any(map(str.isalnum, before)):
        return clean_beside(before), ("", after)
    if has_label and before.rstrip().endswith("[") and any(map(str.isalnum, before)):  # `Title [[paper](…)]`
        return clean_beside(before), ("", after)
    if after.lstrip(" \t>)]").startswith(_TITLE_SEPARATORS):
        return clean_beside(after), (before, "")
    return "", (before, after)


def _take_title(link: NamedLink, text: str) -> None:
    """Give a link the title in a text that stood beside it, without the labels among its parts."""
    parts = [part for part in text.split(" | ") if clean_title(part)]
    titles = [part for part in parts if part.startswith("and ") or not _is_label(part, link)]
    link.title = clean_title(" | ".join(titles)) if titles else ""
    if not titles and parts:
        link.label = link.label or clean_title(parts[0])


def _take_note(link: NamedLink, note: str) -> None:
    if note.lower() in _CONNECTIVES:
        return
    if not link.title and not link.label and is_label(note):
        link.label = note
    else:
        link.notes = [*link.notes, note]


def _is_label(text: str, link: NamedLink) -> bool:
    """Whether a text only labels this link; the name of a site is the title of its front page."""
    if (number := text.lstrip("#")).isdigit() and number in link.found.url:
        return True  # `[#6944](…/pull/6944)`
    if not is_label(text):
        return False
    host, _, path = link.found.url.partition("://")[2].rstrip("/").casefold().partition("/")
    name, _, ending = host.removeprefix("www.").partition(".")
    return bool(path) or name != text.casefold() or _COUNTRY_ENDING.fullmatch(ending) is None


def _name_by_cells(links: Sequence[NamedLink], cells: Sequence[Cell], columns: Sequence[str]) -> None:
    """Each link by its own cell; the first that has no title there by the cell of its row that is one."""
    starts = [link.found.start for link in links]
    spans = [(bisect_left(starts, cell.start), bisect_left(starts, cell.end)) for cell in cells]
    for cell, (first, last) in zip(cells, spans, strict=True):
        _name_by_text(links[first:last], cell.text, cell.start)
    untitled = next((link for link in links if not link.title), None)
    chosen = choose_title_cell(cells, [first < last for first, last in spans], columns) if untitled else None
    for at, (cell, (first, last)) in enumerate(zip(cells, spans, strict=True)):
        if first < last or not links or not cell.has_words or cell.is_kind:
            continue
        rest = cell.text
        if untitled and at == chosen:
            untitled.title, rest = _split_cell(cell.text)
        if note := clean_beside(rest):
            owner = links[min(first, len(links) - 1)]
            owner.notes = [*owner.notes, note]


def _share_title(links: Sequence[NamedLink]) -> None:
    """Of several links that labels tell apart, the first has the title of the row; the others say they go with it."""
    labelled = [link for link in links if link.label]
    if (
        len(labelled) > 1
        and not labelled[0].title
        and all(not link.title for link in links if not link.label)
    ):
        titled = next((link for link in labelled if link.title), None)
        if titled is not None:
            labelled[0].title, titled.title = titled.title, ""
    title = next((link.title for link in links if link.title), "")
    for link in labelled:
        if not link.title:
            link.beside = title

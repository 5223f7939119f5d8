"""Issues as JSON, told by their shape: parts with a name, and in each a list of things with an address.

So archives that a newsletter's own program keeps are read (`chapters` of `entries`), and Curated's (`categories` of
`items`). One document is one issue, or a list of them. What is paid for is no entry: it becomes a block.
"""

from collections.abc import Iterable, Iterator
from typing import Any, Final

from workbench.curation.archive.past_issue import PastEntry, PastIssue, PastSection
from workbench.curation.block import Block
from workbench.curation.model import LabelledLink
from workbench.curation.numbering import parse_issue_number
from workbench.curation.text.cleaning import clean_line, to_safe_url
from workbench.intake.json_values import get_list, get_text, is_true
from workbench.intake.past_issues.content_builder import ContentBuilder
from workbench.intake.past_issues.days import parse_day
from workbench.intake.past_issues.issue_numbers import find_number_in_name
from workbench.intake.past_issues.prose import convert_to_line, convert_to_prose, list_prose_links
from workbench.intake.past_issues.source_files import OpenFile

_PARTS: Final = ("chapters", "categories", "sections")
_HEADINGS: Final = ("title", "name", "heading")
_ITEMS: Final = ("entries", "items", "links")
_TITLES: Final = ("subject", "title", "name")
_TEXTS: Final = ("description_markdown", "text", "description", "blurb", "summary")
_OPENINGS: Final = ("header", "summary", "intro", "greeting")
_DATES: Final = ("published_at", "date", "publish_date", "published")
_SPONSORS: Final = ("sponsor", "sponsors", "our sponsor", "our sponsors")


def read_json_issues(files: dict[str, OpenFile], builder: ContentBuilder) -> None:
    """Read the issues among the files, and take them out."""
    for file in [one for one in files.values() if one.ending == "json"]:
        document = file.content.json
        documents = document if isinstance(document, list) else [document]
        issues = [one for one in documents if isinstance(one, dict) and _find_list(one, _PARTS)]
        if issues:
            del files[file.name]
            for at, issue in enumerate(issues, 1):
                name = file.name if len(issues) == 1 else f"{file.name} issue {at}"
                _read_issue(issue, name, file, builder)


def _read_issue(document: dict[str, Any], name: str, file: OpenFile, builder: ContentBuilder) -> None:
    status = get_text(document, "publication_status") or get_text(document, "status")
    if status in ("draft", "scheduled"):
        builder.leave_out(name, "a draft", _first_text(document, _TITLES))
    else:
        builder.add_issues([_IssueReading(document, file).make()], name)


class _IssueReading:
    """One document on its way to a past issue."""

    def __init__(self, document: dict[str, Any], file: OpenFile) -> None:
        self.document: Final = document
        self.file: Final = file
        self.sections: Final[list[PastSection]] = []
        self.blocks: Final[list[Block]] = []
        self.mentions: Final[dict[str, LabelledLink]] = {}

    def make(self) -> PastIssue:
        document = self.document
        greeting, closing = _prose_of(document, _OPENINGS), _prose_of(document, ("footer", "closing"))
        self._mention(greeting)
        for part in _find_list(document, _PARTS):
            self._read_part(part)
        self._mention(closing)
        title = _line_of(document, _TITLES)
        stated = str(document.get("number", document.get("issue", "")))
        return PastIssue(
            number=parse_issue_number(stated) if stated else find_number_in_name(self.file.name),
            date=parse_day(_first_text(document, _DATES)) or parse_day(self.file.name),
            title=title,
            greeting=greeting,
            sections=tuple(self.sections),
            blocks=tuple(self.blocks),
            closing=closing,
            mentions=tuple(self.mentions.values()),
            url=to_safe_url(get_text(document, "url")) or "",
        )

    def _read_part(self, part: dict[str, Any]) -> None:
        heading = _line_of(part, _HEADINGS)
        self._mention(_prose_of(part, _HEADINGS))
        is_paid = is_true(part.get("sponsor")) or heading.casefold() in _SPONSORS
        entries: list[PastEntry] = []
        texts = [_prose_of(part, ("header",))]
        for item in _find_list(part, _ITEMS):
            entry = _read_entry(item)
            if entry is None or is_paid or is_true(item.get("sponsor")):
                texts.append(_describe_item(item, entry))
            else:
                entries.append(entry)
                self._mention(entry.blurb, but={link.url for link in entry.links})
        texts.append(_prose_of(part, ("footer",)))
        self._add_block(heading if is_paid else "", heading, texts)
        if entries:
            self.sections.append(PastSection(heading, tuple(entries)))

    def _add_block(self, title: str, before: str, texts: Iterable[str]) -> None:
        """What a part has besides its entries, as a block before it."""
        text = "\n\n".join(filter(None, texts))
        if text:
            key = f"part-{len(self.blocks) + 1}"
            self.blocks.append(
                Block(key=key, place=f"before:{before}" if before else "end", heading=title, text=text)
            )
            self._mention(text)

    def _mention(self, text: str, but: Iterable[str] = ()) -> None:
        for link in list_prose_links(text):
            if link.url not in but:
                self.mentions.setdefault(link.url, link)


def _read_entry(item: dict[str, Any]) -> PastEntry | None:
    """The entry that an item is; None where it leads nowhere."""
    url = to_safe_url(next(iter(get_text(item, "url").split()), ""))
    if not url:
        return None
    author = clean_line(get_text(item, "author").replace("_", " "))
    return PastEntry(
        title=_line_of(item, ("title", "name")) or url,
        links=(LabelledLink("", url),),
        blurb=_prose_of(item, _TEXTS),
        authors=(author,) if author else (),
    )


def _describe_item(item: dict[str, Any], entry: PastEntry | None) -> str:
    title = _line_of(item, ("title", "name"))
    if entry is None:
        text = _prose_of(item, _TEXTS)
        return f"**{title}**\n\n{text}" if title and text else text
    return f"[{title or entry.links[0].url}](<{entry.links[0].url}>)\n\n{entry.blurb}".strip()


def _find_list(document: dict[str, Any], keys: Iterable[str]) -> list[dict[str, Any]]:
    """The objects in the first list that stands under one of these keys."""
    lists = (get_list(document, key) for key in keys)
    return [one for one in next(filter(None, lists), []) if isinstance(one, dict)]


def _first_text(document: dict[str, Any], keys: Iterable[str]) -> str:
    return next(filter(None, (get_text(document, key) for key in keys)), "")


def _line_of(document: dict[str, Any], keys: Iterable[str]) -> str:
    """The first text under these keys, on one line and without tags."""
    return convert_to_line(_first_text(document, keys))


def _prose_of(document: dict[str, Any], keys: Iterable[str]) -> str:
    """The text under the first of these keys that has one, as Markdown; a list of texts is its paragraphs."""
    return next(
        filter(None, (convert_to_prose("\n\n".join(_iter_texts(document.get(key)))) for key in keys)), ""
    )


def _iter_texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        yield from (text for text in value if isinstance(text, str))

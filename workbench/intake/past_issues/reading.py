"""From a text to its issues: its head, its rows, the issues it is cut into, the parts of each."""

import re
from collections.abc import Sequence
from typing import Final

from msgspec.structs import replace

from workbench.curation.archive.past_issue import PastIssue
from workbench.curation.model import LabelledLink
from workbench.curation.publication import Publication
from workbench.intake.past_issues.assembly import assemble_issue, collect_mentions
from workbench.intake.past_issues.days import find_day
from workbench.intake.past_issues.editions import EditionRows, date_by_neighbours, split_editions
from workbench.intake.past_issues.forms import TextForm
from workbench.intake.past_issues.head import PAGE_TITLE, read_head
from workbench.intake.past_issues.header_fields import split_header
from workbench.intake.past_issues.html_rows import read_html_rows
from workbench.intake.past_issues.markdown_rows import read_markdown_rows
from workbench.intake.past_issues.outline import assign_roles
from workbench.intake.past_issues.page_ends import PageTop, cut_page_end, take_page_top
from workbench.intake.past_issues.parts import join_rows, split_parts
from workbench.intake.past_issues.plain_rows import read_plain_rows
from workbench.intake.past_issues.promotion import promote_rows
from workbench.intake.past_issues.rows import TextRow, TextRun, is_picture, link_addresses
from workbench.intake.past_issues.to_markdown import convert_asciidoc, convert_rst
from workbench.intake.past_issues.wording import KnownHeadings
from workbench.intake.text.html import decode_entities

_PAGE_TITLE: Final = re.compile(r"<title[^>]*>([^<]*)</title", re.I)
_HREF: Final = re.compile(
    r"<a\s[^<>]{0,1000}?\bhref\s*=\s*(?:\"([^\"<>]*)\"|'([^'<>]*)'|([^\s\"'<>]+))", re.I
)
_UNREAD: Final = re.compile(
    r"<!--(?:(?!-->).)*+(?:-->|\Z)|<(script|style|svg|head)\b(?:(?!</\1).)*+(?:</\1[^>]*>|\Z)|<[^<>]*>"
    r"|\[!\[[^\[\]]*\]\([^()]*(?:shields\.io|badge)[^()]*\)\]\([^()]*\)|!\[[^\[\]]*\]\([^()]*(?:\([^()]*\)[^()]*)*\)"
    r"|^(`{3,}|~{3,})(?:(?!^\2).)*+(?:^\2[^\n]*|\Z)|`[^`\n]+`",
    re.I | re.S | re.M,
)


def read_issues(text: str, form: TextForm, name: str, publication: Publication) -> list[PastIssue]:
    """The issues of a text in order."""
    fields, rows, body = _read_form(text, form)
    beside = [row for row in rows if form == "html" and row.is_aside]
    editions = split_editions([row for row in rows if form != "html" or not row.is_aside])
    head_fields = fields if len(editions) == 1 else {}
    issues = [_read_issue(edition, head_fields, name, publication) for edition in editions]
    missed = _find_missed_links(rows, body, form)
    if not missed and not any(row.runs for row in rows):
        return []
    if len(issues) > 1:
        headings = [edition.heading for edition in editions]
        dates = date_by_neighbours(headings, [issue.date for issue in issues])
        issues = [replace(issue, date=date) for issue, date in zip(issues, dates, strict=True)]
    return [*issues[:-1], _add_rest(issues[-1], beside, missed)]


def _read_form(text: str, form: TextForm) -> tuple[dict[str, str], list[TextRow], str]:
    """The fields at the top, the rows, and the text of which those were made."""
    if form == "html":
        title = _PAGE_TITLE.search(text)
        fields = {PAGE_TITLE: decode_entities(title[1]).strip()} if title else {}
        return fields, read_html_rows(text), text
    if form == "asciidoc":
        date = find_day("\n".join(text.split("\n", 5)[:5]))
        body = convert_asciidoc(text)
        return {"date": date}, read_markdown_rows(body), body
    fields, body = split_header(convert_rst(text).strip("\n") if form == "rst" else text)
    return fields, read_plain_rows(body) if form == "text" else read_markdown_rows(body), body


def _read_issue(
    edition: EditionRows, fields: dict[str, str], name: str, publication: Publication
) -> PastIssue:
    known = KnownHeadings(publication)
    body, behind = cut_page_end(edition.rows)
    top = PageTop(body) if edition.heading else take_page_top(body, known)
    rows = promote_rows(top.rows, known)
    roles = assign_roles(rows, known, fields.get("title", ""))
    heading = next((rows[at].text for at, role in roles.items() if role == "title"), "")
    titles = [title for title in (fields.get("title", ""), edition.heading, top.title, heading) if title]
    byline = " ".join(row.text for row in top.byline)
    head = read_head(fields, edition.heading or top.title or heading, name, publication, byline)
    issue = assemble_issue(split_parts(rows, roles), head, publication, name)
    others = [TextRow("text", (TextRun(title),)) for title in titles[1:] if title != titles[0]]
    aside = [*edition.preamble, *others, *top.byline]
    unplaced = [join_rows(aside), issue.unplaced, join_rows(behind)]
    return replace(
        issue,
        subtitle=issue.subtitle or top.subtitle,
        unplaced="\n\n".join(filter(None, unplaced)),
        mentions=collect_mentions([*aside, *rows, *behind], issue),
    )


def _find_missed_links(rows: Sequence[TextRow], text: str, form: TextForm) -> list[LabelledLink]:
    """The links of a text that are in none of its rows: a definition that nothing uses, one in a tag that is left
    out."""
    if "://" not in text:
        return []
    known = {run.url for row in rows for run in row.runs if run.url}
    read = _UNREAD.sub(" ", _HREF.sub(r" \1\2\3 <", text) if form == "html" else text)
    found = {run.url: None for run in link_addresses(decode_entities(read), TextRun("")) if run.url}
    return [LabelledLink("", url) for url in found if url not in known and not is_picture(url)]


def _add_rest(issue: PastIssue, beside: Sequence[TextRow], missed: Sequence[LabelledLink]) -> PastIssue:
    """The issue with what stood beside it on its page, and with links that were read nowhere."""
    known = {link.url for link in issue.mentions}
    found = [link for link in (*collect_mentions(beside, issue), *missed) if link.url not in known]
    unplaced = "\n\n".join(filter(None, (issue.unplaced, join_rows(beside))))
    return replace(issue, unplaced=unplaced, mentions=(*issue.mentions, *found))

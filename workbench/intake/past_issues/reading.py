"""From a text to its issues: its head, its rows, the issues it is cut into, the parts of each."""

import re
from collections.abc import Sequence
from typing import Final

from msgspec.structs import replace

from workbench.curation.archive.past_issue import PastIssue
from workbench.curation.model import LabelledLink
from workbench.curation.publication import Publication
from workbench.intake.past_issues.assembly import assemble_issue, collect_mentions
from workbench.intake.past_issues.editions import EditionRows, date_by_neighbours, split_editions
from workbench.intake.past_issues.forms import TextForm
from workbench.intake.past_issues.head import find_day, read_head, split_head
from workbench.intake.past_issues.html_rows import read_html_rows
from workbench.intake.past_issues.markdown_rows import read_markdown_rows
from workbench.intake.past_issues.outline import assign_roles, promote_rows
from workbench.intake.past_issues.page_ends import PageTop, cut_page_end, take_page_top
from workbench.intake.past_issues.parts import join_rows, split_parts
from workbench.intake.past_issues.plain_rows import read_plain_rows
from workbench.intake.past_issues.rows import TextRow, TextRun, link_addresses
from workbench.intake.past_issues.to_markdown import convert_asciidoc, convert_rst
from workbench.intake.past_issues.wording import KnownHeadings
from workbench.intake.text.html import decode_entities

_PAGE_TITLE: Final = re.compile(r"<title[^>]*>([^<]*)</title", re.I)
_UNREAD: Final = re.compile(
    r"<!--(?:(?!-->).)*+(?:-->|\Z)|<(script|style|svg|head)\b(?:(?!</\1).)*+(?:</\1[^>]*>|\Z)|<[^<>]*>"
    r"|\[!\[[^\[\]]*\]\([^()]*(?:shields\.io|badge)[^()]*\)\]\([^()]*\)|!\[[^\[\]]*\]\([^()]*(?:\([^()]*\)[^()]*)*\)"
    r"|^(`{3,}|~{3,})(?:(?!^\2).)*+(?:^\2.*$|\Z)|`[^`\n]+`",
    re.I | re.S | re.M,
)


def read_issues(text: str, form: TextForm, name: str, publication: Publication) -> list[PastIssue]:
    """The issues of a text in order."""
    fields, rows, body = _read_form(text, form)
    editions = split_editions(rows)
    issues = [
        _read_issue(edition, fields if len(editions) == 1 else {}, name, publication) for edition in editions
    ]
    if not any(
        issue.sections or issue.mentions or issue.greeting or issue.unplaced or issue.blocks
        for issue in issues
    ):
        return []
    if len(issues) > 1:
        dates = date_by_neighbours(
            [edition.heading for edition in editions], [issue.date for issue in issues]
        )
        issues = [replace(issue, date=date) for issue, date in zip(issues, dates, strict=True)]
    return _add_missed_links(issues, rows, body if form != "html" else "")


def _read_form(text: str, form: TextForm) -> tuple[dict[str, str], list[TextRow], str]:
    """The fields at the top, the rows, and the text of which those were made."""
    if form == "html":
        title = _PAGE_TITLE.search(text)
        return ({"title": decode_entities(title[1]).strip()} if title else {}), read_html_rows(text), text
    if form == "asciidoc":
        date = find_day("\n".join(text.split("\n", 5)[:5]))
        body = convert_asciidoc(text)
        return {"date": date}, read_markdown_rows(body), body
    fields, body = split_head(convert_rst(text).strip("\n") if form == "rst" else text)
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
    byline = " ".join(row.text for row in top.byline)
    head = read_head(fields, edition.heading or top.title or heading, name, publication, byline)
    issue = assemble_issue(split_parts(rows, roles), head, publication, name)
    aside = [*edition.preamble, *top.byline]
    unplaced = [join_rows(aside), issue.unplaced, join_rows(behind)]
    return replace(
        issue,
        subtitle=issue.subtitle or top.subtitle,
        unplaced="\n\n".join(filter(None, unplaced)),
        mentions=collect_mentions([*aside, *rows, *behind], issue),
    )


def _add_missed_links(issues: list[PastIssue], rows: Sequence[TextRow], text: str) -> list[PastIssue]:
    """The issues; the last has as mentions what stands in the text and in no row, as a definition that nothing uses."""
    if "://" not in text:
        return issues
    known = {run.url for row in rows for run in row.runs if run.url}
    missed: dict[str, LabelledLink] = {}
    for run in link_addresses(decode_entities(_UNREAD.sub(" ", text)), TextRun("")):
        if run.url and run.url not in known:
            missed[run.url] = LabelledLink("", run.url)
    last = issues[-1]
    return [*issues[:-1], replace(last, mentions=(*last.mentions, *missed.values()))]

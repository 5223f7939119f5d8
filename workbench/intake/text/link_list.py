"""Find the links in messy text: prose, Markdown, mail, HTML, tables, lists of any kind.

Each link has the title or the note that the text has for it. A line that plainly meant a link and holds none is refused
with the reason. Prose is no row: what stands beside a link becomes its note, and what is left is counted in a sentence.
How that is done stands in the passes beside this module.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby

from workbench.curation.clipping import ImportResult, RejectedRow
from workbench.curation.text.cleaning import clean_line
from workbench.intake.text.cells import find_columns
from workbench.intake.text.html import drop_comments, flatten_html
from workbench.intake.text.lines import Line, split_lines
from workbench.intake.text.mail import decode_mail
from workbench.intake.text.naming import NamedLine, name_line
from workbench.intake.text.neighbours import TextLine, judge_line, relate_lines
from workbench.intake.text.notations import resolve_references, rewrite_notations
from workbench.intake.text.rows import name_rows
from workbench.intake.text.wrapping import unwrap_lines


def parse_list(text: str) -> ImportResult:
    """Read messy text. Rows are lines, counted from 1; those without a link are none."""
    lines = flatten_html(drop_comments(decode_mail(split_lines(text))))
    lines = resolve_references(rewrite_notations(unwrap_lines(lines)))
    judged = _judge_lines(lines)
    unused = relate_lines(judged)
    named = [line.named for line in judged if line.named is not None]
    clippings = tuple(
        link.make_clipping(line.line.row) for line in named for link in line.links if not link.serves_mail
    )
    refusals = tuple(refusal for line in named for refusal in _iter_refusals(line))
    if unused and not clippings and not refusals:
        refusals, unused = (_refuse_all(unused),), []
    return ImportResult(format="list", clippings=clippings, rejected=refusals, notes=_describe_unused(unused))


def _iter_refusals(line: NamedLine) -> Iterator[RejectedRow]:
    yield from line.refusals
    for link in line.links:
        if link.serves_mail:
            text = link.title or link.label or clean_line(line.line.text)
            yield RejectedRow(line.line.row, "a link for the readers of that mail", text)


def _judge_lines(lines: Sequence[Line]) -> list[TextLine]:
    judged: list[TextLine] = []
    for is_blank, group in groupby(lines, key=lambda line: not line.text.strip()):
        block = list(group)
        judged += [TextLine(line, "blank") for line in block] if is_blank else _judge_block(block)
    return judged


def _judge_block(lines: Sequence[Line]) -> list[TextLine]:
    """Lines without an empty one between them: rows of a table, or line by line what each says."""
    columns, headings = find_columns(lines)
    rows = [] if headings else name_rows(lines)
    if rows:
        return [judge_line(row.line if row else lines[0], row) for row in rows]
    return [
        judge_line(line, None if at in headings else name_line(line, columns.get(at, ())))
        for at, line in enumerate(lines)
    ]


def _refuse_all(lines: Sequence[Line]) -> RejectedRow:
    """The one refusal of a text that holds no link at all, at its first line."""
    where = "line" if len(lines) == 1 else "text"
    return RejectedRow(lines[0].row, f"no link in this {where}", clean_line(lines[0].text))


def _describe_unused(lines: Sequence[Line]) -> tuple[str, ...]:
    """The sentence about prose that belongs to no link."""
    if not lines:
        return ()
    first = f"line {lines[0].row}: “{clean_line(lines[0].text, limit=60)}”"
    if len(lines) == 1:
        return (f"One line without a link was left out, {first}.",)
    return (f"{len(lines):,} lines without a link were left out, the first is {first}.",)

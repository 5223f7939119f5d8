"""Give links what stands in the lines around theirs: the title in the line above, notes above and below.

Lines without an empty one between them are a run, a heading begins one. Within a run:

- one line of prose above a bare address is its title; several are its note, and so is a sentence;
- above several bare addresses it is the heading of a list and no title, unless labels tell them apart (`Paper: …`,
  `Code: …`): then it is what they have in common;
- prose below is a note, where the run shows to which link it belongs: it has one link, or prose under every one.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby, takewhile
from typing import Final, Literal

from msgspec import Struct

from workbench.curation.text import split_names
from workbench.curation.text.labels import is_label, is_notice
from workbench.intake.text.lines import Line
from workbench.intake.text.naming import NamedLine, NamedLink, clean_beside, split_title, strip_item_mark

_HEADING: Final = re.compile(r"\s*(?:#{1,6}|={1,6})\s+\S")
_ITEM: Final = re.compile(r"\s*(?:[-*+•‣◦–·]|\d{1,4}[.)])\s")
_DIRECTIVE: Final = re.compile(r"\s*(?:#|:[A-Za-z_-]+:|\.\. |SCHEDULED:|DEADLINE:|CLOSED:|```|~~~)")
_MAX_TITLE: Final = 250
_LEADING_ON: Final = split_names(
    "a also and are as at by for from here in is of on or see that the this to via with"
)
_SENTENCE_END: Final = (".", ",", ";", ":", "。", "，", "；", "：", "…")


class TextLine(Struct):
    """A line with what it is: one with links, prose, a heading, empty, or nothing that says anything."""

    line: Line
    kind: Literal["links", "prose", "heading", "blank", "nothing"]
    named: NamedLine | None = None
    is_used: bool = False

    @property
    def is_bare(self) -> bool:
        """Whether it has links and nothing else."""
        return self.named is not None and self.named.is_bare

    @property
    def is_labelled(self) -> bool:
        """Whether it has links, each with a label, and nothing else."""
        return self.named is not None and self.named.is_labelled

    @property
    def links(self) -> list[NamedLink]:
        return self.named.links if self.named else []

    @property
    def indent(self) -> int:
        return len(self.line.text) - len(self.line.text.lstrip())


def judge_line(line: Line, named: NamedLine | None) -> TextLine:
    """The line with its kind; `named` is None for what is no text, such as the headings of a table."""
    if named is None:
        return TextLine(line, "nothing")
    if named.has_links:
        return TextLine(line, "links", named)
    if not line.text.strip():
        return TextLine(line, "blank")
    if _HEADING.match(line.text):
        return TextLine(line, "heading")
    return TextLine(line, "prose" if line.has_words and not _DIRECTIVE.match(line.text) else "nothing")


def relate_lines(lines: Sequence[TextLine]) -> list[Line]:
    """Give each link what stands around it; returns the lines of prose that are left."""
    shown = [line for line in lines if line.kind != "nothing"]
    whole = [line for line in shown if line.kind != "blank"]
    runs = [whole] if _alternates(whole) else list(_split_runs(shown))
    if not _has_titles_for_headings(runs):
        runs = [run[1:] if run[0].kind == "heading" else run for run in runs]
    for at, run in enumerate(runs):
        following = next((later[0] for later in runs[at + 1 : at + 2] if later), None)
        _relate_run(run, following)
    _relate_sections(runs)
    return [line.line for line in shown if line.kind == "prose" and not line.is_used]


def _relate_sections(runs: Sequence[Sequence[TextLine]]) -> None:
    """What stands under a heading that became the title of a link is a note on that link."""
    owner: list[NamedLink] = []
    for run in runs:
        if run and run[0].kind == "heading":
            owner = run[1].links[:1] if run[0].is_used and len(run) > 1 else []
        elif owner and all(line.kind == "prose" for line in run):
            _add_notes(owner, run)


def _has_titles_for_headings(runs: Sequence[Sequence[TextLine]]) -> bool:
    """Whether the headings of a text are titles and not sections: most stand above links alone."""
    headed = [run for run in runs if run[0].kind == "heading"]
    return 2 * sum(len(run) > 1 and run[1].is_bare for run in headed) > len(headed)


def _split_runs(lines: Sequence[TextLine]) -> Iterator[list[TextLine]]:
    run: list[TextLine] = []
    for line in lines:
        ends = line.kind == "heading" or (line.kind == "blank" and run and run[-1].kind != "heading")
        if ends and run:
            yield run
            run = []
        if line.kind != "blank":
            run.append(line)
    if run:
        yield run


def _alternates(lines: Sequence[TextLine]) -> bool:
    """Whether a text is nothing but titles and bare addresses in turn, however they are spaced."""
    return len(lines) > 1 and all(
        line.is_bare if at % 2 else line.kind == "prose" for at, line in enumerate(lines)
    )


def _relate_run(run: Sequence[TextLine], following: TextLine | None) -> None:
    """Give the links of a run the prose in it. `following` is the first line of the next run."""
    if not any(line.links for line in run):
        return
    stretches = [list(group) for _, group in groupby(run, key=lambda line: line.kind == "links")]
    begins_with_prose = run[0].kind != "links"
    has_prose_below = (
        not begins_with_prose
        and all(len(links) == 1 for links in stretches[:-1:2])
        and len(stretches) % 2 == 0
    )
    is_single = sum(line.kind == "links" for line in run) == 1
    for at, stretch in enumerate(stretches):
        if stretch[0].kind == "links":
            continue
        above = stretches[at - 1][-1] if at else None
        below = stretches[at + 1] if at + 1 < len(stretches) else []
        prose = _take_continuation(stretch, above)
        if not prose:
            continue
        if above and (has_prose_below or not below) and (is_single or has_prose_below or begins_with_prose):
            _add_notes(above.links[-1:], prose)
        elif below:
            next_line = following if len(stretches) == at + 2 else None
            if begins_with_prose or _is_surely_title(prose):
                _give_title(
                    prose, above if begins_with_prose else None, below, next_line, is_single=is_single
                )


def _is_surely_title(prose: Sequence[TextLine]) -> bool:
    """Whether prose amid links, of which some have none above, is a title all the same: one line that begins as one."""
    title = split_title(prose[0].line.text)[0]
    return len(prose) == 1 and _can_be_title(title) and not title[0].islower()


def _take_continuation(stretch: list[TextLine], above: TextLine | None) -> list[TextLine]:
    """The stretch without the lines that go on with the item above, which become its note."""
    end = 0
    if above is not None and above.links and _ITEM.match(above.line.text):
        while (
            end < len(stretch)
            and stretch[end].indent > above.indent
            and not _ITEM.match(stretch[end].line.text)
        ):
            end += 1
        _add_notes(above.links[-1:], stretch[:end])
    return stretch[end:]


def _give_title(
    prose: list[TextLine],
    above: TextLine | None,
    below: list[TextLine],
    following: TextLine | None,
    *,
    is_single: bool,
) -> None:
    """Give the links below the title above them, or the note. What stands before a title belongs to the link above."""
    first, *others = [*below, *([following] if following is not None else [])]
    if not first.is_bare:
        if is_single:
            _add_notes(first.links[:1], prose, in_front=True)
        elif above is not None:
            _add_notes(above.links[-1:], prose)
        return
    if others and others[0].is_bare and not others[0].is_labelled and others[0].indent >= first.indent:
        return  # the heading of a list
    before, own = _split_prose(prose, has_above=above is not None)
    _add_notes((above or first).links[-1:], before)
    title, rest = split_title(own[0].line.text)
    if len(own) > 1 and own[0].kind == "heading":
        _add_notes(first.links[:1], own[1:], in_front=True)
    elif len(own) > 1 or not _can_be_title(title) or (len(prose) > 1 and title[0].islower()):
        _add_notes(first.links[:1], own, in_front=True)
        return
    labelled = takewhile(lambda line: line.is_labelled, below[1:])
    _set_title([*first.links, *(link for line in labelled for link in line.links)], title, rest)
    own[0].is_used = bool(first.links)


def _split_prose(prose: list[TextLine], *, has_above: bool) -> tuple[list[TextLine], list[TextLine]]:
    """The lines that belong to the link above, and those of the link below: the last item, or the last line."""
    if prose[0].kind == "heading" or not has_above:
        return [], prose
    items = [at for at, line in enumerate(prose) if _ITEM.match(line.line.text)]
    begin = items[-1] if items else len(prose) - 1
    return prose[:begin], prose[begin:]


def _set_title(links: Sequence[NamedLink], title: str, rest: str) -> None:
    if not links:
        return
    links[0].title = title
    if rest:
        links[0].notes = [rest, *links[0].notes]
    for link in links[1:]:
        if link.label and not link.title:
            link.beside = title


def _can_be_title(title: str) -> bool:
    return (
        0 < len(title) <= _MAX_TITLE
        and not title.endswith(_SENTENCE_END)
        and title.rpartition(" ")[2] not in _LEADING_ON
        and not is_label(title)
        and not is_notice(title)
    )


def _add_notes(links: Sequence[NamedLink], prose: Sequence[TextLine], *, in_front: bool = False) -> None:
    """Add lines to the note of a link. Headings are no notes."""
    for link in links:
        lines = [line for line in prose if line.kind == "prose"]
        note = clean_beside(" ".join(strip_item_mark(line.line.text) for line in lines))
        if note:
            link.notes = [note, *link.notes] if in_front else [*link.notes, note]
        for line in lines:
            line.is_used = True

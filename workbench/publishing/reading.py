"""An issue read back from its Markdown: the one place that undoes what `printing` does.

What the workbench wrote comes back the same. What people changed is read as far as it can be told what they
meant; the rest is kept, word for word, in the problems.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final, Literal

from msgspec import Struct
from msgspec.structs import asdict, replace

from workbench.curation.cleaning import clean, safe_url
from workbench.curation.model import Block, LabelledLink, Section
from workbench.curation.publication import Publication, unfill
from workbench.publishing import front_matter
from workbench.publishing.edition import LINE, is_video, lead
from workbench.publishing.formats import markdown
from workbench.publishing.front_matter import Front
from workbench.publishing.page import Page, Stretch, take_apart
from workbench.publishing.prose import parse, parse_line, tidy
from workbench.publishing.tree import Node, Problem, words_of


class ReadEntry(Struct, frozen=True, kw_only=True):
    """An entry as the file tells it. `link` is the id a comment told, if one did."""

    link: int | None
    title: str
    links: tuple[LabelledLink, ...]
    blurb: str


class ReadIssue(Front, frozen=True, kw_only=True):
    """An issue as the file tells it. `entries` has the sections that have any, in the issue's order."""

    greeting: str
    tldr: dict[str, str]
    entries: dict[str, tuple[ReadEntry, ...]]
    blocks: tuple[Block, ...]
    closing: str
    problems: tuple[Problem, ...]


def read_markdown(
    text: str, sections: Sequence[Section], publication: Publication, blocks: Sequence[Block] = ()
) -> ReadIssue:
    """Read an exported issue, edited or not. `blocks` are those the issue had, to be known again by."""
    known = [*blocks, *(rule.block for rule in publication.blocks)]
    reader = _Reader(take_apart(text), sections, publication, known)
    reader.read()
    return reader.issue()


class _Reader:
    """One reading: goes through the stretches of the page once and remembers where it is."""

    def __init__(
        self, page: Page, sections: Sequence[Section], publication: Publication, known: Sequence[Block]
    ) -> None:
        self.page: Final = page
        self.sections: Final = sections
        self.publication: Final = publication
        self.known: Final = list(known)
        self.problems: Final = list(page.problems)
        self.fields: Final = dict(page.fields)
        self.greeting = self.closing = ""
        self.tldr: Final[dict[str, str]] = {}
        self.entries: Final[dict[str, list[ReadEntry]]] = {section.key: [] for section in sections}
        self.blocks: Final[list[Block]] = []
        self.section: Section | None = None
        self.headings: Final = [self._heading_of(stretch) for stretch in page.stretches]
        self.place = 0  # how many of after_greeting, after_tldr, before each section lie behind

    def read(self) -> None:
        for at, stretch in enumerate(self.page.stretches):
            heading = self.headings[at]
            if stretch.opener is None:
                self._greeting(stretch)
            elif heading == "tldr":
                self._summary(stretch)
            elif isinstance(heading, Section):
                self._enter(heading, stretch)
            elif stretch.opener.kind == "rule":
                self._ruled(stretch, at)
            elif not self._is_title(stretch):
                self._strange(stretch, at)

    # What each stretch is

    def _heading_of(self, stretch: Stretch) -> Section | Literal["tldr"] | None:
        if stretch.opener is None or stretch.opener.kind == "rule":
            return None
        words = words_of(stretch.opener.children)
        if _loose(words) == _loose(self.publication.tldr.heading):
            return "tldr"
        exact = (part for part in self.sections if unfill(part.heading, words) is not None)
        alike = (part for part in self.sections if _loose(words) in _names(part))
        return next(exact, None) or next(alike, None)

    def _greeting(self, stretch: Stretch) -> None:
        prose, entries = _split(stretch.parts)
        self.greeting = _prose(prose)
        self._homeless(entries, stretch)

    def _is_title(self, stretch: Stretch) -> bool:
        """A first heading of the first level is the title, where the front matter tells none."""
        opener = stretch.opener
        if opener is None or opener.number != 1 or "title" in self.fields or self.greeting:
            return False
        self.fields["title"] = words_of(opener.children)
        self._greeting(stretch)
        return True

    def _ruled(self, stretch: Stretch, at: int) -> None:
        """Below a rule: a block, or the closing where nothing follows; entries go on in their section."""
        prose, entries = _split(stretch.parts)
        if prose and stretch.last and not entries:
            self.closing = _prose(prose)
        elif prose:
            self._block("", _prose(prose), at)
        if self.section is None:
            self._homeless(entries, stretch)
        else:
            self._add(self.section, entries, stretch)

    def _strange(self, stretch: Stretch, at: int) -> None:
        """Below a heading that is no section's: a block, or a section under a new name where it has entries."""
        prose, entries = _split(stretch.parts)
        words = words_of(stretch.opener.children) if stretch.opener else ""
        if not entries or any(clean(block.heading) == words for block in self.known):
            self._block(words, _prose(prose), at)
            self._homeless(entries, stretch)
            return
        section = self._next_free()
        if section is None:
            self._lose(stretch.line, f"“{words}” is no heading of this issue.", self.page.end(stretch))
            return
        message = f"“{words}” is no heading of this issue: what stands below was read as {section.label}."
        self.problems.append(Problem(stretch.line + 1, message))
        self._enter(section, stretch)

    def _next_free(self) -> Section | None:
        """The next section in the issue's order that no heading of the file names."""
        free = [part for part in self.sections if part not in self.headings and not self.entries[part.key]]
        later = [part for part in free if self.sections.index(part) + 2 >= self.place]
        return next(iter([*later, *free]), None)

    # Entries

    def _enter(self, section: Section, stretch: Stretch) -> None:
        self.section = section
        self.place = self.sections.index(section) + 3
        prose, entries = _split(stretch.parts)
        if prose:
            until = entries[0][0] if entries else self.page.end(stretch)
            self._lose(prose[0][0], f"This stands before the first entry of {section.label}.", until)
        self._add(section, entries, stretch)

    def _add(self, section: Section, entries: "_Entries", stretch: Stretch) -> None:
        ends = [line for line, _, _ in entries[1:]] + [self.page.end(stretch)]
        for (line, heading, parts), end in zip(entries, ends, strict=bool(entries)):
            links, blurb = _links([node for _, node in parts])
            title = words_of(heading.children)
            if section.numbered:
                title = re.sub(r"^\d+\.\s*", "", title)
            told = [id for at, id in self.page.links.items() if line <= at < end]
            entry = ReadEntry(link=next(iter(told), None), title=title, links=links, blurb=_tidy(blurb))
            self.entries[section.key].append(entry)

    def _homeless(self, entries: "_Entries", stretch: Stretch) -> None:
        if entries:
            title = words_of(entries[0][1].children)
            self._lose(entries[0][0], f"“{title}” stands below no section's heading.", self.page.end(stretch))

    # The TL;DR

    def _summary(self, stretch: Stretch) -> None:
        self.place = max(self.place, 1)
        prose, entries = _split(stretch.parts)
        opening = parse(self.publication.tldr.opening)
        for line, node in prose:
            if node not in opening:
                for words in _lines(node):
                    self._line(line, words)
        self._homeless(entries, stretch)

    def _line(self, line: int, words: str) -> None:
        for section in self.sections:
            text = self._after_lead(section, words)
            if text is not None and section.key not in self.tldr:
                if text:
                    self.tldr[section.key] = markdown.inline(parse_line(clean(text, limit=LINE)))
                return
        self._say(line, "This line of the TL;DR belongs to no section.", words)

    def _after_lead(self, section: Section, words: str) -> str | None:
        start = markdown.inline(lead(self.publication.tldr, section))
        if words.startswith(start) or words == start.rstrip():
            return words[len(start) :]
        found = re.fullmatch(rf"\W*{re.escape(section.label)}\b[\s:*_]*(.*)", words, re.DOTALL)
        return found[1] if found else None

    # Blocks

    def _block(self, heading: str, text: str, at: int) -> None:
        """A block known by its text, or by its heading where the text was edited, else a new one."""
        same = [block for block in self.known if clean(block.heading) == heading and tidy(block.text) == text]
        alike = [block for block in self.known if heading and clean(block.heading) == heading]
        place = self._place(at)
        found = next(iter([*same, *alike]), None)
        if found is None:
            names = {block.key for block in [*self.known, *self.blocks]}
            key = next(key for key in _keys(heading) if key not in names)
            self.blocks.append(Block(key=key, place=place[0], heading=heading, text=text))
            return
        self.known.remove(found)
        text = found.text if found in same else text
        self.blocks.append(replace(found, text=text, place=found.place if found.place in place else place[0]))

    def _place(self, at: int) -> list[str]:
        """The places that lie between what the file has before this stretch and what it has after it."""
        places = ["after_greeting", "after_tldr", *(f"before:{part.key}" for part in self.sections), "end"]
        following = next((heading for heading in self.headings[at + 1 :] if heading is not None), None)
        if following == "tldr":
            return places[self.place : 1] or places[:1]
        if following is None:
            return places[self.place :]
        return places[self.place : self.sections.index(following) + 3] or ["end"]

    # What finds no home

    def _lose(self, line: int, message: str, until: int) -> None:
        self._say(line, message, self.page.verbatim(line, until))

    def _say(self, line: int, message: str, text: str) -> None:
        self.problems.append(Problem(line + 1, f"{message} It was left out.", text))

    def issue(self) -> ReadIssue:
        front, problems = front_matter.understood(self.fields, self.publication)
        return ReadIssue(
            **asdict(front),
            greeting=self.greeting,
            tldr={part.key: self.tldr[part.key] for part in self.sections if part.key in self.tldr},
            entries={key: tuple(entries) for key, entries in self.entries.items() if entries},
            blocks=tuple(self.blocks),
            closing=self.closing,
            problems=tuple(sorted([*problems, *self.problems], key=lambda problem: problem.line)),
        )


_Parts = Sequence[tuple[int, Node]]
_Entries = list[tuple[int, Node, list[tuple[int, Node]]]]


def _split(parts: _Parts) -> tuple[list[tuple[int, Node]], _Entries]:
    """What stands before the first title, and each title with what stands below it."""
    prose: list[tuple[int, Node]] = []
    entries: _Entries = []
    for line, node in parts:
        if node.kind == "heading":
            entries.append((line, node, []))
        else:
            (entries[-1][2] if entries else prose).append((line, node))
    return prose, entries


def _prose(parts: _Parts) -> str:
    return _tidy([node for _, node in parts])


def _tidy(nodes: Sequence[Node]) -> str:
    return tidy(markdown.blocks(nodes))


def _lines(node: Node) -> Iterator[str]:
    """What may be lines of a TL;DR: the items of a list, or a paragraph."""
    for part in node.children if node.kind in ("bullets", "numbers") else (node,):
        blocks = part.children if part.kind == "item" else (part,)
        yield " ".join(markdown.blocks(blocks).split())


def _links(nodes: list[Node]) -> tuple[tuple[LabelledLink, ...], list[Node]]:
    """An entry's links and its blurb. A paragraph of nothing but links below the title, or next to a video
    there, holds links."""
    links: list[LabelledLink] = []
    video = True
    for at, node in enumerate(nodes):
        found = _only_links(node)
        alone = len(found) == 1 and not found[0].label and is_video(found[0].url)
        if not found or not (video or alone):
            return tuple(links), nodes[at:]
        links.extend(found)
        video = alone
    return tuple(links), []


def _only_links(node: Node) -> list[LabelledLink]:
    links: list[LabelledLink] = []
    for part in node.children if node.kind == "paragraph" else ():
        if part.kind == "link":
            label = "" if part.markup == "autolink" else words_of(part.children)
            links.append(LabelledLink(label, part.text))
        elif part.kind in ("text", "softbreak", "break"):
            for word in re.findall(r"[^\s|·]+", part.text):
                url = safe_url(word)
                if url is None:
                    return []
                links.append(LabelledLink("", url))
        else:
            return []
    return links


def _loose(heading: str) -> str:
    """What is left of a heading that somebody counted, decorated or spelled anew."""
    return " ".join(re.findall(r"[^\W\d_]+", heading.casefold()))


def _names(section: Section) -> set[str]:
    pattern = re.sub(r"\{\w+\}", "", section.heading)
    return {_loose(pattern), _loose(section.label), _loose(section.key)} - {""}


def _keys(heading: str) -> Iterator[str]:
    """Keys for a block that came with the file: by its heading, else by number."""
    name = "-".join(re.findall(r"[a-z0-9]+", heading.casefold())) or "promo"
    yield name
    yield from (f"{name}-{number}" for number in range(2, 1_000_000))

"""What past issues are asked: the filter language, with the fields that texts of issues have.

    section:papers host:arxiv.org author:karpathy year:2025 agents -title:survey "exact words" is:mention issue:11

All terms must hold, `OR` joins its two neighbours, `-` negates a term, as for links. Plain words are looked for in
titles, blurbs, greetings, TL;DR lines, closings and addresses. `author:` knows who wrote a source and whose page an
address says it is.
"""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, tzinfo
from functools import cache
from typing import Final, TypeAlias

from msgspec import Struct

from workbench.curation.archive.texts import TEXT_PARTS, ArchivedText
from workbench.curation.model import KINDS, LinkId
from workbench.curation.search.folding import find_folded_spans, fold_text
from workbench.curation.search.terms import Term, TermReader, list_words, make_word_test, split_terms

AuthorsOf: TypeAlias = Callable[[LinkId], str]
"""Who wrote a link's source, as the search has it: folded, with a space before each name and each word of it."""
TextTest: TypeAlias = Callable[[ArchivedText, AuthorsOf], bool]


class ArchiveQuery(Struct, frozen=True, kw_only=True):
    """A parsed query. `terms` are the words wanted, to be highlighted; `problems` are sentences for people.

    `substrings` must all be in a text; of each of `groups` one test must hold. `title_groups` are the same with words
    looked for in titles alone.
    """

    text: str
    terms: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    substrings: tuple[str, ...] = ()
    groups: tuple[tuple[TextTest, ...], ...] = ()
    title_groups: tuple[tuple[TextTest, ...], ...] = ()


def parse_archive_query(text: str, now: str, zone: tzinfo = UTC) -> ArchiveQuery:
    """Read a query. `now` is an ISO time in UTC, from which `before:7d` counts back."""
    return _ArchiveQueryBuilder(now, zone).build(text, split_terms(text, _FIELDS))


def filter_texts(
    query: ArchiveQuery, texts: Iterable[ArchivedText], authors_of: AuthorsOf
) -> list[ArchivedText]:
    """The texts that a query finds in their order, but titles that have its words first; none where a part of it can
    mean nothing."""
    if query.problems:
        return []
    found = list(texts)
    for word in query.substrings:
        found = [text for text in found if word in text.folded_title or word in text.folded_text]
    if query.groups:
        found = [text for text in found if _holds(query.groups, text, authors_of)]
    in_titles = found if query.substrings or query.title_groups else []
    for word in query.substrings:
        in_titles = [text for text in in_titles if word in text.folded_title]
    if query.title_groups:
        in_titles = [text for text in in_titles if _holds(query.title_groups, text, authors_of)]
    first = {text.id for text in in_titles}
    return [*in_titles, *(text for text in found if text.id not in first)] if first else found


def find_line(query: ArchiveQuery, text: ArchivedText, width: int = 0) -> str:
    """The line of a text in which the words of a query stand, else its first; no more of it than so many characters
    around the first word, 0 for all of it."""
    lines = [line for line in text.text.split("\n") if line.strip()]
    line = next((line for line in lines if find_folded_spans(line, query.terms)), lines[0] if lines else "")
    if not width or len(line) <= width:
        return line
    spans = find_folded_spans(line, query.terms)
    begin = max(0, min(spans[0][0] - width // 3, len(line) - width)) if spans else 0
    end = begin + width
    begin = line.find(" ", begin, end) + 1 if begin else 0
    end = line.rfind(" ", begin, end) if end < len(line) and " " in line[begin:end] else end
    return ("…" if begin else "") + line[begin:end] + ("…" if end < len(line) else "")


def _holds(groups: tuple[tuple[TextTest, ...], ...], text: ArchivedText, authors_of: AuthorsOf) -> bool:
    return all(any(test(text, authors_of) for test in group) for group in groups)


def _match_any_text(_text: ArchivedText, _authors_of: AuthorsOf) -> bool:
    """The test of a term that is not finished yet."""
    return True


class _ArchiveQueryBuilder(TermReader):
    """Turns terms into tests and collects their problems."""

    def build(self, text: str, groups: list[list[Term]]) -> ArchiveQuery:
        plain = [group[0] for group in groups if len(group) == 1 and group[0].is_plain]
        rest = [group for group in groups if not (len(group) == 1 and group[0] in plain)]
        tests = [tuple(self._build_test(term) for term in group) for group in rest]
        with_words = [group for group in rest if any(not term.field and not term.negated for term in group)]
        return ArchiveQuery(
            text=text,
            terms=list_words(groups),
            problems=tuple(self.problems),
            substrings=tuple(term.value for term in plain),
            groups=tuple(group for group in tests if _match_any_text not in group),
            title_groups=tuple(tuple(self._build_title_test(term) for term in group) for group in with_words),
        )

    def _build_test(self, term: Term) -> TextTest:
        if not term.value:
            return _match_any_text
        test = _FIELDS[term.field](self, term)
        if test is _match_any_text or not term.negated:
            return test
        return lambda text, authors_of: not test(text, authors_of)

    def _build_title_test(self, term: Term) -> TextTest:
        return self._build_test(Term(term.text, term.negated, term.field or "title", term.value, term.exact))

    def match_words(self, term: Term) -> TextTest:
        fits = make_word_test(term)
        return lambda text, _authors_of: fits(text.folded_title) or fits(text.folded_text)

    def match_title(self, term: Term) -> TextTest:
        fits = make_word_test(term)
        return lambda text, _authors_of: fits(text.folded_title)

    def match_section(self, term: Term) -> TextTest:
        value = term.value

        @cache  # there are few sections, and thousands of texts in each
        def fits(key: str, name: str) -> bool:
            return fold_text(key).startswith(value) or f" {value}" in f" {fold_text(name)}"

        return lambda text, _authors_of: fits(text.section, text.section_name)

    def match_host(self, term: Term) -> TextTest:
        value = term.value.removeprefix("https://").removeprefix("http://").removeprefix("www.").rstrip("/")
        if not value:
            return _match_any_text
        return lambda text, _authors_of: any(_is_at(url, value) for url in text.urls)

    def match_author(self, term: Term) -> TextTest:
        value = f" {term.value.removeprefix('@')}"
        return lambda text, authors_of: value in f" {text.owners}" or value in authors_of(text.link)

    def match_work(self, term: Term) -> TextTest:
        value = term.value
        return lambda text, _authors_of: any(fold_text(key) == value for key in text.identities)

    def match_kind(self, term: Term) -> TextTest:
        kinds = self.parse_choice(term, KINDS)
        return (lambda text, _authors_of: text.kind in kinds) if kinds else _match_any_text

    def match_part(self, term: Term) -> TextTest:
        parts = self.parse_choice(term, TEXT_PARTS)
        return (lambda text, _authors_of: text.part in parts) if parts else _match_any_text

    def match_issue(self, term: Term) -> TextTest:
        number = self.parse_issue(term)
        if number is None:
            return _match_any_text
        return lambda text, _authors_of: text.number == number

    def match_year(self, term: Term) -> TextTest:
        value = term.value
        if not (value.isascii() and value.isdigit() and len(value) <= _YEAR_LENGTH):
            self.problems.append(f"Write {term.field}:2025: “{value}” is no year.")
            return _match_any_text
        return lambda text, _authors_of: text.date.startswith(value)

    def match_before(self, term: Term) -> TextTest:
        day = self._parse_day(term)
        return (lambda text, _authors_of: "" < text.date < day) if day else _match_any_text

    def match_after(self, term: Term) -> TextTest:
        day = self._parse_day(term)
        return (lambda text, _authors_of: text.date >= day) if day else _match_any_text

    def _parse_day(self, term: Term) -> str:
        """The day that is meant, where the editor is; empty where `parse_time` finds none."""
        time = self.parse_time(term)
        try:
            return datetime.fromisoformat(time).astimezone(self.zone).date().isoformat() if time else ""
        except OverflowError:  # the first day of the calendar
            return time[:10]


def _is_at(url: str, value: str) -> bool:
    """Whether the value is the beginning of a label of the host; with a path, of the address from a label on."""
    host, slash, path = url.partition("://")[2].lower().partition("/")
    return f".{value}" in f".{host}{slash + path if '/' in value else ''}"


_YEAR_LENGTH: Final = 4
_FIELDS: Final[dict[str, Callable[[_ArchiveQueryBuilder, Term], TextTest]]] = {
    "": _ArchiveQueryBuilder.match_words,
    "title": _ArchiveQueryBuilder.match_title,
    "section": _ArchiveQueryBuilder.match_section,
    "host": _ArchiveQueryBuilder.match_host,
    "site": _ArchiveQueryBuilder.match_host,
    "author": _ArchiveQueryBuilder.match_author,
    "work": _ArchiveQueryBuilder.match_work,
    "kind": _ArchiveQueryBuilder.match_kind,
    "is": _ArchiveQueryBuilder.match_part,
    "issue": _ArchiveQueryBuilder.match_issue,
    "year": _ArchiveQueryBuilder.match_year,
    "before": _ArchiveQueryBuilder.match_before,
    "after": _ArchiveQueryBuilder.match_after,
}

"""The filter language: parse a query, and tell whether a link matches it.

    kind:paper tag:agents is:published before:7d -title:survey site:arxiv "exact words" gates OR attention
    text:"stopping rule" blurb:survey issue:11

All terms must hold; `OR` joins its two neighbours, `-` negates a term. Letters match without regard to case,
accents and typographic forms. A term that is not finished yet matches everything, so that the list is not empty
between two key presses. Where one can mean nothing, `problems` says so and the query finds nothing.

Plain words are looked for in titles, tags, notes and addresses, then in what was written about a link and its source.
"""

from collections.abc import Callable, Collection, Iterable
from datetime import UTC, tzinfo
from typing import Final, Protocol, TypeAlias

from msgspec import Struct

from workbench.curation.identity import source_name
from workbench.curation.model import KINDS, LINK_STATES, Link, LinkId, LinkState
from workbench.curation.search.folding import fold_text
from workbench.curation.search.terms import Term, TermReader, list_words, make_word_test, split_terms

MIN_WORD_IN_TEXTS: Final = 3
"""Characters from which on a plain word is looked for in sources and blurbs too: shorter ones are everywhere."""


class LinkTexts(Protocol):
    """What is known of links beside the links themselves. Texts are folded."""

    def source_of(self, id: LinkId, /) -> str:
        """The text kept for a link."""

    def blurbs_of(self, id: LinkId, /) -> str:
        """What was written about a link, in whatever issue."""

    def issues_of(self, id: LinkId, /) -> Collection[int]:
        """The numbers of the issues in which a link stands, benches included."""


Predicate: TypeAlias = Callable[[Link, LinkState, str, LinkTexts], bool]
"""Whether a link, in the state it shows, with its haystack and further texts, fits one term."""


def _match_anything(_link: Link, _state: LinkState, _haystack: str, _texts: LinkTexts) -> bool:
    """The predicate of a term that is not finished yet."""
    return True


class Query(Struct, frozen=True, kw_only=True):
    """A parsed query.

    `terms` are the plain words and phrases wanted, to be highlighted in the rows. `problems` are sentences for people.
    `substrings` must all be in a link's texts, and of each of `groups` one predicate must hold. `spans_views` says
    that the query asks for a state, an issue or a blurb: the view that the inbox shows must then not narrow the result.
    Links in none of `states` are not found, so that they need not be looked at; None where any state will do.
    """

    text: str
    terms: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    substrings: tuple[str, ...] = ()
    groups: tuple[tuple[Predicate, ...], ...] = ()
    spans_views: bool = False
    states: frozenset[LinkState] | None = None

    def narrows(self, wider: "Query") -> bool:
        """Whether everything this query finds was found by `wider` too, so that searching those links is enough."""
        if wider.groups or wider.problems:
            return False
        # A short word is not looked for in sources, so that one letter more may find more.
        return all(
            any(own == word or (word in own and is_sought_in_texts(word)) for own in self.substrings)
            for word in wider.substrings
        )

    def matches(self, link: Link, state: LinkState, haystack: str, texts: LinkTexts) -> bool:
        """Whether the link fits. `haystack` is what `haystack_of(link)` gave. Nothing fits a query with problems."""
        if self.problems:
            return False
        for word in self.substrings:  # by far the cheapest test, so it comes first
            if word not in haystack and not is_word_in_texts(word, link.id, texts):
                return False
        return all(any(test(link, state, haystack, texts) for test in group) for group in self.groups)

    def rank(self, haystack: str) -> int:
        """Where the plain words stand: 0 in the title, 1 in the rest of the haystack, 2 in longer texts."""
        end, rank = haystack.find("\n"), 0
        for word in self.substrings:
            at = haystack.find(word)
            if at < 0:
                return 2
            if at + len(word) > end >= 0:
                rank = 1
        return rank


def is_word_in_texts(word: str, id: LinkId, texts: LinkTexts) -> bool:
    """Whether a plain word stands in what was written about a link, or in its source."""
    return is_sought_in_texts(word) and (word in texts.blurbs_of(id) or word in texts.source_of(id))


def is_sought_in_texts(word: str) -> bool:
    """Whether a word is long enough to be looked for in blurbs and sources."""
    return len(word) >= MIN_WORD_IN_TEXTS


def haystack_of(link: Link) -> str:
    """The text in which the words of a query are searched: title, tags, note and URL, folded, a line each."""
    return fold_text("\n".join((link.title, *link.tags, link.note, link.url)))


def parse_query(text: str, now: str, zone: tzinfo = UTC) -> Query:
    """Read a query. `now` is an ISO time in UTC, from which `before:7d` counts back; days begin as in `zone`."""
    reader = _QueryBuilder(now, zone)
    return reader.build(text, split_terms(text, _FIELDS))


class _QueryBuilder(TermReader):
    """Turns terms into predicates and collects their problems."""

    def build(self, text: str, groups: list[list[Term]]) -> Query:
        plain = [group[0] for group in groups if len(group) == 1 and group[0].is_plain]
        rest = [group for group in groups if not (len(group) == 1 and group[0] in plain)]
        tests = tuple(tuple(self._build_test(term) for term in group) for group in rest)
        return Query(
            text=text,
            terms=list_words(groups),
            problems=tuple(self.problems),
            substrings=tuple(term.value for term in plain),
            groups=tuple(group for group in tests if _match_anything not in group),
            spans_views=any(
                term.field in _FIELDS_OF_ALL_VIEWS and term.value for group in groups for term in group
            ),
            states=_find_states(tests),
        )

    def _build_test(self, term: Term) -> Predicate:
        if not term.value:
            return _match_anything
        test = _FIELDS[term.field](self, term)
        if test is _match_anything or not term.negated:
            return test
        return lambda link, state, haystack, texts: not test(link, state, haystack, texts)

    def match_words(self, term: Term) -> Predicate:
        """Words are looked for in the haystack, then in longer texts; words not wanted in the haystack only, since
        most long texts have them somewhere."""
        value, fits = term.value, make_word_test(term)
        if term.negated:
            return lambda _link, _state, haystack, _texts: fits(haystack)
        return lambda link, _state, haystack, texts: (
            fits(haystack)
            or (
                is_sought_in_texts(value)
                and (fits(texts.blurbs_of(link.id)) or fits(texts.source_of(link.id)))
            )
        )

    def match_source(self, term: Term) -> Predicate:
        fits = make_word_test(term)
        return lambda link, _state, _haystack, texts: fits(texts.source_of(link.id))

    def match_blurb(self, term: Term) -> Predicate:
        fits = make_word_test(term)
        return lambda link, _state, _haystack, texts: fits(texts.blurbs_of(link.id))

    def match_issue(self, term: Term) -> Predicate:
        number = self.parse_issue(term)
        if number is None:
            return _match_anything
        return lambda link, _state, _haystack, texts: number in texts.issues_of(link.id)

    def match_title(self, term: Term) -> Predicate:
        value = term.value
        return lambda link, _state, haystack, _texts: value in haystack and value in fold_text(link.title)

    def match_note(self, term: Term) -> Predicate:
        value = term.value
        return lambda link, _state, haystack, _texts: value in haystack and value in fold_text(link.note)

    def match_tag(self, term: Term) -> Predicate:
        value = term.value
        if term.exact:
            return lambda link, _state, haystack, _texts: (
                value in haystack and value in map(fold_text, link.tags)
            )
        return lambda link, _state, haystack, _texts: (
            value in haystack and any(fold_text(tag).startswith(value) for tag in link.tags)
        )

    def match_kind(self, term: Term) -> Predicate:
        kinds = self.parse_choice(term, KINDS)
        return (lambda link, _state, _haystack, _texts: link.kind in kinds) if kinds else _match_anything

    def match_state(self, term: Term) -> Predicate:
        chosen = self.parse_choice(term, (*LINK_STATES, *_FLAGS))
        if not chosen:
            return _match_anything
        return _StateTest(chosen)

    def match_site(self, term: Term) -> Predicate:
        value = term.value.removeprefix("https://").removeprefix("http://").rstrip("/")
        return lambda link, _state, _haystack, _texts: _is_from(link, value)

    def match_before(self, term: Term) -> Predicate:
        since = self.parse_time(term)
        return (lambda link, _state, _haystack, _texts: "" < link.added < since) if since else _match_anything

    def match_after(self, term: Term) -> Predicate:
        since = self.parse_time(term)
        return (lambda link, _state, _haystack, _texts: link.added >= since) if since else _match_anything


class _StateTest:
    """Whether a link is in one of these states, or has one of these marks."""

    def __init__(self, chosen: Collection[str]) -> None:
        self._marks: Final = [_FLAGS[name] for name in chosen if name in _FLAGS]
        self._states: Final = frozenset(state for state in LINK_STATES if state in chosen)

    @property
    def states(self) -> frozenset[LinkState] | None:
        """The states without which a link does not fit; None where a mark will do."""
        return None if self._marks else self._states

    def __call__(self, link: Link, state: LinkState, _haystack: str, _texts: LinkTexts) -> bool:
        return state in self._states or any(mark(link) for mark in self._marks)


def _find_states(groups: Iterable[tuple[Predicate, ...]]) -> frozenset[LinkState] | None:
    """The states that links must be in to fit all groups, by those that are one term each; None where any will do."""
    alone = [group[0] for group in groups if len(group) == 1]
    wanted = [test.states for test in alone if isinstance(test, _StateTest) and test.states is not None]
    return frozenset.intersection(*wanted) if wanted else None


def _is_from(link: Link, site: str) -> bool:
    """Whether the site's name is the beginning of a label of the link's host, or of the short name of its source."""
    host = fold_text(link.url.partition("://")[2].partition("/")[0])
    if f".{site}" in f".{host}":
        return True
    return not link.identity.startswith("https://") and fold_text(source_name(link.identity)).startswith(site)


_FLAGS: Final[dict[str, Callable[[Link], bool]]] = {
    "untitled": lambda link: not link.title,
    "tagged": lambda link: bool(link.tags),
    "noted": lambda link: bool(link.note),
    "returned": lambda link: link.deferred_from is not None,
}
_FIELDS: Final[dict[str, Callable[[_QueryBuilder, Term], Predicate]]] = {
    "": _QueryBuilder.match_words,
    "title": _QueryBuilder.match_title,
    "note": _QueryBuilder.match_note,
    "tag": _QueryBuilder.match_tag,
    "kind": _QueryBuilder.match_kind,
    "is": _QueryBuilder.match_state,
    "site": _QueryBuilder.match_site,
    "before": _QueryBuilder.match_before,
    "after": _QueryBuilder.match_after,
    "text": _QueryBuilder.match_source,
    "blurb": _QueryBuilder.match_blurb,
    "issue": _QueryBuilder.match_issue,
}
_FIELDS_OF_ALL_VIEWS: Final = ("is", "issue", "blurb")

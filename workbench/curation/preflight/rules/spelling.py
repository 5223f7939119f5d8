"""Words that are neither in the dictionary nor among the newsletter's own, nor in the texts kept of its works."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from workbench.curation.change import Change, EditCollector
from workbench.curation.pieces import CLOSING, GREETING, TITLE, piece_of_entry
from workbench.curation.preflight.context import PreflightContext, ProseText
from workbench.curation.preflight.finding import Finding, Violation

if TYPE_CHECKING:
    from workbench.curation.preflight.spelling import Misspelling

NO_DICTIONARY: Final = (
    "Spelling is not checked: its dictionaries come with `pip install 'curation-workbench[spelling]'`."
)


def check_spelling(context: PreflightContext) -> Iterator[Violation]:
    """Every word of a prose that nobody knows, in each place once. Without dictionaries, a hint that says so."""
    if _lacks_dictionary(context):
        yield Violation("title", TITLE, NO_DICTIONARY, "hint")
    for prose, misspelling in _iter_misspellings(context):
        said = _describe_misspelling(misspelling)
        yield Violation(prose.where, prose.piece, said, field=prose.field, quote=misspelling.word)


def _lacks_dictionary(context: PreflightContext) -> bool:
    language = context.publication.preflight.language
    if not language or not context.reads_sources:
        return False
    from workbench.curation.preflight.dictionaries import load_dictionary  # noqa: PLC0415 - as below

    return load_dictionary(language) is None


def mend_spelling(context: PreflightContext, finding: Finding) -> Change | None:
    """Write the word that was meant, where only one can have been, in a blurb, the greeting or the closing."""
    for prose, misspelling in _iter_misspellings(context):
        if prose.piece == finding.piece and misspelling.meant and misspelling.word == finding.quote:
            return _rewrite(context, prose, misspelling)
    return None


def _iter_misspellings(context: PreflightContext) -> Iterator[tuple[ProseText, "Misspelling"]]:
    settings = context.publication.preflight
    if not settings.language or not context.reads_sources:
        return
    from workbench.curation.preflight.spelling import (  # noqa: PLC0415 - the screen begins without it
        find_misspellings,
        to_plain_word,
        words_of,
    )

    links = (link for entry in context.placed for link in entry.links)
    named = (text for link in links for text in (link.label, link.url))  # a tool is called as its address is
    own = " ".join((*settings.words, *(entry.title for entry in context.placed), *named))
    texts = (own, *(text.text for text in context.known_texts.values()))
    known = frozenset(map(to_plain_word, settings.words)).union(*map(words_of, texts))
    for prose in context.iter_prose():
        for misspelling in find_misspellings(prose.text, settings.language, known):
            yield prose, misspelling


def _rewrite(context: PreflightContext, prose: ProseText, misspelling: "Misspelling") -> Change | None:
    from workbench.curation.preflight.spelling import replace_word  # noqa: PLC0415 - as above

    edits = EditCollector()
    text = replace_word(prose.text, misspelling)
    entry = next((entry for entry in context.placed if piece_of_entry(entry.id) == prose.piece), None)
    if entry is not None:
        edits.set(entry, blurb=text)
    elif prose.piece in (GREETING, CLOSING):
        edits.set(context.issue, **{prose.piece.kind: text})
    else:
        return None
    return edits.build(f"Wrote “{misspelling.meant}” for “{misspelling.word}”")


def _describe_misspelling(misspelling: "Misspelling") -> str:
    answer = f"“{misspelling.meant}” is" if misspelling.meant else "correct or learn it"
    return f"“{misspelling.word}” is not in the dictionary: {answer}."

"""The words that spelling knows besides its dictionary: of the publication's file, and learned."""

from workbench.curation.learned_word import LearnedWord
from workbench.desk.state import State


def list_learned_words(state: State) -> list[LearnedWord]:
    """The words that were learned, by letter."""
    return sorted(state.documents_of(LearnedWord).values(), key=lambda learned: learned.word)


def list_own_words(state: State) -> tuple[str, ...]:
    """Every word that this newsletter has besides its dictionary."""
    return (*state.publication.preflight.words, *(learned.word for learned in list_learned_words(state)))

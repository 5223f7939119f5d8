"""Words that spelling learns for the whole newsletter, and forgets."""

import re
from collections.abc import Iterable, Sequence
from typing import Final

from workbench.curation.change import Change
from workbench.curation.learned_word import LearnedWord, LearnedWordId
from workbench.curation.model import UserError
from workbench.curation.preflight.spelling import to_plain_word
from workbench.curation.publication.profile import PROFILE_FILE
from workbench.curation.text.cleaning import clean_line
from workbench.desk.change_builder import ChangeBuilder
from workbench.desk.state import State
from workbench.desk.words import list_learned_words, list_own_words

NAMED_WORDS: Final = 3
"""How many words a message names."""
_WORD: Final = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")


def learn_words(state: State, words: Sequence[str]) -> Change:
    """Have spelling know these words in every issue. Those that it knows are left out; `UserError` where it knows all
    of them, or where one is no word."""
    asked = _require_words(words)
    own = set(map(to_plain_word, list_own_words(state)))
    builder = ChangeBuilder(state)
    new = [word for word in asked if word not in own]
    for word in new:
        builder.create(LearnedWord(id=LearnedWordId(builder.allocate_id("words")), word=word))
    if not new:
        raise UserError(f"Known already: {_quote_words(asked)}. `workbench words list` shows what is.")
    return builder.build(f"Learned {_quote_words(new)}")


def forget_words(state: State, words: Sequence[str]) -> Change:
    """Have spelling know these words no longer. `UserError` where one of them was not learned."""
    learned = {document.word: document for document in list_learned_words(state)}
    builder = ChangeBuilder(state)
    asked = _require_words(words)
    for word in asked:
        if word not in learned:
            raise _refuse_to_forget(state, word)
        builder.delete(learned[word], state.find_fields("words", learned[word].id) or {})
    return builder.build(f"Forgot {_quote_words(asked)}")


def _refuse_to_forget(state: State, word: str) -> UserError:
    if word in map(to_plain_word, state.publication.preflight.words):
        return UserError(f"“{word}” stands under `words` in {PROFILE_FILE}: take it out there.")
    return UserError(f"“{word}” was not learned: `workbench words list` shows what was.")


def _require_words(words: Iterable[str]) -> list[str]:
    """The words as they are kept, each once; `UserError` names what is none."""
    plain = list(dict.fromkeys(map(to_plain_word, words)))
    for word in plain:
        if not _WORD.fullmatch(word):
            shown = clean_line(word, limit=40)
            raise UserError(f"“{shown}” is no single word: give letters, without spaces, digits and hyphens.")
    return plain


def _quote_words(words: Sequence[str]) -> str:
    shown = [f"“{clean_line(word, limit=40)}”" for word in words]
    return ", ".join(shown) if len(shown) <= NAMED_WORDS else f"{len(shown)} words"

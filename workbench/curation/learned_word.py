"""A word that the newsletter has besides its dictionary, as a document of the library."""

from typing import NewType

from workbench.curation.document import Document

LearnedWordId = NewType("LearnedWordId", int)


class LearnedWord(Document, frozen=True, kw_only=True, gc=False):
    """A word in small letters, as `to_plain_word` has it. Spelling knows it in every issue from now on."""

    id: LearnedWordId = LearnedWordId(0)
    word: str = ""

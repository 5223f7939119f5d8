"""Where an address that stands in running text ends: what an import finds and what readers get as a link are one.

It ends where a reader would end it: at a space, before the sentence's punctuation, full-width too, and before a bracket
that it did not open.
"""

from typing import Final

_NOT_IN_ADDRESS: Final = r"\s<>\"`|\\^\x00-\x1f「」『』【】〔〕〈〉（）［］｛｝《》。、，；：？！｡､｜“”„—،؛؟।"
_PARENTHESISED: Final = rf"\((?:[^()\[\]{{}}{_NOT_IN_ADDRESS}]++|\([^(){_NOT_IN_ADDRESS}]*+\))*+\)"
# Brackets that the address opens and closes are its own; a closing one that it did not open is the sentence's.
ADDRESS_CHARS: Final = (
    rf"(?:[^()\[\]{{}}{_NOT_IN_ADDRESS}]++|{_PARENTHESISED}|\[[^\[\]{_NOT_IN_ADDRESS}]*+\](?!\()"
    rf"|\{{[^{{}}{_NOT_IN_ADDRESS}]*+\}}|(?!\[[^\[\]]*\]\()[(\[{{])*+"
)
"""A pattern for the rest of an address, the punctuation behind it included."""
TRAILING_PUNCTUATION: Final = ".,;:!?'*“”‘’»›…"
"""Characters that at the end of an address belong to the sentence."""

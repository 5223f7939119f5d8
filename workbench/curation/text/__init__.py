"""Text from strangers: cleaning, URLs, HTML, word counts."""


def split_names(text: str) -> frozenset[str]:
    """The names in a text, separated by spaces: long tables of names are easier to read so."""
    return frozenset(text.split())

"""Text from strangers: cleaning, URLs, HTML, word counts."""


def split_names(text: str) -> frozenset[str]:
    """A set of names written as one text, which is how a long table of them stays readable."""
    return frozenset(text.split())

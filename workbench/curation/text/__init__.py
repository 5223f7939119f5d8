"""Text from strangers: cleaning, URLs, HTML, word counts."""

"""What a page says of itself: tags, data, article text."""

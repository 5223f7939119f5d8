"""Social cards, drawn where Pillow is installed."""

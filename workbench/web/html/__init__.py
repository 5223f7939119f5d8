"""Reads pages: tags, JSON-LD, article text, titles, and READMEs in Markdown."""

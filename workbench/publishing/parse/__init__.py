"""From Markdown, HTML and plain text back into an issue."""

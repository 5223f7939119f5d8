"""The Preview pane: the issue as its readers will see it."""

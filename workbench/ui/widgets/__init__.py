"""Widgets that know nothing of one pane: the list, header, footer, message line."""

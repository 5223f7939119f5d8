"""The views that come in front of the panes."""

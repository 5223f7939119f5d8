"""The Issue pane: the list of pieces, and the fields in which they are written."""

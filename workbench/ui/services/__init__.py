"""What the screen does outside its widgets: verbs in turn, fetching, clipboard, files."""

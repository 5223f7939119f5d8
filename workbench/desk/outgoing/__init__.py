"""What leaves: exported files, the clipboard, drafts at platforms, and the comparison afterwards."""

"""What leaves the desk: exported files, passages for a clipboard, drafts at platforms, and what came back compared."""

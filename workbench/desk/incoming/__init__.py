"""What comes in and becomes links: imports, pastes, fetched answers, edited issues."""

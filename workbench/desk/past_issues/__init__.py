"""What a session knows of past issues: what readers have had, searched, counted, and what follows for new links."""

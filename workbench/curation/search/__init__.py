"""Finding links: the query language and nearly equal titles."""

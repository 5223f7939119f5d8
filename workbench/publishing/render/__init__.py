"""The tree written down, one module a format: the only places that know tags and marks."""

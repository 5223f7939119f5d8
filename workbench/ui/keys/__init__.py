"""The key table, `keys.toml`, and telling a paste from keys."""

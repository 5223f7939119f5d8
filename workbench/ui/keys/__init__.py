"""The key table, `keys.toml`, keys in their order, and telling a paste from keys."""

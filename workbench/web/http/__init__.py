"""Bounded requests: the client, its limits, its cache, its failures."""

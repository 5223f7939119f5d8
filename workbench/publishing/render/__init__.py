"""Writes the tree in each format, one module a format. Only here do tags and marks stand."""

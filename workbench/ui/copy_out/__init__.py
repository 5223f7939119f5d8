"""The panel that copies an issue out, step by step."""

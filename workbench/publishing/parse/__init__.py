"""Reads what comes back: an issue's file (`issue.py`), and what was copied from a platform (`pasted.py`)."""

"""What links, issues, entries, clippings and changes are, and the moves allowed.

Pure: no clock, no disk, no network, no screen.
"""

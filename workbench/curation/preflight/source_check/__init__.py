"""What a blurb says against the text it was written from: its numbers, and how it spells its names.

It knows no truth and says none: only that something is not in the text that is kept.
"""

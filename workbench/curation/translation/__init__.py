"""A newsletter in two languages: the issue of the original beside its translation, and which entries go together.

Here are the values and the pairing. How the other workspace is read is up to the desk and its port.
"""

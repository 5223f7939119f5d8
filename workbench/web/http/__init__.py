"""Requests for pages: the client, its bounds, rate limits, cache and failures.

What to request, and what a page says, is up to the modules in `sites/`.
"""

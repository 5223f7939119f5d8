"""What a site's refusals mean: the one place where a status becomes that site's own sentence.

The seam knows that a 404 is an end, but not of what: a repository that is gone looks like one that is private.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from workbench.web.net import Failed


@contextmanager
def meaning(sentences: Mapping[int, str]) -> Iterator[None]:
    """Within, a refusal with one of these statuses fails for good, in the words beside it."""
    try:
        yield
    except Failed as failed:
        if failed.status not in sentences:
            raise
        raise Failed(sentences[failed.status], status=failed.status, lasting=True) from None

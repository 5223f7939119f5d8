"""What a site's refusals mean: the one place where a status becomes that site's own sentence.

The seam knows that a 404 is an end, but not of what: a repository that is gone looks like one that is private.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from workbench.web.http.protocol import FetchError


@contextmanager
def explain_statuses(messages: Mapping[int, str]) -> Iterator[None]:
    """Within, a refusal with one of these statuses fails for good, in the words beside it."""
    try:
        yield
    except FetchError as failed:
        if failed.status not in messages:
            raise
        raise FetchError(messages[failed.status], status=failed.status, permanent=True) from None
